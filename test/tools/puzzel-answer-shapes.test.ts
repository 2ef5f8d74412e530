import { afterAll, describe, expect, it } from 'vitest';
import { startPuzzelStub } from './puzzel-stub.js';

const recording = { recordingIndex: 2, recordingState: 'Recording', lengthSeconds: null };
const earlier = { recordingIndex: 1, recordingState: 'Completed', lengthSeconds: 40 };
const request = { id: 88407, status: 'Connected' };

/** The answer by the contract of 2015, the answer that the original list of tools expects, and what the tool returns. */
const answers: {
  tool: string;
  args: Record<string, unknown>;
  at: string;
  of2015: unknown;
  expected: unknown;
  result: unknown;
}[] = [
  {
    tool: 'list_all_puzzel_call_recordings',
    args: {},
    at: 'GET /4711/users/9001/session/recorder',
    of2015: recording,
    expected: [recording],
    result: recording,
  },
  {
    tool: 'list_all_puzzel_call_recordings',
    args: {},
    at: 'GET /4711/users/9001/session/recorder',
    of2015: null,
    expected: [],
    result: null,
  },
  {
    tool: 'list_all_puzzel_call_recordings',
    args: {},
    at: 'GET /4711/users/9001/session/recorder',
    of2015: { ...recording, others: [earlier] },
    expected: [recording, earlier],
    result: { ...recording, others: [earlier] },
  },
  {
    tool: 'list_all_puzzel_extended_user_state_info',
    args: {},
    at: 'GET /4711/users/9001/stateinformation/extended',
    of2015: { recordingInfo: recording, request: null },
    expected: { recordingInfo: [recording], request: null },
    result: { recordingInfo: recording, request: null },
  },
  {
    tool: 'get_single_puzzel_user_request_by_id',
    args: { id: 9949 },
    at: 'GET /4711/users/9949/request',
    of2015: request,
    expected: [request],
    result: request,
  },
  {
    tool: 'create_a_puzzel_user_callout_request',
    args: { destination: '+447700900461' },
    at: 'POST /4711/users/9001/callout',
    of2015: 88501,
    expected: { requestId: 88501, destination: '+447700900461', scheduledDateTime: null },
    result: 88501,
  },
  {
    tool: 'create_a_puzzel_contacts_appointment',
    args: { contact_id: '7', subject: 'x', beginTime: '2031-01-01T09:00:00Z', endTime: '2031-01-01T10:00:00Z' },
    at: 'POST /4711/users/9001/catalog/contacts/7/appointments',
    of2015: 52007,
    expected: { id: 52007, subject: 'x' },
    result: 52007,
  },
];

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

describe('an answer', () => {
  it.each(['of2015', 'expected'] as const)('in the shape %s is returned in the documented form', async (shape) => {
    const wrong: unknown[] = [];
    for (const row of answers) {
      const { call, seen, close } = await startPuzzelStub(({ at }) => (at === row.at ? row[shape] : undefined));
      const { data } = await call(row.tool, row.args);
      if (JSON.stringify(data) !== JSON.stringify(row.result)) wrong.push({ tool: row.tool, data });
      if (seen.length !== 1) wrong.push({ tool: row.tool, seen });
      await close();
    }
    expect(wrong).toEqual([]);
  });

  it('with other names of members is returned unchanged', async () => {
    const renamed = [{ agent: 'Emma', state: 'Free' }];
    const { call, close } = await startPuzzelStub(() => renamed);
    closing.push(close);
    for (const tool of ['list_all_puzzel_state_information', 'list_all_puzzel_visual_queue_ticker']) {
      expect((await call(tool)).data).toEqual(renamed);
    }
    expect((await call('list_all_puzzel_missed_calls', { queue_id: 201, from: '2026-01-01T00:00:00Z' })).data).toEqual(
      renamed,
    );
  });
});

describe('missed calls', () => {
  const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;
  const missed = (requestId: number, minutes: number, tagLevel = 'NotProcessed') => {
    return { requestId, tagLevel, queueEntered: `/Date(${minutesAgo(minutes)}-0000)/` };
  };
  const ids = ({ data }: { data: unknown }) => (data as { requestId: number }[]).map(({ requestId }) => requestId);

  it('are always requested with a period, of seven days when only one end or none is given', async () => {
    const { call, seen, close } = await startPuzzelStub(() => []);
    closing.push(close);
    for (const period of [{}, { to: '2025-01-31T09:00:00Z' }, { from: '2099-01-31T09:00:00Z' }]) {
      await call('list_all_puzzel_missed_calls', { queue_id: 201, ...period });
      const query = seen.at(-1)?.query;
      expect((Date.parse(query?.to ?? '') - Date.parse(query?.from ?? '')) / 86_400_000).toBe(7);
      expect(query).toMatchObject(period);
    }
    await call('list_all_puzzel_user_missed_calls', { from: '2026-01-31T09:00:00Z', maxRows: 5 });
    const query = { from: '2026-01-31T09:00:00Z', to: expect.stringMatching(/Z$/), maxRows: '5' };
    expect(seen.at(-1)?.query).toEqual(query);
  });

  it('are filtered by the period and level that were given, where the service ignores them', async () => {
    // The last one came in a minute after our clock's present moment.
    const all = [missed(1, 5), missed(2, 20, 'ProcessedLevel1'), missed(3, 90), missed(4, -1)];
    const { call, close } = await startPuzzelStub(() => all);
    closing.push(close);
    const from = new Date(minutesAgo(30)).toISOString();
    expect(ids(await call('list_all_puzzel_missed_calls', { queue_id: 201, from }))).toEqual([1, 2, 4]);
    expect(
      ids(await call('list_all_puzzel_missed_calls', { queue_id: 201, from, tagFilter: 'processedlevel1' })),
    ).toEqual([2]);
  });
});

