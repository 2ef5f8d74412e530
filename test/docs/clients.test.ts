import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { filledIn } from '../../scripts/client-pages.js';
import { clientNames } from '../../src/commands/init/clients.js';
import { binary, cleanEnv } from '../support/server-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/clients');
const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));
const read = (page: string) => readFileSync(join(folder, page), 'utf8');

/** Text for a newcomer, who has no account: what each page has to hold. */
const agents = ['langchain.md', 'ai-sdk.md', 'openai-agents.md', 'own-agent.md'];

describe('the pages of the clients', () => {
  it.each(pages)('%s shows what `init` prints (else run `npm run docs`)', (page) => {
    const wanted = filledIn(read(page));
    if (process.env.UPDATE_DOCS) writeFileSync(join(folder, page), wanted);
    expect(read(page) === wanted, `docs/clients/${page} is out of date`).toBe(true);
  });

  it('are there for every client and agent library, and the index leads to all', () => {
    const wanted = [...clientNames.map((name) => `${name}.md`), ...agents];
    expect(pages.sort()).toEqual([...wanted, 'README.md', 'matrix.md'].sort());
    for (const page of [...wanted, 'matrix.md']) expect(read('README.md')).toContain(`(${page})`);
  });

  it.each(clientNames.map((name) => `${name}.md`))('%s begins with the demo tenant, then shows credentials', (page) => {
    const [, first, second] = /<!-- init: (.*?) -->[\s\S]*?<!-- init: ((?!.*--demo).*?) -->/.exec(read(page)) ?? [];
    expect(first).toContain('--demo');
    expect(second).toBeDefined();
  });

  it.each(pages)('%s has no dead link of its own', (page) => {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|#)/.test(target)) continue;
      const path = resolve(folder, target.split('#')[0] ?? '');
      expect(existsSync(path), `${page}: ${target}`).toBe(true);
    }
  });
});

describe('the samples of the agent libraries', () => {
  const scratch: string[] = [];
  afterAll(() => {
    for (const file of scratch) rmSync(file, { force: true });
  });

  it.each(agents)('%s lists tools and calls one', async (page) => {
    const sample = /```ts\n([\s\S]*?)```/.exec(read(page))?.[1] ?? '';
    const local = sample
      .replace("command: 'npx'", `command: ${JSON.stringify(process.execPath)}`)
      .replace("'-y', 'puzzel-mcp'", JSON.stringify(binary));
    expect(local).not.toContain('npx');
    // Beside the tests, so that Node finds the libraries.
    const file = join(dirname(fileURLToPath(import.meta.url)), `.sample-${process.pid}-${page}.mjs`);
    scratch.push(file);
    writeFileSync(file, local);
    const child = spawn(process.execPath, [file], { cwd: root, env: cleanEnv({ NO_COLOR: '1' }) });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    const [code] = await once(child, 'close');
    expect([code, code === 0 ? '' : err]).toEqual([0, '']);
    expect(out).toMatch(/^\d+ tools$/m);
    expect(out).toContain('q_primary_inbound');
  });
});
