import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { doctor } from '../support/command.js';
import { CommandsHost } from '../support/commands-host.js';
import { closedAfterAll, closedAfterTest, emptiedFolder } from '../support/set-up.js';

/** Runs the doctor in one process for all tests. */
const host = closedAfterAll(new CommandsHost());
const folder = emptiedFolder();

/** Incomplete settings: the vendor’s tools are offered, but it is not contacted. */
const gladlyEmailOnly = { GLADLY_EMAIL: 'api@example.com' };
const puzzelWithoutPassword = { PUZZEL_CUSTOMER_KEY: '12345', PUZZEL_USERNAME: 'api.user' };

describe('the doctor’s check of the settings', () => {
  it('reports in a fixed order, whatever is set', async () => {
    const names = (await host.doctor({}, folder)).checks.map(({ name }) => name);
    expect(names).toEqual([
      'node',
      'env file',
      'variables',
      'puzzel settings',
      'gladly settings',
      'chat settings',
      'dns',
      'proxy',
      'tls',
      'clock',
      'puzzel login',
      'gladly login',
      'chat login',
      'puzzel rights',
      'gladly permissions',
      'chat rights',
      'download folder',
      'audit log',
      'routes',
      'expiry',
      'tools',
      'tool names',
      'tokens',
    ]);
    // The same in a process of its own, as people run it.
    expect((await doctor(gladlyEmailOnly, folder)).checks.map(({ name }) => name)).toEqual(names);
  });

  it('contacts no vendor when no credentials are complete', async () => {
    const { check, code } = await host.doctor({ ...gladlyEmailOnly, ...puzzelWithoutPassword }, folder);
    for (const name of ['dns', 'proxy', 'tls']) {
      expect(check(name)).toEqual({ name, status: 'skipped', message: 'no vendor is set up' });
    }
    expect(check('clock')?.status).toBe('skipped');
    expect(check('puzzel settings')).toMatchObject({ status: 'fail', message: 'PUZZEL_PASSWORD missing' });
    expect(check('chat settings')).toMatchObject({ status: 'skipped', message: 'not set up' });
    expect(code).toBe(1);
  });

  it('recognises a misspelt variable, and does not print its value', async () => {
    const { check, printed } = await host.doctor(
      {
        ...gladlyEmailOnly,
        ...puzzelWithoutPassword,
        PUZZLE_PASSWORD: 'hunter2-secret',
        GLADLY_TOKEN: 'gl-secret-4711',
        // Not misspelt: the programs in examples/ read it.
        PUZZEL_MCP_COMMAND: 'npx puzzel-mcp',
      },
      folder,
    );
    expect(check('variables')).toMatchObject({ status: 'warn' });
    const { message = '', hint = '' } = check('variables') ?? {};
    for (const [name, meant] of [
      ['PUZZLE_PASSWORD', 'PUZZEL_PASSWORD'],
      ['GLADLY_TOKEN', 'GLADLY_API_TOKEN'],
    ]) {
      expect(message).toContain(`${name} is not a variable of puzzel-mcp`);
      expect(hint).toContain(`Did you mean ${meant} instead of ${name}?`);
    }
    expect(message).not.toContain('PUZZEL_MCP_COMMAND');
    expect(printed).not.toMatch(/hunter2-secret|gl-secret-4711/);
  });

  it.each(['"quoted-word"', '“quoted-word”', '"quoted-word', "quoted-word'"])(
    'warns of quotation marks that became part of a secret, as in %s',
    async (value) => {
      const { check, printed } = await host.doctor(
        { ...puzzelWithoutPassword, PUZZEL_PASSWORD: value, ...gladlyEmailOnly },
        folder,
      );
      expect(check('variables')).toMatchObject({ status: 'warn', message: expect.stringContaining('PUZZEL_PASSWORD') });
      expect(printed).not.toContain('quoted-word');
    },
  );

  it.each(['$' + '{PUZZEL_PASSWORD}', '<your password>', 'YOUR_PASSWORD', '"<your password>"'])(
    'reports %s as a placeholder',
    async (value) => {
      const { check } = await host.doctor({ ...puzzelWithoutPassword, PUZZEL_PASSWORD: value }, folder);
      expect(check('puzzel settings')).toMatchObject({
        status: 'fail',
        message: 'PUZZEL_PASSWORD still holds a placeholder',
      });
    },
  );

  it('counts placeholders as an attempt to set up their vendor, and that one alone', async () => {
    const env = { GLADLY_ORGANIZATION: '<name>', GLADLY_EMAIL: '<API user>', GLADLY_API_TOKEN: '<API token>' };
    const { check } = await host.doctor(env, folder);
    expect(check('gladly settings')).toMatchObject({
      status: 'fail',
      message: 'GLADLY_ORGANIZATION, GLADLY_EMAIL, GLADLY_API_TOKEN still hold placeholders',
      hint: expect.stringContaining('or remove the settings of gladly if you do not have it'),
    });
    expect(check('puzzel settings')).toMatchObject({ status: 'skipped' });
  });

  it('says which of the two Puzzel logins is used when both are complete', async () => {
    const { check } = await host.doctor(
      {
        ...puzzelWithoutPassword,
        PUZZEL_PASSWORD: 'correct-horse',
        PUZZEL_CLIENT_ID: 'client',
        PUZZEL_CLIENT_SECRET: 'client-secret-1',
        PUZZEL_USER_ID: '7',
        // No server listens there, so the login fails at once.
        PUZZEL_API_URL: 'http://127.0.0.1:9/ContactCentre5',
        PUZZEL_ID_URL: 'http://127.0.0.1:9/id',
      },
      folder,
    );
    expect(check('puzzel settings')).toEqual({
      name: 'puzzel settings',
      status: 'ok',
      message: 'complete: Puzzel ID (client credentials), which wins over the user name and password',
    });
    expect(check('puzzel rights')).toMatchObject({ status: 'skipped' });
  });

  it('warns when others can read .env, and says what the environment overrides and what has no effect', async () => {
    const path = join(folder, '.env');
    await writeFile(path, 'GLADLY_EMAIL=other@example.com\nPUZZEL_USERNAME=u\nHTTPS_PROXY=http://u:hunter2@proxy:1\n');
    await chmod(path, 0o644);
    const report = await host.doctor(gladlyEmailOnly, folder);
    expect(report.check('env file')).toMatchObject({
      status: 'warn',
      hint: expect.stringContaining('chmod 600'),
    });
    const { message } = report.check('env file') ?? {};
    expect(message).toContain('has 2 of our variables');
    expect(message).toContain('the environment wins for GLADLY_EMAIL');
    expect(message).toContain('HTTPS_PROXY in it has no effect');
    expect(report.printed).not.toContain('hunter2');
    const blank = await host.doctor({ GLADLY_EMAIL: ' ' }, folder);
    expect(blank.check('env file')?.message).not.toContain('the environment wins');

    await writeFile(path, 'PUZZEL_USERNAME=u\n');
    await chmod(path, 0o600);
    expect((await host.doctor(gladlyEmailOnly, folder)).check('env file')).toMatchObject({ status: 'ok' });
  });
});

