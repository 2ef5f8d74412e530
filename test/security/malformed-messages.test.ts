import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject } from '../../src/json.js';
import { type Message, type RawConversation, rawConversation } from '../support/raw-conversation.js';
import { initialize, initialized, initializeId, modernMeta } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';

const call = (params: unknown): Message => ({ method: 'tools/call', params });
const listQueues = { name: 'list_all_puzzel_queues' };

/** Malformed requests. Each gets an id, by which its answer is found. */
const malformed: Record<string, Message> = {
  'no jsonrpc': { jsonrpc: undefined, method: 'ping' },
  'another jsonrpc': { jsonrpc: '1.0', method: 'ping' },
  'a number as jsonrpc': { jsonrpc: 2, method: 'ping' },
  'an extra member': { ...call(listQueues), extra: 1 },
  'a member called __proto__': JSON.parse('{"method":"ping","__proto__":{"id":1}}') as Message,
  'no method': {},
  'a number as method': { method: 5 },
  'null as method': { method: null },
  'an empty method': { method: '' },
  'an unknown method': { method: 'tools/destroy' },
  'a method of 100,000 letters': { method: 'x'.repeat(100_000) },
  'a method that only servers call': { method: 'sampling/createMessage', params: {} },
  'a notification with an id': { method: 'notifications/initialized' },
  'a result beside the method': { method: 'ping', result: {} },
  'an error beside the method': { method: 'ping', error: { code: 1, message: 'x' } },
  'a list as params': { method: 'ping', params: [] },
  'a text as params': { method: 'ping', params: 'x' },
  'a number as params': { method: 'tools/list', params: 5 },
  'true as params': { method: 'tools/list', params: true },
  'null as params': { method: 'tools/list', params: null },
  'a call without params': { method: 'tools/call' },
  'a call with null as params': call(null),
  'a call without a name': call({ arguments: {} }),
  'a call with null as name': call({ name: null }),
  'a call with a number as name': call({ name: 7 }),
  'a call with a list as name': call({ name: ['server_status'] }),
  'a call with a name that cannot become a text': call({ name: { toString: 1, valueOf: 2 } }),
  'a call of an unknown tool': call({ name: 'no_such_tool' }),
  'a call of __proto__': call({ name: '__proto__' }),
  'null as arguments': call({ ...listQueues, arguments: null }),
  'a list as arguments': call({ ...listQueues, arguments: [] }),
  'a text as arguments': call({ ...listQueues, arguments: '{}' }),
  'a number as arguments': call({ ...listQueues, arguments: 5 }),
  'arguments 3,000 deep': call({ ...listQueues, arguments: nested(3_000) }),
  '_meta 3,000 deep': call({ ...listQueues, _meta: nested(3_000) }),
  'null as _meta': call({ ...listQueues, _meta: null }),
  'a list as _meta': call({ ...listQueues, _meta: [] }),
  'a text as _meta': call({ ...listQueues, _meta: 'x' }),
  'null as progressToken': call({ ...listQueues, _meta: { progressToken: null } }),
  'an object as progressToken': call({ ...listQueues, _meta: { progressToken: {} } }),
  'a fraction as progressToken': call({ ...listQueues, _meta: { progressToken: 1.5 } }),
  'an answer that nobody asked for': call({ ...listQueues, inputResponses: null, requestState: 5 }),
  'null as cursor': { method: 'tools/list', params: { cursor: null } },
  'a number as cursor': { method: 'tools/list', params: { cursor: 5 } },
  'an unknown cursor': { method: 'resources/list', params: { cursor: 'x' } },
  'a prompt without a name': { method: 'prompts/get', params: {} },
  'a prompt with null as arguments': {
    method: 'prompts/get',
    params: { name: 'missed_call_recovery', arguments: null },
  },
  'a prompt with numbers': { method: 'prompts/get', params: { name: 'missed_call_recovery', arguments: { queue: 5 } } },
  'a prompt with a list': { method: 'prompts/get', params: { name: 'missed_call_recovery', arguments: [] } },
  'a resource without an address': { method: 'resources/read', params: {} },
  'a number as address': { method: 'resources/read', params: { uri: 5 } },
  'an unknown address': { method: 'resources/read', params: { uri: 'file:///etc/passwd' } },
  'an invalid address': { method: 'resources/read', params: { uri: '::::' } },
  'a completion of nothing': { method: 'completion/complete', params: {} },
  'a completion with null': { method: 'completion/complete', params: { ref: null, argument: null } },
  'an invalid log level': { method: 'logging/setLevel', params: { level: 'loud' } },
  'a subscription': { method: 'resources/subscribe', params: { uri: 'puzzel-mcp://directory' } },
  'a second initialize': initialize(),
  'initialize without params': { method: 'initialize' },
};

/** Unusual ids that an answer can repeat. */
const rareIds = ['', '0', 'x'.repeat(5_000), 'é😀\u0000"\\', -1, 0, 1.5, -0.25, Number.MAX_SAFE_INTEGER, '__proto__'];

