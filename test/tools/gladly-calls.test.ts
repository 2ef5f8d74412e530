import { describe, expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { Failure } from '../../src/failure.js';
import { isRead } from '../../src/tools/effect.js';
import { eventNames } from '../../src/tools/gladly/event-names.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { fakeServer } from '../support/fake-server.js';
import { type Answer, callerOf, startVendor } from '../support/gladly-vendor.js';

const refused = (status: number, ...errors: object[]): Answer => ({
  status,
  ...(errors.length > 0 && { body: { errors } }),
});

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const outcome = await call.catch((error: unknown) => error);
  if (outcome instanceof Failure) return outcome;
  throw new Error(`no Failure but ${JSON.stringify(outcome)}`);
}

/** What a tool sends for its arguments, when the vendor answers with an empty 204. */
async function sent(tool: string, args: Arguments) {
  const gladly = await startVendor({ status: 204 });
  const { data } = await gladly.call(tool, args);
  return { ...gladly.seen[0], data };
}

describe('the search for customers', () => {
  it.each([
    [{ phoneNumber: '+1-555-019-8472' }, 'phoneNumber=%2B15550198472'],
    [{ email: ' Maya@Example.com ' }, 'email=Maya%40Example.com'],
    [{ externalCustomerId: 'a b' }, 'externalCustomerId=a%20b'],
    [{ email: 'maya@example.com', phoneNumber: '' }, 'email=maya%40example.com'],
  ])('sends %j as %s', async (args, query) => {
    const gladly = await startVendor({ body: [] });
    expect((await gladly.call('list_all_gladly_customers', args)).data).toEqual([]);
    expect(gladly.seen[0]?.target).toBe(`/api/v1/customer-profiles?${query}`);
  });

  it.each([{}, { email: 'a@b.c', phoneNumber: '+15550198472' }, { email: ' ' }, { phoneNumber: '555 019 8472' }])(
    'refuses %j without asking the vendor',
    async (args) => {
      const gladly = await startVendor();
      const failure = await failureOf(gladly.call('list_all_gladly_customers', args));
      expect(failure.kind).toBe('invalid_input');
      expect(failure.hint).toMatch(/\w{3}/);
      expect(gladly.seen).toEqual([]);
    },
  );

  it('marks 50 results as limited', async () => {
    const gladly = await startVendor({ body: Array.from({ length: 50 }, (_, id) => ({ id })) }, { body: [{ id: 1 }] });
    expect(await gladly.call('list_all_gladly_customers', { email: 'a@b.c' })).toMatchObject({
      limited: true,
      hint: expect.stringContaining('50'),
    });
    expect(await gladly.call('list_all_gladly_customers', { email: 'a@b.c' })).not.toHaveProperty('limited');
  });
});

describe('bodies that the documents describe in two ways', () => {
  it('have the topics in topicIds', async () => {
    const { target, body, data } = await sent('create_a_gladly_conversation_topic', {
      conversation_id: 'c',
      topicIds: ['t'],
    });
    expect({ target, body, data }).toEqual({
      target: '/api/v1/conversations/c/topics',
      body: { topicIds: ['t'] },
      data: { status: 'updated' },
    });
  });

  it('have a note in `content`', async () => {
    expect((await sent('create_a_gladly_conversation_note', { conversation_id: 'c', body: 'b' })).body).toEqual({
      content: { body: 'b' },
    });
  });

  it('have the text of a comment in `comment`', async () => {
    const { body } = await sent('create_a_gladly_task_comment', { task_id: 't', id: 'i', agentId: 'a', comment: 'c' });
    expect(body).toEqual({ id: 'i', agentId: 'a', comment: 'c' });
  });

  it('have freeform topics to add and remove as pairs', async () => {
    const pair = { key: 'ORDER_ID', value: '1' };
    const { target, body } = await sent('gladly_conversation_custom_attributes_update', {
      customer_id: 'k',
      conversation_id: 'c',
      add: [pair],
      remove: [pair],
    });
    expect(target).toBe('/api/v1/customer-history/k/conversations/c/custom-attributes');
    expect(body).toEqual({ add: [pair], remove: [pair] });
  });

  it('are empty for a redaction', async () => {
    expect((await sent('gladly_conversation_items_redact', { id: 'i' })).body).toBeUndefined();
  });

  it.each([
    [{ inboxId: 'i', agentId: '' }, null],
    [{ inboxId: 'i' }, null],
    [{ inboxId: 'i', inboxName: 'VIP', agentId: 'a', agentName: 'Amy' }, 'a'],
  ])('have the agent of %j, or null, and no names beside ids', async (assignee, agentId) => {
    const { body } = await sent('update_a_gladly_conversation_by_id', { id: 'c', assignee });
    expect(body).toEqual({ assignee: { inboxId: 'i', agentId } });
  });

  it('have an empty list where an update clears one', async () => {
    expect((await sent('update_a_gladly_customer_by_id', { id: 'c', phones: [] })).body).toEqual({ phones: [] });
  });

  it('have nobody as assignee only when nobody was named', async () => {
    const named = { id: 'c', assignee: { inboxId: 'i', agentName: 'Amy' } };
    await expect(sent('update_a_gladly_conversation_by_id', named)).rejects.toThrow(/agentName/);
  });
});

