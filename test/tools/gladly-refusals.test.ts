import { describe, expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { Failure } from '../../src/failure.js';
import { failureOf } from '../support/failure-of.js';
import { type Answer, fakeGladly, toolRunner } from '../support/fake-gladly.js';
import { fakeServer, json } from '../support/fake-server.js';
import { movedTo, refused } from '../support/gladly-errors.js';
import { closedAfterTest } from '../support/set-up.js';

describe('a deletion that something prevents fails as locked', () => {
  const cases: [tool: string, answer: Answer, details: object, nextStep: string][] = [
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

  it.each(cases)('%s', async (tool, answer, details, nextStep) => {
    const gladly = await fakeGladly(answer);
    const failure = await failureOf(gladly.call(tool, { id: 'x' }));
    expect(failure).toMatchObject({ kind: 'locked', status: 400, details });
    expect(failure.hint).toContain(nextStep);
  });

  it('the text of an answer, which another tool changes than the answer', async () => {
    const gladly = await fakeGladly(refused(400, { code: 'in_use', detail: 'used in a rule' }));
    const args = { id: 'x', language: 'en-us', type: 'public' };
    const { hint } = await failureOf(gladly.call('delete_a_gladly_answer_content_by_id', args));
    expect(hint).toContain('update_a_gladly_answer_content_by_id');
  });

  it('a customer, whose conversations and tasks are read only as far as the tools for them are offered', async () => {
    const locked = refused(409, { code: 'invalid_state', detail: 'open' });
    const cut = { body: [], headers: { 'gladly-limited-data': 'true' } };
    const gladly = await fakeGladly(locked, locked, cut, cut);
    const isOffered = (tool: string) => tool === 'delete_a_gladly_customer_by_id';
    const failure = await failureOf(gladly.call('delete_a_gladly_customer_by_id', { id: 'x' }, { isOffered }));
    expect([failure.kind, failure.details]).toEqual(['locked', {}]);
    expect(failure.hint).not.toContain('update_a_gladly_conversation_by_id');
    expect(gladly.seen.map(({ method }) => method)).toEqual(['DELETE']);
    const isNoUpdate = (tool: string) => tool !== 'update_a_gladly_conversation_by_id';
    const { message } = await failureOf(
      gladly.call('delete_a_gladly_customer_by_id', { id: 'x' }, { isOffered: isNoUpdate }),
    );
    expect(message).toContain("only a part of the customer's conversations and tasks");
    expect(gladly.seen.slice(1).map(({ method }) => method)).toEqual(['DELETE', 'GET', 'GET']);
  });

  it('but not a change of a customer, or the deletion after another refusal', async () => {
    const gladly = await fakeGladly(refused(400, { code: 'invalid_state' }), refused(400, { code: 'invalid' }));
    const change = await failureOf(gladly.call('update_a_gladly_customer_by_id', { id: 'x', name: 'n' }));
    const deletion = await failureOf(gladly.call('delete_a_gladly_customer_by_id', { id: 'x' }));
    expect([change.kind, deletion.kind, gladly.seen.length]).toEqual(['invalid_input', 'invalid_input', 2]);
  });

  it('but not with an empty id, which is refused before anything is sent', async () => {
    const gladly = await fakeGladly(refused(400));
    const failure = await failureOf(gladly.call('delete_a_gladly_webhook_by_id', { id: '' }));
    expect(failure).toMatchObject({ kind: 'invalid_input', message: expect.stringContaining('may not be empty') });
    expect(gladly.seen).toEqual([]);
  });

  it('but not after another refusal of the same call', async () => {
    for (const [tool] of cases) {
      const gladly = await fakeGladly(refused(404, { code: 'not_exist' }));
      expect(await failureOf(gladly.call(tool, { id: 'x' }))).toMatchObject({ kind: 'not_found' });
    }
  });
});

describe('a conflict', () => {
  it('names the field, the value and the record that has it', async () => {
    const detail = 'another topic already has this name';
    const gladly = await fakeGladly(refused(409, { attr: 'name', code: 'taken', detail, meta: { id: 'other' } }));
    const failure = await failureOf(gladly.call('create_a_gladly_topic', { id: 'own', name: 'Refund' }));
    expect(failure.kind).toBe('conflict');
    expect(failure.message).toContain('The name "Refund" is taken by other.');
    expect(failure.details).toEqual([
      expect.objectContaining({ field: 'name', value: 'Refund', existing_id: 'other', code: 'taken' }),
    ]);
    expect(failure.hint).toContain('other');
  });

  it('has the id of an answer from existingAnswerId, as in the example code of the vendor', async () => {
    const gladly = await fakeGladly(
      refused(409, { attr: 'name', code: 'taken', meta: { existingAnswerId: 'answer' } }),
    );
    const failure = await failureOf(gladly.call('create_a_gladly_answer', { id: 'own', name: 'Returns' }));
    expect(failure.details).toEqual([expect.objectContaining({ existing_id: 'answer' })]);
  });

  it('of versions says how to read the current version', async () => {
    const gladly = await fakeGladly(refused(409, { code: 'version_outdated', detail: 'outdated' }));
    const args = { id: 'bh_1', version: 1, name: 'n', officeHours: { timezone: 'Europe/Oslo' } };
    const failure = await failureOf(gladly.call('update_a_gladly_business_hour_by_id', args));
    const hint = expect.stringContaining('get_single_gladly_business_hour_by_id');
    expect(failure).toMatchObject({ kind: 'conflict', hint });
  });
});

describe('an invalid state of a conversation', () => {
  it.each<[problem: object, hint: string]>([
    [{ detail: 'topics are required before closing of conversation' }, 'list_all_gladly_topics'],
    [{ detail: 'topics are required before closing of conversation' }, 'create_a_gladly_conversation_topic'],
    [{ detail: 'topics required before the conversation is closed' }, 'list_all_gladly_topics'],
    [
      { detail: "cannot close conversation, customer waiting for response, set 'status.force' to true to override" },
      'status.force',
    ],
    [{ detail: 'closed conversation cannot be reassigned' }, 'Reopen'],
    [{ attr: 'assignee.agentId', detail: 'agent does not belong to inbox' }, 'Choose an agent'],
    [{ detail: 'agent does not belong to inbox' }, 'agent who belongs'],
    [{ detail: 'conversation is being merged' }, 'Correct the arguments'],
  ])('%j has the hint %j', async (problem, hint) => {
    const gladly = await fakeGladly(refused(400, { code: 'invalid_state', ...problem }));
    const update = gladly.call('update_a_gladly_conversation_by_id', { id: 'k1', status: { value: 'CLOSED' } });
    expect(await failureOf(update)).toMatchObject({ kind: 'invalid_input', hint: expect.stringContaining(hint) });
  });
});

it('an empty list of public answers says that there may be some in other languages, for other audiences, or internal ones', async () => {
  for (const [tool, args] of [
    ['list_all_gladly_public_answers', {}],
    ['gladly_public_answers_search', { q: 'refund' }],
  ] as const) {
    const gladly = await fakeGladly({ body: [] });
    const { hint } = await gladly.call(tool, { org_id: 'o', ...args });
    expect(hint, tool).toMatch(/another lng, or no audienceId\. Internal answers are in no list/);
  }
});

describe('a 404', () => {
  it.each<[tool: string, args?: Arguments]>([
    ['get_single_gladly_voice_transcript_by_id'],
    ['gladly_conversation_recordings_download'],
    ['delete_a_gladly_conversation_item_by_id'],
    ['delete_a_gladly_conversation_topic_by_id', { conversation_id: 'k' }],
    // An answer that has no text in the language asked for.
    ['get_single_gladly_public_answer_by_id', { org_id: 'o', lng: 'nb-no' }],
  ])('of %s says that the id may be right', async (tool, args) => {
    const gladly = await fakeGladly({ status: 404 });
    const failure = await failureOf(gladly.call(tool, { id: 'LldoiJ61370b9wun_q5nsg', ...args }));
    expect(failure).toMatchObject({ kind: 'not_found', hint: expect.stringMatching(/ids? may be right/) });
  });

  it('has a hint about the address, or about the id when one was given', async () => {
    const gladly = await fakeGladly({ status: 404 }, { status: 404 });
    const hintOf = async (tool: string, args: Arguments) => (await failureOf(gladly.call(tool, args))).hint;
    expect(await hintOf('list_all_gladly_agents', {})).toContain('puzzel-mcp doctor');
    expect(await hintOf('get_single_gladly_agent_by_id', { id: 'a' })).toContain('Check the id');
  });

  it('of a customer who is said to have moved to the same id is no merger, nor is another redirect; a 301 without an id is looked up', async () => {
    const gladly = await fakeGladly({ status: 404 }, movedTo('i'));
    expect((await failureOf(gladly.call('update_a_gladly_customer_by_id', { id: 'i', name: 'n' }))).kind).toBe(
      'not_found',
    );
    const moved = await fakeGladly(
      { status: 301 },
      refused(301, { code: 'other' }, { code: 'moved', meta: { new: 'j' } }),
    );
    expect((await failureOf(moved.call('update_a_gladly_customer_by_id', { id: 'i', name: 'n' }))).kind).toBe('merged');
    const location = '/api/v1/customer-profiles/j';
    const redirecting = await fakeGladly({ status: 302, headers: { location } });
    expect((await failureOf(redirecting.call('get_single_gladly_customer_by_id', { id: 'i' }))).kind).toBe('upstream');
    const unknown = await fakeGladly({ status: 404 });
    await failureOf(unknown.call('get_single_gladly_customer_by_id', { id: 'i' }));
    expect(unknown.seen, 'the profile itself is not read again').toHaveLength(1);
  });

  it('is a cancellation when the call is cancelled while its customer is looked up', async () => {
    const stop = new AbortController();
    const gladly = closedAfterTest(
      await fakeServer(({ method }, response) =>
        method === 'GET' ? stop.abort(new Failure('cancelled', 'stop')) : json(response, {}, 404),
      ),
    );
    const update = toolRunner(gladly.url)(
      'update_a_gladly_customer_by_id',
      { id: 'i', name: 'n' },
      { signal: stop.signal },
    );
    expect((await failureOf(update)).kind).toBe('cancelled');
  });
});

it('a 400 for an automation session that does not exist is not_found', async () => {
  const gladly = await fakeGladly(refused(400, { code: 'not_exist', detail: 'entity does not exist' }));
  const close = gladly.call('gladly_automation_sessions_close', { id: 's', description: 'd' });
  expect(await failureOf(close)).toMatchObject({ kind: 'not_found', status: 400 });
});

it('a write with custom attributes of 2,500 levels fails with the reason of the refusal', async () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 2_500; level += 1) deep = { in: deep };
  const taken = refused(409, { attr: 'customAttributes', code: 'taken' });
  const gladly = await fakeGladly(movedTo('j'), taken, taken);
  const args = { customAttributes: { deep } };
  const update = () => gladly.call('update_a_gladly_customer_by_id', { id: 'i', ...args });
  expect((await failureOf(update())).kind).toBe('merged');
  expect((await failureOf(update())).kind).toBe('conflict');
  expect((await failureOf(gladly.call('create_a_gladly_customer', args))).kind).toBe('conflict');
});

