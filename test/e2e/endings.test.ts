import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { limits } from '../../src/limits.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { isGone } from '../support/process-table.js';
import { cleanEnv, handshake, programFile, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterTest, newFolder } from '../support/set-up.js';

const hostScript = fileURLToPath(new URL('../support/parent.mjs', import.meta.url));

const folder = newFolder();
let puzzel: FakePuzzel;
beforeEach(async () => {
  puzzel = closedAfterTest(await fakePuzzel());
  puzzel.api = () => {};
});

/** Starts the program, and kills it after the test. */
function start(env = puzzel.env, args: string[] = []): RawProcess {
  const started = spawnRaw(env, args);
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return started;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the vendor has received a call, which it never answers. */
async function untilCallHangs(): Promise<void> {
  while (!puzzel.seen.some(({ target }) => target.endsWith('/queues'))) await pause(10);
}

async function startWithHangingCall(): Promise<RawProcess> {
  const server = start();
  for (const message of handshake) server.send(message);
  server.send(toolCall(1, 'list_all_puzzel_queues'));
  await untilCallHangs();
  return server;
}

const causes: Record<string, (server: RawProcess) => void> = {
  'end of input': ({ child }) => void child.stdin.end(),
  SIGTERM: ({ child }) => void child.kill('SIGTERM'),
  SIGINT: ({ child }) => void child.kill('SIGINT'),
  SIGHUP: ({ child }) => void child.kill('SIGHUP'),
  'a closed standard output': (server) => {
    server.child.stdout.destroy();
    // Only a write shows that the reader of a pipe is gone.
    server.send({ jsonrpc: '2.0', id: 2, method: 'ping' });
  },
  'all of these at once': ({ child }) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) child.kill(signal);
    child.stdin.destroy();
    child.stdout.destroy();
  },
};

it('the time limits at the end of the process add up to less than two seconds', () => {
  expect(limits.endMs).toBeLessThan(2_000);
  expect(limits.drainMs + limits.logoutMs + limits.flushMs).toBeLessThanOrEqual(limits.endMs);
});

/** In milliseconds, and shorter than the time limit of a call: these tests fail when the process waits for that limit. */
const timeout = 25_000;

describe.each(Object.keys(causes))('with a vendor that hangs, %s', { timeout }, (cause) => {
  it('ends the process, after a logout', async () => {
    const server = await startWithHangingCall();
    causes[cause]?.(server);
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(puzzel.logouts).toBe(1);
    if (cause === 'end of input') expect(await server.answer(1)).toMatchObject({ error: { code: -32000 } });
    expect(server.stderr()).not.toMatch(/unexpected|\.js:\d+/);
  });
});

/** Every cause ends the process in the same way, so that two cases are enough. */
describe.each(['end of input', 'all of these at once'])(
  'with a vendor that hangs in the logout as well, %s',
  { timeout },
  (cause) => {
    it('ends the process, and says so in the log', async () => {
      const server = await startWithHangingCall();
      puzzel.answer(() => {});
      causes[cause]?.(server);
      await server.exit;
      expect(puzzel.seen.at(-1)?.target).toContain('/auth/logout');
      expect(server.stderr()).toContain('logging out of Puzzel failed');
    });
  },
);

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a doctor that receives %s leaves no session behind',
  { timeout },
  async (signal) => {
    const doctor = start(puzzel.env, ['doctor']);
    await untilCallHangs();
    doctor.child.kill(signal);
    expect(await doctor.exit).toEqual({ code: 1, signal: null });
    expect(puzzel).toMatchObject({ logins: 1, logouts: 1 });
  },
);

it('a signal during a download leaves neither a part of a file nor a session', { timeout }, async () => {
  const stream = (response: ServerResponse) =>
    void response.writeHead(200, { 'content-type': 'audio/wav' }).write(Buffer.alloc(100_000));
  puzzel.api = (_path, _request, response) => stream(response);
  const expectEnd = async (server: RawProcess, signal: NodeJS.Signals, partialFiles: number) => {
    while ((await readdir(folder)).length < partialFiles) await pause(10);
    server.child.kill(signal);
    expect((await server.exit).signal).toBe(null);
    expect(await readdir(folder)).toEqual([]);
  };
  const recording = '{"user_id":77,"iq_session_id":"1","index":1}';
  const call = ['call', 'puzzel_archive_recording_files_download', recording, '--json'];
  await expectEnd(start({ ...puzzel.env, PUZZEL_MCP_DOWNLOAD_DIR: folder }, call), 'SIGHUP', 1);
  expect(puzzel).toMatchObject({ logins: 1, logouts: 1 });
  // Gladly has no session, so nothing but the files delays the end.
  puzzel.answer((_, response) => stream(response));
  const gladly = { GLADLY_API_URL: puzzel.url, GLADLY_EMAIL: 'a@x.example', GLADLY_API_TOKEN: 'gladly-token-1234' };
  const server = start({ ...gladly, PUZZEL_MCP_DOWNLOAD_DIR: folder });
  for (const message of handshake) server.send(message);
  for (let id = 1; id <= 8; id += 1) server.send(toolCall(id, 'gladly_conversation_recordings_download', { id: 'i' }));
  await expectEnd(server, 'SIGTERM', 8);
});

it('a signal during a login leaves no session behind', { timeout }, async () => {
  puzzel.beforeLogin = () => {
    server.child.kill('SIGTERM');
    return pause(limits.logoutMs + 100);
  };
  const server = start();
  for (const message of handshake) server.send(message);
  server.send(toolCall(1, 'list_all_puzzel_queues'));
  await server.exit;
  expect(puzzel).toMatchObject({ logins: 1, logouts: 1 });
});

describe('a host that is killed without warning', { timeout }, () => {
  it.each([
    ['idle', []],
    ['with a call under way and debug messages that nobody reads', ['--log-level', 'debug']],
  ] as const)('leaves no server behind (%s)', async (state, flags) => {
    const host = spawn(process.execPath, [hostScript, programFile, ...flags], { env: cleanEnv(puzzel.env) });
    const [line] = (await once(host.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    onTestFinished(() => {
      if (!isGone(pid)) process.kill(pid, 'SIGKILL');
    });
    for (const message of handshake) host.stdin.write(`${JSON.stringify(message)}\n`);
    await once(host.stdout, 'data');
    if (state !== 'idle') {
      host.stdin.write(`${JSON.stringify(toolCall(1, 'list_all_puzzel_queues'))}\n`);
      await untilCallHangs();
    }
    expect(isGone(pid)).toBe(false);
    host.kill('SIGKILL');
    while (!isGone(pid)) await pause(20);
    expect(puzzel.logouts).toBe(state === 'idle' ? 0 : 1);
  });
});

describe('a log that nobody reads', () => {
  it('neither ends the server nor prevents an answer', async () => {
    puzzel.api = (_path, _request, response) => json(response, { result: [], code: 0 });
    const server = start(puzzel.env, ['--log-level', 'debug']);
    server.child.stderr.destroy();
    for (const message of handshake) server.send(message);
    for (const id of [1, 2, 3]) {
      server.send('this is no JSON\n');
      server.send(toolCall(id, 'list_all_puzzel_queues'));
      expect((await server.answer(id)).result?.structuredContent).toHaveProperty('result');
    }
    server.child.stdin.end();
    expect((await server.exit).code).toBe(0);
  });
});
