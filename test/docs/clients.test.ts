import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { clientNames } from '../../src/commands/init/clients.js';
import { startScriptHost } from '../examples/recipe.js';
import { nodeArguments } from '../support/server-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/clients');
const read = (page: string) => readFileSync(join(folder, page), 'utf8');
const agentPages = ['langchain.md', 'ai-sdk.md', 'openai-agents.md', 'own-agent.md'];

describe('the pages of the clients', () => {
  it('exist for every client and agent library, and the index links to all of them', () => {
    const wanted = [...clientNames.map((name) => `${name}.md`), ...agentPages, 'matrix.md'];
    expect(readdirSync(folder).sort()).toEqual([...wanted, 'README.md'].sort());
    expect(wanted.filter((page) => !read('README.md').includes(`(${page})`))).toEqual([]);
  });

  it('say above their first code block what to write instead of npx until the package is published', () => {
    const wrong = [...clientNames.map((name) => `${name}.md`), ...agentPages].filter((page) => {
      const [above = '', ...rest] = read(page).split(/^```/m);
      return rest.length > 0 && !above.includes('for `npx` until it is published: [Clients](README.md)');
    });
    expect(wrong).toEqual([]);
  });

  it('show an entry for the demo tenant first, then one with credentials', () => {
    const wrong = clientNames.filter((name) => {
      const parts = [...read(`${name}.md`).matchAll(/<!-- init: (.*?) -->/g)].map(([, words = '']) => words);
      return !parts[0]?.includes('--demo') || parts.every((words) => words.includes('--demo'));
    });
    expect(wrong).toEqual([]);
  });
});

describe('the samples of the agent libraries', () => {
  const sampleFiles: string[] = [];
  const run = startScriptHost();
  afterAll(() => {
    for (const file of sampleFiles) rmSync(file, { force: true });
  });

  it.each(agentPages)('%s lists tools and calls one', async (page) => {
    const sample = /```ts\n([\s\S]*?)```/.exec(read(page))?.[1] ?? '';
    const localSample = sample
      .replace("command: 'npx'", `command: ${JSON.stringify(process.execPath)}`)
      .replace("'-y', 'puzzel-mcp'", nodeArguments.map((word) => JSON.stringify(word)).join(', '));
    expect(localSample).not.toContain('npx');
    // The file lies beside the tests so that Node resolves the libraries.
    const file = join(dirname(fileURLToPath(import.meta.url)), `.sample-${process.pid}-${page}.mjs`);
    sampleFiles.push(file);
    writeFileSync(file, localSample);
    const { code, stdout, stderr } = await run(file, []);
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^\d+ tools$/m);
    expect(stdout).toContain('q_primary_inbound');
  });
});
