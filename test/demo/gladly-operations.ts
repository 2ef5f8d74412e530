import {
  demoAgents,
  demoAnswers,
  demoBusinessHours,
  demoCampaigns,
  demoConversations,
  demoCustomAttributes,
  demoCustomChannel,
  demoCustomers,
  demoExportJobs,
  demoHelpCenter,
  demoInboxes,
  demoInvoiceAttachment,
  demoItems,
  demoOrganization,
  demoSessions,
  demoTasks,
  demoTeams,
  demoTopics,
  demoWebhooks,
} from '../../src/demo/gladly/ids.js';
import { inDays } from './gladly-tenant.js';

export interface Operation {
  method: string;
  /** Path below /api/v1, with the parameters of the vendor's document. */
  route: string;
  /** Values of the path's parameters in their order. */
  ids: string[];
  query?: string;
  body?: unknown;
  status: number;
  /** What the answer's JSON must contain; a string is what its Location header must contain. */
  answer?: string | Record<string, unknown> | Record<string, unknown>[];
}

const mayaId = demoCustomers.maya;
const openId = demoConversations.mayaOpen;
const content = { type: 'CUSTOMER_ACTIVITY', activityType: 'ISSUE', title: 'Parcel lost', body: 'Told by the carrier' };
const task = { assignee: { inboxId: demoInboxes.billing }, body: 'Call back', dueAt: inDays(2) };
const hours = { name: 'Night', officeHours: { timezone: 'Europe/Oslo', monday: [{ start: '22:00', stop: '23:30' }] } };
const today = new Date().toISOString().slice(0, 10);
const sessionRoute = '/message-automation/sessions/{sessionId}';
const answerContentRoute = '/answers/{answerId}/languages/{language}/type/{type}';

function row(method: string, route: string, ids: string[], status: number, rest: Partial<Operation> = {}): Operation {
  return { method, route, ids, status, ...rest };
}

/**
 * The operation of every Gladly tool, with arguments that succeed in this order: no row deletes what a later one needs.
 * FIRST_MESSAGE stands for an id that the test reads from the list of messages.
 */
