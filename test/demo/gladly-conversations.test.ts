import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  demoAgents,
  demoConversations,
  demoCustomChannel,
  demoCustomers,
  demoInboxes,
  demoItems,
  demoTasks,
  demoTopics,
} from '../../src/demo/gladly/ids.js';
import { contentTypes } from '../../src/tools/gladly/timeline.js';
import { closedAfterAll } from '../support/set-up.js';
import { type Answer, createdId, inDays, startGladly } from './gladly-tenant.js';

const gladly = closedAfterAll(await startGladly());

const itemSchema = z.object({
  id: z.string(),
  timestamp: z.string(),
  content: z.looseObject({ type: z.string(), messageType: z.string().optional() }),
});
const itemsOf = async (conversationId: string) =>
  z.array(itemSchema).parse((await gladly.call('GET', `/conversations/${conversationId}/items`)).json);
const get = async (path: string) => (await gladly.call('GET', path)).json;
const mayaPath = `/conversations/${demoConversations.mayaOpen}`;
const limitedData = ({ headers }: Answer) => headers.get('gladly-limited-data');

test('one conversation holds an item of every content type, and of every type of chat message', async () => {
  const contents = (await itemsOf(demoConversations.mayaEveryType)).map(({ content }) => content);
  expect(new Set(contents.map(({ type }) => type))).toEqual(new Set(contentTypes));
  const messageTypes = contents.flatMap(({ messageType }) => messageType ?? []);
  expect(new Set(messageTypes)).toEqual(new Set(['TEXT', 'QUICK_REPLY_REQUEST', 'QUICK_REPLY_RESPONSE']));
});

test('Maya has at least five conversations about billing, and one open conversation', async () => {
  const found = z
    .array(z.object({ status: z.string(), topicIds: z.array(z.string()) }))
    .parse(await get(`/customers/${demoCustomers.maya}/conversations`));
  expect(found.filter(({ topicIds }) => topicIds.includes(demoTopics.billing)).length).toBeGreaterThanOrEqual(5);
  expect(found.filter(({ status }) => status === 'OPEN')).toHaveLength(1);
});

describe('long lists', () => {
  test.each([
    ['conversations, oldest first', `/customers/${demoCustomers.large}/conversations`, 100, 'createdAt', 1],
    ['items, oldest first', `/conversations/${demoConversations.large}/items`, 1000, 'timestamp', 1],
    ['tasks, newest first', `/customers/${demoCustomers.large}/tasks`, 2000, 'timestamp', -1],
    ['comments, oldest first', `/tasks/${demoTasks.large}/comments`, 1000, 'createdAt', 1],
  ])('are cut: %s', async (_, path, cap, field, direction) => {
    const answer = await gladly.call('GET', path);
    const times = z
      .array(z.looseObject({ [field]: z.string() }))
      .parse(answer.json)
      .map((record) => String(record[field]));
    expect(times).toHaveLength(cap);
    expect(limitedData(answer)).toBe('true');
    const sorted = [...times].sort();
    expect(times).toEqual(direction === 1 ? sorted : sorted.reverse());
  });

  test('have a header that says false when nothing is cut', async () => {
    expect(limitedData(await gladly.call('GET', `${mayaPath}/items`))).toBe('false');
  });

  test('lack the newest conversation of a large customer', async () => {
    const { text } = await gladly.call('GET', `/customers/${demoCustomers.large}/conversations`);
    expect(text).not.toContain(demoConversations.largeOpen);
    expect(await get(`/conversations/${demoConversations.largeOpen}`)).toMatchObject({ status: 'OPEN' });
  });
});

