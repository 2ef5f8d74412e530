import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { binary, handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';

let puzzel: FakePuzzel;
let running: RawProcess | undefined;

beforeEach(async () => {
  puzzel = await fakePuzzel();
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await puzzel.close();
});

function start(env: Record<string, string> = puzzel.env, args: string[] = []): RawProcess {
  const started = spawnRaw(env, args);
  running = started;
  for (const message of handshake) started.send(message);
  return started;
}

describe('the end of the process', () => {
  // endings.test.ts has the other causes, with a call under way.
  it('comes with the end of input, after a logout', async () => {
    const process = start();
    process.send(toolCall(1, 'list_all_puzzel_queues'));
    await process.answer(1);
    process.child.stdin.end();
    expect((await process.exit).code).toBe(0);
    expect(puzzel.logouts).toBe(1);
  });

  it('waits for answers that are under way when the input ends', async () => {
    const process = start();
    // The first call loads the tools and logs in, which on a busy machine takes longer than the program waits at the end.
    process.send(toolCall(1, 'list_all_puzzel_queues'));
    await process.answer(1);
    puzzel.api = (_path, _request, response) => {
      process.child.stdin.end();
      setTimeout(() => json(response, { result: [{ id: 5 }], code: 0 }), 200);
    };
    process.send(toolCall(2, 'list_all_puzzel_queues'));
    await process.exit;
    expect(JSON.parse(process.lines.at(-1) ?? '{}')).toMatchObject({
      id: 2,
      result: { structuredContent: { result: [{ id: 5 }] } },
    });
  });

  it('comes when standard output is closed', async () => {
    const process = start();
    await process.answer(0);
    process.child.stdout.destroy();
    process.send(toolCall(1, 'list_all_puzzel_queues'));
    await process.exit;
  });

  it('sends no logout when no tool was called', async () => {
    const process = start();
    process.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    await process.answer(1);
    process.child.stdin.end();
    await process.exit;
    expect(puzzel.seen).toEqual([]);
  });
});

it('a first call that ends before the tools have loaded ends nothing else', async () => {
  const gladly = { GLADLY_API_URL: puzzel.url, GLADLY_EMAIL: 'api@example.com', GLADLY_API_TOKEN: 'correct-horse' };
  const started = start({ ...gladly, PUZZEL_MCP_TIMEOUT_MS: '1' });
  started.send(toolCall(1, 'list_all_gladly_agents'));
  started.send(toolCall(2, 'list_all_gladly_agents'));
  started.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
  const { result } = await started.answer(1);
  expect(result?.structuredContent).toMatchObject({ error: { kind: 'timeout' } });
  started.send({ jsonrpc: '2.0', id: 3, method: 'ping' });
  await started.answer(3);
  started.child.stdin.end();
  expect(await started.exit).toMatchObject({ code: 0 });
  expect(started.stderr()).not.toContain('unexpected');
});

it('a program that was updated in place says so in the usual form, and goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-updated-'));
  const filter = (file: string) => !file.endsWith('.map');
  for (const part of ['bin', 'dist'])
    cpSync(join(dirname(binary), '..', part), join(folder, part), { recursive: true, filter });
  const dist = join(folder, 'dist');
  for (const name of readdirSync(dist)) if (/^engine-/.test(name)) rmSync(join(dist, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const process = spawnRaw(
    { PUZZEL_MCP_AUDIT_LOG: join(folder, 'audit.jsonl') },
    ['--demo'],
    [join(folder, 'bin/puzzel-mcp.js')],
  );
  running = process;
  for (const message of handshake) process.send(message);
  process.send(toolCall(1, 'no_such_tool'));
  expect((await process.answer(1)).error?.message).toContain('not found');
  process.send(toolCall(2, 'list_all_puzzel_queues'));
  const error = {
    kind: 'not_configured',
    message: expect.stringContaining('updated'),
    hint: expect.stringContaining('restart'),
  };
  expect((await process.answer(2)).result).toMatchObject({ isError: true, structuredContent: { error } });
  process.send({ jsonrpc: '2.0', id: 3, method: 'resources/read', params: { uri: 'puzzel-mcp://directory' } });
  expect((await process.answer(3)).error?.message).toContain('updated');
  process.child.stdin.end();
  expect((await process.exit).code).toBe(0);
  rmSync(folder, { recursive: true });
});

it('a call does not load the undici that is built into Node, which takes 70 ms', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-modules-'));
  try {
    const list = join(folder, 'modules.txt');
    const hook = `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n')))`;
    writeFileSync(join(folder, 'hook.cjs'), hook);
    const process = start({ ...puzzel.env, NODE_OPTIONS: `--require ${JSON.stringify(join(folder, 'hook.cjs'))}` });
    process.send(toolCall(1, 'list_all_puzzel_queues'));
    await process.answer(1);
    process.child.stdin.end();
    await process.exit;
    const modules = readFileSync(list, 'utf8').split('\n');
    expect(modules).toContain('NativeModule http2');
    expect(modules).not.toContain('NativeModule internal/deps/undici/undici');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('standard output', () => {
  it('carries protocol messages only, whatever comes in', async () => {
    const process = start(puzzel.env, ['--log-level', 'debug']);
    puzzel.api = (_path, _request, response) => void response.writeHead(500).end('\u0000\u001b[31mboom\n\n');
    process.send('this is no JSON\n');
    process.send('{"jsonrpc":"2.0","id":9,"method":\n');
    process.send('\n\n');
    process.send({ jsonrpc: '2.0', method: 'notifications/unheard-of' });
    process.send(toolCall(1, 'list_all_puzzel_queues'));
    process.send(toolCall(2, 'no_such_tool'));
    process.send({ jsonrpc: '2.0', id: 3, method: 'no/such/method' });
    process.send(toolCall(4, 'list_all_puzzel_missed_calls', { queue_id: { $ne: 1 } }));
    const answers = await Promise.all([1, 2, 3, 4].map((id) => process.answer(id)));
    expect(answers[0]?.result?.isError).toBe(true);
    expect(answers[1]?.error?.code).toBe(-32602);
    expect(answers[2]?.error?.code).toBe(-32601);
    expect(answers[3]?.result?.structuredContent).toMatchObject({ error: { kind: 'invalid_input' } });
    for (const line of process.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(process.stderr()).toContain('list_all_puzzel_queues: upstream');
  });

  it('carries the answer to a call after a line over the size limit, which is refused with a log message', async () => {
    const process = start();
    await process.answer(0);
    process.send(`"${'x'.repeat(11 * 1024 * 1024)}"\n`);
    process.send(toolCall(1, 'server_status'));
    expect((await process.answer(1)).result?.isError).toBeUndefined();
    expect(process.stderr()).toMatch(/a message of 115\d+ bytes was refused/);
  });
});

describe('cancellation', () => {
  it('closes the socket to the vendor', async () => {
    let closed: Promise<void> | undefined;
    puzzel.api = (_path, _request, response) => {
      closed = new Promise((resolve) => response.on('close', resolve));
    };
    const process = start();
    process.send(toolCall(1, 'list_all_puzzel_queues'));
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 10));
    process.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await closed;
    // This limit is shorter than that of the call, which would close the socket as well.
  }, 25_000);
});
