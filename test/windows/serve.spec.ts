import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { install, remove, runScenario } from './windows.js';

const revisions = ['2024-11-05', '2025-06-18', '2025-11-25', '2026-07-28'];

/** Reads of the server and of both vendors, and a write. */
const goodCalls: [string, object][] = [
  ['server_status', {}],
  ['list_all_puzzel_queues', {}],
  ['list_all_puzzel_queues', { limit: 2, fields: ['id'] }],
  ['list_all_puzzel_missed_calls', { queue_id: 201 }],
  ['list_all_puzzel_missed_calls', { queue_id: '201', limit: '1' }],
  ['list_all_puzzel_visual_queue_state_info', {}],
  ['list_all_puzzel_state_information', {}],
  ['list_all_puzzel_users_search', {}],
  ['list_all_gladly_agents', {}],
  ['list_all_gladly_inboxes', {}],
  ['list_all_gladly_teams', {}],
  ['list_all_gladly_topics', {}],
  ['list_all_gladly_topics', { limit: 1 }],
  ['create_a_gladly_topic', { name: 'Grüße' }],
];
const badCalls: [string, object][] = [
  ['list_all_puzzel_missed_calls', {}],
  ['list_all_puzzel_missed_calls', { queueid: 201 }],
  ['get_single_puzzel_etask_by_id', { id: '../x' }],
  ['get_single_gladly_conversation_by_id', { id: 'not-there' }],
  ['list_all_puzzel_queues', { cursor: 'made-up' }],
  ['list_all_gladly_topics', { limit: 0 }],
];

const conversation = z.object({
  server: z.string(),
  counts: z.record(z.string(), z.number()),
  calls: z.array(z.object({ isError: z.boolean(), isTextTheJson: z.boolean(), answer: z.string() })),
  code: z.number(),
  stderr: z.string(),
  carriageReturns: z.number(),
});
const ended = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });
const findings = z
  .object({
    crlf: conversation,
    tools: z.object({ code: z.number(), stderr: z.string(), count: z.number() }),
    version: ended,
    misspeltFlag: ended,
  })
  .catchall(conversation);

let seen: z.infer<typeof findings>;
beforeAll(async () => {
  install();
  seen = await runScenario('serve', { revisions, calls: [...goodCalls, ...badCalls] }, findings);
});
afterAll(remove);

/** The conversations in every revision, and the one with lines that end in CRLF. */
const conversations = () => [...revisions, 'crlf'].map((name) => [name, conversation.parse(seen[name])] as const);

describe('on Windows the server', () => {
  it('lists equally many tools, prompts and resources in every revision, however lines end', () => {
    const [, first] = conversations()[0] ?? [];
    expect(first?.counts['tools/list']).toBeGreaterThan(180);
    expect(first?.counts['prompts/list']).toBeGreaterThan(5);
    for (const [name, { counts, server }] of conversations()) {
      expect(counts, name).toEqual(first?.counts);
      expect(server, name).toBe('puzzel-mcp');
    }
  });

  it('answers twenty calls correctly in every revision, and the text is the JSON of the structured content', () => {
    for (const [name, { calls }] of conversations()) {
      expect(
        calls.filter(({ isTextTheJson }) => !isTextTheJson).map(({ answer }) => answer),
        name,
      ).toEqual([]);
      const outcomes = calls.map((call, index) => ({ ...call, isErrorExpected: index >= goodCalls.length }));
      expect(
        outcomes.filter(({ isError, isErrorExpected }) => isError !== isErrorExpected).map(({ answer }) => answer),
        name,
      ).toEqual([]);
      expect(calls).toHaveLength(20);
    }
  });

  it('ends with 0 when its input ends, and has written no carriage return and nothing to the log', () => {
    for (const [name, { code, stderr, carriageReturns }] of conversations())
      expect({ name, code, stderr, carriageReturns }).toEqual({ name, code: 0, stderr: '', carriageReturns: 0 });
  });
});

describe('on Windows a command', () => {
  it('prints its whole output into a pipe before it ends', () => {
    expect(seen.tools).toMatchObject({ code: 0, stderr: '' });
    expect(seen.tools.count).toBeGreaterThan(180);
    expect(seen.version).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  it('with a misspelt flag ends with 2 and a suggestion', () => {
    expect(seen.misspeltFlag).toMatchObject({ code: 2, stdout: '' });
    expect(seen.misspeltFlag.stderr).toContain('--read-only');
  });
});
