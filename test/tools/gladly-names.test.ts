import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { failureOf } from '../support/failure-of.js';
import { type Answer, type FakeGladly, fakeGladly } from '../support/fake-gladly.js';

const amy = 'Rlk5unIQue3_UiXJze-DZg';
const elin = 'C2p46ElqVrE08KZ3e9kpoQ';
const billing = 'QB80aZRNdEIHGnGo2OnRWQ';
const holiday = 'vRJEvCFKiQAXpxBzWlokOw';
const refund = 'LldoiJ61370b9wun_q5nsg';
const parcels = 'oV2hcjlwTdG4YdNSBYEABg';
/** An id that looks like a word, which is rare. */
const wordLike = 'abcdefghijklmnopqrstuv';

const tenant = {
  agents: [
    { id: amy, name: 'Amy Bergström', emailAddress: 'amy@example.com' },
    { id: elin, name: 'Elin Haugen', emailAddress: 'elin@example.com' },
    { id: 'e2', name: 'Elin Haugen', emailAddress: 'elin.haugen@example.com' },
  ],
  inboxes: [
    { id: billing, name: 'Billing' },
    { id: 'bk', name: 'Billing Kunden' },
    { id: holiday, name: 'Holiday', disabled: true },
    { id: 'old', name: 'Billing', disabled: true },
  ],
  teams: [{ id: 't1', name: 'Front Line', agentIds: [amy, 'gone'] }],
  topics: [
    { id: refund, name: 'Refund' },
    // This name has the form of an id: 22 characters.
    { id: parcels, name: 'International-Shipping' },
    { id: wordLike, name: 'Word' },
  ],
};

async function startTenant(...answers: Answer[]): Promise<FakeGladly> {
  const gladly = await fakeGladly(...answers);
  Object.assign(gladly.lists, tenant);
  return gladly;
}

const dueAt = '2031-01-31T10:00:00+01:00';
const task = { customer_id: 'c', body: 'Call back', dueAt };

