import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRuntime } from '../../src/commands/runtime.js';
import { loadConfig } from '../../src/config/index.js';
import { isSelected, isStatusSelected } from '../../src/config/selection.js';
import { type Environment, settings } from '../../src/config/settings.js';
import { mergeSources } from '../../src/config/trust.js';
import { catalogue } from '../../src/tools/index.js';
import { callIn } from '../support/call.js';
import { newFolder } from '../support/set-up.js';
import { toolFacts } from '../support/tool-facts.js';

const folder = realpathSync(newFolder());
mkdirSync(join(folder, 'sub'));
writeFileSync(join(folder, 'plain'), '');
symlinkSync(tmpdir(), join(folder, 'out'));
symlinkSync('/nowhere/yet', join(folder, 'dangling'));
symlinkSync('loop', join(folder, 'loop'));

const merge = (file: Environment, trusted: Environment = {}, demo = false) =>
  mergeSources(file, trusted, { folder, demo, tools: () => toolFacts });
const load = (file: Environment, trusted: Environment) => loadConfig(merge(file, trusted).env, toolFacts);
const selectedNames = (file: Environment, trusted: Environment): string[] => {
  const { selection } = load(file, trusted);
  return catalogue.filter((tool) => isSelected(tool, selection)).map(({ name }) => name);
};

const puzzel = { PUZZEL_CUSTOMER_KEY: '1', PUZZEL_USERNAME: 'u', PUZZEL_PASSWORD: 'p' };
const gladly = { GLADLY_EMAIL: 'a@b.c', GLADLY_API_TOKEN: 't' };
const client = {
  PUZZEL_CUSTOMER_KEY: '1',
  PUZZEL_CLIENT_ID: 'c',
  PUZZEL_CLIENT_SECRET: 's',
  PUZZEL_USER_ID: '666',
};
const chat = { PUZZEL_CHAT_TENANT_ID: 't', PUZZEL_CUSTOMER_KEY: '1' };
const addresses: [string, string, Environment][] = [
  ['PUZZEL_API_URL', 'https://api.puzzel.com/x', puzzel],
  ['PUZZEL_API_URL', 'https://api.puzzel.com/x', client],
  ['PUZZEL_AUTH_URL', 'https://auth.puzzel.com', puzzel],
  ['PUZZEL_ID_URL', 'https://app.puzzel.com/id', puzzel],
  // A routes file says where a call goes, as an address does.
  ['PUZZEL_MCP_ROUTES', 'routes.json', puzzel],
  ['PUZZEL_MCP_ROUTES', 'routes.json', chat],
  ['PUZZEL_CHAT_API_URL', 'https://uk-commsrv.puzzel.com', chat],
  ['PUZZEL_CHAT_ID_URL', 'https://uk-consumeridp.puzzel.com', chat],
  ['GLADLY_HOST', 'evil.gladly.com', gladly],
  ['GLADLY_ORGANIZATION', 'evil', gladly],
  ['GLADLY_API_URL', 'https://evil.gladly.com', gladly],
];

describe('an address in .env', () => {
  it('is used with credentials of the same file only', () => {
    const wrong = addresses.flatMap(([name, value, credentials]) => {
      const together = merge({ [name]: value, ...credentials });
      const apart = Object.keys(credentials).map((credential) => {
        const { [credential]: moved, ...rest } = credentials;
        return merge({ [name]: value, ...rest }, { [credential]: moved });
      });
      const isRefused = apart.every(({ env, problems }) => env[name] === undefined && problems.join().includes(name));
      return together.problems.length === 0 && together.env[name] === value && isRefused ? [] : [name];
    });
    expect(wrong).toEqual([]);
    const { problems } = merge({ GLADLY_HOST: 'evil.gladly.com', GLADLY_EMAIL: 'a@b.c' }, { GLADLY_API_TOKEN: 't' });
    expect(problems.join()).toContain('but GLADLY_API_TOKEN comes from the environment');
  });

  it('is overridden by the environment, and does not matter in the demo', () => {
    const trusted = { PUZZEL_API_URL: 'https://devapi.puzzel.com/x', ...puzzel };
    const merged = merge({ PUZZEL_API_URL: 'https://api.puzzel.com/y' }, trusted);
    expect(merged).toMatchObject({ env: trusted, problems: [] });
    expect(merge({ GLADLY_HOST: 'evil.gladly.com' }, gladly, true).problems).toEqual([]);
  });

  it('cannot be allowed by PUZZEL_MCP_ALLOW_HOSTS in the same file', () => {
    expect(merge({ PUZZEL_MCP_ALLOW_HOSTS: 'evil.example', ...puzzel }).env.PUZZEL_MCP_ALLOW_HOSTS).toBeUndefined();
    expect(merge({ PUZZEL_MCP_ALLOW_HOSTS: 'evil.example' }).problems).toHaveLength(1);
  });
});

