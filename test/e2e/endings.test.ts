import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { limits } from '../../src/limits.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { isGone } from '../support/process-table.js';
import { cleanEnv, handshake, programFile, type RawProcess, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterTest, newFolder } from '../support/set-up.js';

const hostScript = fileURLToPath(new URL('../support/parent.mjs', import.meta.url));

const folder = newFolder();
/** A Puzzel that answers logins and logouts, but no call. A process that waits for the end of a call outlasts its test. */
async function hangingPuzzel(): Promise<FakePuzzel> {
  const puzzel = closedAfterTest(await fakePuzzel());
  puzzel.api = () => {};
  puzzel.env.PUZZEL_MCP_TIMEOUT_MS = '600000';
  return puzzel;
}

/** Starts the program, and kills it after the test. */
function start({ env }: Pick<FakePuzzel, 'env'>, args: string[] = []): RawProcess {
  const started = spawnRaw(env, args);
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return started;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the vendor has received a call, which it never answers. */
async function untilCallHangs(puzzel: FakePuzzel): Promise<void> {
  while (!puzzel.seen.some(({ target }) => target.endsWith('/queues'))) await pause(10);
}

async function startWithHangingCall(puzzel: FakePuzzel): Promise<RawProcess> {
  const server = start(puzzel);
  for (const message of handshake) server.send(message);
  server.send(toolCall(1, 'list_all_puzzel_queues'));
  await untilCallHangs(puzzel);
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

it('with a vendor that hangs, every cause ends the process, after a logout', async () => {
  const endings = Object.entries(causes).map(async ([cause, end]) => {
    const puzzel = await hangingPuzzel();
    const server = await startWithHangingCall(puzzel);
    end(server);
    const exit = await server.exit;
    if (cause === 'end of input') expect(await server.answer(1)).toMatchObject({ error: { code: -32000 } });
    return [cause, exit, puzzel.logouts, /unexpected|\.js:\d+/.exec(server.stderr())?.input];
  });
  const expected = Object.keys(causes).map((cause) => [cause, { code: 0, signal: null }, 1, undefined]);
  expect(await Promise.all(endings)).toEqual(expected);
});

// Every cause ends the process in the same way, so that two cases are enough.
it('with a vendor that hangs in the logout as well, the process ends, and says so in the log', async () => {
  const endings = ['end of input', 'all of these at once'].map(async (cause) => {
    const puzzel = await hangingPuzzel();
    const server = await startWithHangingCall(puzzel);
    puzzel.answer(() => {});
    causes[cause]?.(server);
    await server.exit;
    expect(puzzel.seen.at(-1)?.target, cause).toContain('/auth/logout');
    expect(server.stderr(), cause).toContain('logging out of Puzzel failed');
  });
  await Promise.all(endings);
});

it('a doctor that receives a signal leaves no session behind', async () => {
  const endings = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(async (signal) => {
    const puzzel = await hangingPuzzel();
    const doctor = start(puzzel, ['doctor']);
    await untilCallHangs(puzzel);
    doctor.child.kill(signal);
    expect(await doctor.exit, signal).toEqual({ code: 1, signal: null });
    expect(puzzel, signal).toMatchObject({ logins: 1, logouts: 1 });
  });
  await Promise.all(endings);
});

it('a signal during a download leaves neither a part of a file nor a session', async () => {
  const puzzel = await hangingPuzzel();
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
  await expectEnd(start({ env: { ...puzzel.env, PUZZEL_MCP_DOWNLOAD_DIR: folder } }, call), 'SIGHUP', 1);
  expect(puzzel).toMatchObject({ logins: 1, logouts: 1 });
  // Gladly has no session, so nothing but the files delays the end.
  puzzel.answer((_, response) => stream(response));
  const gladly = { GLADLY_API_URL: puzzel.url, GLADLY_EMAIL: 'a@x.example', GLADLY_API_TOKEN: 'gladly-token-1234' };
  const server = start({ env: { ...gladly, PUZZEL_MCP_DOWNLOAD_DIR: folder } });
  for (const message of handshake) server.send(message);
  for (let id = 1; id <= 8; id += 1) server.send(toolCall(id, 'gladly_conversation_recordings_download', { id: 'i' }));
  await expectEnd(server, 'SIGTERM', 8);
});

it('a signal during a login leaves no session behind', async () => {
  const puzzel = await hangingPuzzel();
  puzzel.beforeLogin = () => {
    server.child.kill('SIGTERM');
    return pause(limits.logoutMs + 100);
  };
  const server = start(puzzel);
  for (const message of handshake) server.send(message);
  server.send(toolCall(1, 'list_all_puzzel_queues'));
  await server.exit;
  expect(puzzel).toMatchObject({ logins: 1, logouts: 1 });
});

it('a host that is killed without warning leaves no server behind', async () => {
  const endings = [
    { isIdle: true, flags: [] },
    // A call is under way, and nobody reads the debug messages.
    { isIdle: false, flags: ['--log-level', 'debug'] },
  ].map(async ({ isIdle, flags }) => {
    const puzzel = await hangingPuzzel();
    const host = spawn(process.execPath, [hostScript, programFile, ...flags], { env: cleanEnv(puzzel.env) });
    const [line] = (await once(host.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    onTestFinished(() => {
      if (!isGone(pid)) process.kill(pid, 'SIGKILL');
    });
    for (const message of handshake) host.stdin.write(`${JSON.stringify(message)}\n`);
    await once(host.stdout, 'data');
    if (!isIdle) {
      host.stdin.write(`${JSON.stringify(toolCall(1, 'list_all_puzzel_queues'))}\n`);
      await untilCallHangs(puzzel);
    }
    expect(isGone(pid)).toBe(false);
    host.kill('SIGKILL');
    while (!isGone(pid)) await pause(20);
    expect(puzzel).toMatchObject(isIdle ? { logouts: 0, seen: [] } : { logouts: 1 });
  });
  await Promise.all(endings);
});

it('a log that nobody reads neither ends the server nor prevents an answer', async () => {
  const puzzel = await hangingPuzzel();
  puzzel.api = (_path, _request, response) => json(response, { result: [], code: 0 });
  const server = start(puzzel, ['--log-level', 'debug']);
  server.child.stderr.destroy();
  for (const message of handshake) server.send(message);
  for (const id of [1, 2, 3]) {
    server.send('this is no JSON\n');
    server.send(toolCall(id, 'list_all_puzzel_queues'));
    expect((await server.answer(id)).result?.structuredContent).toHaveProperty('result');
  }
  server.child.stdin.end();
  expect((await server.exit).code).toBe(0);
  expect(puzzel.logouts).toBe(1);
});
