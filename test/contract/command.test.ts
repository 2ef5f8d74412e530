import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RoutesFile } from '../../src/config/routes-file.js';
import { chatTools } from '../../src/tools/chat/index.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { runPiped } from '../support/command.js';
import { CommandsHost } from '../support/commands-host.js';
import { closedAfterAll } from '../support/set-up.js';
import { documentOf, generateOperation } from './generate.js';
import { movePrefix } from './mutate.js';
import { createRandom } from './random.js';
import { temporaryFiles } from './temporary-files.js';

const files = temporaryFiles();

/** Runs one command after the other in one process. */
const host = closedAfterAll(new CommandsHost());

const run = (args: string[], env: Record<string, string> = {}) => host.run(['contract', ...args], env, process.cwd());

const layout = { format: 'openapi', base: 'server', keyName: 'customerKey' } as const;
const sameSpec = files.write(
  'same.json',
  documentOf(
    puzzelTools.map((tool) => generateOperation(tool)),
    layout,
  ),
);
const random = createRandom(1);
const movedSpec = files.write(
  'moved.json',
  documentOf(
    puzzelTools.map((tool) => movePrefix(generateOperation(tool), random)),
    layout,
  ),
);

describe('contract check', () => {
  it('exits 0 when everything matches', async () => {
    const { code, out, err } = await run(['check', '--spec', sameSpec]);
    expect([code, err]).toEqual([0, '']);
    const count = puzzelTools.length;
    expect(out).toContain(`${count} tools: ${count} found, 0 moved, 0 undecided, 0 missing.`);
  });

  it('exits 1 when something differs, with a row for every tool', async () => {
    // In a process of its own, because scripts depend on the exit code.
    const { code, out } = await runPiped(['contract', 'check', '--spec', movedSpec], {}, process.cwd());
    expect(code).toBe(1);
    for (const { name } of puzzelTools) expect(out).toContain(name);
    expect(out).toMatch(/list_all_puzzel_queues\s.*moved.*ours: GET \/\{customerKey\}\/queues/);
  });

  it('takes ~ for the home directory in each of its paths, which not every shell does', async () => {
    const home = dirname(movedSpec);
    const env = { HOME: home, USERPROFILE: home };
    await run(['sync', '--spec=~/moved.json', '--out=~/in-home.json'], env);
    const { out } = await run(['check', '--spec=~/moved.json', '--routes=~/in-home.json'], env);
    expect(out).toContain(' 0 moved, ');
  });

  it('prints JSON and nothing else with --json', async () => {
    const { code, out } = await run(['check', '--spec', movedSpec, '--json']);
    const result = JSON.parse(out) as { ok: boolean; differences: number; tools: unknown[] };
    expect([code, result.ok, result.tools.length]).toEqual([1, false, puzzelTools.length]);
    expect(result.differences).toBeGreaterThan(50);
  });

  it('finds everything with the file that sync wrote, even though a setting was invalid', async () => {
    const file = files.path('routes.json');
    const synced = await run(['sync', '--spec', movedSpec, '--out', file, '--json'], {
      PUZZEL_MCP_EXPIRES_AT: 'never',
    });
    expect([synced.code, synced.err]).toEqual([0, '']);
    const routes = JSON.parse(readFileSync(file, 'utf8')) as RoutesFile;
    const report = JSON.parse(synced.out) as { changed: { tool: string }[]; unchanged: string[] };
    expect(report.changed.map(({ tool }) => tool).sort()).toEqual(Object.keys(routes));
    expect(report.changed.length + report.unchanged.length).toBe(puzzelTools.length);
    expect((await run(['check', '--spec', movedSpec, '--routes', file])).code).toBe(0);
    expect((await run(['check', '--spec', movedSpec], { PUZZEL_MCP_ROUTES: file })).code).toBe(0);
    expect((await run(['check', '--spec', sameSpec, '--routes', file])).code).toBe(1);
  });
});

describe('contract sync', () => {
  it('misses no tool whose absence is explained: the token server of the chat has a document of its own', async () => {
    const tools = chatTools.filter(({ name }) => !/chat_session|visitor_authenticate/.test(name));
    const operations = tools.map((tool) => generateOperation(tool));
    const spec = files.write('chat.json', documentOf(operations, { ...layout, base: 'none' }));
    const { code, out } = await run([
      'sync',
      '--vendor',
      'chat',
      '--spec',
      spec,
      '--out',
      files.path('chat-routes.json'),
    ]);
    expect(out).toContain(`0 changed, ${tools.length} unchanged, 0 undecided, 0 missing.`);
    expect(code).toBe(0);
  });
});

describe('contract refuses in one line with exit code 2', () => {
  it.each([
    [['check'], 'contract check needs --spec FILE|URL.'],
    [[], ' contract check --spec FILE|URL`, or'],
    [['chekc', '--spec', 'x'], 'Did you mean "check"?'],
    [['check', '--spec'], '--spec needs a value'],
    [['sync', '--spec', 'x'], 'contract sync needs --out FILE.'],
    [['check', '--spec', 'x', '--out', 'y'], '--out belongs to `contract sync`.'],
    [['check', '--spec', 'x', '--vendor', 'glady'], 'Did you mean "gladly"?'],
    [['check', '--spec', 'nowhere.json'], 'nowhere.json cannot be read (ENOENT).'],
    [['check', '--spec', 'http://127.0.0.1:9/x'], 'cannot be fetched'],
    [['check', '--sepc', 'x'], 'Did you mean "--spec"?'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('the flags of contract with another command', async () => {
    const { code, err } = await host.run(['tools', '--spec', 'x'], {}, process.cwd());
    expect([code, err]).toEqual([2, 'puzzel-mcp: --spec belongs to `contract`.\n']);
  });
});