export const operations: Operation[] = [
  row('GET', '/agents', [], 200, { answer: [{ id: demoAgents.amy, name: 'Amy Bergstrom' }] }),
  row('GET', '/agents/{agentId}', [demoAgents.diego], 200, { answer: { id: demoAgents.diego } }),
  row('GET', '/agents/{agentId}/call-recorder', ['chiara.conti@nordlys.example'], 200, { answer: { recording: true } }),
  row('PATCH', '/agents/{agentId}/call-recorder', [demoAgents.chiara], 204, { body: { recording: false } }),
  row('GET', '/orgs/{orgId}/answers-search', [demoOrganization], 200, {
    query: 'q=charged',
    answer: [{ id: demoAnswers.billing }],
  }),
  row('GET', '/orgs/{orgId}/answers', [demoOrganization], 200, { query: 'lng=nb-no', answer: [{ language: 'nb-no' }] }),
  row('GET', '/orgs/{orgId}/help-center/{helpCenterId}/answer-titles', [demoOrganization, demoHelpCenter], 200, {
    answer: [{ id: demoAnswers.returns }],
  }),
  row('GET', '/orgs/{orgId}/answers/{answerId}', [demoOrganization, demoAnswers.delay], 200, {
    answer: { language: 'en-us' },
  }),
  row('POST', '/answers', [], 200, { body: { id: 'answer-1', name: 'Wash a jacket' }, answer: { id: 'answer-1' } }),
  row('GET', '/answers/{answerId}', [demoAnswers.sizing], 200, { answer: { name: 'Jacket sizes' } }),
  row('PATCH', '/answers/{answerId}', ['answer-1'], 204, { body: { name: 'Wash a down jacket' } }),
  row('GET', answerContentRoute, [demoAnswers.returns, 'en-us', 'reference'], 200, { answer: { internal: true } }),
  row('PUT', answerContentRoute, ['answer-1', 'sv-se', 'email'], 200, {
    body: { bodyHtml: '<p>30 grader</p>', subject: 'Tvätt' },
    answer: { answerId: 'answer-1', language: 'sv-se', type: 'email', subject: 'Tvätt' },
  }),
  row('DELETE', answerContentRoute, [demoAnswers.sizing, 'nb-no', 'messaging'], 204),
  row('GET', '/audiences', [], 200, { answer: [{ name: 'Nordlys Outdoor' }] }),
  row('GET', '/business-hours', [], 200, { answer: [{ id: demoBusinessHours.primary, version: 4 }] }),
  row('POST', '/business-hours', [], 201, { body: hours, answer: { ...hours, version: 1, primary: false } }),
  row('GET', '/business-hours/{businessHoursId}', [demoBusinessHours.primary], 200, { answer: { primary: true } }),
  row('PUT', '/business-hours/{businessHoursId}', [demoBusinessHours.primary], 200, {
    body: { ...hours, version: 4 },
    answer: { name: 'Night', version: 5, primary: true },
  }),
  row('POST', '/communications/sms', [], 200, {
    body: { customer: { mobileNumber: '+15550123456' }, from: '+15550100200', body: 'We are on it' },
    answer: { customerId: mayaId },
  }),
  row('POST', '/communications/email', [], 200, {
    body: {
      to: [{ email: 'maya.lindqvist@example.com' }],
      from: 'support@nordlys.example',
      subject: 'Hi',
      body: { text: 'Hi' },
    },
    answer: { customerId: mayaId },
  }),
  row('POST', '/communications/custom-channels/{customChannelId}/messages', [demoCustomChannel], 201, {
    body: {
      sender: { address: 'app-user-7', displayName: 'Nina' },
      to: 'nordlys-app',
      type: 'TEXT',
      content: { text: 'Hi' },
    },
    answer: '/api/v1/conversation-items/',
  }),
  row(
    'PUT',
    '/communications/custom-channels/{customChannelId}/messages/{messageId}/status',
    [demoCustomChannel, demoItems.customChannelSent],
    200,
    { body: { value: 'DELIVERED' } },
  ),
  row('GET', '/customers/{customerId}/conversations', [demoCustomers.test], 200, {
    answer: [{ id: demoConversations.test, status: 'OPEN' }],
  }),
  row('GET', '/conversations/{conversationId}', [openId], 200, { answer: { customerId: mayaId, status: 'OPEN' } }),
  row('PATCH', '/conversations/{conversationId}', [openId], 204, {
    body: { assignee: { inboxId: demoInboxes.retention, agentId: demoAgents.george } },
  }),
  row('POST', '/conversation-items', [], 200, {
    body: { id: 'item-1', customer: { emailAddress: 'new.person@example.com' }, content },
    answer: { id: 'item-1', content },
  }),
  row('GET', '/conversation-items/{itemId}', [demoItems.mayaEmail], 200, { answer: { content: { type: 'EMAIL' } } }),
  row('GET', '/conversation-items/{itemId}/media/recording', [demoItems.mayaCall], 200),
  row('GET', '/conversation-items/{itemId}/voice-transcript', [demoItems.mayaVoicemail], 200, {
    answer: { numberOfSpeakers: 1 },
  }),
  row(
    'GET',
    '/conversation-items/{itemId}/attachments/{attachmentId}',
    [demoItems.mayaEmail, demoInvoiceAttachment],
    303,
    {
      answer: '/gladly-files/',
    },
  ),
  row('POST', '/customers/{customerId}/conversation-items', [mayaId], 200, {
    body: { id: 'item-2', content },
    answer: { customerId: mayaId },
  }),
  row('GET', '/conversations/{conversationId}/items', [openId], 200, { answer: [{ id: demoItems.mayaEmail }] }),
  row('POST', '/conversations/{conversationId}/topics', [openId], 204, { body: { topicIds: [demoTopics.refund] } }),
  row('DELETE', '/conversations/{conversationId}/topics/{topicId}', [openId, demoTopics.refund], 204),
  row(
    'POST',
    '/customer-history/{customerId}/conversations/{conversationId}/custom-attributes',
    [mayaId, openId],
    204,
    {
      body: { add: [{ key: 'ORDER_ID', value: 'NO-1' }], remove: [{ key: 'CARRIER', value: 'FedEx' }] },
    },
  ),
  row('POST', '/conversations/{conversationId}/notes', [openId], 201, {
    body: { content: { body: 'Be kind' } },
    answer: `/api/v1/conversations/${openId}/notes/`,
  }),
  row('GET', '/conversations/{conversationId}/notes/{noteId}', [openId, demoItems.mayaNote], 200, {
    answer: { content: { type: 'CONVERSATION_NOTE' } },
  }),
  row('POST', '/conversation-items/{itemId}/reply', [demoItems.mayaChat], 201, {
    body: { content: { type: 'CHAT_MESSAGE', messageType: 'TEXT', body: 'We are reading' } },
    answer: '/api/v1/conversation-items/',
  }),
  row('POST', '/conversation-items/{itemId}/redact', [demoItems.mayaVoicemail], 201, {
    answer: `/api/v1/conversation-items/${demoItems.mayaVoicemail}`,
  }),
  row('POST', '/customer-profiles', [], 201, {
    body: {
      id: 'customer-1',
      name: 'Nora',
      emails: [{ original: 'Nora@example.com' }],
      phones: [{ original: '(212) 555-9876' }],
    },
    answer: '/api/v1/customer-profiles/customer-1',
  }),
  row('GET', '/customer-profiles', [], 200, {
    query: 'email=nora@example.com',
    answer: [{ phones: [{ normalized: '+12125559876' }] }],
  }),
  row('GET', '/customer-profiles/{customerId}', [mayaId], 200, { answer: { name: 'Maya Lindqvist' } }),
  row('PATCH', '/customer-profiles/{customerId}', ['customer-1'], 204, { body: { address: 'Elm Street 1' } }),
  row('POST', '/user-identity-jwt', [], 200, { body: { identityType: 'EMAIL', identity: 'a@example.com' } }),
  row('GET', '/events', [], 200, {
    query: `startAt=${encodeURIComponent(inDays(-0.9))}&entities=CUSTOMER&entities=TASK`,
  }),
  row('GET', '/export/schedules', [], 200, { answer: [{ frequency: 'DAILY' }] }),
  row('GET', '/export/jobs', [], 200, { query: 'status=FAILED', answer: [{ id: demoExportJobs.failed }] }),
  row('GET', '/export/jobs/{jobId}', [demoExportJobs.inProgress], 200, {
    answer: { status: 'IN_PROGRESS', files: [] },
  }),
  row('GET', '/export/jobs/{jobId}/files/{filename}', [demoExportJobs.year, 'topics.jsonl'], 200),
  row('GET', '/custom-attributes/{customAttributeId}', [demoCustomAttributes.coupon], 200, {
    answer: { key: 'COUPON', deactivated: true },
  }),
  row('GET', '/inboxes', [], 200, { answer: [{ name: 'General Support' }] }),
  row('GET', '/inboxes/{inboxId}', [demoInboxes.returns], 200, { answer: { disabled: false } }),
  row('GET', sessionRoute, [demoSessions.active], 200, {
    answer: { endpointType: 'CHAT', target: { targetType: 'AUTOMATION' } },
  }),
  row('POST', `${sessionRoute}/typing-indicators`, [demoSessions.active], 204, { body: { state: 'STARTED' } }),
  row('POST', `${sessionRoute}/messages`, [demoSessions.active], 200, {
    body: { type: 'TEXT', content: { value: 'On its way' } },
    answer: { type: 'TEXT', content: { value: 'On its way' }, sessionId: demoSessions.active },
  }),
  row('GET', `${sessionRoute}/messages`, [demoSessions.active], 200, {
    answer: [{ content: { value: 'Where is my tent?' } }],
  }),
  row('GET', `${sessionRoute}/messages/{messageId}`, [demoSessions.active, 'FIRST_MESSAGE'], 200, {
    answer: { type: 'TEXT' },
  }),
  row('POST', `${sessionRoute}/handoff`, [demoSessions.active], 204, { body: { description: 'Needs a person' } }),
  row('POST', `${sessionRoute}/close`, [demoSessions.handedOff], 204, { body: { description: 'Done' } }),
  row('GET', '/organization', [], 200, { answer: { id: demoOrganization } }),
  row('POST', '/campaigns/{campaignId}/recipient-collections', [demoCampaigns.sms], 200, {
    body: {
      name: 'Late tents',
      startAfter: inDays(1),
      recipients: [{ customerName: 'Jane', phoneNumber: '(212) 555-9876', timezone: 'America/New_York' }],
    },
    answer: { type: 'SMS', status: 'SCHEDULED' },
  }),
  row('POST', '/reports', [], 200, { body: { metricSet: 'AgentSummary', startAt: today, endAt: today } }),
  row('POST', '/reports/work-session-events', [], 200, {
    body: { startAtTime: '2025-01-01T00:00Z', endAtTime: `${inDays(0).slice(0, 16)}Z` },
  }),
  row('POST', '/tasks', [], 201, {
    body: { ...task, id: 'task-1', customer: { mobilePhone: '+15550123456' } },
    answer: '/api/v1/tasks/task-1',
  }),
  row('POST', '/customers/{customerId}/tasks', [mayaId], 201, { body: task, answer: '/api/v1/tasks/' }),
  row('GET', '/customers/{customerId}/tasks', [demoCustomers.test], 200, {
    query: 'status=OPEN',
    answer: [{ id: demoTasks.test }],
  }),
  row('PATCH', '/tasks/{taskId}', [demoTasks.maya], 204, { body: { status: 'CLOSED' } }),
  row('GET', '/tasks/{taskId}', [demoTasks.maya], 200, { answer: { status: 'CLOSED' } }),
  row('POST', '/tasks/{taskId}/comments', ['task-1'], 201, {
    body: { id: 'comment-1', agentId: demoAgents.bilal, comment: 'Called' },
    answer: '/api/v1/tasks/task-1/comments/comment-1',
  }),
  row('GET', '/tasks/{taskId}/comments', [demoTasks.maya], 200, { answer: [{ taskId: demoTasks.maya }] }),
  row('GET', '/tasks/{taskId}/comments/{commentId}', ['task-1', 'comment-1'], 200, { answer: { comment: 'Called' } }),
  row('GET', '/teams', [], 200, { answer: [{ name: 'Front Line' }] }),
  row('GET', '/teams/{teamId}', [demoTeams.retention], 200, { answer: { name: 'Retention' } }),
  row('GET', '/topics', [], 200, { answer: [{ name: 'Billing' }] }),
  row('POST', '/topics', [], 201, { body: { id: 'topic-1', name: 'Warranty' }, answer: '/api/v1/topics/topic-1' }),
  row('GET', '/topics/{topicId}', [demoTopics.shipping], 200, { answer: { name: 'Shipping' } }),
  row('PATCH', '/topics/{topicId}', ['topic-1'], 204, { body: { name: 'Warranties', disabled: true } }),
  row('POST', '/webhooks', [], 201, {
    body: { url: 'https://hooks.example.com/1', events: ['TASK/CREATED'] },
    answer: '/api/v1/webhooks/',
  }),
  row('GET', '/webhooks', [], 200, { answer: [{ id: demoWebhooks.enabled }] }),
  row('PATCH', '/webhooks/{webhookId}', [demoWebhooks.enabled], 204, { body: { enabled: false } }),
  row('GET', '/webhooks/{webhookId}', [demoWebhooks.enabled], 200, {
    answer: { enabled: false, hasCredentials: true },
  }),
  row('DELETE', '/webhooks/{webhookId}', [demoWebhooks.enabled], 204),
  row('DELETE', '/export/jobs/{jobId}', [demoExportJobs.completed], 204),
  row('DELETE', '/business-hours/{businessHoursId}', [demoBusinessHours.weekend], 204),
  row('DELETE', '/answers/{answerId}', [demoAnswers.sizing], 204),
  row('DELETE', '/conversation-items/{itemId}', ['item-1'], 204),
  row('DELETE', '/customers/{customerId}/conversation-items/{itemId}', [mayaId, 'item-2'], 204),
  row('DELETE', '/customer-profiles/{customerId}', ['customer-1'], 204),
];

/** The request path of an operation, each value percent-encoded in its place. */
export function pathOf({ route, ids, query }: Operation): string {
  const values = [...ids];
  const path = route.replace(/\{\w+\}/g, () => encodeURIComponent(values.shift() ?? ''));
  return query === undefined ? path : `${path}?${query}`;
}