describe('a name in the place of an id', () => {
  it.each([
    [
      'update_a_gladly_conversation_by_id',
      { id: 'c', assignee: { inboxId: ' billing', agentId: 'Amy Bergstrom' } },
      { assignee: { inboxId: billing, agentId: amy } },
    ],
    [
      'update_a_gladly_task_by_id',
      { id: 't', assignee: { inboxId: 'BILLING', agentId: 'elin@example.com' } },
      { assignee: { inboxId: billing, agentId: elin } },
    ],
    [
      'create_a_gladly_conversation_topic',
      { conversation_id: 'c', topicIds: ['refund', refund] },
      { topicIds: [refund, refund] },
    ],
    [
      'create_a_gladly_conversation_topic',
      { conversation_id: 'c', topicIds: ['International-Shipping', 'international-shipping', wordLike] },
      { topicIds: [parcels, parcels, wordLike] },
    ],
  ])('is sent as the id: %s', async (tool, args, body) => {
    const gladly = await startTenant({ status: 204 });
    await gladly.call(tool, args);
    expect(gladly.seen).toMatchObject([{ body }]);
  });

  it('is accepted in the filters of a report and in a path as well', async () => {
    const csv = { body: 'a\n', headers: { 'content-type': 'text/csv' } };
    const gladly = await startTenant(csv, { body: { id: 't1' } });
    const filters = { inboxes: ['Billing'], teams: ['front line'] };
    const dates = { startAt: '2026-01-01', endAt: '2026-01-02' };
    await gladly.call('create_a_gladly_report', { metricSet: 'TaskExportReport', ...dates, filters });
    await gladly.call('get_single_gladly_team_by_id', { id: 'Front Line' });
    expect(gladly.seen).toMatchObject([
      { body: { filters: { inboxes: [billing], teams: ['t1'] } } },
      { target: '/api/v1/teams/t1' },
    ]);
  });

  it.each([
    [
      'nothing',
      { inboxId: 'Sales' },
      'assignee.inboxId: no inbox is called "Sales".',
      `There are: ${billing} "Billing", bk "Billing Kunden", ${holiday} "Holiday" (disabled), old "Billing" (disabled).`,
    ],
    [
      'several records',
      { inboxId: billing, agentId: 'elin haugen' },
      'assignee.agentId: more than one agent is called "elin haugen".',
      `Ask the person which one is meant: ${elin} "Elin Haugen", e2 "Elin Haugen".`,
    ],
    ['nothing, but is close to a name', { inboxId: 'Biling' }, 'Did you mean "Billing"?', 'Billing'],
  ])('that matches %s is refused before anything is sent', async (_, assignee, message, hint) => {
    const gladly = await startTenant();
    const failure = await failureOf(gladly.call('create_a_gladly_customer_task', { ...task, assignee }));
    expect(failure.kind).toBe('invalid_input');
    expect(failure.message).toContain(message);
    expect(failure.hint).toContain(hint);
    expect(failure.retry).toBeUndefined();
    expect(gladly.seen).toEqual([]);
  });

  it('that is part of one name is refused in a write, with the corrected call as a retry', async () => {
    const gladly = await startTenant();
    const args = { ...task, assignee: { inboxId: 'kunden', agentId: 'Amy Bergström' } };
    const { message, retry } = await failureOf(gladly.call('create_a_gladly_customer_task', args));
    expect(message).toBe('"kunden" was taken for "Billing Kunden" (bk). Nothing was sent.');
    expect(retry).toEqual({
      tool: 'create_a_gladly_customer_task',
      arguments: { ...args, assignee: { inboxId: 'bk', agentId: amy } },
    });
    expect(gladly.seen).toEqual([]);
  });

  it('that is part of one name is accepted in a read, with a hint', async () => {
    const gladly = await startTenant({ body: { id: 't1', name: 'Front Line' } });
    const { hint } = await gladly.call('get_single_gladly_team_by_id', { id: 'front' });
    expect(gladly.seen).toMatchObject([{ target: '/api/v1/teams/t1' }]);
    expect(hint).toBe('"front" was taken for "Front Line" (t1).');
  });

  it('needs one request for the list a minute', async () => {
    const gladly = await startTenant({ status: 204 }, { status: 204 }, { status: 204 }, { status: 204 });
    const assign = (inboxId: string) => gladly.call('update_a_gladly_task_by_id', { id: 't', assignee: { inboxId } });
    await Promise.all([assign('Billing'), assign('billing'), assign(billing)]);
    expect(gladly.listed).toEqual(['inboxes']);
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    await assign('Billing').finally(() => clock.mockRestore());
    expect(gladly.listed).toEqual(['inboxes', 'inboxes']);
  });

  it('is looked up in a new list after this server has changed the list, or tried to', async () => {
    const made = { status: 201, headers: { location: `/api/v1/topics/${parcels}` } };
    const gladly = await startTenant(
      { status: 204 },
      made,
      { status: 204 },
      { status: 204 },
      { status: 204 },
      { status: 409, body: {} },
      { status: 204 },
      { hangUp: true },
      { status: 204 },
    );
    const tag = () => gladly.call('create_a_gladly_conversation_topic', { conversation_id: 'c', topicIds: ['refund'] });
    await tag();
    await gladly.call('create_a_gladly_topic', { name: 'Refund' });
    await tag();
    await gladly.call('update_a_gladly_topic_by_id', { id: refund, name: 'Old refund' });
    gladly.lists.topics = [
      { id: refund, name: 'Old refund' },
      { id: parcels, name: 'Refund' },
    ];
    await tag();
    expect(gladly.seen.at(-1)).toMatchObject({ body: { topicIds: [parcels] } });
    expect(gladly.listed).toEqual(['topics', 'topics', 'topics']);
    for (const listed of [4, 5]) {
      await failureOf(gladly.call('create_a_gladly_topic', { id: 'taken', name: 'Refund' }));
      await tag();
      expect(gladly.listed).toHaveLength(listed);
    }
  });

  it('that matches no record of the cached list, or only a part of a name, is looked up in a new list', async () => {
    const gladly = await startTenant({ body: { id: 'own-id-1' } }, { body: { id: 'k' } });
    gladly.lists.topics = [{ id: parcels, name: 'Parcels' }];
    const get = (id: string) => gladly.call('get_single_gladly_topic_by_id', { id });
    expect((await failureOf(get('own-id-1'))).hint).toContain(`There are: ${parcels} "Parcels"`);
    expect(gladly.listed).toEqual(['topics']);
    gladly.lists.topics = [{ id: 'own-id-1', name: 'Own topic' }];
    // The rest may happen within one millisecond.
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
    onTestFinished(() => clock.mockRestore());
    await get('own-id-1');
    gladly.lists.topics = [...gladly.lists.topics, { id: 'k', name: 'Own' }];
    await get('own');
    expect(gladly.seen).toMatchObject([{ target: '/api/v1/topics/own-id-1' }, { target: '/api/v1/topics/k' }]);
    expect(gladly.listed).toEqual(['topics', 'topics', 'topics']);
  });

  it('goes to Gladly as it is when the list is empty', async () => {
    const gladly = await startTenant({ body: { id: 't-1' } }, { status: 204 });
    gladly.lists.topics = [];
    expect((await gladly.call('get_single_gladly_topic_by_id', { id: 't-1' })).data).toEqual({ id: 't-1' });
    await gladly.call('create_a_gladly_conversation_topic', { conversation_id: 'c', topicIds: ['t-1'] });
    expect(gladly.seen.at(-1)).toMatchObject({ body: { topicIds: ['t-1'] } });
  });

  it('is looked up again when the list could not be read before', async () => {
    const gladly = await startTenant({ body: { id: 'c', agentId: amy } }, { body: { id: amy } });
    const { agents } = gladly.lists;
    delete gladly.lists.agents;
    await gladly.call('get_single_gladly_conversation_by_id', { id: 'c' });
    gladly.lists.agents = agents ?? [];
    await gladly.call('get_single_gladly_agent_by_id', { id: 'Amy Bergström' });
    expect(gladly.seen).toMatchObject([{}, { target: `/api/v1/agents/${amy}` }]);
  });

  it('is not sent in the place of an id when the list could not be read for the moment', async () => {
    const gladly = await startTenant();
    delete gladly.lists.agents;
    const args = {
      startAt: '2026-01-31T00:00:00Z',
      endAt: '2026-02-01T00:00:00Z',
      entities: ['AGENT_STATUS'],
      agentId: 'Amy Bergström',
    };
    const outcomes: unknown[] = [];
    for (const status of [429, 500, 503]) {
      gladly.unlistedStatus = status;
      const { kind, message, hint } = await failureOf(gladly.call('list_all_gladly_events', args));
      outcomes.push([kind, message, hint]);
    }
    const message = expect.stringContaining('"Amy Bergström" could not be looked up with list_all_gladly_agents.');
    const hint = 'Nothing else was sent. Make this call again later; an id of the usual form needs no look-up.';
    expect(outcomes).toEqual(['rate_limited', 'upstream', 'upstream'].map((kind) => [kind, message, hint]));
    expect(gladly.seen).toEqual([]);
  });

  it('is sent unchanged when the list may not be read', async () => {
    const gladly = await startTenant({ status: 204 });
    delete gladly.lists.inboxes;
    gladly.unlistedStatus = 403;
    await gladly.call('update_a_gladly_task_by_id', { id: 't', assignee: { inboxId: 'Billing' } });
    expect(gladly.seen).toMatchObject([{ body: { assignee: { inboxId: 'Billing' } } }]);
  });
});