describe('changes of a conversation', () => {
  const close = (body: object = {}) => gladly.call('PATCH', mayaPath, { status: { value: 'CLOSED', ...body } });

  test('closing needs force while the customer waits, and topics in any case', async () => {
    expect(await close()).toMatchObject({
      status: 400,
      json: { errors: [{ code: 'invalid_state', detail: expect.stringContaining('customer waiting') }] },
    });
    for (const topic of [demoTopics.billing, demoTopics.delayedOrder]) {
      expect((await gladly.call('DELETE', `${mayaPath}/topics/${topic}`)).status).toBe(204);
    }
    expect(await close({ force: true })).toMatchObject({
      status: 400,
      json: { errors: [{ detail: 'topics are required before closing of conversation' }] },
    });
    await gladly.call('POST', `${mayaPath}/topics`, { topicIds: [demoTopics.refund] });
  });

  test('an agent must belong to the inbox, and a new assignee is stored', async () => {
    const wrong = { inboxId: demoInboxes.billing, agentId: demoAgents.george };
    expect(await gladly.call('PATCH', mayaPath, { assignee: wrong })).toMatchObject({
      status: 400,
      json: { errors: [{ attr: 'assignee.agentId', code: 'invalid_state' }] },
    });
    await gladly.call('PATCH', mayaPath, { assignee: { inboxId: demoInboxes.retention, agentId: null } });
    const stored = await get(mayaPath);
    expect(stored).toMatchObject({ inboxId: demoInboxes.retention });
    expect(stored).not.toHaveProperty('agentId');
  });

  test('a reply appears on the timeline, takes over an unassigned conversation and ends the waiting', async () => {
    const reply = { content: { type: 'CHAT_MESSAGE', messageType: 'TEXT', body: 'Your money is on its way.' } };
    const sent = await gladly.call('POST', `/conversation-items/${demoItems.mayaChat}/reply`, reply);
    expect(sent.status).toBe(201);
    expect((await itemsOf(demoConversations.mayaOpen)).at(-1)).toMatchObject({
      id: createdId(sent),
      content: { content: 'Your money is on its way.' },
    });
    expect(await get(mayaPath)).toMatchObject({ agentId: demoAgents.apiUser });
    expect((await close()).status).toBe(204);
  });

  test('a closed conversation has the closing on its timeline, refuses replies and new assignees, and can be reopened', async () => {
    expect(await get(mayaPath)).toMatchObject({ status: 'CLOSED', closedAt: expect.any(String) });
    expect((await itemsOf(demoConversations.mayaOpen)).at(-1)?.content).toEqual({
      type: 'CONVERSATION_STATUS_CHANGE',
      status: 'CLOSED',
    });
    const reply = { content: { type: 'EMAIL', body: 'x' } };
    expect(await gladly.call('POST', `/conversation-items/${demoItems.mayaEmail}/reply`, reply)).toMatchObject({
      status: 400,
      json: { errors: [{ code: 'invalid', detail: 'you cannot reply to items in closed conversations' }] },
    });
    expect(await gladly.call('PATCH', mayaPath, { assignee: { inboxId: demoInboxes.vip } })).toMatchObject({
      status: 400,
      json: { errors: [{ code: 'invalid_state', detail: 'closed conversation cannot be reassigned' }] },
    });
    await gladly.call('PATCH', mayaPath, { status: { value: 'OPEN' } });
    expect(await get(mayaPath)).toMatchObject({ status: 'OPEN' });
  });
});

