import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fakeServer } from '../support/fake-server.js';
import { recordingRuntime } from '../support/recording-runtime.js';
import { handshake, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterAll, emptiedFolder } from '../support/set-up.js';
import { toolNamed } from '../support/tool-named.js';

interface AuditEntry {
  tool: string;
  outcome: string;
  arguments: Record<string, unknown>;
}

const auditPath = join(emptiedFolder(), 'audit.jsonl');
const gladly = closedAfterAll(await fakeServer());

const auditLines = async (): Promise<string[]> => (await readFile(auditPath, 'utf8')).trim().split('\n');
const auditEntries = async (): Promise<AuditEntry[]> =>
  (await auditLines()).map((line) => JSON.parse(line) as AuditEntry);

it('1,200 refused calls at once leave 1,200 lines', { timeout: 60_000 }, async () => {
  const { call, takeRequests, close } = await recordingRuntime({ PUZZEL_MCP_AUDIT_LOG: auditPath });
  const tool = toolNamed('update_a_gladly_customer_by_id');
  await Promise.all(Array.from({ length: 1_200 }, (_, index) => call(tool, { id: `c${index}`, unheardOf: 1 })));
  await close();
  expect(takeRequests()).toEqual([]);
  const ids = (await auditEntries()).map((line) => line.arguments.id);
  expect(new Set(ids).size).toBe(1_200);
  expect(ids).toHaveLength(1_200);
});

it('no call leaves a line of more than 4 KB, whatever its arguments', { timeout: 60_000 }, async () => {
  const { call, close } = await recordingRuntime({ PUZZEL_MCP_AUDIT_LOG: auditPath });
  const many = Array.from({ length: 6_000 }, (_, index) => `n${index}`);
  const longArguments: unknown[] = [
    ...[Object.fromEntries(many.map((name) => [name, 1])), { ids: many }, { id: many }, { ['x'.repeat(30_000)]: 1 }],
    ...[{ id: '\u0001'.repeat(190), userId: '😀'.repeat(100) }, { topicIds: many.map(Number) }, 'x'.repeat(20_000)],
    ...[many, { a: { b: { c: Object.fromEntries(many.map((name) => [name, many.slice(0, 3)])) } } }],
    Object.fromEntries(many.slice(0, 200).map((name) => [`${name}${'😀'.repeat(31)}`, `id-${'9'.repeat(190)}`])),
  ];
  const tools = ['list_all_gladly_topics', 'create_a_gladly_conversation_topic'].map(toolNamed);
  for (const args of longArguments) for (const tool of tools) await call(tool, args);
  await close();
  const lines = await auditLines();
  expect(lines).toHaveLength(longArguments.length * tools.length);
  expect(lines.map((line) => Buffer.byteLength(line)).filter((bytes) => bytes > 4_096)).toEqual([]);
});

it('a killed process leaves a line for every write that the vendor received', { timeout: 60_000 }, async () => {
  const { child, send, exit } = spawnRaw({
    GLADLY_API_URL: gladly.url,
    GLADLY_EMAIL: 'a@x.example',
    GLADLY_API_TOKEN: 'gladly-token-1234',
    PUZZEL_MCP_AUDIT_LOG: auditPath,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for (const message of handshake) send(message);
  const killed = new Promise<void>((resolve) => {
    gladly.answer((_, response) => {
      const count = gladly.seen.length;
      // Every third write is still under way when the process is killed.
      if (count % 3 > 0) response.writeHead(204).end();
      if (count === 40) {
        child.kill('SIGKILL');
        resolve();
      }
    });
  });
  for (let id = 1; id <= 300; id += 1) send(toolCall(id, 'delete_a_gladly_customer_by_id', { id: `cus-${id}` }));
  await killed;
  await exit;
  const received = gladly.seen.map(({ target }) => /cus-\d+/.exec(target)?.[0]);
  const started = new Set(
    (await auditEntries()).filter(({ outcome }) => outcome === 'started').map((line) => line.arguments.id),
  );
  expect(received.length).toBeGreaterThanOrEqual(40);
  expect(received.filter((id) => !started.has(id))).toEqual([]);
});