describe('a task', () => {
  const task = { id: 'own', assignee: { inboxId: 'i', agentId: '' }, body: 'b', dueAt: '2031-01-31T09:00:00Z' };
  const asSent = { ...task, assignee: { inboxId: 'i', agentId: null } };

  it('goes to the customer with that id', async () => {
    const { target, body } = await sent('create_a_gladly_task', { customer_id: 'c', ...task });
    expect({ target, body }).toEqual({ target: '/api/v1/customers/c/tasks', body: asSent });
  });

  it('goes to the customer with that address', async () => {
    const { target, body } = await sent('create_a_gladly_task', {
      customer: { mobilePhone: '+1 555 019 8472' },
      ...task,
    });
    expect({ target, body }).toEqual({
      target: '/api/v1/tasks',
      body: { customer: { mobilePhone: '+15550198472' }, ...asSent },
    });
  });

  it.each([{}, { customer_id: 'c', customer: { emailAddress: 'a@b.c' } }])(
    'needs exactly one of the two, not %j',
    async (who) => {
      const gladly = await startVendor();
      const failure = await failureOf(gladly.call('create_a_gladly_task', { ...who, ...task }));
      expect(failure.message).toBe('Give exactly one of customer_id and customer.');
      expect(gladly.seen).toEqual([]);
    },
  );

  it('of a merged customer fails with a retry that has the given arguments', async () => {
    const moved = { code: 'moved', attr: 'customerId', meta: { old: 'c', new: 'd' } };
    const { id: _, ...given } = task;
    const gladly = await startVendor(refused(404), refused(301, moved));
    const failure = await failureOf(gladly.call('create_a_gladly_task', { customer_id: 'c', ...given }));
    expect(failure).toMatchObject({ kind: 'merged', details: { old: 'c', new: 'd' } });
    expect(failure.retry).toEqual({ tool: 'create_a_gladly_task', arguments: { customer_id: 'd', ...given } });
  });
});

describe('an update without a change', () => {
  it.each([
    ['update_a_gladly_customer_by_id', { id: 'i' }],
    ['update_a_gladly_answer_by_id', { id: 'i' }],
    ['update_a_gladly_conversation_by_id', { id: 'i' }],
    ['update_a_gladly_task_by_id', { id: 'i' }],
    ['update_a_gladly_webhook_by_id', { id: 'i' }],
    ['gladly_conversation_custom_attributes_update', { customer_id: 'c', conversation_id: 'v' }],
  ])('is refused before it is sent: %s', async (tool, args) => {
    const gladly = await startVendor();
    expect((await failureOf(gladly.call(tool, args))).message).toContain('at least one of');
    expect(gladly.seen).toEqual([]);
  });
});