describe('answers show names', () => {
  it('beside the ids of agents, inboxes and topics', async () => {
    const gladly = await startTenant(
      { body: [{ id: 'c', agentId: amy, inboxId: billing, topicIds: [refund, 'gone'] }, { id: 'd' }] },
      { body: [{ id: 't', assignee: { inboxId: billing, agentId: 'gone' } }] },
      {
        body: [
          {
            id: 'i',
            initiator: { id: amy, type: 'AGENT' },
            content: { type: 'TOPIC_CHANGE', addedTopicIds: [refund] },
          },
        ],
      },
      { body: { id: 't1', agentIds: [amy, 'gone'] } },
    );
    const conversations = await gladly.call('list_all_gladly_customer_conversations', { customer_id: 'k' });
    expect(conversations.data).toEqual([
      {
        id: 'c',
        agentId: amy,
        agentName: 'Amy Bergström',
        inboxId: billing,
        inboxName: 'Billing',
        topicIds: [refund, 'gone'],
        topicNames: ['Refund', 'gone'],
      },
      { id: 'd' },
    ]);
    const tasks = await gladly.call('list_all_gladly_customer_tasks', { customer_id: 'k' });
    expect(tasks.data).toEqual([{ id: 't', assignee: { inboxId: billing, inboxName: 'Billing', agentId: 'gone' } }]);
    const items = await gladly.call('list_all_gladly_conversation_items', { conversation_id: 'c' });
    expect(items.data).toMatchObject([
      { initiator: { name: 'Amy Bergström' }, content: { addedTopicNames: ['Refund'] } },
    ]);
    expect((await gladly.call('get_single_gladly_team_by_id', { id: 't1' })).data).toMatchObject({
      agentNames: ['Amy Bergström', 'gone'],
    });
    expect([...gladly.listed].sort()).toEqual(['agents', 'inboxes', 'teams', 'topics']);
  });

  it('except when the lists cannot be read', async () => {
    const gladly = await startTenant({ body: { id: 'c', agentId: amy } });
    delete gladly.lists.agents;
    expect((await gladly.call('get_single_gladly_conversation_by_id', { id: 'c' })).data).toEqual({
      id: 'c',
      agentId: amy,
    });
  });
});

