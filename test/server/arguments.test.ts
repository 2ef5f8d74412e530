import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { parseArguments } from '../../src/server/arguments.js';
import type { Tool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';

const named = (name: string): Tool => {
  const tool = catalogue.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(name);
  return tool;
};
const refusal = (name: string, args: unknown): Failure => {
  try {
    parseArguments(named(name), args);
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error('accepted');
};

describe('arguments', () => {
  it('that came as text are taken for what they mean', () => {
    expect(
      parseArguments(named('list_all_puzzel_missed_calls'), { queue_id: '201', limit: '5', fields: '["id"]' }),
    ).toEqual({
      queue_id: 201,
      limit: 5,
      fields: ['id'],
    });
    expect(parseArguments(named('get_single_puzzel_etask_by_id'), { id: 10934 })).toEqual({ id: '10934' });
    expect(parseArguments(named('get_single_puzzel_etask_by_id'), { id: '9223372036854775807' })).toEqual({
      id: '9223372036854775807',
    });
    expect(
      parseArguments(named('update_a_gladly_conversation_by_id'), {
        id: 'c',
        status: '{"value":"CLOSED","force":"true"}',
      }),
    ).toEqual({ id: 'c', status: { value: 'CLOSED', force: true } });
  });

  it('that are null count as left out', () => {
    expect(parseArguments(named('list_all_puzzel_available_users'), { user_id: null })).toEqual({});
  });

  it('that are unknown are refused with the nearest valid name, also inside objects', () => {
    expect(refusal('list_all_puzzel_missed_calls', { queue_id: 1, qeue: 2 }).message).toMatch(/"qeue"/);
    expect(refusal('create_a_gladly_task', { assigne: {}, body: 'x', dueAt: 'x' }).message).toContain(
      'Did you mean "assignee"?',
    );
    const nested = refusal('update_a_gladly_conversation_by_id', { id: 'c', status: { value: 'CLOSED', forse: true } });
    expect(nested).toMatchObject({
      kind: 'invalid_input',
      message: expect.stringContaining('"status.forse". Did you mean "force"?'),
    });
    expect(refusal('list_all_gladly_topics', { name: 'x' }).message).toContain('It takes limit, cursor, fields');
  });

  it('of the wrong kind or missing are named', () => {
    expect(refusal('list_all_puzzel_missed_calls', {}).message).toContain('queue_id');
    expect(refusal('list_all_puzzel_missed_calls', { queue_id: 'VIP' }).message).toContain('queue_id');
    expect(refusal('list_all_puzzel_missed_calls', { queue_id: 1.5 }).message).toContain('whole number');
    expect(refusal('list_all_puzzel_missed_calls', { queue_id: 1, limit: 0 }).message).toContain('1 to 1000');
    expect(refusal('list_all_puzzel_missed_calls', { queue_id: 1, limit: 1001 }).message).toContain('1 to 1000');
    expect(refusal('list_all_puzzel_missed_calls', []).kind).toBe('invalid_input');
    expect(refusal('list_all_puzzel_missed_calls', 'queue 5').kind).toBe('invalid_input');
  });

  it('need not be repeated beside a cursor', () => {
    expect(parseArguments(named('list_all_puzzel_missed_calls'), { cursor: 'abc' })).toEqual({ cursor: 'abc' });
  });
});
