/**
 * Names of operations and the tool that calls each: names on Puzzel's pages today, and those of the SOAP contract of
 * 2015, whose service became this API (docs/contract.md).
 */
export const operationNames: Readonly<Record<string, string>> = {
  AccessLogGet: 'list_all_puzzel_access_logs',
  AccessPointTickerList: 'list_all_puzzel_access_point_tickers',
  AccessTokenInformationGet: 'list_all_puzzel_token_info',
  AgentAvailableList: 'list_all_puzzel_available_users',
  AgentRequestReserve: 'puzzel_user_requests_reserve',
  AgentRequestReserveCancel: 'delete_a_puzzel_user_request_by_id',
  AgentStateAndTickerList: 'list_all_puzzel_state_information',
  AgentStateGet: 'list_all_puzzel_user_state_information',
  AgentTickerGet: 'list_all_puzzel_agents_stats',
  ArchiveAuditLogGet: 'list_all_puzzel_archive_audit_logs',
  CallLogDetailsGet: 'list_all_puzzel_user_call_logs',
  CallOutDelete: 'delete_a_puzzel_user_callout_request_by_id',
  CatalogAppointmentAdd: 'create_a_puzzel_contacts_appointment',
  CatalogAppointmentList: 'list_all_puzzel_contacts_appointments',
  CatalogContactGet: 'get_single_puzzel_catalog_contact_by_id',
  CatalogSearch: 'list_all_puzzel_catalog_contacts',
  ChangeLogGet: 'list_all_puzzel_changelogs',
  EMailSend: 'create_a_puzzel_user_email',
  EnquiryRegistrationAdd: 'create_a_puzzel_user_enquiry_registration',
  EnquiryRegistrationCategoriesAndTopicsList: 'list_all_puzzel_enquiry_registrations_categories',
  IQSessionStateInformationGet: 'list_all_puzzel_iq_session_state_info',
  LanguageList: 'list_all_puzzel_languages',
  LogOut: 'puzzel_access_token_logout',
  MissedCallList: 'list_all_puzzel_user_missed_calls',
  MissedCallListByQueue: 'list_all_puzzel_missed_calls',
  MissedCallListTag: 'puzzel_missed_calls_tag',
  PauseTypeList: 'list_all_puzzel_pause_types',
  PropertyGet: 'get_single_puzzel_system_property_by_id',
  PropertyList: 'list_all_puzzel_system_properties',
  PropertySet: 'create_a_puzzel_system_property',
  QueueList: 'list_all_puzzel_queues',
  RecordingGetActive: 'list_all_puzzel_call_recordings',
  RequestConnectedList: 'list_all_puzzel_connected_requests',
  RequestDelete: 'delete_a_puzzel_request_by_id',
  RequestGet: 'get_single_puzzel_request_by_id',
  RequestGetByUser: 'get_single_puzzel_user_request_by_id',
  RequestPersonalQueueList: 'list_all_puzzel_personal_queue_requests',
  RequestVisualQueueGet: 'get_single_puzzel_user_visual_queue_by_id',
  RequestVisualQueueList: 'list_all_puzzel_user_visual_queues',
  ServiceLabelList: 'list_all_puzzel_user_service_labels',
  ServiceLabelSearch: 'puzzel_user_service_labels_search',
  ServiceList: 'list_all_puzzel_services',
  ServiceQualityList: 'list_all_puzzel_service_qualities',
  SmsSend: 'create_a_puzzel_sm',
  SystemDateTimeGet: 'list_all_puzzel_system_date_time',
  UserGet: 'list_all_puzzel_users_search',
  UserGroupList: 'list_all_puzzel_user_groups',
  UserProfileGet: 'get_single_puzzel_profile_by_id',
  UserProfileQualityElementAdd: 'create_a_puzzel_profile_element',
  UserProfileQualityElementRemove: 'delete_a_puzzel_profile_element_by_id',
  UserVisualQueueInfoGet: 'get_single_puzzel_visual_queue_by_id',
  VisualQueueList: 'list_all_puzzel_visual_queues',
  VisualQueueStateAndTickerList: 'list_all_puzzel_visual_queue_state_info',
  VisualQueueTickerList: 'list_all_puzzel_visual_queue_ticker',
};

/** Names, from the same sources, of operations that none of our tools calls. */
export const namesWithoutTool: readonly string[] = `
  AgentLogoff AgentLogon AgentPauseOff AgentPauseOn AgentPresenceStateSet AgentRequestAccept AgentRequestFinish
  AgentRequestReject AgentRequestTimeOut AgentSearch AgentSetAlerting AgentSetAvailable Authenticate
  Authenticate_GetAccessToken Authenticate_LogIn CallConsultEnd CallConsultWithAgent CallConsultWithPhone CallHangup
  CallMuteOff CallMuteOn CallTransferToAgent CallTransferToConsultant CallTransferToPersonalQueue CallTransferToPhone
  CallTransferToService CatalogOrganizationalUnitSearch CatalogPhoneSearch ExternalContactAdd
  ExternalContactCallDetailsGet ExternalContactCallListByContactId ExternalContactCallListByPhoneNumber
  ExternalContactDelete ExternalContactGet ExternalContactPhoneNumberSearch ExternalContactSearch
  ExternalContactUpdate LogIn RecordingCensorOff RecordingCensorOn RecordingStart RecordingStop RequestAdd UserList
  UserUpdate
`
  .trim()
  .split(/\s+/);
