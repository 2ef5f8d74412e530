import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/tools/effect.js';
import { plainPhoneNumber } from '../../src/tools/puzzel/archive.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { Refusal, startPuzzelStub } from '../support/puzzel-stub.js';

describe('filters', () => {
  /** An hour of 31 January 2026 in UTC, in the two forms of times that Puzzel knows. */
  const puzzelTime = (hour: number) => `/Date(${Date.UTC(2026, 0, 31, hour)}-0000)/`;
  const iso = (hour: number) => new Date(Date.UTC(2026, 0, 31, hour)).toISOString();
  const period = { from: iso(9), to: iso(12) };
  const cases: [tool: string, args: Record<string, unknown>, records: Record<string, unknown>[], kept: number[]][] = [
    [
      'list_all_puzzel_archive_records',
      { ...period, queueId: 201, mediaType: 'phone' },
      [
        { n: 1, recordStart: puzzelTime(8), entries: [{ queueId: 201, mediaType: 'Phone' }] },
        { n: 2, recordStart: puzzelTime(10), entries: [{ queueId: 201, mediaType: 'Phone' }] },
        { n: 3, recordStart: puzzelTime(10), entries: [{ queueId: 101, mediaType: 'Phone' }] },
        { n: 4, recordStart: puzzelTime(10), entries: [{ queueId: 101 }, { queueId: 201, mediaType: 'Chat' }] },
        { n: 5, recordStart: puzzelTime(12), entries: [] },
      ],
      [2, 5],
    ],
    [
      'list_all_puzzel_scheduled_tasks',
      { ...period, reservedUserId: 9948 },
      [
        { n: 1, scheduledDateTime: puzzelTime(10), reservedUserId: 9948 },
        { n: 2, scheduledDateTime: puzzelTime(10), reservedUserId: 9201 },
        { n: 3, scheduledDateTime: puzzelTime(13), reservedUserId: 9948 },
        { n: 4, when: puzzelTime(13) },
      ],
      [1, 4],
    ],
    [
      'list_all_puzzel_contacts_appointments',
      { contact_id: '7', ...period },
      [
        { n: 1, beginTime: puzzelTime(8), endTime: puzzelTime(10) },
        { n: 2, beginTime: puzzelTime(7), endTime: puzzelTime(8) },
        { n: 3, beginTime: iso(11), endTime: iso(14) },
        // Without a zone, 7 to 8 may be meant in one that is three hours behind UTC, and so be 10 to 11 in UTC.
        { n: 4, beginTime: '2026-01-31T07:00:00', endTime: '2026-01-31T08:00:00' },
        { n: 5, beginTime: '2026-01-29T07:00:00', endTime: '2026-01-29T08:00:00' },
      ],
      [1, 3, 4],
    ],
    [
      'list_all_puzzel_changelogs',
      { ...period, userId: 9201 },
      [
        { n: 1, dateTime: puzzelTime(10), userId: 9201 },
        { n: 2, dateTime: puzzelTime(10), userId: 9001 },
        { n: 3, dateTime: puzzelTime(1), userId: 9201 },
      ],
      [1],
    ],
    [
      // Answers may spell the other two arguments in another way, so only the user is looked at.
      'list_all_puzzel_access_logs',
      { userName: 'emma.thorsen', clientType: 'Agent', logInResult: 'Rejected' },
      [
        { n: 1, userName: 'Emma.Thorsen', clientType: 'AgentApplication', logInResult: 'Refused' },
        { n: 2, userName: 'bo.holm', clientType: 'Agent', logInResult: 'Rejected' },
      ],
      [1],
    ],
    ...['list_all_puzzel_visual_queue_state_info', 'list_all_puzzel_visual_queue_ticker'].map(
      (tool): (typeof cases)[number] => [
        tool,
        { visualQueueId: '17' },
        [
          { n: 1, id: 17 },
          { n: 2, id: 18 },
        ],
        [1],
      ],
    ),
    [
      // Answers may spell the media type in another way, so only the time is looked at.
      'list_all_puzzel_archive_audit_logs',
      { from: iso(9), mediaType: 'Phone' },
      [
        { n: 1, dateTime: puzzelTime(10), mediaType: 'Phone' },
        { n: 2, dateTime: puzzelTime(10), mediaType: 'RecordedCall' },
        { n: 3, dateTime: puzzelTime(8), mediaType: 'Phone' },
      ],
      [1, 2],
    ],
  ];

  it('are applied where the service ignores them, in a list and in entries', async () => {
    let result: unknown;
    const { call } = await startPuzzelStub(() => result);
    const wrong: unknown[] = [];
    for (const [tool, args, records, kept] of cases) {
      for (const answer of [records, { entries: records }]) {
        result = answer;
        const { data } = await call(tool, args);
        const list = Array.isArray(data) ? data : (data as { entries: unknown[] }).entries;
        const numbers = list.map((record) => (record as { n: number }).n);
        if (numbers.join() !== kept.join()) wrong.push({ tool, numbers });
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a text to be searched for in the archive', () => {
  it.each([
    ['+44 7700 900461', '+447700900461'],
    ['0044 (7700) 900-461', '+447700900461'],
    ['\u202a+44 7700 900461\u202c', '+447700900461'],
    ['07700 900461', '07700900461'],
    ['complaint', 'complaint'],
    ['+44 (0)20 7946 0201', '+442079460201'],
    ['0044 (0)20 7946 0201', '+442079460201'],
    ['(020) 7946 0201', '(020) 7946 0201'],
    ['Emma 2', 'Emma 2'],
    ['12', '12'],
    ['0012345', '0012345'],
    ['12-345', '12-345'],
    ['2026-11-20', '2026-11-20'],
    ['12 345', '12 345'],
  ])('%j is sent as %j', async (given, sent) => {
    expect(plainPhoneNumber(given)).toBe(sent);
    const { call, seen } = await startPuzzelStub(() => []);
    const { hint } = await call('list_all_puzzel_archive_records', { searchString: given });
    expect(seen[0]?.body).toEqual({ searchString: sent });
    expect(hint?.includes(`searched for is ${sent}.`)).toBe(given !== sent);
  });
});

describe('a write', () => {
  it('shows all that was sent beside the answer of Puzzel, unless it deletes or returns the record', async () => {
    let stored: unknown;
    const { call } = await startPuzzelStub(({ at }) => (/queues$/.test(at) ? [{ id: 1, key: 'q_vip_sales' }] : stored));
    const wrong: unknown[] = [];
    for (const { name, effect, output, example } of puzzelTools.filter((tool) => !isRead(tool))) {
      const isRecord = output.properties && !('code' in output.properties);
      for (stored of [11201, null, ...(isRecord ? [{ ...example }] : [])]) {
        const { sent = {} } = await call(name, example);
        const isRepeated = typeof stored === 'object' && stored !== null;
        const expected = effect === 'delete' || isRepeated ? [] : Object.keys(example);
        const isLacking = expected.some((argument) => !(argument in sent));
        if (isLacking || (expected.length === 0 && Object.keys(sent).length > 0)) wrong.push({ name, stored, sent });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('shows times in UTC, and what follows from its arguments', async () => {
    const { call } = await startPuzzelStub(({ at }) => (at.includes('reserve') ? null : 11201));
    const task = { title: 'Call', scheduledDateTime: '2031-01-31T10:00:00+01:00' };
    const planned = await call('create_a_puzzel_scheduled_task', task);
    expect(planned.data).toBe(11201);
    expect(planned.sent).toEqual({ title: 'Call', scheduledDateTime: '2031-01-31T09:00:00.000Z' });
    const reserved = await call('puzzel_user_requests_reserve', { request_id: '5' });
    const sent = reserved.sent as { reservationLength: number; reservedUntil: string };
    expect(sent.reservationLength).toBe(300);
    expect(Date.parse(sent.reservedUntil) - Date.now()).toBeGreaterThan(290_000);
    expect(Date.parse(sent.reservedUntil) - Date.now()).toBeLessThanOrEqual(300_000);
  });

  it('has a hint when it reserves for a user who is logged off', async () => {
    const { call } = await startPuzzelStub(({ at }) => {
      if (at === 'GET /4711/users/9950/stateinformation') return { contactCentreStatus: 'LoggedOff' };
      if (at === 'GET /4711/users/9948/stateinformation') return { contactCentreStatus: 'LoggedOn' };
      return at.startsWith('POST') ? null : undefined;
    });
    const reserve = async (user_id: number) =>
      (await call('puzzel_user_requests_reserve', { user_id, request_id: '5' })).hint ?? '';
    expect(await reserve(9950)).toContain('User 9950 is logged off');
    expect(await reserve(9948)).not.toContain('logged off');
    // The state of this user cannot be read.
    expect(await reserve(9951)).not.toContain('logged off');
  });
});

describe('the hint of an answer', () => {
  it('that is empty says what it does not prove, in the words of the tool', async () => {
    const { call } = await startPuzzelStub(({ at }) =>
      at.endsWith('/request') || at.endsWith('/recorder') ? null : [],
    );
    const hints = puzzelTools.flatMap((tool) =>
      'whenEmpty' in tool && typeof tool.whenEmpty === 'string' ? [[tool, tool.whenEmpty] as const] : [],
    );
    for (const [{ name, example }, hint] of hints) expect((await call(name, example)).hint, name).toBe(hint);
    expect(hints.length).toBeGreaterThan(10);
  });

  it('has the counts and flags that stand beside the list, and no texts', async () => {
    const { call } = await startPuzzelStub(() => ({
      entries: [{ id: 1 }],
      totalCount: 999,
      hasMore: true,
      note: 'Ignore this',
    }));
    const { hint } = await call('list_all_puzzel_changelogs');
    expect(hint).toBe("The vendor's answer also had totalCount 999, hasMore true.");
    // A tool without pages shows them in the result itself.
    expect(await call('get_single_puzzel_etask_by_id', { id: '1' })).not.toHaveProperty('hint');
  });

  it('says that there may be more records when there are as many as the call allowed, and the list is limited', async () => {
    // The last one is filtered out here.
    const records = [1, 2, 3].map((queueId) => ({ queueId, queueEntered: `2026-01-0${queueId}T00:00:00Z` }));
    const { call } = await startPuzzelStub(() => records);
    const wrong = [];
    let toolCount = 0;
    for (const { name, example, input } of puzzelTools) {
      const argument = ['maxRows', 'maxMatches'].find((one) => one in input);
      if (argument === undefined) continue;
      toolCount += 1;
      const filter = 'tagFilter' in input ? { from: '2025-12-31T00:00:00Z', to: '2026-01-02T00:00:00Z' } : {};
      const cut = await call(name, { ...example, ...filter, [argument]: 3 });
      const whole = await call(name, { ...example, ...filter, [argument]: 4 });
      if (cut.limited !== true || !cut.hint?.includes('more than the 3') || whole.limited) wrong.push(name);
    }
    expect(wrong).toEqual([]);
    expect(toolCount).toBe(5);
    const both = await call('list_all_puzzel_missed_calls', { queue_id: '1', queue_ids: ['2'], maxRows: 3 });
    expect(both).toMatchObject({ limited: true });
    // The service did not know the argument, and gave all it has.
    expect(await call('list_all_puzzel_missed_calls', { queue_id: '1', maxRows: 2 })).not.toHaveProperty('limited');
  });

  it('does not say that there is nothing when a cut list has none that fit', async () => {
    const { call } = await startPuzzelStub(() => [{ mediaType: 'Phone' }]);
    const args = { mediaType: 'Chat', searchString: '+44 7700 900461', maxMatches: 1 };
    const { data, limited, hint } = await call('list_all_puzzel_archive_records', args);
    expect([data, limited]).toEqual([[], true]);
    expect(hint).toBe(
      'There may be more than the 1 that Puzzel was asked for. The text that was searched for is +447700900461.',
    );
  });

  it('is missing when the answer has records and nothing beside them', async () => {
    const { call } = await startPuzzelStub(() => [{ requestId: 1 }]);
    expect((await call('list_all_puzzel_missed_calls', { queue_id: '1' })).hint).toBeUndefined();
  });
});

describe('an answer without a body', () => {
  it('to a write becomes the id and what was done', async () => {
    const { call } = await startPuzzelStub(() => '');
    const tag = { missed_call_id: '5', tagLevel: 'ProcessedLevel1' };
    expect((await call('delete_a_puzzel_etask_by_id', { id: '5' })).data).toEqual({ id: '5', status: 'deleted' });
    expect((await call('puzzel_missed_calls_tag', tag)).data).toMatchObject({ status: 'updated' });
  });

  it('to a read is an error, never an empty list', async () => {
    const { call } = await startPuzzelStub(() => '');
    for (const { name, example } of puzzelTools.filter(isRead)) {
      // The stub answers this one by itself.
      if (name === 'list_all_puzzel_token_info') continue;
      await expect(call(name, example), name).rejects.toMatchObject({ kind: 'upstream' });
    }
  });
});

it('an answer with a text or a message in the place of the data is an error', async () => {
  const timedOut = { message: 'Endpoint request timed out' };
  const { call } = await startPuzzelStub(({ at }) => (at.endsWith('/queues') ? 'Access denied' : timedOut));
  for (const [tool, args] of [
    ['list_all_puzzel_queues', {}],
    ['list_all_puzzel_services', {}],
    ['get_single_puzzel_etask_by_id', { id: '5' }],
  ] as const) {
    const message = expect.stringMatching(/asked for: (Access denied|Endpoint request timed out)$/);
    await expect(call(tool, args), tool).rejects.toMatchObject({ kind: 'upstream', message });
  }
});

it('the hint of a 404 says what to check, or why the id may be right', async () => {
  const { call } = await startPuzzelStub(() => new Refusal(404, 'Request 5 does not exist'));
  for (const [tool, args, word] of [
    ['get_single_puzzel_request_by_id', { id: '5' }, 'ended'],
    ['get_single_puzzel_etask_by_id', { id: '5' }, 'get_single_puzzel_request_by_id'],
    ['get_single_puzzel_etask_by_id', { id: '5' }, 'get_single_puzzel_scheduled_task_by_id'],
    ['puzzel_archive_recording_files_download', { iq_session_id: '5', index: 1 }, 'A chat has no audio'],
    ['get_single_puzzel_survey_by_id', { id: '5' }, 'surveyExist'],
    ['puzzel_user_requests_reserve', { request_id: '5' }, 'ended'],
    ['puzzel_user_requests_events', { request_id: '5', type: 'Finish' }, 'ended'],
    ['delete_a_puzzel_request_by_id', { id: '5' }, 'ended'],
    ['delete_a_puzzel_user_request_by_id', { id: '5' }, 'ended by itself'],
    ['delete_a_puzzel_etask_by_id', { id: '5' }, 'may be finished'],
    ['delete_a_puzzel_user_callout_request_by_id', { id: '5' }, 'made already'],
    ['puzzel_user_sessions_command', { session_id: '5', command: 'Hangup' }, 'another customer'],
    // Where no id was given, none can be wrong.
    ['list_all_puzzel_services', {}, 'customer key may be wrong'],
    ['create_a_puzzel_etask', { from: 'a', to: 'b', uri: 'c' }, 'customer key may be wrong'],
    ['list_all_puzzel_missed_calls', { queue_id: '5' }, 'Check the id'],
  ] as const) {
    await expect(call(tool, args)).rejects.toMatchObject({
      kind: 'not_found',
      hint: expect.stringContaining(word),
    });
  }
});
