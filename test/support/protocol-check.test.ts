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

type InvalidRow = [what: string, problem: string, method: string, ...written: (string | object)[]];

const invalid: Record<Era, InvalidRow[]> = {
  '2025-11-25': [
    ['a banner', 'no JSON object', 'tools/list', 'Server started'],
    ['an empty line', 'no JSON object', 'tools/list', ''],
    ['a list of messages', 'no JSON object', 'tools/list', [answer({ tools: [] })]],
    ['another version of JSON-RPC', 'Invalid input', 'tools/list', { ...answer({ tools: [] }), jsonrpc: '1.0' }],
    ['a member beside the result', '"extra"', 'tools/list', { ...answer({ tools: [] }), extra: 1 }],
    ['an answer without a request', 'nobody waits for', 'tools/list', answer({ tools: [] }, 5)],
    ['two answers', 'nobody waits for', 'tools/list', answer({ tools: [] }), answer({ tools: [] })],
    ['a tool without schema', 'tools[0].inputSchema', 'tools/list', answer({ tools: [{ name: 't' }] })],
    ['no content', '.content is missing', 'tools/call', answer({ structuredContent: {} })],
    ['unknown content', 'at content[0]', 'tools/call', answer({ content: [{ type: 'sound', data: 'x' }] })],
    ['a text without text', 'at content[0]', 'tools/call', answer({ content: [{ type: 'text' }] })],
    ['members of the newer era', 'resultType belongs to', 'tools/list', answer({ ...cached, tools: [] })],
    ['progress that was not asked for', 'nobody asked for', 'tools/call', progress(1, 8)],
    ['progress that stands still', 'does not rise', 'tools/call', progress(1), progress(1)],
    ['progress that is not a number', 'Invalid input', 'tools/call', progress('half')],
    ['an unknown notification', 'Invalid input', 'tools/call', { jsonrpc: '2.0', method: 'notifications/hello' }],
    ['an unknown question', 'Invalid input', 'tools/call', { jsonrpc: '2.0', id: 9, method: 'ask/human' }],
    ['a result of an unknown method', 'no/such has no result', 'no/such', answer({})],
  ],
  '2026-07-28': [
    ['no result type', 'missing required resultType', 'tools/call', answer({ content: [text] })],
    ['an unknown result type', "'half'", 'tools/call', answer({ resultType: 'half', content: [text] })],
    ['no cache hints', '"ttlMs"', 'tools/list', answer({ resultType: 'complete', tools: [tool] })],
    ['no content', '"content"', 'tools/call', answer({ resultType: 'complete' })],
    ['a handshake of the older era', 'not-in-era', 'initialize', answer({ resultType: 'complete' })],
    ['a request of the server', 'sends no requests', 'tools/call', { jsonrpc: '2.0', id: 9, ...question }],
    [
      'a question without a message',
      '"message"',
      'tools/call',
      answer({ resultType: 'input_required', inputRequests: { q: { method: 'elicitation/create', params: {} } } }),
    ],
  ],
};

describe('the protocol check', () => {
  it('accepts valid messages', () => {
    for (const messages of valid) expect.soft(problemsOf(...messages), JSON.stringify(messages)).toEqual([]);
  });

  it('finds what is wrong in either era', () => {
    for (const era of ['2025-11-25', '2026-07-28'] as const)
      for (const [what, problem, method, ...written] of invalid[era])
        expect.soft(problemsOf(era, method, ...written)[0], `${era}: ${what}`).toContain(problem);
  });
});
