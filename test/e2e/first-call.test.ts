import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { fakeServer, json } from '../support/fake-server.js';
import { handshake, initializeId, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

// The tools are loaded with the first call, which may come long after the start.

const folder = newFolder();
const gladly = closedAfterAll(await fakeServer((_, response) => json(response, [])));
beforeEach(() => {
  gladly.seen.length = 0;
});

/** Starts the program, and waits until it has answered the handshake. */
async function start(env: Record<string, string>): Promise<RawProcess> {
  const server = spawnRaw({
    GLADLY_API_URL: gladly.url,
    GLADLY_EMAIL: 'a@x.example',
    GLADLY_API_TOKEN: 'gladly-token-1234',
    ...env,
  });
  onTestFinished(() => void server.child.kill('SIGKILL'));
  for (const message of handshake) server.send(message);
  await server.answer(initializeId);
  return server;
}

it('settings are read once: a routes file that changes before the first call changes nothing', async () => {
  const routes = join(folder, 'routes.json');
  await writeFile(routes, '{}');
  const { send, answer } = await start({ PUZZEL_MCP_ROUTES: routes });
  await writeFile(routes, '{ this is no JSON');
  send(toolCall(1, 'list_all_gladly_topics'));
  expect((await answer(1)).result?.structuredContent).toMatchObject({ result: [] });
});

it('calls, resources and completions report an expiry that passes before the first call', async () => {
  // Long enough for a busy machine to start the program.
  const expiry = Date.now() + 5_000;
  const { send, answer } = await start({ PUZZEL_MCP_EXPIRES_AT: new Date(expiry).toISOString() });
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, expiry - Date.now() + 50)));
  send(toolCall(1, 'list_all_gladly_topics'));
  const ref = { type: 'ref/prompt', name: 'frustration_to_retention' };
  const params = { ref, argument: { name: 'inbox', value: '' } };
  send({ jsonrpc: '2.0', id: 2, method: 'completion/complete', params });
  send({ jsonrpc: '2.0', id: 3, method: 'resources/read', params: { uri: 'puzzel-mcp://directory' } });
  expect((await answer(1)).result?.structuredContent).toMatchObject({ error: { kind: 'expired' } });
  expect((await answer(2)).error?.message).toMatch(/ended at/);
  expect((await answer(3)).error?.message).toMatch(/ended at/);
  expect(gladly.seen).toEqual([]);
});
