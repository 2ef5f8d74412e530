import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformWithOxc } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import { newFolder } from '../support/set-up.js';

const folder = newFolder();

/** A program that reads each answer only after the server has ended or broken the connection. */
const program = `
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import undici from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('undici')).href)};
import { guardAgainst5360 } from './guard.mjs';
const [mode, answers] = process.argv.slice(2);
const connect = undici.buildConnector({});
const guarded = (target, done) =>
  connect(target, (error, socket) => done(error, error ? null : guardAgainst5360(socket)));
const agent = new undici.Agent({ connect: mode === 'guarded' ? guarded : connect });

async function read(head, end) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', async () => {
      socket.write('HTTP/1.1 200 OK\\r\\n' + head + '\\r\\n\\r\\n');
      await sleep(20);
      socket.write(Buffer.alloc(20_000));
      await sleep(20);
      socket[end]();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = 'http://127.0.0.1:' + server.address().port;
  const { body } = await agent.request({ origin, path: '/', method: 'GET', highWaterMark: 1000 });
  await sleep(100);
  let bytes = 0;
  try {
    for await (const chunk of body) bytes += chunk.length;
    return bytes;
  } catch (error) {
    return error.code;
  }
}

const results = [];
for (const [head, end] of JSON.parse(answers)) results.push(await read(head, end));
process.stdout.write(JSON.stringify(results), () => process.exit(0));
`;

beforeAll(async () => {
  const source = fileURLToPath(new URL('../../src/http/undici-5360.ts', import.meta.url));
  const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source);
  writeFileSync(join(folder, 'guard.mjs'), code);
  writeFileSync(join(folder, 'program.mjs'), program);
});

type Answer = readonly [head: string, end: 'end' | 'resetAndDestroy'];
const run = (mode: 'guarded' | 'bare', answers: Answer[]) =>
  spawnSync(process.execPath, [join(folder, 'program.mjs'), mode, JSON.stringify(answers)], { encoding: 'utf8' });

const connectionClose = 'Connection: close';

it('a body that is read after the connection ended is complete or fails', () => {
  const cases: [body: string, answer: Answer, result: number | string][] = [
    ['as long as its connection', [connectionClose, 'end'], 20_000],
    ['of a known length', ['Content-Length: 20000', 'end'], 20_000],
    ['of a known length, with a connection that ends', [`${connectionClose}\r\nContent-Length: 20000`, 'end'], 20_000],
    [
      'shorter than announced',
      [`${connectionClose}\r\nContent-Length: 20001`, 'end'],
      'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    ],
    ['as long as its connection, which breaks', [connectionClose, 'resetAndDestroy'], 'ECONNRESET'],
  ];
  const { status, stdout, stderr } = run(
    'guarded',
    cases.map(([, answer]) => answer),
  );
  expect([status, stderr]).toEqual([0, '']);
  const results: unknown[] = JSON.parse(stdout);
  expect(cases.map(([body], index) => [body, results[index]])).toEqual(cases.map(([body, , result]) => [body, result]));
});

it.each(['end', 'resetAndDestroy'] as const)('without the guard the process ends: %s', (end) => {
  // On a busy machine one of these connections may end before undici has stopped to read.
  const { status, stderr } = run('bare', Array(8).fill([connectionClose, end]));
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/AssertionError[\s\S]*client-h1/);
});