describe('a login in .env', () => {
  it('does not replace one in the environment, but may complete it', () => {
    const { env, warnings } = merge(client, puzzel);
    expect(loadConfig(env, toolFacts).puzzel.ready?.login).toMatchObject({ kind: 'password', userName: 'u' });
    expect(warnings.join()).toContain('PUZZEL_USER_ID');
    const { PUZZEL_PASSWORD, ...rest } = puzzel;
    expect(loadConfig(merge({ PUZZEL_PASSWORD }, rest).env, toolFacts).puzzel.ready?.login.kind).toBe('password');
    expect(merge({ PUZZEL_PASSWORD }, { ...client, ...rest }).env).toMatchObject({ PUZZEL_PASSWORD });
    expect(merge(client, { PUZZEL_CUSTOMER_KEY: '1' }).env).toMatchObject(client);
  });
});

describe('a setting in .env', () => {
  it('is used and checked when the environment has a blank instead, or a placeholder for an account or the download folder', () => {
    const accountValues = { ...puzzel, ...gladly, GLADLY_HOST: 'acme.gladly.com', PUZZEL_CHAT_TENANT_ID: 't' };
    const ownSettings = settings.filter(({ env, flag }) => flag && env !== 'PUZZEL_MCP_ALLOW_HOSTS');
    const emptyValues = ['', '  ', '$' + '{X}'];
    const wrong = [...Object.entries(accountValues), ...ownSettings.map(({ env }) => [env, 'always'] as const)].flatMap(
      ([name, value]) =>
        emptyValues
          .filter((empty) => empty.trim() === '' || name in accountValues || name === 'PUZZEL_MCP_DOWNLOAD_DIR')
          .filter((empty) => merge({ [name]: value }, { [name]: empty }).env[name] !== value)
          .map((empty) => `${name}=${empty}`),
    );
    expect(wrong).toEqual([]);
    expect(merge({ PUZZEL_MCP_AUDIT_LOG: '../x' }, { PUZZEL_MCP_AUDIT_LOG: '' }).problems).toHaveLength(1);
    expect(merge({ GLADLY_HOST: 'evil.gladly.com' }, { ...gladly, GLADLY_HOST: '' }).problems).toHaveLength(1);
    expect(merge({}, { GLADLY_EMAIL: '$' + '{X}' }).env.GLADLY_EMAIL).toBe('$' + '{X}');
  });
});

describe('a path in .env', () => {
  it('must be in the working directory, also behind symbolic links', () => {
    const names = ['PUZZEL_MCP_DOWNLOAD_DIR', 'PUZZEL_MCP_AUDIT_LOG', 'PUZZEL_MCP_ROUTES'];
    const inside = ['sub/x', './new/deep/x', join(folder, 'x'), 'sub/../x', '..x'];
    const outside = [
      '../x',
      '~/x',
      '~',
      '/etc/x',
      'out/x',
      'sub/../../x',
      '..',
      'dangling',
      'dangling/x',
      'loop',
      'plain/x',
      'x\0',
    ];
    const isRefused = (name: string, path: string) =>
      merge({ [name]: path })
        .problems.join()
        .includes(name);
    for (const name of names) {
      expect(inside.filter((path) => isRefused(name, path))).toEqual([]);
      expect(outside.filter((path) => !isRefused(name, path))).toEqual([]);
    }
    expect(merge({ PUZZEL_MCP_AUDIT_LOG: '../x' }, { PUZZEL_MCP_AUDIT_LOG: '/var/log/x' }).problems).toEqual([]);
  });
});