describe('a text of a million characters', () => {
  const million = 1_000_000;
  /** A regular expression that backtracks would take minutes or more for one of these. */
  const texts = [
    ' '.repeat(million),
    '-'.repeat(million),
    '+1'.padEnd(million),
    '0'.repeat(million),
    `${'ä '.repeat(million / 2)}=`,
  ];

  const [start, end] = ['2026-01-31T09:00Z', '2026-01-31T10:00Z'];
  const sms = { customer: { mobileNumber: '+15550198472' }, from: '+15550100200', body: 'b' };
  const report = { metricSet: 'TaskExportReport', startAt: '2026-01-01', endAt: '2026-01-31' };
  /** Calls with one argument that is too long, and what the message has to name. */
  const refusals: [tool: string, named: string, args: (text: string) => Arguments][] = [
    ['list_all_gladly_customers', 'phoneNumber', (phoneNumber) => ({ phoneNumber })],
    ['create_a_gladly_sms_message', 'customer.mobileNumber', (text) => ({ ...sms, customer: { mobileNumber: text } })],
    ['create_a_gladly_sms_message', 'from', (from) => ({ ...sms, from })],
    ['create_a_gladly_work_session_report', 'startAtTime', (text) => ({ startAtTime: text, endAtTime: end })],
    ['create_a_gladly_work_session_report', 'endAtTime', (text) => ({ startAtTime: start, endAtTime: text })],
    ['create_a_gladly_report', 'report', (metricSet) => ({ ...report, metricSet })],
    ['create_a_gladly_report', 'startAt', (startAt) => ({ ...report, startAt })],
    ['create_a_gladly_report', 'endAt', (endAt) => ({ ...report, endAt })],
    ['list_all_gladly_events', 'event', (text) => ({ entities: ['TASK'], types: [text] })],
    ['create_a_gladly_webhook', 'event', (text) => ({ url: 'https://hooks.example.com', events: [text] })],
    ['update_a_gladly_conversation_by_id', 'assignee.inboxId', (inboxId) => ({ id: 'c', assignee: { inboxId } })],
    [
      'update_a_gladly_conversation_by_id',
      'assignee.agentId',
      (agentId) => ({ id: 'c', assignee: { inboxId: 'i', agentId } }),
    ],
    [
      'create_a_gladly_business_hour',
      'officeHours.monday.0',
      (text) => ({ name: 'n', officeHours: { timezone: 'Europe/Oslo', monday: [text] } }),
    ],
  ];

  it('is refused with a short message that says what is wrong, and nothing is sent', async () => {
    const gladly = await fakeGladly();
    gladly.lists.inboxes = gladly.lists.agents = [{ id: 'i', name: 'Billing' }];
    const wrong: unknown[] = [];
    for (const [tool, named, args] of refusals) {
      for (const text of texts) {
        const { kind, message, hint = '' } = await failureOf(gladly.call(tool, args(text)));
        const isShort = message.length <= 200 && !hint.includes(text.slice(0, 200));
        if (kind !== 'invalid_input' || !message.includes(named) || !isShort) {
          wrong.push([tool, named, text.slice(0, 3), kind, message.slice(0, 300)]);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(gladly.seen).toEqual([]);
  });
});
