import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-5360-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks a server that ends its connection while nobody reads the answer, then reads it. */
const child = `
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import undici from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('undici')).href)};
import { guardAgainst5360 } from './guard.mjs';
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\n');
    socket.end(Buffer.alloc(20_000));
  });
}).listen(0, '127.0.0.1', async () => {
  const connect = undici.buildConnector({});
  const guarded = (target, done) =>
    connect(target, (error, socket) => done(error, error ? null : guardAgainst5360(socket)));
  const agent = new undici.Agent({ connect: process.argv[2] === 'guarded' ? guarded : connect });
  const origin = 'http://127.0.0.1:' + server.address().port;
  const { body } = await agent.request({ origin, path: '/', method: 'GET', highWaterMark: 1000 });
  await sleep(100);
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  process.stdout.write(String(bytes), () => process.exit(0));
});
`;

beforeAll(() => {
  const source = readFileSync(fileURLToPath(new URL('../../src/http/undici-5360.ts', import.meta.url)), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(join(folder, 'guard.mjs'), outputText);
  writeFileSync(join(folder, 'child.mjs'), child);
});

async function run(mode: 'guarded' | 'bare'): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const process_ = spawn(process.execPath, [join(folder, 'child.mjs'), mode]);
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

it('a connection that ends while nobody reads ends the process without the guard, and does no harm with it', async () => {
  const bare = await run('bare');
  expect(bare.code).not.toBe(0);
  expect(bare.stderr).toMatch(/AssertionError[\s\S]*client-h1/);
  expect(await run('guarded')).toMatchObject({ code: 0, stdout: '20000' });
});