describe('the doctor’s check of files', () => {
  it('reports the free space of the download folder, and that it does not exist yet', async () => {
    const path = join(folder, 'new', 'deep');
    const { check } = await host.doctor({ ...gladlyEmailOnly, PUZZEL_MCP_DOWNLOAD_DIR: path }, folder);
    expect(check('download folder')?.message).toMatch(/deep \(made on first use\), \d+ [MG]iB free$/);
  });

  it('fails when a file is in the way of the download folder', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const [path, why] of [
      ['file', 'is a file'],
      ['file/below', 'a part of the path is a file'],
    ] as const) {
      const { check, code } = await host.doctor(
        { ...gladlyEmailOnly, PUZZEL_MCP_DOWNLOAD_DIR: join(folder, path) },
        folder,
      );
      expect(check('download folder')).toMatchObject({
        status: 'fail',
        message: expect.stringContaining(why),
        hint: expect.stringContaining('PUZZEL_MCP_DOWNLOAD_DIR'),
      });
      expect(code).toBe(1);
    }
  });

  it('asks for a download folder when the user has no home directory; `tools` needs none', async () => {
    // Node's own function throws for a user that the system does not know.
    const hook = join(folder, 'no-home.cjs');
    await writeFile(hook, "require('node:os').homedir = () => { throw new Error('ENOENT'); };");
    const hostWithoutHome = closedAfterTest(new CommandsHost({ env: { NODE_OPTIONS: `--require ${hook}` } }));
    const env = { HOME: '' };
    for (const setting of [{ PUZZEL_MCP_DOWNLOAD_DIR: folder }, {}]) {
      expect(await hostWithoutHome.run(['tools'], { ...env, ...setting }, folder)).toMatchObject({ code: 0, err: '' });
    }
    const { check } = await hostWithoutHome.doctor(env, folder);
    expect(check('download folder')).toMatchObject({ status: 'warn', hint: expect.stringContaining('DOWNLOAD_DIR') });
  });

  it('distinguishes an audit log that can be written from one that cannot', async () => {
    const audit = async (path: string) =>
      (await host.doctor({ ...gladlyEmailOnly, PUZZEL_MCP_AUDIT_LOG: join(folder, path) }, folder)).check('audit log');
    expect(await audit('new.jsonl')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('made at the first call'),
    });
    expect(await audit('nowhere/new.jsonl')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('there is no folder'),
      hint: expect.stringContaining('PUZZEL_MCP_AUDIT_LOG'),
    });
    await mkdir(join(folder, 'directory'));
    expect(await audit('directory')).toMatchObject({ status: 'fail', message: expect.stringContaining('plain file') });
  });
});

