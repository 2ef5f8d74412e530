/** A tool's operation, with arguments that make sense in the demo tenant. */
export interface Operation {
  tool: string;
  /** Method and path below the base URL; `{ck}` stands for the customer key. */
  endpoint: string;
  /** The endpoint of the first alternative of an inferred route, as in the demo route. */
  alternative?: string;
  /** The setting that holds the base URL, when that is not ContactCentre5's. */
  base?: 'PUZZEL_CHAT_API_URL' | 'PUZZEL_CHAT_ID_URL';
  /** A string is sent as a form, anything else as JSON. */
  body?: unknown;
  /** Whether the answer is a recording. */
  binary?: true;
}

const user = '/{ck}/users/9948';
const busyUser = '/{ck}/users/9949';
const tasks = '/customers/{ck}/scheduledtasks';
const archive = `${user}/archive`;
const appointments = `${user}/catalog/contacts/70002/appointments`;
const conversationId = '5b3c1f0e-2a4d-4b6e-8f10-1234567890ab';
const longPeriod = 'from=2020-01-01T00:00:00Z&to=2040-01-01T00:00:00Z';

/**
 * The operations of ContactCentre5 and of the Chat API, one for each tool, in an order in which all succeed.
 * The test replaces `CALL`, `ENQUIRY` and `CALLOUT` by ids of the tenant.
 */
