import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $RefParser } from '@apidevtools/json-schema-ref-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { ScriptHost } from '../support/script-host.js';
import { closedAfterAll, newFolder } from '../support/set-up.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.github/workflows');

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const job = z.object({
  if: z.string().optional(),
  needs: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  strategy: z.object({ matrix: z.object({ os: z.array(z.string()), node: z.array(z.number()) }) }).optional(),
  'timeout-minutes': z.number(),
  steps: z.array(step),
});
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});
type Workflow = z.infer<typeof workflow>;

const read = async (name: string) => workflow.parse(await $RefParser.parse(join(folder, name)));
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);

let ci: Workflow;
let release: Workflow;
beforeAll(async () => {
  [ci, release] = [await read('ci.yml'), await read('release.yml')];
});

describe('the workflows', () => {
  it('use only two actions, both of GitHub, pinned to a commit with its version in a comment', () => {
    for (const file of readdirSync(folder)) {
      const uses = readFileSync(join(folder, file), 'utf8').match(/uses: .*/g) ?? [];
      expect(uses.length).toBeGreaterThan(0);
      for (const one of uses)
        expect(one).toMatch(/^uses: actions\/(checkout|setup-node)@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('keep no credential on the runner and read no secret', () => {
    for (const { uses, with: given } of [...stepsOf(ci), ...stepsOf(release)]) {
      if (uses?.startsWith('actions/checkout')) expect(given?.['persist-credentials']).toBe(false);
    }
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/secrets\./);
  });

  it('put no expression into a script, since a stranger may control its value, and run on no events but pushes and pull requests', () => {
    for (const { run = '' } of [...stepsOf(ci), ...stepsOf(release)]) expect(run).not.toMatch(/\$\{\{/);
    expect(Object.keys(ci.on)).toEqual(['push', 'pull_request']);
  });

  it('run .ci/run on three systems with three versions of Node, and the Windows tests', () => {
    const { permissions, strategy, steps } = ci.jobs.test ?? {};
    expect(strategy?.matrix.os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest']);
    expect(strategy?.matrix.node).toEqual([20, 22, 24]);
    expect(steps?.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run', 'npm run test:windows']);
    expect([ci.permissions, permissions]).toEqual([{ contents: 'read' }, undefined]);
  });
});

describe('the release', () => {
  it('starts only with a tag, and does nothing until the owner turns it on', () => {
    expect(release.on).toEqual({ push: { tags: ['v*'] } });
    for (const [name, { if: guard }] of Object.entries(release.jobs)) {
      expect(guard, name).toBe("vars.PUBLISH == 'yes' && !github.event.repository.fork");
    }
  });

  it('gives each job the rights that it needs and no more', () => {
    expect(release.permissions).toEqual({});
    const rights = Object.fromEntries(Object.entries(release.jobs).map(([name, one]) => [name, one.permissions]));
    expect(rights).toEqual({
      test: { contents: 'read' },
      npm: { contents: 'read', 'id-token': 'write' },
      registry: { contents: 'read', 'id-token': 'write' },
      attach: { contents: 'write' },
    });
  });

  it('publishes nothing before the tests, and nothing to the registry before npm has it', () => {
    const needs = Object.fromEntries(Object.entries(release.jobs).map(([name, one]) => [name, one.needs]));
    expect(needs).toEqual({ test: undefined, npm: 'test', registry: 'npm', attach: 'npm' });
    const [testSteps, publish] = [release.jobs.test?.steps, release.jobs.npm?.steps.at(-1)?.run];
    expect(testSteps?.flatMap(({ run }) => run ?? [])).toEqual(['node scripts/release-versions.mjs', '.ci/run']);
    expect(publish).toContain('npm publish --provenance');
  });

  it('runs only scripts that exist, after a build where they need one', () => {
    for (const { steps } of Object.values(release.jobs)) {
      const runs = steps.flatMap(({ run = '' }) => run.split('\n'));
      const npmScripts = runs.flatMap((run) => /^npm run (\S+)$/.exec(run)?.[1] ?? []);
      expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(npmScripts));
      const scripts = runs.flatMap((run) => /^node (scripts\/\S+)$/.exec(run)?.[1] ?? []);
      for (const script of scripts) expect(existsSync(join(root, script)), script).toBe(true);
      const firstNeedingBuild = runs.findIndex((run) => /^node scripts\/(?!release-versions)/.test(run));
      if (firstNeedingBuild >= 0) expect(runs.slice(0, firstNeedingBuild)).toContain('npm run build');
    }
    const allRuns = stepsOf(release).map(({ run }) => run);
    for (const script of ['verify-package', 'bundle', 'sbom']) expect(allRuns).toContain(`node scripts/${script}.mjs`);
  });

  it('verifies the checksum of mcp-publisher before it runs it', () => {
    const runs = release.jobs.registry?.steps.flatMap(({ run }) => run ?? []) ?? [];
    expect(runs[0]).toMatch(/curl .*\n.*sha256sum --check --strict\ntar /);
    expect(runs.slice(1)).toEqual(['./mcp-publisher login github-oidc', './mcp-publisher publish']);
  });
});

describe('the check before a release', () => {
  const repositoryFolder = newFolder();
  const host = closedAfterAll(new ScriptHost());
  const { version } = packageJson;

  /** Checks a repository that is ready for its tag, except for what is `changed`; `serverVersion` is the version in server.json. */
  function check(
    changed: Partial<Record<'tag' | 'repository' | 'mcpName' | 'url' | 'serverVersion' | 'changelog', string>> = {},
  ) {
    const { mcpName = 'io.github.acme/puzzel-mcp', url = 'git+https://github.com/Acme/puzzel-mcp.git' } = changed;
    const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, unknown>;
    mkdirSync(join(repositoryFolder, 'mcpb'), { recursive: true });
    for (const file of ['package-lock.json', 'mcpb/manifest.json'])
      cpSync(join(root, file), join(repositoryFolder, file));
    const manifest = { ...json('package.json'), mcpName, repository: { type: 'git', url } };
    writeFileSync(join(repositoryFolder, 'package.json'), JSON.stringify(manifest));
    const server = { ...json('server.json'), name: mcpName, version: changed.serverVersion ?? version };
    writeFileSync(join(repositoryFolder, 'server.json'), JSON.stringify(server));
    writeFileSync(join(repositoryFolder, 'CHANGELOG.md'), changed.changelog ?? `# Changelog\n\n## ${version}\n`);
    const env = {
      GITHUB_REF_NAME: changed.tag ?? `v${version}`,
      GITHUB_REPOSITORY: changed.repository ?? 'Acme/puzzel-mcp',
    };
    return host.run(join(root, 'scripts/release-versions.mjs'), [], env, repositoryFolder);
  }

  it('accepts a repository in which all versions and owners agree', async () => {
    expect(await check()).toEqual({ code: 0, err: '', out: `v${version} can be released\n` });
  });

  it('checks only the versions where neither a tag nor a repository is known', async () => {
    expect(await check({ tag: '', repository: '' })).toMatchObject({ code: 0, err: '' });
    const { code, err } = await check({ tag: '', repository: '', serverVersion: '9.9.9' });
    expect([code, err]).toEqual([1, `release: the version in server.json is 9.9.9, not ${version}\n`]);
  });

  it.each([
    ['another tag', { tag: 'v9.9.9' }, 'the tag is v9.9.9'],
    ['a server.json with another version', { serverVersion: '9.9.9' }, 'the version in server.json is 9.9.9'],
    ['a name of another owner', { mcpName: 'io.github.puzzel-mcp/puzzel-mcp' }, 'mcpName in package.json'],
    ['another repository', { url: 'git+https://github.com/other/puzzel-mcp.git' }, 'repository.url in package.json'],
    [
      'a version that the changelog does not have',
      { changelog: '# Changelog\n\n## Unreleased\n' },
      'CHANGELOG.md has no section',
    ],
  ])('refuses %s with the reason', async (_, changed, reason) => {
    const { code, err } = await check(changed);
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(`release: ${reason}`);
  });
});
