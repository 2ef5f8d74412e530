import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeServer, fakeServer, json } from '../support/fake-server.js';
import { recordingRuntime } from '../support/recording-runtime.js';
import { handshake, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { toolNamed } from '../support/tool-named.js';

interface Line {
  tool: string;
  outcome: string;
  arguments: Record<string, unknown>;
}

let folder: string;
let path: string;
let gladly: FakeServer;
let process: RawProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-trail-'));
  path = join(folder, 'audit.jsonl');
  gladly = await fakeServer();
});
afterEach(async () => {
  process?.child.kill('SIGKILL');
  process = undefined;
  await gladly.close();
  await rm(folder, { recursive: true, force: true });
});

const linesIn = async (): Promise<string[]> => (await readFile(path, 'utf8')).trim().split('\n');
const entries = async (): Promise<Line[]> => (await linesIn()).map((line) => JSON.parse(line) as Line);

function start(env: Record<string, string> = {}): RawProcess {
  process = spawnRaw({
    GLADLY_API_URL: gladly.url,
    GLADLY_EMAIL: 'a@x.example',
    GLADLY_API_TOKEN: 'gladly-token-1234',
    PUZZEL_MCP_AUDIT_LOG: path,
    ...env,
  });
  for (const message of handshake) process.send(message);
  return process;
}

it('1,200 refused calls at once leave 1,200 lines', { timeout: 60_000 }, async () => {
  const { call, takeRequests, close } = await recordingRuntime({ PUZZEL_MCP_AUDIT_LOG: path });
  const tool = toolNamed('update_a_gladly_customer_by_id');
  await Promise.all(Array.from({ length: 1_200 }, (_, index) => call(tool, { id: `c${index}`, unheardOf: 1 })));
  await close();
  expect(takeRequests()).toEqual([]);
  const ids = (await entries()).map((line) => line.arguments.id);
  expect(new Set(ids).size).toBe(1_200);
  expect(ids).toHaveLength(1_200);
});

it('no call leaves a line of more than 4 KB, whatever its arguments', { timeout: 60_000 }, async () => {
  const { call, close } = await recordingRuntime({ PUZZEL_MCP_AUDIT_LOG: path });
  const many = Array.from({ length: 6_000 }, (_, index) => `n${index}`);
  const given: unknown[] = [
    ...[Object.fromEntries(many.map((name) => [name, 1])), { ids: many }, { id: many }, { ['x'.repeat(30_000)]: 1 }],
    ...[{ id: '\u0001'.repeat(190), userId: '😀'.repeat(100) }, { topicIds: many.map(Number) }, 'x'.repeat(20_000)],
    ...[many, { a: { b: { c: Object.fromEntries(many.map((name) => [name, many.slice(0, 3)])) } } }],
    Object.fromEntries(many.slice(0, 200).map((name) => [`${name}${'😀'.repeat(31)}`, `id-${'9'.repeat(190)}`])),
  ];
  const tools = ['list_all_gladly_topics', 'create_a_gladly_conversation_topic'].map(toolNamed);
  for (const args of given) for (const tool of tools) await call(tool, args);
  await close();
  const lines = await linesIn();
  expect(lines).toHaveLength(given.length * tools.length);
  expect(lines.map((line) => Buffer.byteLength(line)).filter((bytes) => bytes > 4_096)).toEqual([]);
});

it('a killed process leaves a line for every write that the vendor received', { timeout: 60_000 }, async () => {
  const { child, send } = start();
  const enough = new Promise<void>((resolve) => {
    gladly.answer((_, response) => {
      const count = gladly.seen.length;
      if (count % 3 > 0) response.writeHead(204).end();
      if (count === 40) {
        child.kill('SIGKILL');
        resolve();
      }
    });
  });
  for (let id = 1; id <= 300; id += 1) send(toolCall(id, 'delete_a_gladly_customer_by_id', { id: `cus-${id}` }));
  await enough;
  await process?.exit;
  const written = gladly.seen.map(({ target }) => /cus-\d+/.exec(target)?.[0]);
  const started = new Set(
    (await entries()).filter(({ outcome }) => outcome === 'started').map((line) => line.arguments.id),
  );
  expect(written.length).toBeGreaterThanOrEqual(40);
  expect(written.filter((id) => !started.has(id))).toEqual([]);
});

it('settings are read once: a routes file that changes before the first call changes nothing', async () => {
  const routes = join(folder, 'routes.json');
  await writeFile(routes, '{}');
  const { send, answer } = start({ PUZZEL_MCP_ROUTES: routes });
  gladly.answer((_, response) => json(response, []));
  await answer(0);
  await writeFile(routes, '{ this is no JSON');
  send(toolCall(1, 'list_all_gladly_topics'));
  expect((await answer(1)).result?.structuredContent).toMatchObject({ result: [] });
});

it('calls, resources and completions report an expiry that passes before the first call', async () => {
  const expiry = Date.now() + 5_000;
  const { send, answer } = start({ PUZZEL_MCP_EXPIRES_AT: new Date(expiry).toISOString() });
  await answer(0);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, expiry - Date.now() + 50)));
  send(toolCall(1, 'list_all_gladly_topics'));
  const ref = { type: 'ref/prompt', name: 'frustration_to_retention' };
  const params = { ref, argument: { name: 'inbox', value: '' } };
  send({ jsonrpc: '2.0', id: 2, method: 'completion/complete', params });
  send({ jsonrpc: '2.0', id: 3, method: 'resources/read', params: { uri: 'puzzel-mcp://directory' } });
  expect((await answer(1)).result?.structuredContent).toMatchObject({ error: { kind: 'expired' } });
  expect(JSON.stringify([await answer(2), await answer(3)])).toMatch(/expired|ended at|"values":\[\]/);
  expect((await answer(3)).error?.message).toMatch(/ended at/);
  expect(gladly.seen).toEqual([]);
});