describe('the doctor’s check of the tools', () => {
  it('counts corrected routes, and says when none is inferred', async () => {
    const file = join(folder, 'routes.json');
    await writeFile(file, JSON.stringify({ list_all_puzzel_services: { method: 'GET', path: '/x' } }));
    const { check } = await host.doctor({ PUZZEL_MCP_ROUTES: file }, folder);
    expect(check('routes')?.message).toMatch(/^1 corrected by PUZZEL_MCP_ROUTES; \d+ of \d+ tools/);
    const gladly = await host.doctor({ PUZZEL_MCP_TAGS: 'gladly' }, folder);
    expect(gladly.check('routes')?.message).toBe('our own; none is inferred');
  });

  it('warns of an expiry within a day', async () => {
    const soon = new Date(Date.now() + 5.5 * 3_600_000).toISOString();
    const { check } = await host.doctor({ ...gladlyEmailOnly, PUZZEL_MCP_EXPIRES_AT: soon }, folder);
    expect(check('expiry')).toMatchObject({ status: 'warn', message: `${soon}, in 5 hours` });
    const later = new Date(Date.now() + 72.5 * 3_600_000).toISOString();
    expect((await host.doctor({ ...gladlyEmailOnly, PUZZEL_MCP_EXPIRES_AT: later }, folder)).check('expiry')).toEqual({
      name: 'expiry',
      status: 'ok',
      message: `${later}, in 3 days`,
    });
  });

  it.each<[Record<string, string>, string, RegExp]>([
    [{}, 'warn', /^\d+ tools; VS Code offers at most 128, Windsurf offers at most 100$/],
    [{ PUZZEL_MCP_TAGS: 'realtime,inboxes' }, 'ok', /^\d+ tools, within/],
    [{ PUZZEL_MCP_TOOLS: '*puzzel*', PUZZEL_MCP_EXCLUDE_TOOLS: '*puzzel*' }, 'fail', /the filters leave no tool/],
  ])('compares the number of tools with the limits of the clients: %j', async (env, status, message) => {
    const { check } = await host.doctor(env, folder);
    expect(check('tools')).toMatchObject({ status, message: expect.stringMatching(message) });
    expect(check('tokens')?.message).toMatch(/^\d+ tokens/);
  });

  it('counts server_status too when it compares the number of tools with a limit', async () => {
    const names = catalogue.filter(({ vendor }) => vendor !== 'chat').map(({ name }) => name);
    const messageFor = async (toolCount: number) => {
      const env = { PUZZEL_MCP_EXCLUDE_TOOLS: names.slice(toolCount).join(',') };
      return (await host.doctor(env, folder)).check('tools')?.message;
    };
    expect(await messageFor(99)).toMatch(/^100 tools, within/);
    expect(await messageFor(100)).toBe('101 tools; Windsurf offers at most 100');
  });
});