describe('a limit in .env', () => {
  const filters: Environment[] = [
    { PUZZEL_MCP_READ_ONLY: 'true' },
    { PUZZEL_MCP_READ_ONLY: 'false' },
    { PUZZEL_MCP_METHODS: 'read,update' },
    { PUZZEL_MCP_METHODS: 'list,create' },
    { PUZZEL_MCP_TAGS: 'gladly' },
    { PUZZEL_MCP_TAGS: 'tasks,queues' },
    { PUZZEL_MCP_TOOLS: '*' },
    { PUZZEL_MCP_TOOLS: '*_queues,*task*' },
    { PUZZEL_MCP_EXCLUDE_TOOLS: 'delete_*' },
    { PUZZEL_MCP_EXCLUDE_TOOLS: '*_gladly_*', PUZZEL_MCP_METHODS: 'read' },
  ];

  it('leaves, together with one in the environment, exactly the tools that both leave', () => {
    const wrong = filters.flatMap((file) =>
      filters.flatMap((trusted) => {
        const alone = selectedNames(file, {});
        const both = selectedNames({}, trusted).filter((name) => alone.includes(name));
        return selectedNames(file, trusted).join() === both.join()
          ? []
          : [`${JSON.stringify(file)} ${JSON.stringify(trusted)}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('is reported by server_status like one in the environment', async () => {
    const access = async (file: Environment, trusted: Environment) => {
      const runtime = createRuntime(merge(file, { ...trusted, PUZZEL_MCP_LOG_LEVEL: 'silent' }).env, true);
      const { structured } = await callIn(runtime, 'server_status');
      await runtime.close(AbortSignal.timeout(1_000));
      return (structured as { result: { access: Record<string, unknown> } }).result.access;
    };
    const reads = ['list', 'get', 'custom-read'];
    const both = await access(
      { PUZZEL_MCP_READ_ONLY: 'true', PUZZEL_MCP_TAGS: 'tasks' },
      { PUZZEL_MCP_READ_ONLY: 'false', PUZZEL_MCP_TAGS: 'queues,tasks' },
    );
    expect(both).toMatchObject({ read_only: true, tags: ['tasks'] });
    const tagsAlone = await access({ PUZZEL_MCP_TAGS: 'tasks' }, { PUZZEL_MCP_EXCLUDE_TOOLS: 'create_a_puzzel_etask' });
    expect(tagsAlone).toEqual({ read_only: false, confirm: 'auto', tags: ['tasks'] });
    const apart = await access({ PUZZEL_MCP_METHODS: 'read' }, { PUZZEL_MCP_EXCLUDE_TOOLS: 'delete_*' });
    expect(apart).toMatchObject({ read_only: true, methods: expect.arrayContaining(reads) });
    expect(apart.methods).toHaveLength(reads.length);
    // No filter by tag is set, although some tags have no tool that reads.
    expect(apart).not.toHaveProperty('tags');
    expect(await access({}, {})).toEqual({ read_only: false, confirm: 'auto' });
  });

  it('is used where the environment has none', () => {
    expect(load({ PUZZEL_MCP_READ_ONLY: 'true' }, {}).selection.readOnly).toBe(true);
    const { selection } = load({ PUZZEL_MCP_TOOLS: '*_queues' }, { PUZZEL_MCP_METHODS: 'read' });
    expect(isStatusSelected(selection)).toBe(false);
  });

  it('is an error when it is invalid, even when the environment has one', () => {
    expect(merge({ PUZZEL_MCP_TAGS: 'custommers' }, { PUZZEL_MCP_TAGS: 'queues' }).problems.join()).toContain(
      'customers',
    );
    const { env } = merge({ PUZZEL_MCP_CONFIRM: 'allways' }, { PUZZEL_MCP_CONFIRM: 'always' });
    expect(() => loadConfig(env, toolFacts)).toThrow('allways');
  });

  it.each([
    ['never', undefined, 'auto'],
    ['never', 'auto', 'auto'],
    ['never', 'never', 'never'],
    ['auto', 'never', 'auto'],
    ['always', undefined, 'always'],
    ['auto', 'always', 'always'],
  ])('combines PUZZEL_MCP_CONFIRM=%s with %s in the environment to %s', (file, trusted, expected) => {
    const { env, warnings } = merge({ PUZZEL_MCP_CONFIRM: file }, trusted ? { PUZZEL_MCP_CONFIRM: trusted } : {});
    expect(loadConfig(env, toolFacts).confirm).toBe(expected);
    expect(warnings).toEqual(
      expected === file ? [] : [expect.stringContaining(`${file} in .env is wider than ${expected},`)],
    );
  });

  it('never replaces an invalid one in the environment', () => {
    const invalid: [string, string, string][] = [
      ['PUZZEL_MCP_CONFIRM', 'allways', 'never'],
      ['PUZZEL_MCP_CONFIRM', '$' + '{CONFIRM}', 'never'],
      ['PUZZEL_MCP_EXPIRES_AT', '31.01.2027', '2099-01-01T00:00:00Z'],
      ['PUZZEL_MCP_EXPIRES_AT', '$' + '{END}', '2099-01-01T00:00:00Z'],
      ['PUZZEL_MCP_EXPIRES_AT', '2027-02-30T00:00:00Z', '2099-01-01T00:00:00Z'],
      ['PUZZEL_MCP_PIN_USER_ID', 'nobody', '5'],
      ['PUZZEL_MCP_READ_ONLY', 'yess', 'false'],
    ];
    for (const [name, trusted, file] of invalid) {
      const { env } = merge({ [name]: file }, { [name]: trusted });
      expect(() => loadConfig(env, toolFacts), `${name}=${trusted}`).toThrow(name);
    }
  });

  it('pins to what both name, and expires at the earlier time', () => {
    for (const name of ['PUZZEL_MCP_PIN_QUEUES', 'PUZZEL_MCP_PIN_USER_GROUPS', 'PUZZEL_MCP_PIN_INBOXES']) {
      const pin = (file: string, trusted: string) => merge({ [name]: file }, { [name]: trusted });
      expect(pin('201, 202, 203', '202,203,204').env[name]).toBe('202,203');
      expect(pin('201', '202')).toMatchObject({ env: { [name]: '202' }, problems: [expect.stringContaining(name)] });
    }
    const user = merge({ PUZZEL_MCP_PIN_USER_ID: '7' }, { PUZZEL_MCP_PIN_USER_ID: '8' });
    expect(user.problems).toEqual([expect.stringContaining('different users')]);
    const ends = (file: string, trusted: string) =>
      merge({ PUZZEL_MCP_EXPIRES_AT: file }, { PUZZEL_MCP_EXPIRES_AT: trusted }).env.PUZZEL_MCP_EXPIRES_AT;
    expect(ends('2099-01-01T00:00:00Z', '2098-01-01T00:00:00Z')).toBe('2098-01-01T00:00:00Z');
    expect(ends('2097-01-01T00:00:00Z', '2098-01-01T00:00:00Z')).toBe('2097-01-01T00:00:00Z');
    expect(ends('someday', '2098-01-01T00:00:00Z')).toBe('someday');
  });
});

describe('a log level in .env', () => {
  it('cannot hide the warnings about the file, and is used otherwise', () => {
    const level = (file: string, trusted: Environment = {}) => merge({ PUZZEL_MCP_LOG_LEVEL: file }, trusted);
    for (const quiet of ['silent', 'Error']) {
      const { env, warnings } = level(quiet);
      expect(env.PUZZEL_MCP_LOG_LEVEL).toBeUndefined();
      expect(warnings.join()).toContain('in .env would hide');
    }
    expect(level('debug')).toMatchObject({ env: { PUZZEL_MCP_LOG_LEVEL: 'debug' }, warnings: [] });
    expect(level('debug', { PUZZEL_MCP_LOG_LEVEL: 'silent' }).env.PUZZEL_MCP_LOG_LEVEL).toBe('silent');
    expect(level('silent', { PUZZEL_MCP_LOG_LEVEL: 'info' })).toMatchObject({
      env: { PUZZEL_MCP_LOG_LEVEL: 'info' },
      warnings: [],
    });
  });
});