describe('a deletion that something prevents fails as locked', () => {
  const cases: [string, Answer, object, string][] = [
    [
      'delete_a_gladly_webhook_by_id',
      refused(400),
      { webhook: { id: 'x', enabled: true } },
      'update_a_gladly_webhook_by_id',
    ],
    [
      'delete_a_gladly_business_hour_by_id',
      refused(400, { code: 'invalid', detail: 'cannot delete primary business hours' }),
      { business_hours: { id: 'x', primary: true } },
      'update_a_gladly_business_hour_by_id',
    ],
    [
      'delete_a_gladly_export_job_by_id',
      { status: 400, body: [{ attr: 'status', code: 'temporary_failure', detail: 'running' }] },
      { export_job: { id: 'x' } },
      'get_single_gladly_export_job_by_id',
    ],
    [
      'delete_a_gladly_answer_by_id',
      refused(400, {
        code: 'in_use',
        detail: "used in Help Center 'H'",
        meta: { helpCenterID: 'h', sectionID: 's', snippetID: 'x' },
      }),
      { used_by: [{ detail: "used in Help Center 'H'", help_center_id: 'h', section_id: 's' }] },
      'delete it again',
    ],
  ];

  it.each(cases)('%s', async (tool, answer, details, next) => {
    const gladly = await startVendor(answer);
    const failure = await failureOf(gladly.call(tool, { id: 'x' }));
    expect(failure).toMatchObject({ kind: 'locked', status: 400, details });
    expect(failure.hint).toContain(next);
  });

  it('a customer, without the conversations and tasks whose tools are not offered', async () => {
    const gladly = await startVendor(refused(409, { code: 'invalid_state', detail: 'open' }));
    const isOffered = (tool: string) => tool === 'delete_a_gladly_customer_by_id';
    const failure = await failureOf(gladly.call('delete_a_gladly_customer_by_id', { id: 'x' }, { isOffered }));
    expect(failure).toMatchObject({ kind: 'locked', details: {} });
    expect(failure.hint).not.toContain('update_a_gladly_conversation_by_id');
    expect(gladly.seen.map(({ method }) => method)).toEqual(['DELETE']);
  });

  it('but not with an empty id, which is refused before anything is sent', async () => {
    const gladly = await startVendor(refused(400));
    const failure = await failureOf(gladly.call('delete_a_gladly_webhook_by_id', { id: '' }));
    expect(failure).toMatchObject({ kind: 'invalid_input', message: expect.stringContaining('may not be empty') });
    expect(gladly.seen).toEqual([]);
  });

  it('but not after another refusal of the same call', async () => {
    for (const [tool] of cases) {
      const gladly = await startVendor(refused(404, { code: 'not_exist' }));
      expect(await failureOf(gladly.call(tool, { id: 'x' }))).toMatchObject({ kind: 'not_found' });
    }
  });
});

describe('a conflict', () => {
  it('names the field, the value and the record that has it', async () => {
    const gladly = await startVendor(
      refused(409, {
        attr: 'name',
        code: 'taken',
        detail: 'another topic already has this name',
        meta: { id: 'other' },
      }),
    );
    const failure = await failureOf(gladly.call('create_a_gladly_topic', { id: 'own', name: 'Refund' }));
    expect(failure.kind).toBe('conflict');
    expect(failure.message).toContain('The name "Refund" is taken by other.');
    expect(failure.details).toEqual([
      expect.objectContaining({ field: 'name', value: 'Refund', existing_id: 'other', code: 'taken' }),
    ]);
    expect(failure.hint).toContain('other');
  });

  it('has the id of an answer from existingAnswerId, as in the example code of the vendor', async () => {
    const gladly = await startVendor(
      refused(409, { attr: 'name', code: 'taken', meta: { existingAnswerId: 'answer' } }),
    );
    const failure = await failureOf(gladly.call('create_a_gladly_answer', { id: 'own', name: 'Returns' }));
    expect(failure.details).toEqual([expect.objectContaining({ existing_id: 'answer' })]);
  });

  it('of versions says how to read the current version', async () => {
    const gladly = await startVendor(refused(409, { code: 'version_outdated', detail: 'outdated' }));
    const args = { id: 'bh_1', version: 1, name: 'n', officeHours: { timezone: 'Europe/Oslo' } };
    const failure = await failureOf(gladly.call('update_a_gladly_business_hour_by_id', args));
    expect(failure).toMatchObject({
      kind: 'conflict',
      hint: expect.stringContaining('get_single_gladly_business_hour_by_id'),
    });
  });
});

