import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { describe, expect, it, vi } from 'vitest';
import { StdioTransport } from '../../src/server/transport.js';
import { inProcessServer } from '../support/in-process-server.js';
import { handshake } from '../support/server-process.js';

const names = { Tool: ['list_queues'], Prompt: ['triage'] };

/** A transport that keeps every request until the test answers it. */
async function openTransport() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const [received, warnings, refused]: [JSONRPCMessage[], string[], string[]] = [[], [], []];
  const transport = new StdioTransport({
    input,
    output,
    redact: (data) => JSON.parse(JSON.stringify(data).replaceAll('secret', '[redacted]')),
    names,
    warn: (message) => warnings.push(message),
    onRefused: ({ method }) => refused.push(String(method)),
  });
  let written = '';
  output.on('data', (chunk) => {
    written += chunk;
  });
  const closed = new Promise<void>((resolve) => {
    transport.onclose = resolve;
  });
  transport.onmessage = (message) => received.push(message);
  await transport.start();
  const answers = () =>
    written
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return { input, transport, received, warnings, refused, answers, closed };
}

const ping = (id: unknown) => JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });

describe('lines', () => {
  it('are read in pieces of any size, with CRLF and a byte-order mark, split within a character', async () => {
    const { input, received, warnings } = await openTransport();
    const text = `\ufeff${ping('é退😀')}\r\n\r\n  ${ping(2)}\n`;
    for (const byte of Buffer.from(text)) input.write(Buffer.from([byte]));
    await nextTurn();
    expect(received).toMatchObject([{ id: 'é退😀' }, { id: 2 }]);
    // An empty line causes no warning.
    expect(warnings).toEqual([]);
  });

  it('that are too long are refused under their id, and the next line is read', async () => {
    const { input, received, answers, warnings } = await openTransport();
    const long = 'x'.repeat(11 * 1024 * 1024);
    input.write(`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"${long}"}}\n`);
    input.write(`{"method":"ping","params":{"a":"${long}"},"jsonrpc":"2.0","id":2}\n`);
    input.write(`{"method":"ping","params":{"a":"${long}"}}\n${ping(3)}\n`);
    await nextTurn();
    expect(answers()).toMatchObject([
      { id: 1, error: { code: -32600 } },
      { id: 2, error: { code: -32600 } },
    ]);
    expect(received).toMatchObject([{ id: 3 }]);
    expect(warnings).toEqual(
      [/refused$/, /refused$/, /refused without an answer$/].map((one) => expect.stringMatching(one)),
    );
  });

  it('are not read any more once the transport is closed', async () => {
    const { input, transport, received } = await openTransport();
    await transport.close();
    input.write(`${ping(1)}\n`);
    await nextTurn();
    expect(received).toEqual([]);
    expect(input.isPaused()).toBe(true);
  });

  it('may end with the input instead of a newline', async () => {
    const { input, received, closed, transport } = await openTransport();
    input.end(ping(1));
    await nextTurn();
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    await closed;
    expect(received).toMatchObject([{ id: 1 }]);
  });

  it('that cannot be answered leave a line in the log', async () => {
    const { input, warnings, answers } = await openTransport();
    input.write('hello\n{"jsonrpc":"2.0","id":null,"method":"ping"}\n');
    await nextTurn();
    expect(warnings).toHaveLength(2);
    expect(answers()).toEqual([]);
  });
});

