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
    tool: 'list_all_puzzel_call_recordings',
    at: 'GET /4711/users/9001/session/recorder',
    inContract: recording,
    inToolList: { entries: [recording] },
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
    ['of the contract', 'inContract'],
    ['of the list of tools that this project started from', 'inToolList'],
  ] as const)('in the shape %s is returned in the shape of the contract of 2015', async (_, shape) => {
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

  it('without the id of what was created is the envelope, whose own id may be that of a message', async () => {
    const { call } = await startPuzzelStub(() => null);
    for (const { tool, args } of answers.filter((row) => row.tool.startsWith('create')))
      expect((await call(tool, args)).data, tool).toEqual({ code: 0, id: 0, message: 'OK' });
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