/** The path, query and body of each call's one request, in which the fields of 2015 have their place. */
describe('a call', () => {
  const cases: [tool: string, args: Record<string, unknown>, at: string, query: object, body: unknown][] = [
    [
      'create_a_puzzel_sm',
      { to: '+447700900461', message: 'Hi', from: 'Nordlys' },
      'POST /4711/users/9001/sms',
      {},
      { to: '+447700900461', message: 'Hi', from: 'Nordlys' },
    ],
    [
      'create_a_puzzel_user_email',
      { user_id: 7, to: 'a@b.example', subject: 's', message: 'm', cc: 'c@d.example' },
      'POST /4711/users/7/email',
      {},
      { to: 'a@b.example', subject: 's', message: 'm', cc: 'c@d.example' },
    ],
    [
      'create_a_puzzel_contacts_appointment',
      {
        contact_id: '7',
        subject: 's',
        beginTime: '2031-01-01T09:00:00Z',
        endTime: '2031-01-01T10:00:00Z',
        absence: 'Lunch',
        organizationalUnit: 'A|B',
      },
      'POST /4711/users/9001/catalog/contacts/7/appointments',
      { organizationalUnit: 'A|B' },
      {
        appointment: {
          subject: 's',
          beginTime: '2031-01-01T09:00:00Z',
          endTime: '2031-01-01T10:00:00Z',
          absence: 'Lunch',
        },
      },
    ],
    [
      'update_a_puzzel_contacts_appointment_by_id',
      { contact_id: '7', id: '8', location: 'Room 4' },
      'POST /4711/users/9001/catalog/contacts/7/appointments/8/update',
      {},
      { appointment: { location: 'Room 4' } },
    ],
    [
      'puzzel_missed_calls_tag',
      { missed_call_id: '70423', tagLevel: 'ProcessedLevel1' },
      'POST /4711/missedcalls/70423/tag',
      {},
      { tagLevel: 'ProcessedLevel1', userId: 9001 },
    ],
    [
      'puzzel_user_service_labels_search',
      {},
      'POST /4711/users/9001/session/servicelabel/search',
      {},
      { searchString: '' },
    ],
    [
      'puzzel_user_requests_reserve',
      { request_id: '5' },
      'POST /4711/users/9001/requests/5/reserve',
      {},
      { reservationLength: 300 },
    ],
    [
      'puzzel_user_sessions_command',
      { session_id: '9', command: 'TransferToAgent', transferUserId: 9948 },
      'POST /4711/users/9001/sessions/9/command',
      {},
      { command: 'TransferToAgent', transferUserId: 9948 },
    ],
    [
      'create_a_puzzel_profile_element',
      { profile_id: 3, elementId: 5102, userLevel: '5' },
      'POST /4711/users/9001/profiles/3/elements',
      {},
      { elementId: 5102, userLevel: '5' },
    ],
    [
      'create_a_puzzel_user_enquiry_registration',
      { categories: [{ id: 61, description: 'Delivery', isMultiSelect: false, topics: [{ id: 611 }] }] },
      'POST /4711/users/9001/enquiryregistrations',
      {},
      { categories: [{ id: 61, description: 'Delivery', isMultiSelect: false, topics: [{ id: 611 }] }] },
    ],
    [
      'list_all_puzzel_access_point_tickers',
      { ticker_period_window: 'ThisWeek', serviceId: 2 },
      'GET /4711/accesspoints/ticker/ThisWeek',
      { serviceId: '2' },
      undefined,
    ],
    ['list_all_puzzel_agents_stats', { user_id: 7 }, 'GET /4711/users/7/ticker/Today', {}, undefined],
  ];

  it('puts every field of 2015 into its place', async () => {
    const { call, seen, close } = await startPuzzelStub(() => null);
    closing.push(close);
    for (const [tool, args] of cases) await call(tool, args);
    expect(seen).toEqual(cases.map(([, , at, query, body]) => ({ at, query, body })));
  });
});