describe('a request', () => {
  it('gets a single answer when its id comes twice, and none when it was cancelled', async () => {
    const { input, transport, received, answers } = await openTransport();
    input.write(`${ping(1)}\n${ping(1)}\n{"jsonrpc":"1.0","id":1,"method":"ping"}\n${ping(2)}\n`);
    input.write('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}\n');
    await nextTurn();
    expect(received.filter((message) => 'id' in message && message.id === 1)).toHaveLength(1);
    for (const id of [1, 1, 2]) await transport.send({ jsonrpc: '2.0', id, result: {} });
    expect(answers()).toEqual([{ jsonrpc: '2.0', id: 1, result: {} }]);
  });

  it('that the SDK refuses is reported, and its error has no secrets', async () => {
    const { input, transport, refused, answers } = await openTransport();
    input.write(`${ping(1)}\n${ping(2)}\n`);
    await nextTurn();
    await transport.send({ jsonrpc: '2.0', id: 1, error: { code: -32602, message: 'no secret' } });
    await transport.send({ jsonrpc: '2.0', id: 2, result: {} });
    expect(refused).toEqual(['ping']);
    await transport.send({ jsonrpc: '2.0', method: 'notifications/message', params: { data: 'a secret' } });
    expect(answers()).toMatchObject([
      { error: { message: 'no [redacted]' } },
      { result: {} },
      { params: { data: 'a [redacted]' } },
    ]);
  });
});

it('a message with an id and nothing else answers the question that waits under this id, and is malformed when none waits', async () => {
  const { input, transport, received, answers } = await openTransport();
  const empty = '{"jsonrpc":"2.0","id":7}\n';
  await transport.send({ jsonrpc: '2.0', id: 7, method: 'elicitation/create', params: {} });
  input.write(empty);
  await nextTurn();
  expect(received).toMatchObject([{ id: 7, error: { code: -32603 } }]);
  input.write(empty);
  await nextTurn();
  expect(answers().at(-1)).toMatchObject({ id: 7, error: { code: -32600 } });
  await transport.send({ jsonrpc: '2.0', id: 7, method: 'elicitation/create', params: {} });
  await transport.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } });
  input.write(empty);
  await nextTurn();
  expect(received).toHaveLength(1);
  expect(answers().at(-1)).toMatchObject({ id: 7, error: { code: -32600 } });
});

describe('the end of the input', () => {
  it('closes the transport at once when nothing is under way', async () => {
    const fail = (input: PassThrough) => input.emit('error', new Error('EIO'));
    for (const end of [(input: PassThrough) => input.end(), (input: PassThrough) => input.destroy(), fail]) {
      const { input, closed } = await openTransport();
      end(input);
      await closed;
    }
  });

  it('waits for the answers that are under way', async () => {
    const { input, transport, answers, closed } = await openTransport();
    input.end(`${ping(1)}\n${ping(2)}\n`);
    for (const id of [1, 2]) {
      await nextTurn();
      await transport.send({ jsonrpc: '2.0', id, result: {} });
    }
    await closed;
    expect(answers()).toHaveLength(2);
    await expect(transport.send({ jsonrpc: '2.0', id: 3, result: {} })).rejects.toThrow('closed');
  });

  it('does not wait for a subscription, which has no answer of its own', async () => {
    const { input, closed } = await openTransport();
    input.write(`{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{}}\n`);
    await nextTurn();
    // No timer fires, so that a wait for a time limit would never end.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    input.end();
    await closed;
    vi.useRealTimers();
  });

  it('stops waiting at a limit, and answers every open request with an error', async () => {
    const { input, answers, closed } = await openTransport();
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } };
    const subscription = '{"jsonrpc":"2.0","id":3,"method":"subscriptions/listen","params":{}}';
    input.end(`${ping(1)}\n${ping(2)}\n${JSON.stringify(cancelled)}\n${subscription}\n${ping('c')}\n`);
    await closed;
    const error = { code: -32000, message: expect.stringMatching(/input ended .*After a write, read first/) };
    expect(answers()).toEqual([1, 'c'].map((id) => ({ jsonrpc: '2.0', id, error })));
  });
});

