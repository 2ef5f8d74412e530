import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformWithOxc } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import { newFolder } from '../support/set-up.js';

const folder = newFolder();

/** A program that reads an answer only after the server has ended or broken the connection. */
const child = `
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import undici from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('undici')).href)};
import { guardAgainst5360 } from './guard.mjs';
const [mode, head, end] = process.argv.slice(2);
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', async () => {
    socket.write('HTTP/1.1 200 OK\\r\\n' + head + '\\r\\n\\r\\n');
    await sleep(20);
    socket.write(Buffer.alloc(20_000));
    await sleep(20);
    socket[end]();
  });
}).listen(0, '127.0.0.1', async () => {
  const connect = undici.buildConnector({});
  const guarded = (target, done) =>
    connect(target, (error, socket) => done(error, error ? null : guardAgainst5360(socket)));
  const agent = new undici.Agent({ connect: mode === 'guarded' ? guarded : connect });
  const origin = 'http://127.0.0.1:' + server.address().port;
  const { body } = await agent.request({ origin, path: '/', method: 'GET', highWaterMark: 1000 });
  await sleep(100);
  let bytes = 0;
  const read = async () => {
    for await (const chunk of body) bytes += chunk.length;
    return bytes;
  };
  process.stdout.write(String(await read().catch((error) => error.code)), () => process.exit(0));
});
`;

beforeAll(async () => {
  const source = fileURLToPath(new URL('../../src/http/undici-5360.ts', import.meta.url));
  const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source);
  writeFileSync(join(folder, 'guard.mjs'), code);
  writeFileSync(join(folder, 'child.mjs'), child);
});

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function run(...options: [mode: 'guarded' | 'bare', head: string, end: 'end' | 'resetAndDestroy']): Promise<Run> {
  const process_ = spawn(process.execPath, [join(folder, 'child.mjs'), ...options]);
  let [stdout, stderr] = ['', ''];
  process_.stdout.on('data', (text) => {
    stdout += text;
  });
  process_.stderr.on('data', (text) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => process_.on('close', resolve));
  return { code, stdout, stderr };
}

const closes = 'Connection: close';
const ways = [
  ['a body as long as its connection', closes, 'end', '20000'],
  ['a body of a known length', 'Content-Length: 20000', 'end', '20000'],
  ['a body of a known length that says that the connection ends', `${closes}\r\nContent-Length: 20000`, 'end', '20000'],
  [
    'a body that is shorter than announced',
    `${closes}\r\nContent-Length: 20001`,
    'end',
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  ],
  ['a body as long as its connection that breaks', closes, 'resetAndDestroy', 'ECONNRESET'],
] as const;

it.each(ways)('%s that is read after the connection ended is complete or fails', async (_, head, end, result) => {
  expect(await run('guarded', head, end)).toMatchObject({ code: 0, stdout: result });
});

it.each(['end', 'resetAndDestroy'] as const)('without the guard the process ends: %s', async (end) => {
  const bare = await run('bare', closes, end);
  expect(bare.code).not.toBe(0);
  expect(bare.stderr).toMatch(/AssertionError[\s\S]*client-h1/);
});
