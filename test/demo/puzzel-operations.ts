/** One operation with arguments that make sense in the demo tenant. */
export interface Operation {
  name: string;
  /** Method and path below the base; `{ck}` is the customer key. */
  at: string;
  /** First alternative of an inferred route. */
  moved?: string;
  /** Base URL when it is not ContactCentre5. */
  base?: 'PUZZEL_CHAT_API_URL' | 'PUZZEL_CHAT_ID_URL';
  /** Body that is sent; a string is sent as a form. */
  body?: unknown;
  binary?: true;
}

const user = '/{ck}/users/9948';
const busy = '/{ck}/users/9949';
const tasks = '/customers/{ck}/scheduledtasks';
const archive = `${user}/archive`;
const appointments = `${user}/catalog/contacts/70002/appointments`;
const chat = '5b3c1f0e-2a4d-4b6e-8f10-1234567890ab';
const span = 'from=2020-01-01T00:00:00Z&to=2040-01-01T00:00:00Z';

/**
 * The operations of ContactCentre5 and of the Chat API, one for each tool. Reads come before deletions.
 * The test replaces `CALL`, `ENQUIRY` and `CALLOUT` by ids of the tenant.
 */
export const operations: Operation[] = [
  { name: 'list_all_puzzel_user_groups', at: 'GET /{ck}/usergroups' },
  { name: 'list_all_puzzel_token_info', at: 'GET /accesstokeninformation' },
  { name: 'list_all_puzzel_scheduled_tasks', at: `POST ${tasks}/search`, moved: `GET ${tasks}`, body: {} },
  { name: 'get_single_puzzel_scheduled_task_by_id', at: `GET ${tasks}/10951`, moved: 'GET /{ck}/scheduledtasks/10951' },
  {
    name: 'create_a_puzzel_scheduled_task',
    at: `POST ${tasks}`,
    moved: 'POST /{ck}/scheduledtasks',
    body: { scheduledTask: { title: 'Call', queueKey: 'q_billing' } },
  },
  {
    name: 'update_a_puzzel_scheduled_task_by_id',
    at: `POST ${tasks}/10951/update`,
    moved: `PUT ${tasks}/10951`,
    body: { scheduledTask: { title: 'Later' } },
  },
  { name: 'delete_a_puzzel_scheduled_task_by_id', at: `POST ${tasks}/10958/delete`, moved: `DELETE ${tasks}/10958` },
  {
    name: 'create_a_puzzel_sm',
    at: `POST ${user}/sms`,
    moved: `POST /customers${user}/sms`,
    body: { to: '+447700900123', message: 'Hello' },
  },
  {
    name: 'list_all_puzzel_token_extended_information',
    at: 'GET /accesstokenextendedinformation',
    moved: 'GET /accesstokeninformation/extended',
  },
  { name: 'list_all_puzzel_archive_records', at: `POST ${archive}/search`, moved: `GET ${archive}`, body: {} },
  {
    name: 'get_single_puzzel_archive_stream_by_id',
    at: `GET ${archive}/CALL/stream/1`,
    moved: `GET ${archive}/CALL/recordings/1/stream`,
    binary: true,
  },
  {
    name: 'puzzel_archive_recording_files_download',
    at: `GET ${archive}/CALL/recordings/1/download`,
    moved: `GET ${archive}/CALL/recordings/1`,
    binary: true,
  },
  {
    name: 'get_single_puzzel_enquiry_registration_by_id',
    at: `GET ${archive}/ENQUIRY/enquiryregistration`,
    moved: `GET ${user}/enquiryregistrations/ENQUIRY`,
  },
  { name: 'get_single_puzzel_survey_by_id', at: `GET ${archive}/CALL/survey`, moved: `GET ${user}/surveys/CALL` },
  {
    name: 'list_all_puzzel_archive_audit_logs',
    at: 'GET /{ck}/archive/auditlog',
    moved: 'POST /{ck}/archive/auditlog/search',
  },
  {
    name: 'update_a_puzzel_archive_tag_by_id',
    at: `POST ${archive}/CALL/tags/update`,
    moved: `PUT ${archive}/CALL/tags`,
    body: { tags: [{ name: 'Mood', value: 'Calm' }] },
  },
  { name: 'delete_a_puzzel_archive_record_by_id', at: `POST ${archive}/CALL/delete`, moved: `DELETE ${archive}/CALL` },
  { name: 'list_all_puzzel_catalog_timezone', at: 'GET /{ck}/catalog/timezone' },
  {
    name: 'update_a_puzzel_catalog_timezone_by_id',
    at: 'POST /{ck}/catalog/timezone',
    moved: 'PUT /{ck}/catalog/timezone',
    body: { timeZone: 'Europe/London' },
  },
  { name: 'list_all_puzzel_catalog_contacts', at: `POST ${user}/catalog/contacts/search`, body: { searchString: '%' } },
  { name: 'get_single_puzzel_catalog_contact_by_id', at: `GET ${user}/catalog/contacts/70002` },
  { name: 'list_all_puzzel_contacts_appointments', at: `GET ${appointments}?${span}` },
  {
    name: 'create_a_puzzel_contacts_appointment',
    at: `POST ${appointments}`,
    body: {
      appointment: { subject: 'Talk', beginTime: '2031-01-01T10:00:00Z', endTime: '2031-01-01T11:00:00Z' },
    },
  },
  {
    name: 'update_a_puzzel_contacts_appointment_by_id',
    at: `POST ${appointments}/52001/update`,
    moved: `PUT ${appointments}/52001`,
    body: { appointment: { subject: 'Longer talk' } },
  },
  {
    name: 'delete_a_puzzel_contacts_appointment_by_id',
    at: `POST ${appointments}/52002/delete`,
    moved: `DELETE ${appointments}/52002`,
  },
  {
    name: 'list_all_puzzel_access_point_tickers',
    at: 'GET /{ck}/accesspoints/ticker/Today',
    moved: 'GET /{ck}/accesspoints/tickers/Today',
  },
  { name: 'list_all_puzzel_state_information', at: 'GET /{ck}/users/stateinformation/Today' },
  {
    name: 'list_all_puzzel_personal_queue_requests',
    at: `GET ${user}/personalqueue`,
    moved: `GET ${user}/personalqueue/requests`,
  },
  {
    name: 'list_all_puzzel_connected_requests',
    at: `GET ${user}/connectedrequests`,
    moved: `GET ${user}/requests/connected`,
  },
  { name: 'list_all_puzzel_user_state_information', at: `GET ${user}/stateinformation` },
  {
    name: 'list_all_puzzel_extended_user_state_info',
    at: `GET ${user}/stateinformation/extended`,
    moved: `GET ${user}/extendedstateinformation`,
  },
  { name: 'list_all_puzzel_agents_stats', at: `GET ${user}/ticker/Today`, moved: `GET ${user}/stats/Today` },
  { name: 'list_all_puzzel_user_visual_queues', at: `GET ${user}/visualqueues` },
  { name: 'get_single_puzzel_user_visual_queue_by_id', at: `GET ${user}/visualqueues/11` },
  { name: 'list_all_puzzel_visual_queues', at: 'GET /{ck}/visualqueues' },
  { name: 'get_single_puzzel_visual_queue_by_id', at: 'GET /{ck}/visualqueues/11/info/UserDetailsOnly' },
  { name: 'list_all_puzzel_visual_queue_state_info', at: 'GET /{ck}/visualqueues/stateinformation/All' },
  {
    name: 'list_all_puzzel_visual_queue_ticker',
    at: 'GET /{ck}/visualqueues/ticker/Today/All',
    moved: 'GET /{ck}/visualqueues/ticker/All/Today',
  },
  { name: 'get_single_puzzel_etask_by_id', at: 'GET /customers/{ck}/etasks/10934', moved: 'GET /{ck}/etasks/10934' },
  {
    name: 'create_a_puzzel_etask',
    at: 'POST /customers/{ck}/etasks',
    body: { eTask: { from: 'a@b.example', to: 'vip@nordlys.example', uri: 'x' } },
  },
  {
    name: 'update_a_puzzel_etask_by_id',
    at: 'POST /customers/{ck}/etasks/10934/update',
    moved: 'PUT /customers/{ck}/etasks/10934',
    body: { eTask: { vipScore: 10 } },
  },
  { name: 'delete_a_puzzel_etask_by_id', at: 'POST /customers/{ck}/etasks/10941/delete' },
  {
    name: 'update_a_puzzel_request_by_id',
    at: 'POST /customers/{ck}/requests/88392/update',
    body: { requestUpdateObject: { variables: [{ name: 'review', value: 'yes' }] } },
  },
  {
    name: 'get_single_puzzel_request_by_id',
    at: 'GET /customers/{ck}/requests/88392',
    moved: 'GET /{ck}/requests/88392',
  },
  {
    name: 'delete_a_puzzel_request_by_id',
    at: 'POST /customers/{ck}/requests/88412/delete',
    moved: 'DELETE /{ck}/requests/88412',
  },
  {
    name: 'list_all_puzzel_missed_calls',
    at: 'GET /{ck}/queues/201/missedcalls',
    moved: 'GET /{ck}/missedcalls?queueId=201',
  },
  {
    name: 'puzzel_missed_calls_tag',
    at: 'POST /{ck}/missedcalls/70423/tag',
    moved: `POST ${user}/missedcalls/70423/tag`,
    body: { tagLevel: 'ProcessedLevel1', userId: 9948 },
  },
  { name: 'list_all_puzzel_user_missed_calls', at: `GET ${user}/missedcalls` },
  { name: 'get_single_puzzel_user_request_by_id', at: `GET ${busy}/request`, moved: `GET ${busy}/requests` },
  {
    name: 'puzzel_user_requests_reserve',
    at: `POST ${user}/requests/88392/reserve`,
    body: { reservationLength: 120 },
  },
  {
    name: 'delete_a_puzzel_user_request_by_id',
    at: `POST ${user}/requests/88392/reserve/delete`,
    moved: `POST ${user}/requests/88392/reservecancel`,
  },
  {
    name: 'puzzel_user_requests_events',
    at: `POST ${user}/requests/88392/events`,
    moved: `POST ${user}/session/requests/88392/events`,
    body: { type: 'Finish', message: 'Seen' },
  },
  {
    name: 'list_all_puzzel_request_extended_information',
    at: 'GET /{ck}/requests/88392/extendedinformation',
    moved: 'GET /customers/{ck}/requests/88392/extendedinformation',
  },
  { name: 'list_all_puzzel_user_call_logs', at: `GET ${user}/calllog`, moved: `GET ${user}/calllogs` },
  { name: 'create_a_puzzel_user_callout_request', at: `POST ${user}/callout`, body: { destination: '+442079460882' } },
  {
    name: 'delete_a_puzzel_user_callout_request_by_id',
    at: `POST ${user}/callout/CALLOUT/delete`,
    moved: `DELETE ${user}/callout/CALLOUT`,
  },
  {
    name: 'create_a_puzzel_user_email',
    at: `POST ${user}/email`,
    body: { to: 'a@b.example', subject: 'Hello', message: 'Text' },
  },
  {
    name: 'create_a_puzzel_user_enquiry_registration',
    at: `POST ${user}/enquiryregistrations`,
    moved: `POST ${user}/enquiryregistration`,
    body: { categories: [{ id: 63, topics: [{ id: 631 }] }], data: [{ name: 'site', value: 'Aberdeen' }] },
  },
  {
    name: 'list_all_puzzel_enquiry_registrations_categories',
    at: `GET ${user}/enquiryregistrations/categories/All`,
    moved: `GET ${user}/enquiryregistration/categories/All`,
  },
  {
    name: 'list_all_puzzel_outbound_request_feedback',
    at: `POST ${busy}/outboundrequest/feedback`,
    moved: `POST ${busy}/outbound/requests/90511/feedback`,
    body: { requestId: 90511, feedback: 'Sold' },
  },
  {
    name: 'list_all_puzzel_call_recordings',
    at: `GET ${busy}/session/recorder`,
    moved: `GET ${busy}/session/recording`,
  },
  {
    name: 'puzzel_call_recordings_command',
    at: `POST ${busy}/session/recorder/command`,
    moved: `POST ${busy}/session/recorder/CensorOn`,
    body: { command: 'CensorOn' },
  },
  {
    name: 'puzzel_user_sessions_command',
    at: `POST ${busy}/sessions/8840501949/command`,
    moved: `POST ${busy}/session/8840501949/command`,
    body: { command: 'MuteOn' },
  },
  { name: 'list_all_puzzel_languages', at: 'GET /languages', moved: 'GET /{ck}/languages' },
  { name: 'list_all_puzzel_system_date_time', at: 'GET /systemdatetime', moved: 'GET /{ck}/systemdatetime' },
  { name: 'list_all_puzzel_system_properties', at: 'GET /{ck}/properties/prof_call' },
  {
    name: 'create_a_puzzel_system_property',
    at: 'POST /{ck}/properties/prof_call',
    body: { PropertyKey: 'prof_call_prop_00005', PropertyValue: '+442079460200', UserId: 9948 },
  },
  {
    name: 'get_single_puzzel_system_property_by_id',
    at: 'GET /{ck}/properties/prof_call/prof_callout_orig_num_list?userid=9948',
  },
  { name: 'list_all_puzzel_queues', at: 'GET /{ck}/queues' },
  { name: 'list_all_puzzel_services', at: 'GET /{ck}/services' },
  {
    name: 'list_all_puzzel_service_qualities',
    at: 'GET /{ck}/servicequalities',
    moved: 'GET /{ck}/services/qualities',
  },
  { name: 'list_all_puzzel_user_service_labels', at: `GET ${busy}/session/servicelabel` },
  {
    name: 'puzzel_user_service_labels_search',
    at: `POST ${busy}/session/servicelabel/search`,
    body: { searchString: '', maxMatches: 500 },
  },
  { name: 'list_all_puzzel_access_logs', at: 'GET /{ck}/accesslog', moved: 'GET /{ck}/accesslogs' },
  { name: 'list_all_puzzel_changelogs', at: 'GET /{ck}/changelog', moved: 'POST /{ck}/changelog/search' },
  { name: 'list_all_puzzel_pause_types', at: 'GET /{ck}/pausetypes?userId=9948', moved: `GET ${user}/pausetypes` },
  { name: 'list_all_puzzel_users_search', at: `GET ${user}` },
  { name: 'get_single_puzzel_profile_by_id', at: `GET ${user}/profiles/99481` },
  {
    name: 'create_a_puzzel_profile_element',
    at: `POST ${user}/profiles/99481/elements`,
    moved: `POST ${user}/profiles/99481/elements/5102`,
    body: { elementId: 5102, userLevel: '4' },
  },
  {
    name: 'delete_a_puzzel_profile_element_by_id',
    at: `POST ${user}/profiles/99481/elements/5102/delete`,
    moved: `DELETE ${user}/profiles/99481/elements/5102`,
  },
  {
    name: 'list_all_puzzel_iq_session_state_info',
    at: `GET ${busy}/iqsessionstateinformation`,
    moved: `GET ${busy}/session/stateinformation`,
  },
  { name: 'list_all_puzzel_available_users', at: `GET ${user}/usersavailable` },
  {
    name: 'list_all_puzzel_query_users',
    at: `POST ${user}/users/search`,
    moved: `GET ${user}/queryusers`,
    body: { searchString: 'Emma' },
  },
  {
    name: 'create_a_puzzel_chat_session',
    at: 'POST /connect/token',
    base: 'PUZZEL_CHAT_ID_URL',
    body: 'client_id=oneplatform_engage&grant_type=visitor&tenant_id=4711001',
  },
  { name: 'list_all_puzzel_chat_queue_info', at: 'GET /api/queue/info/q_chat', base: 'PUZZEL_CHAT_API_URL' },
  {
    name: 'puzzel_chat_conversations_route',
    at: `PUT /api/conversation/${chat}/route/q_chat`,
    base: 'PUZZEL_CHAT_API_URL',
    body: [],
  },
  {
    name: 'get_single_puzzel_chat_request_status_by_id',
    at: `GET /api/allocation/requestStatus/${chat}`,
    base: 'PUZZEL_CHAT_API_URL',
  },
  {
    name: 'list_all_puzzel_chat_messages',
    at: `GET /api/conversation?conversationId=${chat}`,
    base: 'PUZZEL_CHAT_API_URL',
  },
  {
    name: 'puzzel_chat_messages_send',
    at: `POST /api/conversation/${chat}/message`,
    moved: `POST /api/conversation/${chat}`,
    base: 'PUZZEL_CHAT_API_URL',
    body: { content: 'Hello' },
  },
  {
    name: 'puzzel_chat_conversations_end',
    at: `POST /api/conversation/${chat}/end`,
    moved: `DELETE /api/conversation/${chat}`,
    base: 'PUZZEL_CHAT_API_URL',
  },
  {
    name: 'puzzel_chat_visitor_authenticate',
    at: 'POST /api/authenticate/4711001?providerId=2',
    base: 'PUZZEL_CHAT_ID_URL',
    body: { codeChallenge: 'abc', idToken: 'eyJ' },
  },
  { name: 'puzzel_access_token_logout', at: 'POST /auth/logout', moved: 'POST /accesstoken/logout' },
];