describe('business hours', () => {
  const holiday = { name: 'x', start: '2031-01-01T00:00:00Z', stop: '2031-01-02T00:00:00Z' };
  const hours = (officeHours: object) => ({ name: 'n', officeHours: { timezone: 'Europe/Oslo', ...officeHours } });

  it('are sent with days and exceptions as given', async () => {
    const args = hours({
      monday: [{ start: '09:00', stop: '17:00' }],
      exceptions: [{ name: 'x', start: '2031-01-01T00:00:00Z', stop: '2031-01-02T00:00:00Z' }],
    });
    expect((await sent('create_a_gladly_business_hour', args)).body).toEqual(args);
  });

  it('are sent as blocks when they are given as texts', async () => {
    const blocks = [{ start: '09:00', stop: '17:00' }];
    const { body } = await sent(
      'create_a_gladly_business_hour',
      hours({
        sunday: ['9:00-9:30'],
        tuesday: ['09:00-17:00'],
        exceptions: [{ ...holiday, scheduleBlocks: ['09:00 – 17:00'] }],
      }),
    );
    // Gladly's own answers hold hours of one digit (gladly.md).
    const sunday = [{ start: '09:00', stop: '09:30' }];
    expect(body).toEqual(hours({ sunday, tuesday: blocks, exceptions: [{ ...holiday, scheduleBlocks: blocks }] }));
  });

  it.each([
    [{ monday: ['9-17'] }, 'officeHours.monday.0: "9"'],
    [{ monday: ['09:00'] }, 'officeHours.monday.0: ""'],
    [{ sunday: [{ start: '09:00', stop: '24:00' }] }, 'officeHours.sunday.0: "24:00"'],
    [{ exceptions: [{ ...holiday, scheduleBlocks: ['x'] }] }, 'officeHours.exceptions.0.scheduleBlocks.0'],
  ])('with %j are refused', async (officeHours, said) => {
    const gladly = await startVendor();
    expect((await failureOf(gladly.call('create_a_gladly_business_hour', hours(officeHours)))).message).toContain(said);
  });
});

describe('an invalid state of a conversation', () => {
  it.each<[problem: object, hint: string | undefined]>([
    [{ detail: 'topics are required before closing of conversation' }, 'list_all_gladly_topics'],
    [{ detail: 'topics required before the conversation is closed' }, 'list_all_gladly_topics'],
    [{ attr: 'assignee.agentId', detail: 'agent does not belong to inbox' }, 'Choose an agent'],
    [{ detail: 'conversation is being merged' }, 'Correct the arguments'],
  ])('%j leads to the advice that fits', async (problem, hint) => {
    const gladly = await startVendor(refused(400, { code: 'invalid_state', ...problem }));
    const update = gladly.call('update_a_gladly_conversation_by_id', { id: 'k1', status: { value: 'CLOSED' } });
    expect((await failureOf(update)).hint).toContain(hint);
  });
});

describe('answers', () => {
  it('are read from the organization of the login when no other is given', async () => {
    const gladly = await startVendor({ body: { id: 'org/1' } }, { body: [{ id: 'a' }] }, { body: [] });
    await gladly.call('gladly_public_answers_search', { q: 'a+b' });
    await gladly.call('list_all_gladly_public_answers', { org_id: 'given', lng: 'no-no' });
    expect(gladly.seen.map(({ target }) => target)).toEqual([
      '/api/v1/organization',
      '/api/v1/orgs/org%2F1/answers-search?q=a%2Bb',
      '/api/v1/orgs/given/answers?lng=no-no',
    ]);
  });

  it.each([
    [{ type: 'public' }, 'needs a title'],
    [{ type: 'email' }, 'needs a subject'],
    [{ type: 'messaging', internal: true }, 'only for content of type reference'],
  ])('content of %j is refused', async (content, said) => {
    const gladly = await startVendor();
    const args = { id: 'a', language: 'en-us', bodyHtml: '<p>x</p>', ...content };
    expect((await failureOf(gladly.call('update_a_gladly_answer_content_by_id', args))).message).toContain(said);
  });
});

