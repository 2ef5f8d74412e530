import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { nestedMessage, protocolLine } from './protocol-lines.js';
import { fuzzTimeMs, runs } from './runs.js';

let running: RawProcess | undefined;
afterEach(() => {
  running?.child.kill('SIGKILL');
});

function start(): RawProcess {
  const started = spawnRaw({}, ['--demo', '--log-level', 'error']);
  running = started;
  for (const message of handshake) started.send(message);
  return started;
}

/** Every line of standard output is one JSON-RPC message of the server. */
function checkLines(lines: string[]): void {
  for (const line of lines) {
    const message = JSON.parse(line) as Record<string, unknown>;
    expect(message).toMatchObject({ jsonrpc: '2.0' });
    expect('result' in message || 'error' in message || 'method' in message, line).toBe(true);
  }
}

describe('whatever the input', () => {
  it(
    'the server goes on, writes nothing but messages, and answers the next call',
    async () => {
      const process = start();
      let id = 1_000_000;
      let checked = 0;
      const property = fc.asyncProperty(fc.array(protocolLine, { minLength: 1, maxLength: 30 }), async (lines) => {
        for (const line of lines) process.child.stdin.write(Buffer.concat([line, Buffer.from('\n')]));
        id += 1;
        process.send(toolCall(id, 'list_all_puzzel_queues', { limit: 1 }));
        const answer = await Promise.race([process.answer(id), process.exit]);
        expect(answer).toMatchObject({ result: { structuredContent: { result: [{}] } } });
        checkLines(process.lines.slice(checked));
        checked = process.lines.length;
        // Every wait searches all lines that are kept.
        process.lines.length = checked = 0;
      });
      await fc.assert(property, { ...runs(60), endOnFailure: true });
      expect(process.stderr()).not.toMatch(/unexpected|\.js:\d+/);
      process.child.stdin.end();
      expect((await process.exit).code).toBe(0);
    },
    fuzzTimeMs,
  );

  it('broken UTF-8 inside a text is replaced', async () => {
    const process = start();
    const line = Buffer.from(JSON.stringify(toolCall(5, 'list_all_puzzel_missed_calls', { queue_id: 'XX' })));
    line.fill(0xff, line.indexOf('XX'), line.indexOf('XX') + 2);
    process.child.stdin.write(Buffer.concat([line, Buffer.from('\n')]));
    expect((await process.answer(5)).result?.structuredContent).toMatchObject({ error: { kind: 'invalid_input' } });
  });

  it('a message that arrives byte by byte is one message', async () => {
    const process = start();
    for (const byte of Buffer.from(`${JSON.stringify(toolCall(5, 'list_all_puzzel_queues', { fields: ['é'] }))}\n`)) {
      process.child.stdin.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await process.answer(5)).result?.structuredContent).toMatchObject({ error: { kind: 'invalid_input' } });
  });

  it('arguments nested too deep are refused, and the server goes on', async () => {
    const process = start();
    const depths = [100, 1_000, 100_000];
    for (const [index, depth] of depths.entries()) {
      process.child.stdin.write(Buffer.concat([nestedMessage(depth, 50 + index), Buffer.from('\n')]));
      process.send(toolCall(60 + index, 'list_all_puzzel_queues'));
      expect((await process.answer(60 + index)).result?.structuredContent, String(depth)).toHaveProperty('result');
      const refused = process.lines.map((line) => JSON.parse(line)).find(({ id }) => id === 50 + index);
      if (depth < 5_000)
        expect(refused.result.structuredContent, String(depth)).toMatchObject({ error: { kind: 'invalid_input' } });
    }
    expect(process.stderr()).not.toMatch(/unexpected|\.js:\d+/);
  });

  it('a line of nearly ten megabytes is one message like any other', async () => {
    const process = start();
    process.send(toolCall(5, 'create_a_gladly_task', { body: 'x'.repeat(9_900_000) }));
    expect((await process.answer(5)).result?.isError).toBe(true);
    process.send(toolCall(6, 'list_all_puzzel_queues'));
    expect((await process.answer(6)).result?.structuredContent).toHaveProperty('result');
  });

  it('two calls with one id and a batch do not end the process', async () => {
    const process = start();
    const call = toolCall(5, 'list_all_puzzel_queues');
    process.send(`${JSON.stringify(call)}\n${JSON.stringify(call)}\n${JSON.stringify([call, toolCall(8, 'x')])}\n[]\n`);
    process.send({ jsonrpc: '2.0', method: 'notifications/of-tomorrow', params: { any: 1 } });
    process.send(toolCall(6, 'list_all_puzzel_queues'));
    expect((await process.answer(6)).result?.structuredContent).toHaveProperty('result');
    checkLines(process.lines);
    expect(process.lines.filter((line) => JSON.parse(line).method === undefined).length).toBeLessThanOrEqual(4);
  });
});
