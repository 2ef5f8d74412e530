import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { handshake, programFile, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterTest, emptiedFolder } from '../support/set-up.js';

const folder = emptiedFolder();
let puzzel: FakePuzzel;
beforeEach(async () => {
  puzzel = closedAfterTest(await fakePuzzel());
});

function start(env = puzzel.env, ...more: [args?: string[], nodeArguments?: string[]]): RawProcess {
  const server = spawnRaw(env, ...more);
  onTestFinished(() => void server.child.kill('SIGKILL'));
  for (const message of handshake) server.send(message);
  return server;
}

it('the end of the process waits for answers that are under way', async () => {
  const server = start();
  // The first call loads the tools and logs in, which on a busy machine takes longer than the program waits at the end.
  server.send(toolCall(1, 'list_all_puzzel_queues'));
  await server.answer(1);
  puzzel.api = (_path, _request, response) => {
    server.child.stdin.end();
    setTimeout(() => json(response, { result: [{ id: 5 }], code: 0 }), 200);
  };
  server.send(toolCall(2, 'list_all_puzzel_queues'));
  await server.exit;
  expect(JSON.parse(server.lines.at(-1) ?? '{}')).toMatchObject({
    id: 2,
    result: { structuredContent: { result: [{ id: 5 }] } },
  });
});

it('calls that end before the tools have loaded leave the server running', async () => {
  const gladly = { GLADLY_API_URL: puzzel.url, GLADLY_EMAIL: 'api@example.com', GLADLY_API_TOKEN: 'correct-horse' };
  const server = start({ ...gladly, PUZZEL_MCP_TIMEOUT_MS: '1' });
  server.send(toolCall(1, 'list_all_gladly_agents'));
  server.send(toolCall(2, 'list_all_gladly_agents'));
  server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
  const { result } = await server.answer(1);
  expect(result?.structuredContent).toMatchObject({ error: { kind: 'timeout' } });
  server.send({ jsonrpc: '2.0', id: 3, method: 'ping' });
  await server.answer(3);
  server.child.stdin.end();
  expect(await server.exit).toMatchObject({ code: 0 });
  expect(server.stderr()).not.toContain('unexpected');
});

it('a program that was updated in place answers calls with an error that says so, and goes on', async () => {
  const filter = (file: string) => !file.endsWith('.map');
  for (const part of ['bin', 'dist'])
    cpSync(join(dirname(programFile), '..', part), join(folder, part), { recursive: true, filter });
  // In another version the files that the first call loads have other names.
  const dist = join(folder, 'dist');
  for (const name of readdirSync(dist)) if (/^engine-/.test(name)) rmSync(join(dist, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const program = [join(folder, 'bin/puzzel-mcp.js')];
  // With an audit log the refusal of an unknown tool loads these files as well, in order to record it.
  const server = start({ PUZZEL_MCP_AUDIT_LOG: join(folder, 'audit.jsonl') }, ['--demo'], program);
  server.send(toolCall(1, 'no_such_tool'));
  expect((await server.answer(1)).error?.message).toContain('not found');
  server.send(toolCall(2, 'list_all_puzzel_queues'));
  const error = {
    kind: 'not_configured',
    message: expect.stringContaining('updated'),
    hint: expect.stringContaining('restart'),
  };
  expect((await server.answer(2)).result).toMatchObject({ isError: true, structuredContent: { error } });
  server.send({ jsonrpc: '2.0', id: 3, method: 'resources/read', params: { uri: 'puzzel-mcp://directory' } });
  expect((await server.answer(3)).error?.message).toContain('updated');
  server.child.stdin.end();
  expect((await server.exit).code).toBe(0);
});

it('a call does not load the undici that is built into Node, which takes 70 ms', async () => {
  const [hook, list] = [join(folder, 'hook.cjs'), join(folder, 'modules.txt')];
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n')))`,
  );
  const server = start({ ...puzzel.env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}` });
  server.send(toolCall(1, 'list_all_puzzel_queues'));
  await server.answer(1);
  server.child.stdin.end();
  await server.exit;
  const modules = readFileSync(list, 'utf8').split('\n');
  // The undici of this program has loaded it.
  expect(modules).toContain('NativeModule http2');
  expect(modules).not.toContain('NativeModule internal/deps/undici/undici');
});

describe('standard output', () => {
  it('carries protocol messages only, whatever comes in', async () => {
    const server = start(puzzel.env, ['--log-level', 'debug']);
    puzzel.api = (_path, _request, response) => void response.writeHead(500).end('\u0000\u001b[31mboom\n\n');
    server.send('this is no JSON\n');
    server.send('{"jsonrpc":"2.0","id":9,"method":\n');
    server.send('\n\n');
    server.send({ jsonrpc: '2.0', method: 'notifications/unheard-of' });
    server.send(toolCall(1, 'list_all_puzzel_queues'));
    server.send(toolCall(2, 'no_such_tool'));
    server.send({ jsonrpc: '2.0', id: 3, method: 'no/such/method' });
    server.send(toolCall(4, 'list_all_puzzel_missed_calls', { queue_id: { $ne: 1 } }));
    server.send(toolCall(5, 'server_status'));
    const answers = await Promise.all([1, 2, 3, 4, 5].map((id) => server.answer(id)));
    expect(answers[0]?.result?.isError).toBe(true);
    expect(answers[1]?.error?.code).toBe(-32602);
    expect(answers[2]?.error?.code).toBe(-32601);
    expect(answers[3]?.result?.structuredContent).toMatchObject({ error: { kind: 'invalid_input' } });
    for (const line of server.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(server.stderr()).toContain('list_all_puzzel_queues: upstream');
    expect(server.stderr()).toContain('server_status: ok in');
  });

  it('carries the answer to a call after a line over the size limit, which is refused with a log message', async () => {
    const server = start();
    server.send(`"${'x'.repeat(11 * 1024 * 1024)}"\n`);
    server.send(toolCall(1, 'server_status'));
    expect((await server.answer(1)).result?.isError).toBeUndefined();
    expect(server.stderr()).toMatch(/a message of 115\d+ bytes was refused/);
  });
});
