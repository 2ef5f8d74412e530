import { describe, expect, it } from 'vitest';
import { ProtocolCheck } from './protocol-check.js';
import type { Era } from './wire-schemas.js';

const meta: Record<Era, object> = {
  '2025-11-25': { progressToken: 7 },
  '2026-07-28': { progressToken: 7, 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
};

const tool = { name: 't', inputSchema: { type: 'object' } };
const cached = { resultType: 'complete', ttlMs: 1, cacheScope: 'public' };
const text = { type: 'text', text: 'x' };
const question = {
  method: 'elicitation/create',
  params: { message: 'Sure?', requestedSchema: { type: 'object', properties: { yes: { type: 'boolean' } } } },
};
const progress = (value: unknown, token = 7) => ({
  jsonrpc: '2.0',
  method: 'notifications/progress',
  params: { progressToken: token, progress: value },
});

/** The problems in lines that the server writes after a request of this method with id 1. */
function problemsOf(era: Era, method: string, ...written: (string | object)[]): string[] {
  const check = new ProtocolCheck();
  // The first answer tells the check which era is spoken.
  const first = era === '2025-11-25' ? 'ping' : 'tools/list';
  check.fromClient(JSON.stringify({ jsonrpc: '2.0', id: 0, method: first, params: { _meta: meta[era] } }));
  const result = era === '2025-11-25' ? {} : { ...cached, tools: [] };
  check.fromServer(JSON.stringify({ jsonrpc: '2.0', id: 0, result }));
  expect(check.problems).toEqual([]);
  check.fromClient(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta: meta[era] } }));
  for (const line of written) check.fromServer(typeof line === 'string' ? line : JSON.stringify(line));
  return check.problems;
}

const answer = (result: unknown, id = 1) => ({ jsonrpc: '2.0', id, result });

const valid: [Era, string, ...object[]][] = [
  ['2025-11-25', 'tools/list', answer({ tools: [tool] })],
  ['2025-11-25', 'tools/call', progress(1), progress(2), answer({ content: [text], structuredContent: { a: 1 } })],
  ['2025-11-25', 'tools/call', { jsonrpc: '2.0', id: 9, ...question }, answer({ content: [] })],
  ['2025-11-25', 'no/such', { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'none' } }],
  ['2026-07-28', 'tools/list', answer({ ...cached, tools: [tool] })],
  ['2026-07-28', 'tools/call', answer({ resultType: 'complete', content: [text] })],
  ['2026-07-28', 'tools/call', answer({ resultType: 'input_required', inputRequests: { q: question } })],
];

const invalid: [string, Era, string, ...(string | object)[]][] = [
  ['a banner', '2025-11-25', 'tools/list', 'Server started'],
  ['an empty line', '2025-11-25', 'tools/list', ''],
  ['a list of messages', '2025-11-25', 'tools/list', [answer({ tools: [] })]],
  ['another version of JSON-RPC', '2025-11-25', 'tools/list', { ...answer({ tools: [] }), jsonrpc: '1.0' }],
  ['a member beside the result', '2025-11-25', 'tools/list', { ...answer({ tools: [] }), extra: 1 }],
  ['an answer without a request', '2025-11-25', 'tools/list', answer({ tools: [] }, 5)],
  ['two answers', '2025-11-25', 'tools/list', answer({ tools: [] }), answer({ tools: [] })],
  ['a tool without schema', '2025-11-25', 'tools/list', answer({ tools: [{ name: 't' }] })],
  ['no content', '2025-11-25', 'tools/call', answer({ structuredContent: {} })],
  ['unknown content', '2025-11-25', 'tools/call', answer({ content: [{ type: 'sound', data: 'x' }] })],
  ['a text without text', '2025-11-25', 'tools/call', answer({ content: [{ type: 'text' }] })],
  ['members of the newer era', '2025-11-25', 'tools/list', answer({ ...cached, tools: [] })],
  ['progress that was not asked for', '2025-11-25', 'tools/call', progress(1, 8)],
  ['progress that stands still', '2025-11-25', 'tools/call', progress(1), progress(1)],
  ['progress that is not a number', '2025-11-25', 'tools/call', progress('half')],
  ['an unknown notification', '2025-11-25', 'tools/call', { jsonrpc: '2.0', method: 'notifications/hello' }],
  ['an unknown question', '2025-11-25', 'tools/call', { jsonrpc: '2.0', id: 9, method: 'ask/human' }],
  ['a result of an unknown method', '2025-11-25', 'no/such', answer({})],
  ['no result type', '2026-07-28', 'tools/call', answer({ content: [text] })],
  ['an unknown result type', '2026-07-28', 'tools/call', answer({ resultType: 'half', content: [text] })],
  ['no cache hints', '2026-07-28', 'tools/list', answer({ resultType: 'complete', tools: [tool] })],
  ['no content', '2026-07-28', 'tools/call', answer({ resultType: 'complete' })],
  ['a handshake of the older era', '2026-07-28', 'initialize', answer({ resultType: 'complete' })],
  ['a request of the server', '2026-07-28', 'tools/call', { jsonrpc: '2.0', id: 9, ...question }],
  [
    'a question without a message',
    '2026-07-28',
    'tools/call',
    answer({ resultType: 'input_required', inputRequests: { q: { method: 'elicitation/create', params: {} } } }),
  ],
];

describe('the protocol check', () => {
  it.each(valid)('accepts valid messages: %s %s', (era, method, ...written) => {
    expect(problemsOf(era, method, ...written)).toEqual([]);
  });

  it.each(invalid)('finds %s (%s %s)', (_, era, method, ...written) => {
    expect(problemsOf(era, method, ...written)).not.toEqual([]);
  });
});
