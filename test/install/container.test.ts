import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { settings } from '../../src/config/settings.js';
import { cleanEnv } from '../support/server-process.js';
import { newFolder } from '../support/set-up.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

interface Step {
  instruction: string;
  args: string;
}

/** The steps of each stage, one a line: a test below makes sure that no step is continued on the next line. */
const stages: Step[][] = [];
for (const line of dockerfile.split('\n').filter((one) => /^[A-Z]/.test(one))) {
  const [instruction = '', ...words] = line.split(' ');
  if (instruction === 'FROM') stages.push([]);
  stages.at(-1)?.push({ instruction, args: words.join(' ') });
}
const steps = stages.flat();
const [building = [], image = []] = stages;
const argsOf = (stage: Step[], instruction: string) =>
  stage.filter((step) => step.instruction === instruction).map(({ args }) => args);

const sources = argsOf(building, 'COPY').flatMap((args) => args.split(' ').slice(0, -1));
const entrypoint = JSON.parse(argsOf(image, 'ENTRYPOINT')[0] ?? '[]') as string[];
const environment = Object.fromEntries(argsOf(image, 'ENV').map((args) => args.split('=') as [string, string]));

describe('the container file', () => {
  it('passes the linter, and has two stages without continued lines', () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
    expect(dockerfile).not.toContain('\\\n');
    expect(stages).toHaveLength(2);
  });

  it('starts from a slim image of one major version of Node, the same for building and running', () => {
    const [first, second] = [argsOf(building, 'FROM')[0], argsOf(image, 'FROM')[0]];
    expect(second).toMatch(/^node:\d+-slim$/);
    expect(first).toBe(`${second} AS build`);
  });

  it('runs as a user without rights, who owns nothing but the folder for downloads', () => {
    const names = image.map(({ instruction }) => instruction);
    expect(argsOf(image, 'USER')).toEqual(['node']);
    expect(names.indexOf('USER')).toBeLessThan(names.indexOf('ENTRYPOINT'));
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
    expect(argsOf(image, 'VOLUME')).toEqual([JSON.stringify([environment.PUZZEL_MCP_DOWNLOAD_DIR])]);
    expect(dockerfile.match(/chown \S+ \S+/g)).toEqual([`chown node:node ${environment.PUZZEL_MCP_DOWNLOAD_DIR}`]);
  });

  it('holds no credential and fetches nothing but packages', () => {
    // Credentials are the settings without a flag, so that none appears in a list of processes.
    const credentials = settings.filter(({ flag }) => !flag);
    for (const { env } of credentials) expect(dockerfile).not.toContain(env);
    expect(Object.keys(environment)).toEqual(['NODE_ENV', 'PUZZEL_MCP_DOWNLOAD_DIR']);
    expect(argsOf(steps, 'ARG')).toEqual([]);
    expect(argsOf(steps, 'ADD')).toEqual([]);
    expect(dockerfile).not.toMatch(/https?:|curl|wget|--mount=type=secret/);
  });

  it('copies only what the repository has and the ignore file lets through', () => {
    const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    const [everything, ...allowed] = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(everything).toBe('*');
    expect(allowed.map((line) => line.slice(1)).sort()).toEqual(sources.map((source) => basename(source)).sort());
    for (const line of allowed) {
      expect(line).toMatch(/^!/);
      expect(existsSync(join(root, line.slice(1))), line).toBe(true);
      expect(line).not.toMatch(/env|key|pem|git/);
    }
    expect(argsOf(image, 'COPY')).toEqual(['--from=build /app /app']);
  });

  it('is labelled with the name of the server in the registry', () => {
    expect(argsOf(image, 'LABEL')).toContain(`io.modelcontextprotocol.server.name="${packageJson.mcpName}"`);
  });
});

// No container engine is needed: the test does the steps itself, in one folder for each of the two file systems.
describe.skipIf(process.platform === 'win32')('the image, made without a container engine', () => {
  const folder = newFolder();
  const [build, run] = [join(folder, 'build'), join(folder, 'run')];

  /** A command of the file with its absolute paths below a folder. */
  const below = (place: string, command: string) => command.replace(/(^|[\s=])\/(?=[a-z])/g, `$1${place}/`);

  it('builds, and its command serves tools and saves a download', async () => {
    const source = join(build, 'src');
    for (const place of [source, join(build, 'tmp'), run]) mkdirSync(place, { recursive: true });
    for (const { instruction, args } of building) {
      if (instruction === 'COPY') {
        const paths = args.split(' ');
        const to = paths.pop() ?? '';
        for (const path of paths)
          cpSync(join(root, path), join(source, to, to === './' ? path : ''), { recursive: true });
      } else if (args.startsWith('npm ci ')) {
        // The only step that is left out, since the packages are here already.
        symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'));
      } else if (instruction === 'RUN') {
        execFileSync('sh', ['-ec', below(build, args)], { cwd: source, env: cleanEnv(), stdio: 'pipe' });
      }
    }
    cpSync(join(build, 'app'), join(run, 'app'), { recursive: true });
    mkdirSync(join(run, 'downloads'));
    expect(readdirSync(join(run, 'app')).sort()).toEqual(['LICENSE', 'README.md', 'bin', 'dist', 'package.json']);

    const [command = '', ...words] = entrypoint.map((word) => below(run, word));
    expect(command).toBe('node');
    const inside = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, below(run, value)]));
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [...words, '--demo'],
      env: cleanEnv(inside),
      cwd: join(run, 'app'),
      stderr: 'pipe',
    });
    const client = new Client({ name: 'container', version: '1' });
    await client.connect(transport);
    try {
      expect((await client.listTools()).tools.length).toBeGreaterThan(180);
      expect(client.getServerVersion()?.version).toBe(packageJson.version);
      const { structuredContent, isError } = await client.callTool({
        name: 'puzzel_archive_recording_files_download',
        arguments: { iq_session_id: '8840310000', index: 1 },
      });
      expect(isError, JSON.stringify(structuredContent)).toBeFalsy();
      expect(readdirSync(join(run, 'downloads'))).toHaveLength(1);
    } finally {
      await client.close();
    }
  });
});