/** Lines that get no answer: without an id that an answer can repeat, or answers themselves. */
const unanswerable = [
  ['{"jsonrpc":"2.0","id":null,"method":"ping"}', '{"jsonrpc":"2.0","id":true,"method":"ping"}'],
  ['{"jsonrpc":"2.0","method":[{"toString":1}],"params":{}}', '{"jsonrpc":"2.0","method":{"toString":1},"params":{}}'],
  ['{"jsonrpc":"2.0","id":{},"method":"ping"}', '{"jsonrpc":"2.0","id":[1],"method":"ping"}'],
  ['{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}', '{"jsonrpc":"2.0","id":1e400,"method":"ping"}'],
  ['not JSON', '{"jsonrpc":"2.0","id":70001,', '5', '"x"', 'null', 'true', '[]', '[1,2]', '[[]]', '{}', '\u0000', '{]'],
  ['{"jsonrpc":"2.0","id":70002,"result":{}}', '{"jsonrpc":"2.0","id":70003,"result":5}'],
  ['{"jsonrpc":"2.0","method":"notifications/nobody"}', '{"jsonrpc":"2.0","method":"notifications/cancelled"}'],
].flat();

function nested(depth: number): unknown {
  return JSON.parse(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
}

const eras: [name: string, first: Message, meta: Message | undefined][] = [
  ['after initialize', initialize(), undefined],
  ['of the newer era', { ...initialize(), method: 'tools/list', params: { _meta: modernMeta() } }, modernMeta()],
];

/** The message as the era wants it: in the newer one with `_meta`, unless its params or its `_meta` are malformed. */
function inEra(message: Message, meta: Message | undefined): Message {
  const { params = {} } = message;
  if (meta === undefined || !isObject(params)) return message;
  const { _meta: own = {} } = params;
  return isObject(own) ? { ...message, params: { ...params, _meta: { ...meta, ...own } } } : message;
}

/** All tests of an era share one process. */
describe.each(eras)('a server that gets malformed messages %s', (_, first, meta) => {
  let conversation: RawConversation;
  /** Ids of the calls that follow the malformed messages. */
  const lastIds: string[] = [];
  // An audit log is kept so that malformed messages reach it, too.
  const folder = newFolder();
  beforeAll(() => {
    conversation = rawConversation({}, ['--demo', '--log-level', 'warn', '--audit-log', join(folder, 'audit.jsonl')]);
    conversation.process.child.stdin.write(Buffer.from(`\u{feff}${JSON.stringify(first)}\r\n`));
    if (meta === undefined) conversation.process.send(initialized);
  });
  afterAll(() => conversation.process.child.kill('SIGKILL'));
  const validCall = (id: unknown) => inEra({ jsonrpc: '2.0', id, method: 'tools/call', params: listQueues }, meta);
  /** All answers until a call after these messages is served; `last` is the id of that call. */
  const answersTo = async (messages: (string | object)[], last: string): Promise<Message[]> => {
    const { process, until } = conversation;
    const before = process.lines.length;
    for (const message of messages) process.send(message);
    process.send(validCall(last));
    lastIds.push(last);
    expect(await until(({ id }) => id === last)).toHaveProperty('result.structuredContent.result');
    const written = process.lines.slice(before).map((line) => JSON.parse(line) as Message);
    return written.filter(({ method, id }) => method === undefined && id !== last && id !== initializeId);
  };
  const logLineCount = () => conversation.process.stderr().split('\n').filter(Boolean).length;

  it('skips a byte-order mark before the first message', async () => {
    expect(await conversation.until(({ id }) => id === initializeId)).toHaveProperty('result');
  });

  it('logs those without a usable id, and serves the next call', async () => {
    const lines = unanswerable.map((line) => `${line}\n`);
    expect(await answersTo(lines, 'after unanswerable lines')).toEqual([]);
    // Four of the lines are notifications and answers, which need not be logged.
    await expect.poll(logLineCount).toBeGreaterThanOrEqual(unanswerable.length - 4);
  });

  it('answers calls with unusual ids under just these ids', async () => {
    const answers = await answersTo(rareIds.map(validCall), 'after unusual ids');
    const offenders = rareIds.filter((id) => answers.filter((answer) => answer.id === id).length !== 1);
    expect(offenders).toEqual([]);
  });

  it('refuses each request of a batch under its id', async () => {
    const batch = `${JSON.stringify([validCall(1), validCall('b'), initialized, validCall(2.5)])}\n`;
    const answers = await answersTo([batch], 'after a batch');
    expect(answers.filter(({ error }) => error !== undefined).map(({ id }) => id)).toEqual([1, 'b', 2.5]);
  });

  it('answers each request exactly once, and serves the next call', async () => {
    const ids = new Map(Object.keys(malformed).map((what, index) => [index + 1_000, what]));
    const messages = [...ids].map(([id, what]) => ({ jsonrpc: '2.0', ...inEra(malformed[what] ?? {}, meta), id }));
    await answersTo(messages, 'after malformed ones');
    const answers = (await conversation.end()).filter(({ method }) => method === undefined);
    const offenders = [...ids].flatMap(([id, what]) => {
      const mine = answers.filter((answer) => answer.id === id);
      return mine.length === 1 ? [] : [`${what}: ${mine.length} answers`];
    });
    expect(offenders).toEqual([]);
    // The messages of the tests above were not answered late or twice either.
    const otherIds = answers.map(({ id }) => id).filter((id) => !ids.has(Number(id)));
    expect(new Set(otherIds)).toEqual(new Set([initializeId, ...lastIds, ...rareIds, 1, 'b', 2.5]));
    expect(otherIds).toHaveLength(new Set(otherIds).size);
    expect(conversation.process.stderr()).not.toMatch(/unexpected|\.js:\d+/);
  });
});