describe('writes', () => {
  test('put topics, notes in either form of body and tasks on the timeline', async () => {
    await gladly.call('POST', `${mayaPath}/topics`, { topicIds: [demoTopics.refund, demoTopics.shipping] });
    const wrapped = await gladly.call('POST', `${mayaPath}/notes`, { content: { body: 'wrapped' } });
    const flat = await gladly.call('POST', `${mayaPath}/notes`, { body: 'flat' });
    const task = { assignee: { inboxId: demoInboxes.billing }, body: 'Call <b>today</b>', dueAt: inDays(1) };
    const created = await gladly.call('POST', `/customers/${demoCustomers.maya}/tasks`, task);
    expect(created.headers.get('location')).toMatch(/^\/api\/v1\/tasks\//);
    const last = (await itemsOf(demoConversations.mayaOpen)).slice(-4);
    expect(last.map(({ id, content }) => [content.type, content.body ?? content.addedTopicIds, id])).toEqual([
      ['TOPIC_CHANGE', [demoTopics.shipping], expect.any(String)],
      ['CONVERSATION_NOTE', 'wrapped', createdId(wrapped)],
      ['CONVERSATION_NOTE', 'flat', createdId(flat)],
      ['TASK', 'Call <b>today</b>', createdId(created)],
    ]);
    expect(await get(`${mayaPath}/notes/${createdId(flat)}`)).toMatchObject({ content: { body: 'flat' } });
    expect((await gladly.call('GET', `${mayaPath}/notes/${demoItems.mayaChat}`)).status).toBe(404);
  });

  test('add and remove freeform topics by their key, and refuse an unknown key', async () => {
    const path = `/customer-history/${demoCustomers.maya}${mayaPath}/custom-attributes`;
    const body = { add: [{ key: 'ORDER_ID', value: 'NO-2' }], remove: [{ key: 'CARRIER', value: 'FedEx' }] };
    expect((await gladly.call('POST', path, body)).status).toBe(204);
    expect(await get(mayaPath)).toMatchObject({ customAttributes: [{ value: 'NO-48213' }, { value: 'NO-2' }] });
    const unknown = await gladly.call('POST', path, { add: [{ key: 'COLOUR', value: 'red' }] });
    expect(unknown).toMatchObject({ status: 400, json: { errors: [{ code: 'present' }] } });
  });

  test('open one conversation for the inbound messages of a custom-channel sender', async () => {
    const message = {
      sender: { address: 'app-1', profileIdentifier: { type: 'EMAIL', address: 'nina@example.com' } },
      to: 'nordlys-app',
      type: 'TEXT',
      content: { text: 'Hello?' },
    };
    const path = `/communications/custom-channels/${demoCustomChannel}/messages`;
    const first = createdId(await gladly.call('POST', path, message));
    const second = createdId(await gladly.call('POST', path, message));
    const ownerSchema = z.object({ conversationId: z.string(), customerId: z.string() });
    const stored = ownerSchema.parse(await get(`/conversation-items/${first}`));
    expect(ownerSchema.parse(await get(`/conversation-items/${second}`))).toEqual(stored);
    expect(await get(`/customers/${stored.customerId}/conversations`)).toMatchObject([{ status: 'OPEN' }]);
    expect((await gladly.call('PUT', `${path}/${first}/status`, { value: 'READ' })).text).toBe('');
    expect(await get(`/conversation-items/${first}`)).toMatchObject({ content: { status: { value: 'READ' } } });
  });
});

describe('single items', () => {
  test('answer 400 and are not listed when they are of an unsupported kind', async () => {
    expect(await gladly.call('GET', `/conversation-items/${demoItems.unsupported}`)).toMatchObject({
      status: 400,
      json: { errors: [{ code: 'invalid', detail: expect.stringContaining('not supported by the API') }] },
    });
    expect((await itemsOf(demoConversations.mayaOpen)).map(({ id }) => id)).not.toContain(demoItems.unsupported);
  });

  test('lose their content for good when they are redacted, which a note cannot be', async () => {
    const path = `/conversation-items/${demoItems.mayaCall}`;
    expect((await gladly.call('GET', `${path}/voice-transcript`)).status).toBe(200);
    const redacted = await gladly.call('POST', `${path}/redact`);
    expect(redacted).toMatchObject({ status: 201, text: '' });
    expect(await get(path)).toMatchObject({
      content: { recordingStatus: 'DELETED', recordingSummary: { status: 'REDACTED' } },
    });
    for (const part of ['media/recording', 'voice-transcript']) {
      expect(await gladly.call('GET', `${path}/${part}`)).toMatchObject({ status: 404, text: '' });
    }
    expect((await gladly.call('POST', `/conversation-items/${demoItems.mayaNote}/redact`)).status).toBe(404);
  });

  test('can be deleted when they are customer activities, but not when they are e-mails', async () => {
    const path = `/conversation-items/${demoItems.mayaActivity}`;
    expect((await gladly.call('DELETE', path)).status).toBe(204);
    expect(await gladly.call('DELETE', path)).toMatchObject({ status: 404, text: '' });
    expect((await gladly.call('DELETE', `/conversation-items/${demoItems.mayaEmail}`)).status).toBe(404);
  });

  test('can be filtered by session', async () => {
    const chat = z.object({ sessionId: z.string() }).parse(await get(`/conversation-items/${demoItems.mayaChat}`));
    const found = z
      .array(z.object({ sessionId: z.string() }))
      .parse(await get(`${mayaPath}/items?sessionId=${chat.sessionId}`));
    expect(new Set(found.map(({ sessionId }) => sessionId))).toEqual(new Set([chat.sessionId]));
  });
});
