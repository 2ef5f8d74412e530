import { spawn } from 'node:child_process';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import { type Back, FrontDesk, type Greeting, type PlainCall } from '../../src/server/front-desk.js';
import { legacyVersions } from '../../src/server/identity.js';
import { answers, legacyGreeting, type Message, modernMeta, unknownNotification } from '../support/messages.js';
import { binary, cleanEnv } from '../support/server-process.js';

const lists = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

const legacy = (protocolVersion: string): Message[] => [
  ...legacyGreeting(protocolVersion),
  { id: 'ping', method: 'ping' },
  ...lists.map((method, id) => ({ id, method })),
];

const modern = (meta: Message = {}): Message[] =>
  ['server/discover', ...lists].map((method, id) => ({ id, method, params: { _meta: { ...modernMeta, ...meta } } }));

const settings: [string, string[], Record<string, string>?][] = [
  ['nothing at all', []],
  ['the demo', ['--demo']],
  ['some tags, reading only', ['--demo', '--tags', 'archive,customers', '--read-only']],
  ['two tools by name', ['--demo', '--tools', 'list_all_puzzel_queues,get_single_gladly_customer_by_id']],
  ['without the status tool', ['--demo', '--exclude-tools', 'server_status']],
  ['a pin', ['--demo', '--pin-queues', '101']],
  ['half of the settings', [], { GLADLY_HOST: 'acme.us-1.gladly.com', GLADLY_EMAIL: 'a@b.example' }],
];