describe('a write says what it sent', () => {
  it('with names, times in UTC and long texts truncated, beside an unchanged result', async () => {
    const gladly = await startTenant(
      { status: 201, headers: { location: '/api/v1/tasks/new' }, body: {} },
      { status: 204 },
    );
    const assignee = { inboxId: 'Billing', agentId: 'Amy Bergström' };
    const made = await gladly.call('create_a_gladly_customer_task', { ...task, body: 'x'.repeat(1000), assignee });
    expect(made.data).toEqual({ id: 'new' });
    expect(made.sent).toEqual({
      assignee: { inboxId: billing, inboxName: 'Billing', agentId: amy, agentName: 'Amy Bergström' },
      body: `${'x'.repeat(300)}… [1000 characters]`,
      dueAt: '2031-01-31T09:00:00.000Z',
    });
    const closed = await gladly.call('update_a_gladly_task_by_id', { id: 't', status: 'CLOSED' });
    expect(closed.data).toEqual({ id: 't', status: 'updated' });
    expect(closed.sent).toEqual({ status: 'CLOSED' });
  });

  it('with channel, recipient and text of a message', async () => {
    const gladly = await startTenant(
      { body: { customerId: 'k', conversationItemId: 'i' } },
      { status: 201, headers: { location: '/api/v1/conversation-items/r' } },
    );
    const sms = { customer: { mobileNumber: '+1 555 019 8472' }, from: '+15550100200', body: 'On its way' };
    expect((await gladly.call('create_a_gladly_sms_message', sms)).sent).toEqual({
      ...sms,
      customer: { mobileNumber: '+15550198472' },
    });
    const content = { type: 'SMS', body: 'On its way' };
    expect((await gladly.call('gladly_conversation_items_reply', { id: 'i', content })).sent).toEqual({ content });
  });

  it('and warns of a disabled inbox', async () => {
    const gladly = await startTenant({ status: 204 }, { status: 204 });
    const assign = (inboxId: string) =>
      gladly.call('update_a_gladly_conversation_by_id', { id: 'c', assignee: { inboxId } });
    expect((await assign(holiday)).hint).toContain('disabled');
    expect((await assign(billing)).hint).toBeUndefined();
  });

  it('but nothing when it deletes', async () => {
    const gladly = await startTenant({ status: 204 }, { body: {} });
    for (const answer of ['204', 'an empty object']) {
      const outcome = await gladly.call('delete_a_gladly_answer_by_id', { id: 'a' });
      expect(outcome, answer).toEqual({ data: { id: 'a', status: 'deleted' } });
    }
  });
});

it('a write that is done succeeds although its time is up before the names are read', async () => {
  const gladly = await startTenant({ status: 204 });
  const timeUp = new AbortController();
  gladly.whenListed(() => timeUp.abort());
  const outcome = gladly.call(
    'update_a_gladly_task_by_id',
    { id: 't', assignee: { inboxId: billing } },
    { signal: timeUp.signal },
  );
  expect(await outcome).toEqual({
    data: { id: 't', status: 'updated' },
    sent: { assignee: { inboxId: billing, agentId: null } },
  });
});
