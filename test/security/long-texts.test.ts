import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** For one function: far above what a slow machine takes for work in proportion, far below what the square of it takes. */
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

/** What one process printed, until it ended or was silent about its next function for too long. */
async function run(names: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [program, ...names], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  let timer = setTimeout(kill, patience);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (!line.startsWith('done ')) continue;
    clearTimeout(timer);
    timer = setTimeout(kill, patience);
  }
  clearTimeout(timer);
  return lines;
}

it('no function over text from outside takes more than time in proportion to it', {
  timeout: 30 * patience,
}, async () => {
  const names = await run([]);
  expect(names.length).toBeGreaterThan(8);
  const unfinished: string[] = [];
  let left = names;
  while (left.length > 0) {
    const lines = await run(left);
    left = left.filter((name) => !lines.includes(`done ${name}`));
    const [stuck, ...rest] = left;
    if (stuck !== undefined) unfinished.push(`${stuck}, at a text of ${lines.at(-1)}`);
    left = rest;
  }
  expect(unfinished).toEqual([]);
});
