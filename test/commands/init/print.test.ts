import { spawnSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platformOf } from '../../../src/commands/init/client-file.js';
import { clientNamed, clientNames, clients } from '../../../src/commands/init/clients.js';
import type { Entry } from '../../../src/commands/init/entry.js';
import { version } from '../../../src/version.js';
import { runPiped } from '../../support/command.js';
import { cleanEnv, programFile } from '../../support/server-process.js';
import { emptiedFolder } from '../../support/set-up.js';
import { credentials, homeEnv, initIn, installedBinary, parseFile, secretPattern } from './set-up.js';

const home = emptiedFolder();
const init = initIn(home);

/** The entry that is printed for a client. */
async function entryFor(name: string, args: string[], env: Record<string, string> = {}): Promise<Entry> {
  const { out, code } = await init([name, ...args], env);
  expect(code).toBe(0);
  const client = clientNamed(name);
  if (!client) throw new Error(`no client ${name}`);
  return parseFile(client, out)[client.serversKey].puzzel;
}

describe('init from a clone', () => {
  it('prints the path of the clone, and a placeholder for it on another platform', async () => {
    const printed = async (...args: string[]) => (await runPiped(['init', ...args], homeEnv(home), home)).out;
    const here = JSON.parse(await printed('cursor', '--demo')).mcpServers.puzzel;
    expect(here).toEqual({ command: 'node', args: [programFile, '--demo'] });
    expect(await printed('chatgpt', '--demo')).toContain(`-- node ${programFile} --demo`);
    const other = platformOf(process.platform) === 'macos' ? 'linux' : 'macos';
    const there = JSON.parse(await printed('cursor', '--demo', '--platform', other)).mcpServers.puzzel;
    expect(there).toEqual({ command: 'node', args: ['<path of the clone>/bin/puzzel-mcp.js', '--demo'] });
  });
});