describe('webhooks', () => {
  it('take event names in any case and refuse others', async () => {
    const url = 'https://example.com';
    const { body } = await sent('create_a_gladly_webhook', {
      url,
      events: ['conversation/closed', 'CUSTOMER_PROFILE/MERGED (deprecated)'],
    });
    expect(body).toEqual({ url, events: ['CONVERSATION/CLOSED', 'CUSTOMER_PROFILE/MERGED'] });
    const gladly = await startVendor();
    const failure = await failureOf(gladly.call('create_a_gladly_webhook', { url, events: ['CONVERSATION/CLOSE'] }));
    expect(failure.message).toContain('"CONVERSATION/CLOSED"');
    for (const name of eventNames) expect(failure.hint).toContain(name);
  });

  it.each([
    [{ url: 'https://example.com' }, 'PING'],
    [{ name: 'n' }, 'No reason was given'],
  ])('that are refused without a word, for %j, are not said to be told why', async (args, hint) => {
    const gladly = await startVendor({ status: 400 });
    const failure = await failureOf(gladly.call('update_a_gladly_webhook_by_id', { id: 'w', ...args }));
    expect(failure).toMatchObject({ kind: 'invalid_input', hint: expect.stringContaining(hint) });
  });

  it('never show credentials or header values', async () => {
    const secrets = { credentials: { username: 'u', password: 'p4ssw0rd' }, headers: { 'X-Key': 'h34der' } };
    const gladly = await startVendor(
      { status: 204 },
      refused(409, { attr: 'credentials.password', code: 'taken' }, { attr: 'headers', code: 'taken' }),
    );
    const update = { id: 'w', name: 'n', ...secrets };
    const { sent: shown } = await gladly.call('update_a_gladly_webhook_by_id', update);
    expect(gladly.seen[0]?.body).toEqual({ name: 'n', ...secrets });
    expect(shown).toEqual({ name: 'n' });
    const { message, hint, details } = await failureOf(gladly.call('update_a_gladly_webhook_by_id', update));
    expect(JSON.stringify({ message, hint, details })).not.toMatch(/p4ssw0rd|h34der/);
  });

  it('never show the credentials and headers of an answer', async () => {
    const webhook = { id: 'w', url: 'u', hasCredentials: true, headerKeys: ['X'] };
    const full = { ...webhook, credentials: { password: 'p' }, headers: { X: 'secret' } };
    const gladly = await startVendor({ body: [full] }, { status: 201, body: full });
    expect((await gladly.call('list_all_gladly_webhooks', {})).data).toEqual([webhook]);
    const created = await gladly.call('create_a_gladly_webhook', { url: 'u', events: ['CONVERSATION/CLOSED'] });
    expect(created.data).toEqual(webhook);
  });
});

describe('a read that is answered with no body', () => {
  it.each([200, 204])(
    'and status %d is an error, except for reports and events, which may be empty',
    async (status) => {
      const { url, close } = await fakeServer((_, response) => void response.writeHead(status).end());
      const { call, forget } = callerOf(url);
      const reads = gladlyTools.filter(isRead);
      const kinds = await Promise.all(
        reads.map(async ({ name, example }) => [
          name,
          await call(name, example).then(
            ({ data }) => data,
            ({ kind }) => kind,
          ),
        ]),
      );
      const reports = ['create_a_gladly_report', 'create_a_gladly_work_session_report'];
      expect(kinds).toEqual(reads.map(({ name }) => [name, reports.includes(name) ? [] : 'upstream']));
      const gladly = await startVendor({ status, body: '', headers: { 'content-type': 'application/x-jsonlines' } });
      expect((await gladly.call('list_all_gladly_events', { entities: ['TASK'] })).data).toEqual([]);
      forget();
      await close();
    },
  );
});

