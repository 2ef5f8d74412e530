import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RoutesFile } from '../../src/config/routes-file.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { cleanEnv, program } from '../support/server-process.js';
import { folder } from './folder.js';
import { documentOf, made } from './generate.js';
import { movePrefix } from './mutate.js';
import { createRandom } from './random.js';

const files = folder();

/** Runs the real program. */
async function run(args: string[], env: Record<string, string> = {}) {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...program, 'contract', ...args], {
      env: cleanEnv(env),
      maxBuffer: 1e8,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

const layout = { format: 'openapi', base: 'server', keyName: 'customerKey' } as const;
const same = files.write(
  'same.json',
  documentOf(
    puzzelTools.map((tool) => made(tool)),
    layout,
  ),
);
const random = createRandom(1);
const moved = files.write(
  'moved.json',
  documentOf(
    puzzelTools.map((tool) => movePrefix(made(tool), random)),
    layout,
  ),
);

describe('contract check', () => {
  it('exits 0 when everything matches', async () => {
    const { code, stdout, stderr } = await run(['check', '--spec', same]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('84 tools: 84 found, 0 moved, 0 undecided, 0 missing.');
  });

  it('exits 1 when not, with a row for every tool', async () => {
    const { code, stdout } = await run(['check', '--spec', moved]);
    expect(code).toBe(1);
    for (const { name } of puzzelTools) expect(stdout).toContain(name);
    expect(stdout).toMatch(/list_all_puzzel_queues\s.*moved.*ours: GET \/\{customerKey\}\/queues/);
  });

  it('prints JSON and nothing else with --json', async () => {
    const { code, stdout } = await run(['check', '--spec', moved, '--json']);
    const result = JSON.parse(stdout) as { ok: boolean; differences: number; tools: unknown[] };
    expect([code, result.ok, result.tools.length]).toEqual([1, false, puzzelTools.length]);
    expect(result.differences).toBeGreaterThan(50);
  });

  it('finds everything with the file that sync wrote, whatever else is set', async () => {
    const out = files.path('routes.json');
    const synced = await run(['sync', '--spec', moved, '--out', out, '--json'], { PUZZEL_MCP_EXPIRES_AT: 'never' });
    expect([synced.code, synced.stderr]).toEqual([0, '']);
    const routes = JSON.parse(readFileSync(out, 'utf8')) as RoutesFile;
    const report = JSON.parse(synced.stdout) as { changed: { tool: string }[]; unchanged: string[] };
    expect(report.changed.map(({ tool }) => tool).sort()).toEqual(Object.keys(routes));
    expect(report.changed.length + report.unchanged.length).toBe(puzzelTools.length);
    expect((await run(['check', '--spec', moved, '--routes', out])).code).toBe(0);
    expect((await run(['check', '--spec', moved], { PUZZEL_MCP_ROUTES: out })).code).toBe(0);
    expect((await run(['check', '--spec', same, '--routes', out])).code).toBe(1);
  });
});

describe('contract refuses in one line, exit 2,', () => {
  it.each([
    [['check'], 'contract check needs --spec FILE|URL.'],
    [[], 'Usage: puzzel-mcp contract check'],
    [['chekc', '--spec', 'x'], 'Did you mean "check"?'],
    [['check', '--spec'], '--spec needs a value'],
    [['sync', '--spec', 'x'], 'contract sync needs --out FILE.'],
    [['check', '--spec', 'x', '--out', 'y'], '--out belongs to `contract sync`.'],
    [['check', '--spec', 'x', '--vendor', 'glady'], 'Did you mean "gladly"?'],
    [['check', '--spec', 'nowhere.json'], 'nowhere.json cannot be read (ENOENT).'],
    [['check', '--spec', 'http://127.0.0.1:9/x'], 'cannot be fetched'],
    [['check', '--sepc', 'x'], 'Did you mean "--spec"?'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('its flags with another command', async () => {
    const { code, stderr } = await promisify(execFile)(process.execPath, [...program, 'tools', '--spec', 'x'], {
      env: cleanEnv(),
    })
      .then(() => ({ code: 0, stderr: '' }))
      .catch((error: unknown) => error as { code: number; stderr: string });
    expect([code, stderr]).toEqual([2, 'puzzel-mcp: --spec belongs to `puzzel-mcp contract`.\n']);
  });
});
