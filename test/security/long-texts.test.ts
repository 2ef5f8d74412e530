import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Far above what a slow machine takes for work in proportion to the text, far below what the square of it takes. */
const patience = 15_000;

let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-long-texts-'));
  const entry = { program: join(import.meta.dirname, 'long-texts.ts') };
  await build({ entry, outDir: folder, format: 'cjs', noExternal: [/.*/], config: false, silent: true });
  program = join(folder, 'program.cjs');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { timeout: patience, killSignal: 'SIGKILL' }, (_, stdout) =>
      resolve(stdout.trim()),
    );
  });

it('no function over text from outside takes more than time in proportion to it', {
  timeout: 24 * patience,
}, async () => {
  const names = (await run()).split('\n');
  expect(names.length).toBeGreaterThan(8);
  const unfinished: string[] = [];
  for (const name of names) {
    const last = (await run(name)).split('\n').at(-1);
    if (last !== 'done') unfinished.push(`${name}, at a text of ${last}`);
  }
  expect(unfinished).toEqual([]);
});