describe('answers', () => {
  it('leave no listener behind, however many wait for a slow reader', async () => {
    const [input, output] = [new PassThrough(), new PassThrough({ highWaterMark: 10 })];
    const transport = new StdioTransport({ input, output, redact: (data) => data, names, warn: () => {} });
    await transport.start();
    const listeners = () => ['drain', 'close'].map((event) => output.listenerCount(event));
    const before = listeners();
    for (let id = 1; id <= 30; id += 1) input.write(`${ping(id)}\n`);
    await nextTurn();
    const sent = Array.from({ length: 30 }, (_, id) => transport.send({ jsonrpc: '2.0', id: id + 1, result: {} }));
    expect(Math.max(...listeners().map((count, index) => count - (before[index] ?? 0)))).toBeLessThanOrEqual(1);
    output.resume();
    await Promise.all(sent);
    expect(listeners()).toEqual(before);
    output.pause();
    input.write(`${ping(31)}\n`);
    await nextTurn();
    const last = transport.send({ jsonrpc: '2.0', id: 31, result: {} });
    expect(listeners(), 'waits again').not.toEqual(before);
    output.destroy();
    await last;
  });

  it('of the SDK with the issues of its schemas become a sentence about invalid parameters', async () => {
    const { input, transport, answers } = await openTransport();
    input.write(`${ping(1)}\n${ping(2)}\n${ping(3)}\n`);
    await nextTurn();
    const issues = JSON.stringify([
      { code: 'invalid_type', path: ['params', 'cursor'], message: 'expected string' },
      { path: [], message: 'bad' },
    ]);
    await transport.send({ jsonrpc: '2.0', id: 1, error: { code: -32603, message: issues } });
    await transport.send({ jsonrpc: '2.0', id: 2, error: { code: -32603, message: '[no JSON' } });
    const message = `Invalid tools/call request: ${JSON.stringify(JSON.parse(issues), null, 2)}`;
    await transport.send({ jsonrpc: '2.0', id: 3, error: { code: -32602, message } });
    expect(answers()).toMatchObject([
      { error: { code: -32602, message: 'Invalid parameters: params.cursor: expected string; parameters: bad' } },
      { error: { code: -32603, message: '[no JSON' } },
      { error: { code: -32602, message: 'Invalid parameters: params.cursor: expected string; parameters: bad' } },
    ]);
  });

  it('to an unknown name have the nearest one of its kind', async () => {
    const { input, transport, answers } = await openTransport();
    const messages = ['Tool list_queue', 'Prompt triag', 'Tool triage', 'Tool x\n'].map((name) => `${name} not found`);
    input.write([...messages, 'long'].map((_, id) => `${ping(id)}\n`).join(''));
    await nextTurn();
    for (const [id, message] of messages.entries())
      await transport.send({ jsonrpc: '2.0', id, error: { code: -32602, message } });
    await transport.send({ jsonrpc: '2.0', id: 4, error: { code: -32602, message: 'x'.repeat(2_001) } });
    expect(answers().pop().error.message, 'of any length').toBe(`${'x'.repeat(1_000)}…`);
    const near = [' Did you mean "list_queues"?', ' Did you mean "triage"?', '', ''];
    expect(
      answers()
        .slice(0, 4)
        .map(({ error }) => error.message),
    ).toEqual(messages.map((message, id) => `${message}.${near[id]}`));
  });

  it('to a name that does not exist say so, also to one that every object has', async () => {
    const { connect, engine } = inProcessServer({}, ['list_all_puzzel_queues']);
    const { send, until, end } = connect();
    for (const message of handshake) send(message);
    const errors: unknown[] = [];
    const names = ['constructor', '__proto__', 'toString', 'nothing', 'is disabled'];
    for (const [index, name] of names.entries()) {
      for (const method of ['tools/call', 'prompts/get']) {
        const id = `${method} ${index}`;
        send({ jsonrpc: '2.0', id, method, params: { name, arguments: {} } });
        errors.push((await until((message) => message.id === id)).error);
      }
    }
    expect(errors).toEqual(
      names.flatMap((name) =>
        ['Tool', 'Prompt'].map((kind) => ({ code: -32602, message: `${kind} ${name} not found.` })),
      ),
    );
    end();
    await engine.close(AbortSignal.timeout(500));
  });
});
