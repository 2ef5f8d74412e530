import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { clientNames } from '../../src/commands/init/clients.js';
import { binary, cleanEnv } from '../support/server-process.js';

// A sample is two processes and a large library; a busy machine takes its time to start them.
vi.setConfig({ testTimeout: 120_000 });

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/clients');
const read = (page: string) => readFileSync(join(folder, page), 'utf8');
const agents = ['langchain.md', 'ai-sdk.md', 'openai-agents.md', 'own-agent.md'];

describe('the pages of the clients', () => {
  it('are there for every client and agent library, and the index leads to all', () => {
    const wanted = [...clientNames.map((name) => `${name}.md`), ...agents, 'matrix.md'];
    expect(readdirSync(folder).sort()).toEqual([...wanted, 'README.md'].sort());
    expect(wanted.filter((page) => !read('README.md').includes(`(${page})`))).toEqual([]);
  });

  it('begin with the demo tenant, then show credentials', () => {
    const wrong = clientNames.filter((name) => {
      const parts = [...read(`${name}.md`).matchAll(/<!-- init: (.*?) -->/g)].map(([, words = '']) => words);
      return !parts[0]?.includes('--demo') || parts.every((words) => words.includes('--demo'));
    });
    expect(wrong).toEqual([]);
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
