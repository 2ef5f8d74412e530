import type { GeneratedOperation } from './generate.js';

/** Operations of a contact centre that none of our tools calls; many resemble one that a tool calls. */
const decoys = `
GET users UserList
POST users UserAdd
GET users/{userId}/status UserStatusGet
PUT users/{userId} UserUpdate
DELETE users/{userId} UserDelete
POST users/{userId}/pauseon UserPauseOn
POST users/{userId}/pauseoff UserPauseOff
POST users/{userId}/logon UserLogOn
POST users/{userId}/logoff UserLogOff
GET users/{userId}/settings UserSettingList
POST users/{userId}/settings/update UserSettingUpdate
GET users/{userId}/skills UserSkillList
GET users/{userId}/profiles UserProfileList
POST users/{userId}/profiles/{profileId}/update UserProfileUpdate
POST users/{userId}/profiles/{profileId}/delete UserProfileDelete
GET usergroups/{userGroupId} UserGroupGet
POST usergroups UserGroupAdd
POST usergroups/{userGroupId}/delete UserGroupDelete
GET queues/{queueId} QueueGet
POST queues/{queueId}/update QueueUpdate
DELETE queues/{queueId} QueueDelete
GET queues/{queueId}/messages QueueMessageList
GET queues/{queueId}/openinghours QueueOpeningHourList
GET visualqueues/{visualQueueId} VisualQueueGet
POST visualqueues/{visualQueueId}/delete VisualQueueDelete
GET requests RequestList
POST requests RequestAdd
POST requests/{requestId}/transfer RequestTransfer
POST requests/{requestId}/priority RequestPrioritySet
POST requests/search RequestSearch
POST users/{userId}/requests/{requestId}/answer UserRequestAnswer
POST users/{userId}/requests/{requestId}/reject UserRequestReject
GET etasks ETaskList
POST etasks/search ETaskSearch
GET services/{serviceId} ServiceGet
GET services/{serviceId}/timecontrol ServiceTimeControlGet
PUT services/{serviceId}/timecontrol ServiceTimeControlUpdate
GET accesspoints AccessPointList
DELETE properties/{propertyGroup}/{propertyKey} PropertyDelete
GET archive/{archiveId}/comments ArchiveCommentList
POST archive/{archiveId}/comments ArchiveCommentAdd
DELETE users/{userId}/archive/{archiveId}/tags ArchiveTagDelete
GET users/{userId}/archive/{archiveId} ArchiveGet
GET surveys SurveyList
POST surveys/{surveyId}/delete SurveyDelete
GET catalog/contacts CatalogContactListAll
POST catalog/contacts CatalogContactAdd
DELETE catalog/contacts/{contactId} CatalogContactDelete
GET catalog/organizations CatalogOrganizationList
GET pausetypes/{pauseTypeId} PauseTypeGet
POST pausetypes PauseTypeAdd
GET dialler/lists DiallerListList
POST dialler/lists/{listId}/contacts DiallerContactAdd
GET languages/{languageId}/texts LanguageTextList
POST users/{userId}/sms/templates SmsTemplateAdd
GET users/{userId}/sms/templates SmsTemplateList
GET users/{userId}/email/templates EmailTemplateList
GET reports ReportList
POST reports/{reportId}/run ReportRun
`;

export const decoyOperations: readonly GeneratedOperation[] = decoys
  .trim()
  .split('\n')
  .map((line) => {
    const [verb = '', core = '', operationId = ''] = line.split(' ');
    return {
      tool: undefined,
      verb,
      prefix: '',
      core,
      names: new Map(),
      query: new Map(),
      parameters: [],
      body: {},
      required: [],
      wrap: undefined,
      operationId,
      summary: undefined,
    };
  });