describe('the front desk', () => {
  it.each(settings)('answers the older era as the SDK does, byte for byte, with %s', async (_, args, env) => {
    const atTheDesk = await answers(legacy('2025-11-25'), args, env);
    const behind = await answers([unknownNotification, ...legacy('2025-11-25')], args, env);
    expect([...atTheDesk.keys()].sort()).toEqual([0, 1, 2, 3, 'hello', 'ping']);
    expect(Object.fromEntries(atTheDesk)).toEqual(Object.fromEntries(behind));
  });

  it.each(settings)('answers the newer era as the SDK does, byte for byte, with %s', async (_, args, env) => {
    const atTheDesk = await answers(modern(), args, env);
    // A progress token makes no difference to a list, but is nothing that the desk knows.
    const behind = await answers(modern({ progressToken: 1 }), args, env);
    expect([...atTheDesk.keys()].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(Object.fromEntries(atTheDesk)).toEqual(Object.fromEntries(behind));
  });

  it.each([...legacyVersions, '1999-01-01', '2026-07-28'])('negotiates %s as the SDK does', async (version) => {
    const [desk, behind] = await Promise.all([
      answers(legacy(version), ['--demo', '--tags', 'archive']),
      answers([unknownNotification, ...legacy(version)], ['--demo', '--tags', 'archive']),
    ]);
    expect(desk.get('hello')).toBe(behind.get('hello'));
  });

  it.each([
    ['everything', ['--demo'], {}],
    ['nothing set', [], {}],
    ['half of everything', [], { PUZZEL_CLIENT_ID: 'x', GLADLY_EMAIL: 'x', PUZZEL_CHAT_TENANT_ID: 'x' }],
    ['half, read-only', ['--read-only'], { PUZZEL_CLIENT_ID: 'x', GLADLY_EMAIL: 'x', PUZZEL_CHAT_TENANT_ID: 'x' }],
  ])('gives instructions of at most 2,000 characters, with %s', async (_, args, env) => {
    const hello = JSON.parse((await answers(legacy('2025-11-25').slice(0, 1), args, env)).get('hello') ?? '');
    expect(hello.result.instructions.length).toBeLessThanOrEqual(2_000);
    expect(hello.result.instructions.length).toBeGreaterThan(1_000);
  });

  it('warns when the filters leave no tool of any vendor', async () => {
    const args = [binary, '--tools', '*puzzel*', '--exclude-tools', '*puzzel*'];
    const server = spawn(process.execPath, args, { env: cleanEnv(), stdio: ['pipe', 'ignore', 'pipe'] });
    server.stdin.end();
    let log = '';
    for await (const chunk of server.stderr) log += chunk;
    expect(log).toContain('the filters leave no tool at all');
  });

  it('knows the revisions that the SDK knows', () => {
    expect([...legacyVersions]).toEqual(SUPPORTED_PROTOCOL_VERSIONS.filter((version) => version < '2026'));
  });

  it('has written all of it when the input ends at once, however slowly it is read', async () => {
    const server = spawn(process.execPath, [binary, '--demo'], { env: cleanEnv(), stdio: ['pipe', 'pipe', 'ignore'] });
    const lines = legacy('2025-11-25').map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    server.stdin.end([...lines, ...lines.slice(2), ...lines.slice(2)].join(''));
    await new Promise((resolve) => setTimeout(resolve, 700));
    let out = '';
    for await (const chunk of server.stdout) out += chunk;
    expect(out.endsWith('\n')).toBe(true);
    expect(out.trim().split('\n')).toHaveLength(1 + 3 * 5);
  });

  it('goes on with a call in the session that it greeted', async () => {
    const call = {
      id: 'call',
      method: 'tools/call',
      params: { name: 'list_all_puzzel_queues', arguments: { limit: 1 } },
    };
    const given = await answers([...legacy('2025-11-25'), call, { id: 'again', method: 'tools/list' }], ['--demo']);
    expect(given.get('call')).toContain('q_primary_inbound');
    expect(given.size).toBe(8);
    expect(given.get('again')?.replace('"again"', '0')).toBe(given.get(0));
  });
});

/** A desk with an empty offer: what it answered, and what reached the back. */
function desk({ takesCalls = false } = {}) {
  const written: string[] = [];
  const passed: Buffer[] = [];
  const opened: Greeting[] = [];
  const calls: PlainCall[] = [];
  const cancelled: unknown[] = [];
  const ends: true[] = [];
  const offer = { instructions: '', tools: [], empty: true, prompts: [], resources: [] };
  const back: Back = {
    call: (call) => {
      if (takesCalls) calls.push(call);
      return takesCalls;
    },
    cancel: (id) => {
      cancelled.push(id);
      return calls.some((call) => call.id === id);
    },
    pass: (bytes) => void passed.push(bytes),
    end: () => void ends.push(true),
  };
  const front = new FrontDesk(
    offer,
    (parts) => written.push(Buffer.concat(parts).toString()),
    async (greeting) => {
      opened.push(greeting);
      return back;
    },
  );
  return { front, written, opened, calls, cancelled, ends, passed: () => Buffer.concat(passed).toString() };
}

const line = (message: unknown) => `${JSON.stringify(message)}\n`;
const hello = line({ jsonrpc: '2.0', ...legacy('2025-11-25')[0] });
const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('what the front desk lets through', () => {
  it.each([
    ['no JSON', 'no JSON\n'],
    ['a batch', line([{ jsonrpc: '2.0', id: 1, method: 'ping' }])],
    ['a list before the greeting', line({ jsonrpc: '2.0', id: 1, method: 'tools/list' })],
    ['a fractional id', line({ jsonrpc: '2.0', id: 1.5, method: 'ping' })],
    ['another version of JSON-RPC', line({ jsonrpc: '1.0', id: 1, method: 'ping' })],
    ['a member that nobody knows', line({ jsonrpc: '2.0', id: 1, method: 'ping', extra: 1 })],
    [
      'a greeting without a client',
      line({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {} },
      }),
    ],
    [
      'half of what the newer era asks for',
      line({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/list',
        params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } },
      }),
    ],
    ['a method named as a member of every object', line({ jsonrpc: '2.0', id: 1, method: 'constructor' })],
    ['a call', line({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x' } })],
  ])('%s', async (_, text) => {
    const { front, written, passed } = desk();
    front.take(Buffer.from(text));
    await soon();
    expect(passed()).toBe(text);
    expect(written).toEqual([]);
  });

  it('passes a message on whole, however it was cut, and however long it is', async () => {
    const { front, passed } = desk();
    const long = line({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { text: 'ø'.repeat(300_000) } });
    const short = line({ jsonrpc: '2.0', id: 2, method: 'tools/call' });
    const bytes = Buffer.from(long + short + long + short);
    for (let at = 0; at < bytes.length; at += 777) front.take(bytes.subarray(at, at + 777));
    await soon();
    expect(passed() === bytes.toString()).toBe(true);
  });

  it('tells the back of the greeting that it answered itself, and leaves out what it has dealt with', async () => {
    const { front, written, opened, passed } = desk();
    const ready = line({ jsonrpc: '2.0', method: 'notifications/initialized' });
    const list = line({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    const call = line({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'x' } });
    front.take(Buffer.from(hello + ready + list));
    expect([opened, written.length]).toEqual([[], 2]);
    front.take(Buffer.from(call));
    await soon();
    expect(opened).toEqual([{ messages: Buffer.from(hello + ready), greeted: 'hello' }]);
    expect(passed()).toBe(call);
  });

  it('leaves a second greeting and the resources to the back once that is open', async () => {
    const { front, written, passed } = desk();
    const call = line({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'x' } });
    const resources = line({ jsonrpc: '2.0', id: 4, method: 'resources/list' });
    front.take(Buffer.from(hello + call + hello + resources));
    await soon();
    expect(passed()).toBe(call + hello + resources);
    expect(written).toHaveLength(1);
  });

  it('hands calls over in the order in which they came, and passes on what the back does not take', async () => {
    const call = (id: number, params: object) =>
      line({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'x', ...params } });
    const { front, calls, passed } = desk({ takesCalls: true });
    front.take(Buffer.from(hello + call(1, {}) + call(2, { arguments: { a: 1 }, _meta: { progressToken: 'p' } })));
    await soon();
    expect(calls).toEqual([
      { id: 1, name: 'x', arguments: undefined, progressToken: undefined, stamp: undefined },
      { id: 2, name: 'x', arguments: { a: 1 }, progressToken: 'p', stamp: undefined },
    ]);
    expect(passed()).toBe('');
    const refused = desk();
    refused.front.take(Buffer.from(hello + call(1, {})));
    await soon();
    expect(refused.passed()).toBe(call(1, {}));
  });

  it.each([
    ['without a name', { name: undefined }],
    ['with arguments that are no object', { arguments: [1] }],
    ['with null for its arguments', { arguments: null }],
    ['with members that nobody knows', { task: {} }],
    ['with a progress token of no known form', { _meta: { progressToken: 1.5 } }],
    ['with a note that is none', { _meta: 'x' }],
  ])('leaves a call %s to the SDK', async (_, params) => {
    const { front, calls, passed } = desk({ takesCalls: true });
    const call = line({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x', ...params } });
    front.take(Buffer.from(hello + call));
    await soon();
    expect([calls, passed()]).toEqual([[], call]);
  });

  it('tells the back what is cancelled, and the SDK of what the back does not know', async () => {
    const { front, cancelled, passed } = desk({ takesCalls: true });
    const cancel = (requestId: unknown) =>
      line({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });
    front.take(Buffer.from(hello + line({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x' } })));
    front.take(Buffer.from(cancel(1) + cancel(2)));
    await soon();
    expect(cancelled).toEqual([1, 2]);
    expect(passed()).toBe(cancel(2));
  });

  it('tells the back of the end once, after everything before it', async () => {
    const { front, ends, calls } = desk({ takesCalls: true });
    front.take(Buffer.from(hello + line({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x' } })));
    front.end();
    front.end();
    expect(ends).toEqual([]);
    await soon();
    expect([ends.length, calls.length]).toEqual([1, 1]);
  });
});
