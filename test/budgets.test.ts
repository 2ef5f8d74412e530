import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FakePuzzel, fakePuzzel } from './support/fake-puzzel.js';
import { handshake, type RawProcess, spawnRaw, toolCall } from './support/server-process.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const watcher = pathToFileURL(join(root, 'test/support/watch-start.mjs')).href;

/** What a start may read of its own code, in bytes. 47,000 when this was written. */
const mostCode = 64_000;

const metafile = z.object({ outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.unknown()) })) });
const outputs = Object.assign(
  {},
  ...['metafile-cjs.json', 'metafile-esm.json'].map(
    (name) => metafile.parse(JSON.parse(readFileSync(join(root, 'dist', name), 'utf8'))).outputs,
  ),
) as z.infer<typeof metafile>['outputs'];

/** The sources that were bundled into a file of dist. */
const sourcesOf = (file: string) => Object.keys(outputs[file]?.inputs ?? {});

let vendor: FakePuzzel;
let folder: string;
let program: RawProcess;

beforeEach(async () => {
  vendor = await fakePuzzel();
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-budgets-'));
  program = spawnRaw({
    ...vendor.env,
    GLADLY_API_URL: vendor.url,
    GLADLY_EMAIL: 'a@example.com',
    GLADLY_API_TOKEN: 'battery-horse-correct',
    WATCH_START: join(folder, 'seen.ndjson'),
    NODE_OPTIONS: `--import ${watcher}`,
  });
  for (const message of handshake) program.send(message);
  await program.answer(0);
});
afterEach(async () => {
  program.child.stdin.end();
  await program.exit;
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the program did so far: own files by their place below the root. */
async function seen(): Promise<{ connections: string[]; modules: string[]; files: string[] }> {
  const note = z.object({ kind: z.enum(['connection', 'module', 'file']), what: z.string() });
  const lines = (await readFile(join(folder, 'seen.ndjson'), 'utf8')).trim().split('\n');
  const notes = lines.map((line) => note.parse(JSON.parse(line)));
  const of = (kind: string) => notes.filter((each) => each.kind === kind).map(({ what }) => what);
  const place = (url: string) => relative(root, url.startsWith('file:') ? fileURLToPath(url) : url);
  // CommonJS is read like any other file.
  const isCode = (file: string) => /\.c?js$/.test(file);
  const files = of('file').map(place);
  return {
    connections: of('connection'),
    modules: [...of('module').map(place), ...files.filter(isCode)],
    files: files.filter((file) => !isCode(file)),
  };
}

/** The sources of libraries that were loaded from dist so far. */
const loaded = async () => (await seen()).modules.flatMap(sourcesOf).filter(isLibrary).join();

const sdk = '/@modelcontextprotocol/server/';

async function listEverything(): Promise<void> {
  for (const [id, method] of [
    [1, 'tools/list'],
    [2, 'prompts/list'],
    [3, 'resources/list'],
    [4, 'resources/templates/list'],
    [5, 'ping'],
  ] as const) {
    program.send({ jsonrpc: '2.0', id, method });
    expect((await program.answer(id)).result).toBeDefined();
  }
}

const isLibrary = (source: string) => source.includes('node_modules/');

/** Libraries of a few lines, or that the settings are read with. */
const small = /node_modules\/(dotenv|fastest-levenshtein|tsup)\//;

describe('a start, up to the lists that every client asks for', () => {
  it('opens no connection', async () => {
    await listEverything();
    expect((await seen()).connections).toEqual([]);
    expect(vendor.seen).toEqual([]);
    expect(await vendor.sockets()).toBe(0);
  });

  it('reads the lists that the build wrote, and no other file', async () => {
    await listEverything();
    const { files } = await seen();
    expect(new Set(files.filter((file) => file !== '.env'))).toEqual(
      new Set(['dist/listing.ndjson', 'dist/outlines.json']),
    );
  });

  it('loads neither a tool nor a library, and little code in all', async () => {
    await listEverything();
    const { modules } = await seen();
    const chunks = modules.filter((file) => file.startsWith('dist/'));
    expect(chunks).toEqual(['dist/cli.cjs']);
    expect(modules.filter((file) => !file.startsWith('dist/') && file !== 'bin/puzzel-mcp.js')).toEqual([]);
    const sources = chunks.flatMap(sourcesOf);
    expect(sources).toContain('src/server/front-desk.ts');
    expect(sources.filter(isLibrary).filter((source) => !small.test(source))).toEqual([]);
    expect(
      sources.filter((source) => /^src\/(tools\/(puzzel|gladly|chat)|demo|puzzel|gladly|chat)\//.test(source)),
    ).toEqual([]);
    const sizes = await Promise.all(chunks.map(async (file) => (await stat(join(root, file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostCode);
  });

  it('leaves all that to the first call', async () => {
    program.send(toolCall(1, 'list_all_puzzel_queues'));
    expect((await program.answer(1)).result?.isError).toBeFalsy();
    program.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    // Long enough for it to be loaded, if it were.
    await sleep(500);
    expect((await seen()).connections).not.toEqual([]);
    const libraries = await loaded();
    for (const name of ['undici', 'zod']) expect(libraries).toContain(`/${name}/`);
    expect(libraries).not.toContain(sdk);
  });

  it('and the SDK to the first message that needs the whole protocol', async () => {
    program.send({ jsonrpc: '2.0', id: 1, method: 'completion/complete', params: {} });
    expect((await program.answer(1)).error).toBeDefined();
    expect(await loaded()).toContain(sdk);
  });
});