const operationsByTool: Record<string, Omit<Operation, 'tool'>> = {
  list_all_puzzel_user_groups: { endpoint: 'GET /{ck}/usergroups' },
  list_all_puzzel_token_info: { endpoint: 'GET /accesstokeninformation' },
  list_all_puzzel_scheduled_tasks: { endpoint: `POST ${tasks}/search`, alternative: `GET ${tasks}`, body: {} },
  get_single_puzzel_scheduled_task_by_id: {
    endpoint: `GET ${tasks}/10951`,
    alternative: 'GET /{ck}/scheduledtasks/10951',
  },
  create_a_puzzel_scheduled_task: {
    endpoint: `POST ${tasks}`,
    alternative: 'POST /{ck}/scheduledtasks',
    body: { scheduledTask: { title: 'Call', queueKey: 'q_billing' } },
  },
  update_a_puzzel_scheduled_task_by_id: {
    endpoint: `POST ${tasks}/10951/update`,
    alternative: `PUT ${tasks}/10951`,
    body: { scheduledTask: { title: 'Later' } },
  },
  delete_a_puzzel_scheduled_task_by_id: {
    endpoint: `POST ${tasks}/10958/delete`,
    alternative: `DELETE ${tasks}/10958`,
  },
  create_a_puzzel_sm: {
    endpoint: `POST ${user}/sms`,
    alternative: `POST /customers${user}/sms`,
    body: { to: '+447700900123', message: 'Hello' },
  },
  list_all_puzzel_token_extended_information: {
    endpoint: 'GET /accesstokenextendedinformation',
    alternative: 'GET /accesstokeninformation/extended',
  },
  list_all_puzzel_archive_records: { endpoint: `POST ${archive}/search`, alternative: `GET ${archive}`, body: {} },
  get_single_puzzel_archive_stream_by_id: {
    endpoint: `GET ${archive}/CALL/stream/1`,
    alternative: `GET ${archive}/CALL/recordings/1/stream`,
    binary: true,
  },
  puzzel_archive_recording_files_download: {
    endpoint: `GET ${archive}/CALL/recordings/1/download`,
    alternative: `GET ${archive}/CALL/recordings/1`,
    binary: true,
  },
  get_single_puzzel_enquiry_registration_by_id: {
    endpoint: `GET ${archive}/ENQUIRY/enquiryregistration`,
    alternative: `GET ${user}/enquiryregistrations/ENQUIRY`,
  },
  get_single_puzzel_survey_by_id: { endpoint: `GET ${archive}/CALL/survey`, alternative: `GET ${user}/surveys/CALL` },
  list_all_puzzel_archive_audit_logs: {
    endpoint: 'GET /{ck}/archive/auditlog',
    alternative: 'POST /{ck}/archive/auditlog/search',
  },
  update_a_puzzel_archive_tag_by_id: {
    endpoint: `POST ${archive}/CALL/tags/update`,
    alternative: `PUT ${archive}/CALL/tags`,
    body: { tags: [{ name: 'Mood', value: 'Calm' }] },
  },
  delete_a_puzzel_archive_record_by_id: {
    endpoint: `POST ${archive}/CALL/delete`,
    alternative: `DELETE ${archive}/CALL`,
  },
  list_all_puzzel_catalog_timezone: { endpoint: 'GET /{ck}/catalog/timezone' },
  update_a_puzzel_catalog_timezone_by_id: {
    endpoint: 'POST /{ck}/catalog/timezone',
    alternative: 'PUT /{ck}/catalog/timezone',
    body: { timeZone: 'Europe/London' },
  },
  list_all_puzzel_catalog_contacts: { endpoint: `POST ${user}/catalog/contacts/search`, body: { searchString: '%' } },
  get_single_puzzel_catalog_contact_by_id: { endpoint: `GET ${user}/catalog/contacts/70002` },
  list_all_puzzel_contacts_appointments: { endpoint: `GET ${appointments}?${longPeriod}` },
  create_a_puzzel_contacts_appointment: {
    endpoint: `POST ${appointments}`,
    body: {
      appointment: { subject: 'Talk', beginTime: '2031-01-01T10:00:00Z', endTime: '2031-01-01T11:00:00Z' },
    },
  },
  update_a_puzzel_contacts_appointment_by_id: {
    endpoint: `POST ${appointments}/52001/update`,
    alternative: `PUT ${appointments}/52001`,
    body: { appointment: { subject: 'Longer talk' } },
  },
  delete_a_puzzel_contacts_appointment_by_id: {
    endpoint: `POST ${appointments}/52002/delete`,
    alternative: `DELETE ${appointments}/52002`,
  },
  list_all_puzzel_access_point_tickers: {
    endpoint: 'GET /{ck}/accesspoints/ticker/Today',
    alternative: 'GET /{ck}/accesspoints/tickers/Today',
  },
  list_all_puzzel_state_information: { endpoint: 'GET /{ck}/users/stateinformation/Today' },
  list_all_puzzel_personal_queue_requests: {
    endpoint: `GET ${user}/personalqueue`,
    alternative: `GET ${user}/personalqueue/requests`,
  },
  list_all_puzzel_connected_requests: {
    endpoint: `GET ${user}/connectedrequests`,
    alternative: `GET ${user}/requests/connected`,
  },
  list_all_puzzel_user_state_information: { endpoint: `GET ${user}/stateinformation` },
  list_all_puzzel_extended_user_state_info: {
    endpoint: `GET ${user}/stateinformation/extended`,
    alternative: `GET ${user}/extendedstateinformation`,
  },
  list_all_puzzel_agents_stats: { endpoint: `GET ${user}/ticker/Today`, alternative: `GET ${user}/stats/Today` },
  list_all_puzzel_user_visual_queues: { endpoint: `GET ${user}/visualqueues` },
  get_single_puzzel_user_visual_queue_by_id: { endpoint: 'GET /{ck}/users/9001/visualqueues/11' },
  list_all_puzzel_visual_queues: { endpoint: 'GET /{ck}/visualqueues' },
  get_single_puzzel_visual_queue_by_id: { endpoint: 'GET /{ck}/visualqueues/11/info/UserDetailsOnly' },
  list_all_puzzel_visual_queue_state_info: { endpoint: 'GET /{ck}/visualqueues/stateinformation/All' },
  list_all_puzzel_visual_queue_ticker: {
    endpoint: 'GET /{ck}/visualqueues/ticker/Today/All',
    alternative: 'GET /{ck}/visualqueues/ticker/All/Today',
  },
  get_single_puzzel_etask_by_id: {
    endpoint: 'GET /customers/{ck}/etasks/10934',
    alternative: 'GET /{ck}/etasks/10934',
  },
  create_a_puzzel_etask: {
    endpoint: 'POST /customers/{ck}/etasks',
    body: { eTask: { from: 'a@b.example', to: 'vip@nordlys.example', uri: 'x' } },
  },
  update_a_puzzel_etask_by_id: {
    endpoint: 'POST /customers/{ck}/etasks/10934/update',
    alternative: 'PUT /customers/{ck}/etasks/10934',
    body: { eTask: { vipScore: 10 } },
  },
  delete_a_puzzel_etask_by_id: { endpoint: 'POST /customers/{ck}/etasks/10941/delete' },
  update_a_puzzel_request_by_id: {
    endpoint: 'POST /customers/{ck}/requests/88392/update',
    body: { requestUpdateObject: { variables: [{ name: 'review', value: 'yes' }] } },
  },
  get_single_puzzel_request_by_id: {
    endpoint: 'GET /customers/{ck}/requests/88392',
    alternative: 'GET /{ck}/requests/88392',
  },
  delete_a_puzzel_request_by_id: {
    endpoint: 'POST /customers/{ck}/requests/88412/delete',
    alternative: 'DELETE /{ck}/requests/88412',
  },
  list_all_puzzel_missed_calls: {
    endpoint: 'GET /{ck}/queues/201/missedcalls',
    alternative: 'GET /{ck}/missedcalls?queueId=201',
  },
  puzzel_missed_calls_tag: {
    endpoint: 'POST /{ck}/missedcalls/70423/tag',
    alternative: `POST ${user}/missedcalls/70423/tag`,
    body: { tagLevel: 'ProcessedLevel1', userId: 9948 },
  },
  list_all_puzzel_user_missed_calls: { endpoint: `GET ${user}/missedcalls` },
  get_single_puzzel_user_request_by_id: {
    endpoint: `GET ${busyUser}/request`,
    alternative: `GET ${busyUser}/requests`,
  },
  puzzel_user_requests_reserve: { endpoint: `POST ${user}/requests/88392/reserve`, body: { reservationLength: 120 } },
  delete_a_puzzel_user_request_by_id: {
    endpoint: `POST ${user}/requests/88392/reserve/delete`,
    alternative: `POST ${user}/requests/88392/reservecancel`,
  },
  puzzel_user_requests_events: {
    endpoint: `POST ${user}/requests/88392/events`,
    alternative: `POST ${user}/session/requests/88392/events`,
    body: { type: 'Finish', message: 'Seen' },
  },
  list_all_puzzel_request_extended_information: {
    endpoint: 'GET /{ck}/requests/88392/extendedinformation',
    alternative: 'GET /customers/{ck}/requests/88392/extendedinformation',
  },
  list_all_puzzel_user_call_logs: { endpoint: `GET ${user}/calllog`, alternative: `GET ${user}/calllogs` },
  create_a_puzzel_user_callout_request: { endpoint: `POST ${user}/callout`, body: { destination: '+442079460882' } },
  delete_a_puzzel_user_callout_request_by_id: {
    endpoint: `POST ${user}/callout/CALLOUT/delete`,
    alternative: `DELETE ${user}/callout/CALLOUT`,
  },
  create_a_puzzel_user_email: {
    endpoint: `POST ${user}/email`,
    body: { to: 'a@b.example', subject: 'Hello', message: 'Text' },
  },
  create_a_puzzel_user_enquiry_registration: {
    endpoint: `POST ${user}/enquiryregistrations`,
    alternative: `POST ${user}/enquiryregistration`,
    body: { categories: [{ id: 63, topics: [{ id: 631 }] }], data: [{ name: 'site', value: 'Aberdeen' }] },
  },
  list_all_puzzel_enquiry_registrations_categories: {
    endpoint: `GET ${user}/enquiryregistrations/categories/All`,
    alternative: `GET ${user}/enquiryregistration/categories/All`,
  },
  list_all_puzzel_outbound_request_feedback: {
    endpoint: `POST ${busyUser}/outboundrequest/feedback`,
    alternative: `POST ${busyUser}/outbound/requests/90511/feedback`,
    body: { requestId: 90511, feedback: 'Sold' },
  },
  list_all_puzzel_call_recordings: {
    endpoint: `GET ${busyUser}/session/recorder`,
    alternative: `GET ${busyUser}/session/recording`,
  },
  puzzel_call_recordings_command: {
    endpoint: `POST ${busyUser}/session/recorder/command`,
    alternative: `POST ${busyUser}/session/recorder/CensorOn`,
    body: { command: 'CensorOn' },
  },
  puzzel_user_sessions_command: {
    endpoint: `POST ${busyUser}/sessions/8840501949/command`,
    alternative: `POST ${busyUser}/session/8840501949/command`,
    body: { command: 'MuteOn' },
  },
  list_all_puzzel_languages: { endpoint: 'GET /languages', alternative: 'GET /{ck}/languages' },
  list_all_puzzel_system_date_time: { endpoint: 'GET /systemdatetime', alternative: 'GET /{ck}/systemdatetime' },
  list_all_puzzel_system_properties: { endpoint: 'GET /{ck}/properties/prof_call' },
  create_a_puzzel_system_property: {
    endpoint: 'POST /{ck}/properties/prof_call',
    body: { PropertyKey: 'prof_call_prop_00005', PropertyValue: '+442079460200', UserId: 9948 },
  },
  get_single_puzzel_system_property_by_id: {
    endpoint: 'GET /{ck}/properties/prof_call/prof_callout_orig_num_list?userid=9948',
  },
  list_all_puzzel_queues: { endpoint: 'GET /{ck}/queues' },
  list_all_puzzel_services: { endpoint: 'GET /{ck}/services' },
  list_all_puzzel_service_qualities: {
    endpoint: 'GET /{ck}/servicequalities',
    alternative: 'GET /{ck}/services/qualities',
  },
  list_all_puzzel_user_service_labels: { endpoint: `GET ${busyUser}/session/servicelabel` },
  puzzel_user_service_labels_search: {
    endpoint: `POST ${busyUser}/session/servicelabel/search`,
    body: { searchString: '', maxMatches: 500 },
  },
  list_all_puzzel_access_logs: { endpoint: 'GET /{ck}/accesslog', alternative: 'GET /{ck}/accesslogs' },
  list_all_puzzel_changelogs: { endpoint: 'GET /{ck}/changelog', alternative: 'POST /{ck}/changelog/search' },
  list_all_puzzel_pause_types: { endpoint: 'GET /{ck}/pausetypes?userId=9948', alternative: `GET ${user}/pausetypes` },
  list_all_puzzel_users_search: { endpoint: `GET ${user}` },
  get_single_puzzel_profile_by_id: { endpoint: `GET ${user}/profiles/99481` },
  create_a_puzzel_profile_element: {
    endpoint: `POST ${user}/profiles/99481/elements`,
    alternative: `POST ${user}/profiles/99481/elements/5102`,
    body: { elementId: 5102, userLevel: '4' },
  },
  delete_a_puzzel_profile_element_by_id: {
    endpoint: `POST ${user}/profiles/99481/elements/5102/delete`,
    alternative: `DELETE ${user}/profiles/99481/elements/5102`,
  },
  list_all_puzzel_iq_session_state_info: {
    endpoint: `GET ${busyUser}/iqsessionstateinformation`,
    alternative: `GET ${busyUser}/session/stateinformation`,
  },
  list_all_puzzel_available_users: { endpoint: `GET ${user}/usersavailable` },
  list_all_puzzel_query_users: {
    endpoint: `POST ${user}/users/search`,
    alternative: `GET ${user}/queryusers`,
    body: { searchString: 'Emma' },
  },
  create_a_puzzel_chat_session: {
    endpoint: 'POST /connect/token',
    base: 'PUZZEL_CHAT_ID_URL',
    body: 'client_id=oneplatform_engage&grant_type=visitor&tenant_id=4711001',
  },
  list_all_puzzel_chat_queue_info: { endpoint: 'GET /api/queue/info/q_chat', base: 'PUZZEL_CHAT_API_URL' },
  puzzel_chat_conversations_route: {
    endpoint: `PUT /api/conversation/${conversationId}/route/q_chat`,
    base: 'PUZZEL_CHAT_API_URL',
    body: [],
  },
  get_single_puzzel_chat_request_status_by_id: {
    endpoint: `GET /api/allocation/requestStatus/${conversationId}`,
    base: 'PUZZEL_CHAT_API_URL',
  },
  list_all_puzzel_chat_messages: {
    endpoint: `GET /api/conversation?conversationId=${conversationId}`,
    base: 'PUZZEL_CHAT_API_URL',
  },
  puzzel_chat_messages_send: {
    endpoint: `POST /api/conversation/${conversationId}/message`,
    alternative: `POST /api/conversation/${conversationId}`,
    base: 'PUZZEL_CHAT_API_URL',
    body: { content: 'Hello' },
  },
  puzzel_chat_conversations_end: {
    endpoint: `POST /api/conversation/${conversationId}/end`,
    alternative: `DELETE /api/conversation/${conversationId}`,
    base: 'PUZZEL_CHAT_API_URL',
  },
  puzzel_chat_visitor_authenticate: {
    endpoint: 'POST /api/authenticate/4711001?providerId=2',
    base: 'PUZZEL_CHAT_ID_URL',
    body: { codeChallenge: 'abc', idToken: 'eyJ' },
  },
  puzzel_access_token_logout: { endpoint: 'POST /auth/logout', alternative: 'POST /accesstoken/logout' },
};

export const operations: Operation[] = Object.entries(operationsByTool).map(([tool, rest]) => ({ tool, ...rest }));