describe('events', () => {
  const lines = '{"id":"1","type":"CONVERSATION/CLOSED"}\n\n{"id":"2","ty\n{"id":"3","type":"TASK/CREATED"}\n';
  const stream = (body: string): Answer => ({ body, headers: { 'content-type': 'application/x-jsonlines' } });
  const args = { startAt: '2026-01-31T09:00:00Z', entities: ['CONVERSATION', 'TASK'] };
  const event = (id: number, rest: object = {}) => JSON.stringify({ id: String(id), type: 'TASK/CREATED', ...rest });

  it.each(['<!doctype html><html><title>Sign in</title></html>', 'Please\nsign\nin', '[{"id":"1"}]'])(
    'of which no line is JSON are an error: %j',
    async (page) => {
      const gladly = await startVendor(stream(page), stream(page));
      for (const given of [args, { ...args, types: ['TASK/CREATED'] }]) {
        expect(await failureOf(gladly.call('list_all_gladly_events', given))).toMatchObject({
          kind: 'upstream',
          message: 'Gladly answered something other than JSON lines: no line is a JSON object.',
        });
      }
    },
  );

  it('of which every line is an error are an error', async () => {
    const gladly = await startVendor(stream('{"errors":[{"code":"invalid","attr":"startAt"}]}\n'));
    expect(await failureOf(gladly.call('list_all_gladly_events', args))).toMatchObject({ kind: 'upstream' });
  });

  it('that are too long to read are marked as unreadable, also when there are no others', async () => {
    const long = event(1, { texts: Array.from({ length: 3 }, () => 'x'.repeat(400_000)) });
    const whole: Answer = { body: long, headers: { 'content-type': 'application/json' } };
    const gladly = await startVendor(stream(`${long}\n`), whole);
    for (const _ of ['lines', 'one object']) {
      const { data } = await gladly.call('list_all_gladly_events', args);
      expect(data).toEqual([{ unreadable: 'a line too long to read' }]);
    }
  });

  it('are a list, in which unreadable lines keep their place', async () => {
    const gladly = await startVendor(stream(lines));
    const { data, hint } = await gladly.call('list_all_gladly_events', args);
    expect(data).toEqual([
      { id: '1', type: 'CONVERSATION/CLOSED' },
      { unreadable: '{"id":"2","ty' },
      { id: '3', type: 'TASK/CREATED' },
    ]);
    expect(hint).toContain('line 3');
    expect(gladly.seen[0]?.target).toBe(
      '/api/v1/events?startAt=2026-01-31T09%3A00%3A00Z&entities=CONVERSATION&entities=TASK',
    );
  });

  it('are filtered by type in this process', async () => {
    const gladly = await startVendor(
      stream('{"id":"1","type":"CONVERSATION/CLOSED"}\n{"id":"3","type":"TASK/CREATED"}\n'),
      stream(''),
    );
    expect((await gladly.call('list_all_gladly_events', { ...args, types: ['task/created'] })).data).toEqual([
      { id: '3', type: 'TASK/CREATED' },
    ]);
    expect(gladly.seen[0]?.target).not.toContain('types');
    const { data, hint } = await gladly.call('list_all_gladly_events', args);
    expect(data).toEqual([]);
    expect(hint).toContain('24 hours');
  });

  it('are filtered by an agent, wherever the event names the agent, and limited to the newest', async () => {
    const agent = 'Rlk5unIQue3_UiXJze-DZg';
    const about = [
      event(1, { initiator: { id: agent, type: 'CUSTOMER' } }),
      event(2, { initiator: { id: 'other', type: 'SYSTEM' }, content: { context: { assignee: { agentId: agent } } } }),
      event(3, { initiator: { id: 'other', type: 'SYSTEM' } }),
    ];
    const gladly = await startVendor(stream(about.join('\n')));
    gladly.lists.agents = [{ id: agent, name: 'Amy' }];
    const { data } = await gladly.call('list_all_gladly_events', { ...args, agentId: agent, from_end: 1 });
    expect(data).toMatchObject([{ id: '2', content: { context: { assignee: { agentId: agent, agentName: 'Amy' } } } }]);
  });

  it('start 24 hours ago by default', async () => {
    const gladly = await startVendor(stream(''));
    const before = Date.now() - 24 * 3_600_000;
    await gladly.call('list_all_gladly_events', { entities: ['TASK'] });
    const startAt = Date.parse(new URLSearchParams(gladly.seen[0]?.target.split('?')[1]).get('startAt') ?? '');
    expect(startAt - before).toBeGreaterThan(0);
    expect(startAt - before).toBeLessThan(300_000);
    const old = { entities: ['TASK'], endAt: '2020-01-31T09:00:00Z' };
    const failure = await failureOf(gladly.call('list_all_gladly_events', old));
    expect(failure).toMatchObject({ kind: 'invalid_input', hint: expect.stringContaining('TimestampsReport') });
    expect(gladly.seen).toHaveLength(1);
  });

  it('fail when no line is JSON, and otherwise count the bad lines', async () => {
    const gladly = await startVendor(stream('<p>\n'.repeat(200_000)), stream(`${'x\n'.repeat(500)}${event(1)}\n`));
    expect((await failureOf(gladly.call('list_all_gladly_events', args))).kind).toBe('upstream');
    const { data, hint } = await gladly.call('list_all_gladly_events', args);
    expect(data).toHaveLength(21);
    expect(hint).toMatch(/^500 lines were no JSON/);
  });
});

