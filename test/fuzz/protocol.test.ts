import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { nestedMessage, protocolLine } from './protocol-lines.js';
import { fuzzTimeMs, runs } from './runs.js';

/** One process for all tests, which the last one ends. */
let server: RawProcess;
beforeAll(async () => {
  server = spawnRaw({}, ['--demo', '--log-level', 'error']);
  for (const message of handshake) server.send(message);
  await server.answer('hello');
});
afterAll(() => server.child.kill('SIGKILL'));

/** Every line of standard output is one JSON-RPC message of the server. */
function checkLines(lines: string[]): void {
  for (const line of lines) {
    const message = JSON.parse(line) as Record<string, unknown>;
    expect(message).toMatchObject({ jsonrpc: '2.0' });
    expect('result' in message || 'error' in message || 'method' in message, line).toBe(true);
  }
}

describe('whatever the input', () => {
  it('broken UTF-8 inside a text is replaced', async () => {
    const line = Buffer.from(JSON.stringify(toolCall(5, 'list_all_puzzel_missed_calls', { queue_id: 'XX' })));
    line.fill(0xff, line.indexOf('XX'), line.indexOf('XX') + 2);
    server.child.stdin.write(Buffer.concat([line, Buffer.from('\n')]));
    const { result } = await server.answer(5);
    const message = expect.stringContaining('"\u{fffd}\u{fffd}"');
    expect(result?.structuredContent).toMatchObject({ error: { kind: 'invalid_input', message } });
  });

  it('a message that arrives byte by byte is one message', async () => {
    for (const byte of Buffer.from(`${JSON.stringify(toolCall(7, 'list_all_puzzel_queues', { fields: ['é'] }))}\n`)) {
      server.child.stdin.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await server.answer(7)).result?.structuredContent).toMatchObject({ error: { kind: 'invalid_input' } });
  });

  it('arguments nested too deep are refused, and the server goes on', async () => {
    const depths = [100, 1_000, 100_000];
    for (const [index, depth] of depths.entries()) {
      server.child.stdin.write(Buffer.concat([nestedMessage(depth, 50 + index), Buffer.from('\n')]));
      server.send(toolCall(60 + index, 'list_all_puzzel_queues'));
      expect((await server.answer(60 + index)).result?.structuredContent, String(depth)).toHaveProperty('result');
      const { result } = await server.answer(50 + index);
      expect(result?.structuredContent, String(depth)).toMatchObject({ error: { kind: 'invalid_input' } });
    }
    expect(server.stderr()).not.toMatch(/unexpected|\.js:\d+/);
  });

  it('a line of nearly ten megabytes is one message like any other', async () => {
    server.send(toolCall(10, 'create_a_gladly_task', { body: 'x'.repeat(9_900_000) }));
    expect((await server.answer(10)).result?.isError).toBe(true);
    server.send(toolCall(11, 'list_all_puzzel_queues'));
    expect((await server.answer(11)).result?.structuredContent).toHaveProperty('result');
  });

  it('two calls with one id and a batch do not end the process', async () => {
    server.lines.length = 0;
    const call = toolCall(20, 'list_all_puzzel_queues');
    server.send(`${JSON.stringify(call)}\n${JSON.stringify(call)}\n${JSON.stringify([call, toolCall(22, 'x')])}\n[]\n`);
    server.send({ jsonrpc: '2.0', method: 'notifications/of-tomorrow', params: { any: 1 } });
    server.send(toolCall(21, 'list_all_puzzel_queues'));
    expect((await server.answer(21)).result?.structuredContent).toHaveProperty('result');
    checkLines(server.lines);
    // One answer each to 21 and 22, and at most two with the id that three calls have.
    expect(server.lines.filter((line) => JSON.parse(line).method === undefined).length).toBeLessThanOrEqual(4);
  });

  it(
    'the server goes on, writes nothing but messages, and answers the next call',
    async () => {
      let id = 1_000_000;
      const property = fc.asyncProperty(fc.array(protocolLine, { minLength: 1, maxLength: 30 }), async (lines) => {
        for (const line of lines) server.child.stdin.write(Buffer.concat([line, Buffer.from('\n')]));
        id += 1;
        server.send(toolCall(id, 'list_all_puzzel_queues', { limit: 1 }));
        const answer = await Promise.race([server.answer(id), server.exit]);
        expect(answer).toMatchObject({ result: { structuredContent: { result: [{}] } } });
        // The lines are removed, because `answer` may parse all that are kept.
        checkLines(server.lines.splice(0));
      });
      await fc.assert(property, { ...runs(60), endOnFailure: true });
      expect(server.stderr()).not.toMatch(/unexpected|\.js:\d+/);
      server.child.stdin.end();
      expect((await server.exit).code).toBe(0);
    },
    fuzzTimeMs,
  );
});
