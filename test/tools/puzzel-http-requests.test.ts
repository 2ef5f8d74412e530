import { expect, it } from 'vitest';
import { startPuzzelStub } from '../support/puzzel-stub.js';

/** Calls of tools, and the only request that each sends. */
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

it('a call sends every field in the place that the contract of 2015 gives it', async () => {
  const { call, seen } = await startPuzzelStub(() => null);
  for (const [tool, args] of cases) await call(tool, args);
  expect(seen).toEqual(cases.map(([, , at, query, body]) => ({ at, query, body })));
});