describe('an export file', () => {
  const records = Array.from({ length: 5000 }, (_, id) => ({ id, name: id % 2500 === 3 ? 'Ådne "A"' : 'Bo' }));
  const ndjson = (body: string): Answer => ({ body, headers: { 'content-type': 'application/x-ndjson' } });
  const args = { job_id: 'j', filename: 'agents.jsonl' };
  const body = records.map((record) => JSON.stringify(record)).join('\n');

  it('is saved, and its first 1000 records are a list to be paged', async () => {
    const gladly = await startVendor(ndjson(body));
    const { data, file, frame, limited, hint } = await gladly.call('gladly_export_files_download', args);
    expect(data).toEqual(records.slice(0, 1000));
    expect(file).toMatchObject({ filename: 'agents.jsonl', bytes: Buffer.byteLength(body) });
    expect(frame?.(records.slice(0, 3), String)).toEqual({ ...file, records: 5000, preview: records.slice(0, 3) });
    expect(limited).toBe(true);
    expect(hint).toContain('5000 records match, the first 1000');
    expect(gladly.seen[0]?.target).toBe('/api/v1/export/jobs/j/files/agents.jsonl');
  });

  it.each([
    ['ådne "a"', [3, 2503]],
    ['2503', [2503]],
    ['name', []],
    ['nobody | 2503|4999 ', [2503, 4999]],
  ])('is searched for %j in its values', async (contains, ids) => {
    const escaped = body.replaceAll('Å', '\\u00c5');
    for (const text of [body, escaped]) {
      const gladly = await startVendor(ndjson(text));
      const { data, hint } = await gladly.call('gladly_export_files_download', { ...args, contains });
      expect((data as { id: number }[]).map(({ id }) => id)).toEqual(ids);
      if (ids.length === 0) expect(hint).toContain('None of 5000 records');
    }
  });

  it.each([undefined, ' ', ' | '])(
    'that is one array instead of lines is one unreadable line: contains %j',
    async (contains) => {
      const gladly = await startVendor(ndjson('[{"id":1},{"id":2}]'));
      const { data, hint } = await gladly.call('gladly_export_files_download', {
        ...args,
        ...(contains && { contains }),
      });
      expect(data).toEqual([{ unreadable: '[{"id":1},{"id":2}]' }]);
      expect(hint).toBe('1 line was no JSON object; the first stand as {unreadable}: line 1.');
    },
  );

  it('keeps letters that lie across two pieces, and marks a line that is too long', async () => {
    const long = JSON.stringify({ id: 1, name: 'Å'.repeat(40_000) });
    const gladly = await startVendor(ndjson(`${long}\n{"id":2,"x":"${'y'.repeat(1_100_000)}"}\n{"id":3}`));
    const { data } = await gladly.call('gladly_export_files_download', args);
    expect(data).toEqual([JSON.parse(long), { unreadable: 'a line too long to read' }, { id: 3 }]);
  });
});

describe('a refusal', () => {
  it('of an automation session that does not exist is not_found', async () => {
    const gladly = await startVendor(refused(400, { code: 'not_exist', detail: 'entity does not exist' }));
    expect(
      await failureOf(gladly.call('gladly_automation_sessions_close', { id: 's', description: 'd' })),
    ).toMatchObject({ kind: 'not_found', status: 400 });
  });

  it.each([
    ['topics are required before closing of conversation', 'create_a_gladly_conversation_topic'],
    [
      "cannot close conversation, customer waiting for response, set 'status.force' to true to override",
      'status.force',
    ],
    ['closed conversation cannot be reassigned', 'Reopen'],
    ['agent does not belong to inbox', 'agent who belongs'],
  ])('with the detail "%s" has a hint what to do', async (detail, next) => {
    const gladly = await startVendor(refused(400, { code: 'invalid_state', detail }));
    const failure = await failureOf(
      gladly.call('update_a_gladly_conversation_by_id', { id: 'c', status: { value: 'CLOSED' } }),
    );
    expect(failure.kind).toBe('invalid_input');
    expect(failure.hint).toContain(next);
  });
});