describe('init CLIENT', () => {
  // The other tests run all commands in one process.
  it('has the same output and exit code in a process of its own', async () => {
    const commands = [
      ['cursor'],
      ['cursr'],
      ['cursor', '--tags', 'ques'],
      ['cursor', '--demo', '--write', '--project'],
    ];
    // A folder in the place of the file, which the last command therefore cannot write.
    await mkdir(join(home, '.cursor/mcp.json'), { recursive: true });
    const env = cleanEnv({ ...homeEnv(home), ...credentials });
    const alone = commands.map((command) => {
      const args = [installedBinary, 'init', ...command];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, cwd: home, encoding: 'utf8' });
      return { code: status, out: stdout, err: stderr };
    });
    for (const [index, command] of commands.entries()) {
      expect([command, await init(command, credentials)]).toEqual([command, alone[index]]);
    }
    expect(alone.map(({ code }) => code)).toEqual([0, 2, 2, 1]);
    expect(alone.map(({ out }) => out !== '')).toEqual([true, false, false, false]);
    expect(alone.filter(({ err }) => err === '')).toEqual([]);
  });

  it('suggests the command that writes what it prints', async () => {
    const { err } = await init(['cursor', '--demo', '--project', '--read-only', '--tags', 'realtime, queues']);
    expect(err).toContain(
      '`npx -y puzzel-mcp init cursor --demo --project --read-only --tags "realtime, queues" --write`',
    );
  });

  it('names the file of another platform without this machine’s paths, and refuses to write it', async () => {
    const other = platformOf(process.platform) === 'windows' ? 'macos' : 'windows';
    const { err } = await init(['gemini-cli', '--demo', '--platform', other]);
    expect(err).toMatch(/^This belongs in (%USERPROFILE%|~)[\\/]\.gemini[\\/]settings\.json of that machine\.\n/);
    const { err: ofPackage } = await init(['claude-desktop', '--demo', '--platform', other]);
    const packageFolder = '%LOCALAPPDATA%\\Packages\\Claude_…\\LocalCache\\Roaming';
    expect(ofPackage.includes(packageFolder)).toBe(other === 'windows');
    const { code, err: refused } = await init(['gemini-cli', '--demo', '--platform', other, '--write']);
    expect([code, refused]).toEqual([2, expect.stringContaining('or add --project')]);
    expect(await readdir(home)).toEqual([]);
  });

  it.each(clients.map((client) => [client.name, client] as const))(
    'prints the configuration of %s and nothing else, and writes nothing',
    async (name, client) => {
      const { out, err } = await init([name, '--demo']);
      const file = parseFile(client, out);
      expect(Object.keys(file)).toEqual([client.serversKey]);
      const entry = file[client.serversKey].puzzel;
      expect([entry.command, ...entry.args]).toEqual(['npx', '-y', 'puzzel-mcp', '--demo']);
      expect(entry.env).toBeUndefined();
      expect(err).toContain(home);
      expect(await readdir(home)).toEqual([]);
    },
  );

  it.each(clientNames)('never shows a secret of the environment for %s', async (name) => {
    const { out, err } = await init([name], credentials);
    expect(out).toContain('PUZZEL_PASSWORD');
    expect(out).toContain('acme.us-1.gladly.com');
    expect(out + err).not.toMatch(secretPattern);
  });

  it('lets each client fill in the secrets in its own way', async () => {
    const entryWithCredentials = (name: string) => entryFor(name, [], credentials);
    expect((await entryWithCredentials('claude-desktop')).env?.PUZZEL_PASSWORD).toBe('<PUZZEL_PASSWORD>');
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the clients' syntax
    expect((await entryWithCredentials('claude-code')).env?.PUZZEL_PASSWORD).toBe('<PUZZEL_PASSWORD>');
    const project = await entryFor('claude-code', ['--project'], credentials);
    expect(project.env?.PUZZEL_PASSWORD).toBe('${PUZZEL_PASSWORD}');
    expect((await entryWithCredentials('cursor')).env?.PUZZEL_PASSWORD).toBe('${env:PUZZEL_PASSWORD}');
    expect((await entryWithCredentials('windsurf')).env?.GLADLY_API_TOKEN).toBe('${env:GLADLY_API_TOKEN}');
    expect((await entryWithCredentials('gemini-cli')).env?.GLADLY_API_TOKEN).toBe('${GLADLY_API_TOKEN}');
    expect((await entryWithCredentials('vscode')).env?.GLADLY_API_TOKEN).toBe('${input:gladly-api-token}');
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the clients' syntax
    const codex = await entryWithCredentials('codex');
    expect(codex.env_vars).toEqual(['PUZZEL_PASSWORD', 'GLADLY_API_TOKEN']);
    expect(codex.env?.PUZZEL_PASSWORD).toBeUndefined();
  });

  it('makes VS Code ask for what is missing, with secrets hidden', async () => {
    const { out } = await init(['vscode'], { GLADLY_HOST: 'acme.us-1.gladly.com' });
    const { inputs } = JSON.parse(out) as { inputs: { id: string; type: string; password: boolean }[] };
    expect(inputs.map(({ id, type, password }) => [id, type, password])).toEqual([
      ['gladly-email', 'promptString', false],
      ['gladly-api-token', 'promptString', true],
    ]);
  });

  it('has placeholders for both vendors when nothing is set, else for what the vendor in use lacks', async () => {
    expect(Object.keys((await entryFor('claude-desktop', [])).env ?? {})).toEqual([
      'PUZZEL_CUSTOMER_KEY',
      'PUZZEL_USERNAME',
      'PUZZEL_PASSWORD',
      'GLADLY_HOST',
      'GLADLY_EMAIL',
      'GLADLY_API_TOKEN',
    ]);
    const advice = 'Remove the lines of a vendor that you do not have.';
    expect((await init(['claude-desktop'])).err).toContain(advice);
    expect((await init(['claude-desktop'], { PUZZEL_CUSTOMER_KEY: '4711' })).err).not.toContain(advice);
    const partial = await entryFor('claude-desktop', [], { PUZZEL_CLIENT_ID: 'app', PUZZEL_CUSTOMER_KEY: '4711' });
    expect(partial.env).toEqual({
      PUZZEL_CUSTOMER_KEY: '4711',
      PUZZEL_CLIENT_ID: 'app',
      PUZZEL_CLIENT_SECRET: '<PUZZEL_CLIENT_SECRET>',
      PUZZEL_USER_ID: '<PUZZEL_USER_ID>',
    });
  });

  it('leaves out the password when client credentials are complete', async () => {
    const both = { ...credentials, PUZZEL_CLIENT_ID: 'app', PUZZEL_CLIENT_SECRET: 'canary-3', PUZZEL_USER_ID: '9' };
    const { env } = await entryFor('cursor', [], both);
    expect(env).toHaveProperty('PUZZEL_CLIENT_SECRET');
    expect(env).not.toHaveProperty('PUZZEL_PASSWORD');
  });

  it('takes over filters and limits, with paths that do not depend on the working directory', async () => {
    const flags = '--demo --read-only --tags queues,tasks --audit-log log/audit.jsonl --download-dir ~/x'.split(' ');
    expect((await entryFor('cursor', flags)).env).toEqual({
      PUZZEL_MCP_TAGS: 'queues,tasks',
      PUZZEL_MCP_READ_ONLY: 'true',
      PUZZEL_MCP_DOWNLOAD_DIR: '~/x',
      PUZZEL_MCP_AUDIT_LOG: `${home}/log/audit.jsonl`,
    });
  });

  it('prints no credentials for the demo', async () => {
    expect((await entryFor('gemini-cli', ['--demo'], credentials)).env).toBeUndefined();
  });

  it('puts cmd before npx on Windows, except for VS Code, which runs batch files itself', async () => {
    for (const { name } of clients) {
      const { command, args } = await entryFor(name, ['--demo', '--platform', 'windows']);
      const wanted = name === 'vscode' ? ['npx'] : ['cmd', '/c', 'npx'];
      expect([command, ...args]).toEqual([...wanted, '-y', 'puzzel-mcp', '--demo']);
    }
  });

  it.each([
    ['vscode', 128],
    ['windsurf', 100],
  ])('warns when %s would not offer all tools, and suggests tags that fit', async (name, limit) => {
    const { err } = await init([name, '--demo']);
    const [, tags = '', count] = /at most \d+ .*--tags (\S+) \((\d+) tools\)/.exec(err) ?? [];
    expect(err).toContain(`at most ${limit}`);
    expect(Number(count)).toBeLessThanOrEqual(limit);
    expect(Number(count)).toBeGreaterThan(60);
    const chosen = await init([name, '--demo', '--tags', tags]);
    expect(chosen.code).toBe(0);
    expect(chosen.err).not.toContain('at most');
  });

  it('prints the commands of a bridge for ChatGPT, which has no configuration file', async () => {
    const { code, out, err } = await init(['chatgpt', '--demo']);
    expect(code).toBe(0);
    expect(out).toContain(
      'npx -y mcp-proxy@6.7.19 --server stream --host 127.0.0.1 --port 8080 -- npx -y puzzel-mcp --demo',
    );
    expect(err).toContain(`/blob/v${version}/docs/remote.md`);
    const writing = await init(['chatgpt', '--demo', '--write']);
    expect([writing.code, writing.out]).toEqual([2, '']);
  });

  it('refuses a missing or unknown client, an unknown platform, and a project file for a client without one', async () => {
    const unknown = await init(['cursr']);
    expect([unknown.code, unknown.out]).toEqual([2, '']);
    expect(unknown.err).toMatch(
      /^puzzel-mcp: Unknown client "cursr"\. Did you mean "cursor"\? Clients: .*chatgpt\.\n$/,
    );
    const none = await init([]);
    expect([none.code, none.out]).toEqual([2, '']);
    for (const name of clientNames) expect(none.err).toContain(name);
    const platform = await init(['cursor', '--platform', 'macs']);
    expect([platform.code, platform.err]).toEqual([2, expect.stringContaining('Did you mean "macos"?')]);
    const project = await init(['windsurf', '--project']);
    expect([project.code, project.err]).toEqual([2, expect.stringContaining('no file for a project')]);
  });

  it('refuses settings with which the server would not start', async () => {
    const { code, out, err } = await init(['cursor', '--tags', 'ques'], { GLADLY_HOST: 'acme' });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/GLADLY_HOST: must be a host below gladly.* use GLADLY_ORGANIZATION=acme\./);
    expect(err).toMatch(/--tags: "ques" is not known\. Did you mean "queues"/);
  });
});
