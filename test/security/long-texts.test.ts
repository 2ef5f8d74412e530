import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import { newFolder } from '../support/set-up.js';

/** Milliseconds for one function: far more than linear time takes on a slow machine, far less than quadratic time takes. */
const limitMs = 15_000;

const folder = newFolder();
const program = join(folder, 'long-texts.mjs');

beforeAll(async () => {
  const output = { entryFileNames: '[name].mjs' };
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'long-texts.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output },
    },
  });
});

/** The lines that one process printed until it ended, or was killed because its next function took too long. */
async function run(names: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [program, ...names], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  let timer = setTimeout(kill, limitMs);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (!line.startsWith('done ')) continue;
    clearTimeout(timer);
    timer = setTimeout(kill, limitMs);
  }
  clearTimeout(timer);
  return lines;
}

it('each function in long-texts.ts takes linear time', { timeout: 30 * limitMs }, async () => {
  // Without names, the program prints those of all its functions.
  const names = await run([]);
  expect(names.length).toBeGreaterThan(20);
  const unfinished: string[] = [];
  let waiting = names;
  while (waiting.length > 0) {
    const lines = await run(waiting);
    const [stuck, ...rest] = waiting.filter((name) => !lines.includes(`done ${name}`));
    if (stuck !== undefined) unfinished.push(`${stuck}, at a text of ${lines.at(-1)}`);
    waiting = rest;
  }
  expect(unfinished).toEqual([]);
});
