import { describe, expect, it } from 'vitest';
import { startPuzzelStub } from '../support/puzzel-stub.js';

const recording = { recordingIndex: 2, recordingState: 'Recording', lengthSeconds: null };
const earlier = { recordingIndex: 1, recordingState: 'Completed', lengthSeconds: 40 };
const request = { id: 88407, status: 'Connected' };

/** Answers in their two shapes (puzzel.md, section 8). A tool returns the shape of the contract of 2015 for either. */
const answers: {
  tool: string;
  args?: Record<string, unknown>;
  at: string;
  inContract: unknown;
  inToolList: unknown;
}[] = [
  {
    tool: 'list_all_puzzel_call_recordings',
    at: 'GET /4711/users/9001/session/recorder',
    inContract: recording,
    inToolList: [recording],
  },
  {
    tool: 'list_all_puzzel_call_recordings',
    at: 'GET /4711/users/9001/session/recorder',
    inContract: null,
    inToolList: [],
  },
  {
    tool: 'list_all_puzzel_call_recordings',
    at: 'GET /4711/users/9001/session/recorder',
    inContract: { ...recording, others: [earlier] },
    inToolList: [recording, earlier],
  },
  {
    tool: 'list_all_puzzel_extended_user_state_info',
    at: 'GET /4711/users/9001/stateinformation/extended',
    inContract: { recordingInfo: recording, request: null },
    inToolList: { recordingInfo: [recording], request: null },
  },
  {
    tool: 'get_single_puzzel_user_request_by_id',
    args: { id: 9949 },
    at: 'GET /4711/users/9949/request',
    inContract: request,
    inToolList: [request],
  },
  {
    tool: 'create_a_puzzel_user_callout_request',
    args: { destination: '+447700900461' },
    at: 'POST /4711/users/9001/callout',
    inContract: 88501,
    inToolList: { requestId: 88501, destination: '+447700900461', scheduledDateTime: null },
  },
  {
    tool: 'create_a_puzzel_contacts_appointment',
    args: { contact_id: '7', subject: 'x', beginTime: '2031-01-01T09:00:00Z', endTime: '2031-01-01T10:00:00Z' },
    at: 'POST /4711/users/9001/catalog/contacts/7/appointments',
    inContract: 52007,
    inToolList: { id: 52007, subject: 'x' },
  },
];

describe('an answer', () => {
  it.each([
    ['of the contract of 2015', 'inContract'],
    ['of the list of tools that this project started from', 'inToolList'],
  ] as const)('in the shape %s is returned in the documented shape', async (_, shape) => {
    let result: unknown;
    const { call, seen } = await startPuzzelStub(() => result);
    const returned: unknown[] = [];
    for (const row of answers) {
      result = row[shape];
      returned.push((await call(row.tool, row.args)).data);
    }
    expect(returned).toEqual(answers.map(({ inContract }) => inContract));
    expect(seen.map(({ at }) => at)).toEqual(answers.map(({ at }) => at));
  });

  it('with other names of members is returned unchanged', async () => {
    const renamed = [{ agent: 'Emma', state: 'Free' }];
    const { call } = await startPuzzelStub(() => renamed);
    for (const tool of ['list_all_puzzel_state_information', 'list_all_puzzel_visual_queue_ticker']) {
      expect((await call(tool)).data).toEqual(renamed);
    }
    const missed = await call('list_all_puzzel_missed_calls', { queue_id: 201, from: '2026-01-01T00:00:00Z' });
    expect(missed.data).toEqual(renamed);
  });
});

describe('missed calls', () => {
  const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;
  const missed = (requestId: number, minutes: number, tagLevel = 'NotProcessed') => {
    return { requestId, tagLevel, queueEntered: `/Date(${minutesAgo(minutes)}-0000)/` };
  };
  const ids = ({ data }: { data: unknown }) => (data as { requestId: number }[]).map(({ requestId }) => requestId);

  it('are always requested with a period, of seven days when only one end or none is given', async () => {
    const { call, seen } = await startPuzzelStub(() => []);
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
    const { call } = await startPuzzelStub(() => all);
    const from = new Date(minutesAgo(30)).toISOString();
    expect(ids(await call('list_all_puzzel_missed_calls', { queue_id: 201, from }))).toEqual([1, 2, 4]);
    expect(
      ids(await call('list_all_puzzel_missed_calls', { queue_id: 201, from, tagFilter: 'processedlevel1' })),
    ).toEqual([2]);
  });

  it('are filtered when the list is a member `Entries`', async () => {
    const { call } = await startPuzzelStub(() => ({ Entries: [missed(1, 5), missed(2, 90)] }));
    const from = new Date(minutesAgo(30)).toISOString();
    const { data } = await call('list_all_puzzel_missed_calls', { queue_id: 201, from });
    expect(data).toMatchObject({ Entries: [{ requestId: 1 }] });
  });
});

describe('a call', () => {
  /** Calls, and the only request that each sends. */
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

  it('sends every field in the place that the contract of 2015 gives it', async () => {
    const { call, seen } = await startPuzzelStub(() => null);
    for (const [tool, args] of cases) await call(tool, args);
    expect(seen).toEqual(cases.map(([, , at, query, body]) => ({ at, query, body })));
  });
});
