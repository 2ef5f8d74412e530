import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { offeredTools } from '../../src/commands/settings.js';
import { ConfigError, configuredSecrets, loadConfig } from '../../src/config/index.js';
import { offeredVendors } from '../../src/config/offered.js';
import { matchesPattern } from '../../src/config/selection.js';
import { type Environment, processEnvironment, settings } from '../../src/config/settings.js';
import { limits } from '../../src/limits.js';
import type { VendorTool } from '../../src/tools/define.js';
import { isRead } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { toolFacts } from '../support/tool-facts.js';

const load = (env: Environment) => loadConfig(env, toolFacts);
const offeredNames = (env: Environment) => offeredTools(load(env), catalogue).map(({ name }) => name);
const problemsOf = (env: Environment): string => {
  try {
    load(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.join('\n');
  }
  return '';
};

/** The values that are not refused with a problem that names their variable. */
const acceptedOf = (refused: Record<string, string[]>) =>
  Object.entries(refused).flatMap(([name, values]) =>
    values.filter((value) => !problemsOf({ [name]: value }).includes(name)).map((value) => `${name}=${value}`),
  );

const puzzel = { PUZZEL_CUSTOMER_KEY: '1', PUZZEL_USERNAME: 'u', PUZZEL_PASSWORD: 'pass' };
const gladly = { GLADLY_HOST: 'acme.us-1.gladly.com', GLADLY_EMAIL: 'a@b.c', GLADLY_API_TOKEN: 'token' };

describe('vendors and their credentials', () => {
  it('those are offered for which something is set, else both without the chat', () => {
    const offered = (env: Environment) => offeredVendors(load(env)).join();
    expect(offered({})).toBe('puzzel,gladly');
    expect(offered(puzzel)).toBe('puzzel');
    expect(offered(gladly)).toBe('gladly');
    expect(offered({ PUZZEL_CUSTOMER_KEY: '1' })).toBe('puzzel');
    expect(offered({ GLADLY_HOST: 'acme.gladly.com' })).toBe('gladly');
    expect(offered({ GLADLY_API_URL: 'http://127.0.0.1:99' })).toBe('gladly');
    // This one has a default.
    expect(offered({ PUZZEL_API_URL: 'http://127.0.0.1:99' })).toBe('puzzel,gladly');
    expect(offered({ PUZZEL_CHAT_TENANT_ID: 't' })).toBe('chat');
    expect(offered({ ...puzzel, ...gladly, PUZZEL_CHAT_TENANT_ID: 't' })).toBe('puzzel,gladly,chat');
    const blank = { PUZZEL_USERNAME: '$' + '{USER}', PUZZEL_PASSWORD: '<your password>', GLADLY_EMAIL: ' ' };
    expect(offered(blank)).toBe('puzzel,gladly');
  });

  it('missing variables are named, and Puzzel ID wins when both Puzzel logins are complete', () => {
    expect(load({ PUZZEL_CUSTOMER_KEY: '1', PUZZEL_PASSWORD: 'YOUR_PASSWORD' }).puzzel.missing).toEqual([
      'PUZZEL_USERNAME',
      'PUZZEL_PASSWORD',
    ]);
    expect(load({ PUZZEL_CLIENT_ID: 'c' }).puzzel.missing).toEqual([
      'PUZZEL_CUSTOMER_KEY',
      'PUZZEL_CLIENT_SECRET',
      'PUZZEL_USER_ID',
    ]);
    const both = { ...puzzel, PUZZEL_CLIENT_ID: 'c', PUZZEL_CLIENT_SECRET: 's', PUZZEL_USER_ID: '7' };
    expect(load(both).puzzel.ready?.login.kind).toBe('client-credentials');
    expect(load({ ...puzzel, PUZZEL_CLIENT_ID: 'c' }).puzzel.ready?.login.kind).toBe('password');
  });

  it('names lose the quotation marks and blanks around them, secrets keep theirs', () => {
    const { ready } = load({ PUZZEL_CUSTOMER_KEY: ' "4711" ', PUZZEL_USERNAME: '“u”', PUZZEL_PASSWORD: '"p"' }).puzzel;
    expect(ready?.login).toEqual({ kind: 'password', customerKey: '4711', userName: 'u', password: '"p"' });
  });

  const placeholders = [
    ...['$' + '{X}', '$PUZZEL_PASSWORD', '%PUZZEL_PASSWORD%', '<x>', '{{x}}', '{env:X}', '$env:X', 'op://vault/x/y'],
    ...['[REDACTED]', '…', '...', '****', '********', 'changeme', 'REPLACE_ME', 'TODO', 'xxx', '[password]'],
    ...['__PASSWORD__', '{PUZZEL_PASSWORD}', 'PUZZEL_PASSWORD', 'YOUR_KEY', 'your-key', 'null', 'undefined'],
  ];

  it('placeholders and blanks count as missing, in quotation marks too', () => {
    const values = ['', '  ', ...placeholders].flatMap((value) => [value, `"${value}"`, `“${value}”`]);
    const accepted = values.filter(
      (value) => load({ ...puzzel, PUZZEL_PASSWORD: value }).puzzel.missing?.join() !== 'PUZZEL_PASSWORD',
    );
    expect(accepted).toEqual([]);
  });

  it('values that only resemble placeholders are accepted', () => {
    const values = ['Sommer#2026', '$ommer2026', 'a%b%', '<3', 'p<x>', 'nullpunkt', 'yours', 'x…', '..', '*', 'change'];
    expect(values.filter((value) => load({ ...puzzel, PUZZEL_PASSWORD: value }).puzzel.missing)).toEqual([]);
  });

  it('a placeholder in a setting of this program stops the start, except for the download folder', () => {
    // Credentials and addresses have no flag.
    const names = settings.flatMap(({ env, flag }) => (flag ? env : []));
    const accepted = names.flatMap((env) =>
      placeholders.filter((value) => !problemsOf({ [env]: value }).includes(env)).map((value) => `${env}=${value}`),
    );
    // A desktop extension leaves a placeholder where no download folder was chosen; the default folder is used then.
    expect(accepted).toEqual(placeholders.map((value) => `PUZZEL_MCP_DOWNLOAD_DIR=${value}`));
    expect(names.length).toBeGreaterThan(14);
  });
});

it('the token of Gladly is a secret as it is and as it is sent, with the e-mail address in front', () => {
  const env = { GLADLY_EMAIL: 'a@x.example', GLADLY_API_TOKEN: 'token-1234' };
  const sent = Buffer.from('a@x.example:token-1234').toString('base64');
  expect(configuredSecrets(env)).toEqual(['token-1234', sent]);
});

it('the password in the address of a proxy is a secret, whether or not the address has a scheme', () => {
  for (const address of ['http://me:pass%20word@proxy:8080', 'me:pass%20word@proxy:8080', ' me:pass%20word@proxy:8080'])
    expect(configuredSecrets({ HTTPS_PROXY: address }), address).toEqual(['pass%20word', 'pass word']);
  expect(configuredSecrets({ HTTPS_PROXY: 'proxy:8080', HTTP_PROXY: 'http://' })).toEqual([]);
});

describe('addresses', () => {
  it('of Gladly come from its host, its organization, or a GLADLY_API_URL on this machine', () => {
    expect(load(gladly).gladly.ready?.apiUrl).toBe('https://acme.us-1.gladly.com');
    expect(load({ ...gladly, GLADLY_HOST: '', GLADLY_ORGANIZATION: 'acme' }).gladly.ready?.apiUrl).toBe(
      'https://acme.gladly.com',
    );
    expect(load({ ...gladly, GLADLY_API_URL: 'http://127.0.0.1:99/' }).gladly.ready?.apiUrl).toBe(
      'http://127.0.0.1:99',
    );
  });

  it('that lead elsewhere or are malformed are refused', () => {
    const refused = {
      GLADLY_HOST: [
        ...['acme.gladly.com.evil.example', 'gladly.com.evil.example', 'evil-gladly.com'],
        ...['acme.gladly.com@evil.example', 'acme.gladly.com:8443', 'ftp://acme.gladly.com'],
        ...['https://evil.example/acme.gladly.com', 'https://user:pw@acme.gladly.com', 'acme.gladly.com.', 'acme'],
        ...['127.0.0.1', 'gladly.com', '.gladly.com'],
      ],
      GLADLY_ORGANIZATION: [
        ...['a/b', 'acme/', 'acme?x=1', 'acme#x', 'acme:443', 'a b', 'https://acme', '-acme', 'acme.', 'acme.us-1'],
        'ácme',
      ],
      GLADLY_API_URL: ['https://acme.gladly.com/?', 'https://acme.gladly.com/#'],
      PUZZEL_MCP_ALLOW_HOSTS: ['https://gateway.example', '*', '*.example', 'a b', ','],
      PUZZEL_API_URL: [
        ...['http://api.puzzel.com/x', 'ftp://x', 'not a url', 'https://api.puzzel.com/?q=1'],
        ...[
          'https://user@api.puzzel.com',
          'https://:pw@api.puzzel.com',
          'https://api.puzzel.com/#f',
          'http://127.0.0.1.evil.example',
        ],
      ],
    };
    expect(acceptedOf(refused)).toEqual([]);
    expect(problemsOf({ PUZZEL_API_URL: 'https://user:pw@host/' })).not.toContain('pw@');
  });

  it('of Gladly may be pasted in several forms', () => {
    const pasted = [
      ['GLADLY_HOST', 'https://acme.gladly.com/', 'https://acme.gladly.com'],
      ['GLADLY_HOST', ' "ACME.us-1.gladly.com" ', 'https://acme.us-1.gladly.com'],
      ['GLADLY_HOST', 'http://acme.gladly.com/agent?x=1#top', 'https://acme.gladly.com'],
      ['GLADLY_ORGANIZATION', 'Acme', 'https://acme.gladly.com'],
      ['GLADLY_ORGANIZATION', 'acme.gladly.com', 'https://acme.gladly.com'],
      ['GLADLY_ORGANIZATION', 'https://acme.gladly.qa/login', 'https://acme.gladly.qa'],
    ] as const;
    const read = pasted.map(([name, value]) => {
      const { ready } = load({ ...gladly, GLADLY_HOST: '', [name]: value }).gladly;
      return [name, value, ready?.apiUrl];
    });
    expect(read).toEqual(pasted);
  });

  it('of another host are refused, unless the host is allowed', () => {
    const urls = {
      PUZZEL_API_URL: 'https://gateway.acme.example/cc',
      PUZZEL_AUTH_URL: 'https://auth.puzzel.com.evil.example',
      PUZZEL_ID_URL: 'https://evilpuzzel.com/id',
      PUZZEL_CHAT_API_URL: 'https://10.0.0.8',
      GLADLY_API_URL: 'https://gladly.acme.example',
    };
    for (const [name, url] of Object.entries(urls)) {
      const env = { ...puzzel, ...gladly, PUZZEL_CHAT_TENANT_ID: 't', [name]: url };
      const withHosts = (hosts: string) => problemsOf({ ...env, PUZZEL_MCP_ALLOW_HOSTS: hosts });
      expect.soft(problemsOf(env), name).toMatch(new RegExp(`${name}.*PUZZEL_MCP_ALLOW_HOSTS`, 's'));
      expect.soft(withHosts(`x.example, ${new URL(url).hostname.toUpperCase()}`), name).toBe('');
      expect.soft(withHosts('acme.example'), name).toContain(name);
    }
  });

  it('of Puzzel may be on this machine or below puzzel.com', () => {
    for (const url of ['http://localhost:1/a', 'http://[::1]:1', 'http://127.9.9.9', 'https://devapi.puzzel.com/C5/'])
      expect.soft(problemsOf({ ...puzzel, PUZZEL_API_URL: url }), url).toBe('');
  });
});

describe('filters', () => {
  const bothVendors = { ...puzzel, ...gladly };
  const namesWhere = (isWanted: (tool: VendorTool) => boolean) =>
    catalogue.filter((tool) => tool.vendor !== 'chat' && isWanted(tool)).map(({ name }) => name);

  it('select by method, tag and vendor', () => {
    expect(offeredNames({ ...bothVendors, PUZZEL_MCP_METHODS: 'read' })).toEqual(namesWhere(isRead));
    expect(offeredNames({ ...bothVendors, PUZZEL_MCP_METHODS: 'write' })).toEqual(namesWhere((tool) => !isRead(tool)));
    expect(offeredNames({ ...bothVendors, PUZZEL_MCP_METHODS: 'Delete', PUZZEL_MCP_TAGS: 'Customers' })).toEqual([
      'delete_a_gladly_customer_by_id',
    ]);
    expect(offeredNames({ ...bothVendors, PUZZEL_MCP_TAGS: 'gladly' })).toEqual(
      namesWhere(({ vendor }) => vendor === 'gladly'),
    );
    const custom = namesWhere(({ effect }) => effect.startsWith('custom'));
    expect(offeredNames({ ...bothVendors, PUZZEL_MCP_METHODS: 'custom' })).toEqual(custom);
  });

  it('select by name and pattern, which take precedence over tags and methods', () => {
    expect(
      offeredNames({
        ...bothVendors,
        PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues, *_gladly_inbox_*',
        PUZZEL_MCP_TAGS: 'audit',
        PUZZEL_MCP_METHODS: 'delete',
      }),
    ).toEqual(['list_all_puzzel_queues', 'get_single_gladly_inbox_by_id']);
  });

  it('let * stand for any characters', () => {
    const matching = { '*': '', 'a*': 'a', '*b': 'ab', 'a**c': 'abc', '*a*b*': 'xaxbx' };
    const others = { 'a.c*': 'abc', 'a*a': 'a', '*ab*ba': 'aba', '*b*a*': 'ab', 'b*': 'ab' };
    const pairs = Object.entries({ ...matching, ...others });
    expect(Object.fromEntries(pairs.filter(([pattern, name]) => matchesPattern(pattern, name)))).toEqual(matching);
  });

  it('give read-only precedence over names, and exclusion over everything', () => {
    const env = {
      ...bothVendors,
      PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues,create_a_puzzel_etask',
      PUZZEL_MCP_READ_ONLY: 'true',
    };
    expect(offeredNames(env)).toEqual(['list_all_puzzel_queues']);
    expect(offeredNames({ ...env, PUZZEL_MCP_EXCLUDE_TOOLS: '*queues' })).toEqual([]);
  });

  it('leave no tool that writes under read-only, whatever its name', () => {
    const offered = offeredNames({ ...bothVendors, PUZZEL_MCP_READ_ONLY: '1' });
    expect(offered).toEqual(namesWhere(isRead));
    expect(offered).not.toContain('list_all_puzzel_outbound_request_feedback');
    expect(offered).toContain('create_a_gladly_report');
  });
});

describe('the check of the settings at the start', () => {
  it('refuses a misspelt word or variable, and suggests the right one', () => {
    const words = [
      ['PUZZEL_MCP_METHODS', 'raed', 'read'],
      ['PUZZEL_MCP_TAGS', 'custommers', 'customers'],
      ['PUZZEL_MCP_TOOLS', 'list_all_puzzel_queue', 'list_all_puzzel_queues'],
      ['PUZZEL_MCP_EXCLUDE_TOOLS', 'delete_a_gladly_custmer_by_id', 'delete_a_gladly_customer_by_id'],
      ['PUZZEL_MCP_CONFIRM', 'allways', 'always'],
      ['PUZZEL_MCP_LOG_LEVEL', 'wran', 'warn'],
    ] as const;
    for (const [name, value, near] of words)
      expect.soft(problemsOf({ [name]: value })).toContain(`Did you mean "${near}"?`);
    const variables = {
      READ_ONLY: [
        ...['PUZZEL_MCP_READONLY', 'puzzel_mcp_read_only', 'PUZZELMCP_READ_ONLY', 'PUZZEL-MCP-READ-ONLY'],
        ...['PUZZEL_READ_ONLY', 'PUZZEL_MPC_READ_ONLY', 'GLADLY_READONLY', 'PUZZLE_MCP_READ_ONLY'],
        ...['\ufeffPUZZEL_MCP_READ_ONLY', 'PUZZEL_MCP_READ_ONLY\u200b', 'PUZZEL_M\u0421P_READ_ONLY'],
      ],
      TAGS: ['PUZZEL_MCP_TAG', ' PUZZEL_MCP_TAGS'],
      PIN_QUEUES: ['PUZZEL_MCP_PIN_QUEUE'],
      PIN_INBOXES: ['GLADLY_PIN_INBOX'],
      EXPIRES_AT: ['PUZZEL_MCP_EXPIRE_AT', 'PUZZELL_MCP_EXPIRY_AT'],
      CONFIRM: ['PUZZEL_MCP_CONFRIM', 'PUZZLE_CONFIRM'],
      AUDIT_LOG: ['PUZEL_MCP_AUDIT_LOG'],
      METHODS: ['PUZZEL__MCP_METHOD'],
      TOOLS: ['MCP_PUZZEL_TOOLS'],
      EXCLUDE_TOOLS: ['\uff30UZZEL_MCP_EXCLUDE_TOOLS'],
    };
    for (const [near, names] of Object.entries(variables))
      for (const name of names)
        expect
          .soft(problemsOf({ [name]: 'true' }))
          .toContain(`${name} is not a variable of puzzel-mcp. Did you mean "PUZZEL_MCP_${near}"?`);
  });

  it('refuses invalid values', () => {
    const numbers = ['abc', '1.5', '-1', '0', '+1', '1 2', '1e3', '9007199254740993'];
    const refused = {
      PUZZEL_MCP_READ_ONLY: ['maybe', '$' + '{READ_ONLY}', '""'],
      PUZZEL_MCP_METHODS: [',', 'constructor'],
      PUZZEL_MCP_TIMEOUT_MS: ['30s', '0', '3600001', '0x7530'],
      PUZZEL_MCP_EXPIRES_AT: [
        ...['2099-02-30', '2099-06-31T10:00:00Z', '2099-01-31 (soon)', '2099-01-31T17:00', '2099-01-31T24:00:00Z'],
        'tomorrow',
      ],
      PUZZEL_MCP_PIN_INBOXES: ["''"],
      PUZZEL_MCP_PIN_QUEUES: [',', '201,<queue>'],
      PUZZEL_MCP_ROUTES: ['/does/not/exist.json'],
      PUZZEL_USER_ID: numbers,
      PUZZEL_MCP_PIN_USER_ID: [...numbers, '1,2'],
      PUZZEL_CUSTOMER_KEY: [
        ...['.', '..', 'a/b', 'a\\b', '12 345', '12\t345', '12345?x=1', '1#2', '%2e%2e', '1:2', '1\u00002'],
      ],
    };
    expect(acceptedOf(refused)).toEqual([]);
    for (const end of ['Z', '+01', ',5Z'])
      expect.soft(problemsOf({ PUZZEL_MCP_EXPIRES_AT: `2020-01-01T00:00:00${end}` }), end).toContain('has passed');
  });

  it('accepts variables of other programs', () => {
    const others = [
      ...['MCP_READ_ONLY', 'MCP_TOOLS', 'READ_ONLY', 'MCP_PUZZEL_URL', 'PUZZEL_CONFIG', 'PUZZEL_MCP'],
      ...['PUZZLE_MCP_SERVER_URL', 'PUZZLE_MCP_ARGS', 'PUZZLE_TIMEOUT_MS', 'PUZZEL_MCP_COMMAND'],
      ...['PUZZLE_MCP_POOL', 'PUZZEL_ALLOW_HOSTS', 'PUZZEL_DOWNLOAD_DIR', 'PUZZEL_ROUTES'],
      ...['GLADLY_DOMAIN', 'GLADLY_LOG_LEVEL', 'GLADLY_EXPIRES_IN'],
    ];
    expect(problemsOf(Object.fromEntries(others.map((name) => [name, 'x'])))).toBe('');
  });

  it('accepts a customer key of any letters, and a positive user number', () => {
    const keys = ['1', ' 12345 ', '"4711"', 'acme', 'Acme-2_x.no', 'ключ', 'a'.repeat(300)];
    expect(keys.filter((key) => problemsOf({ PUZZEL_CUSTOMER_KEY: key }) !== '')).toEqual([]);
    const users = ['1', ' 9948 ', '9007199254740991'];
    expect(users.filter((user) => problemsOf({ PUZZEL_USER_ID: user }) !== '')).toEqual([]);
  });

  it('has a default for what is left out, and accepts words in any case', () => {
    const downloadDir = join(homedir(), 'Downloads', 'puzzel-mcp');
    expect(load({})).toMatchObject({ confirm: 'auto', logLevel: 'warn', timeoutMs: 30_000, downloadDir });
    expect(load({ PUZZEL_MCP_CONFIRM: 'Always' }).confirm).toBe('always');
    const isReadOnly = (value: string) => load({ PUZZEL_MCP_READ_ONLY: value }).selection.readOnly;
    expect(['0', 'False', 'no', 'OFF'].map(isReadOnly)).toEqual(Array(4).fill(false));
    expect(['1', 'True', 'yes', 'ON'].map(isReadOnly)).toEqual(Array(4).fill(true));
  });

  it('takes ~ for the home directory only where no name follows, and a day as an expiry', () => {
    const folderFor = (path: string) => load({ PUZZEL_MCP_DOWNLOAD_DIR: path }).downloadDir;
    expect(['~', '~/x', '~x'].map(folderFor)).toEqual([homedir(), join(homedir(), 'x'), resolve('~x')]);
    expect(load({ PUZZEL_MCP_EXPIRES_AT: '2099-01-31' }).expiresAt).toEqual(new Date('2099-01-31T00:00:00Z'));
    expect(problemsOf({ PUZZEL_MCP_EXPIRES_AT: '2099-01-31T17:00' })).toContain('has no offset');
    expect(problemsOf({ PUZZEL_MCP_EXPIRES_AT: 'tomorrow' })).toContain('is not an ISO time');
  });

  it('refuses a path that begins with a variable, which no client has filled in', () => {
    const variables = ['$HOME', '$' + '{HOME}', '%USERPROFILE%', '$env:USERPROFILE', '{{home}}', '<home>'];
    const paths = variables.flatMap((variable) => [`${variable}/x.jsonl`, `${variable}\\logs\\x.jsonl`]);
    const names = ['PUZZEL_MCP_DOWNLOAD_DIR', 'PUZZEL_MCP_AUDIT_LOG', 'PUZZEL_MCP_ROUTES'];
    const accepted = names.flatMap((name) =>
      paths
        .filter((path) => !problemsOf({ [name]: path }).includes('is a placeholder'))
        .map((path) => `${name}=${path}`),
    );
    expect(accepted).toEqual([]);
    expect(problemsOf({ PUZZEL_MCP_DOWNLOAD_DIR: '/srv/$HOME/100%', PUZZEL_MCP_AUDIT_LOG: '$5/a.jsonl' })).toBe('');
  });

  it('names of variables may be in any case on Windows alone', () => {
    const env = { Puzzel_Password: 'p', puzzel_mcp_tags: 'queues', Path: 'x', https_proxy: 'y' };
    expect(processEnvironment(env, 'win32')).toEqual({
      PUZZEL_PASSWORD: 'p',
      PUZZEL_MCP_TAGS: 'queues',
      Path: 'x',
      https_proxy: 'y',
    });
    expect(processEnvironment(env, 'linux')).toEqual(env);
  });

  it('says where the known words stand', () => {
    expect(problemsOf({ PUZZEL_MCP_METHODS: 'x' })).toContain('Known: read, write, list, get,');
    expect(problemsOf({ PUZZEL_MCP_TOOLS: 'x' })).toContain('`puzzel-mcp tools` lists them.');
  });

  it('accepts a time limit of an hour, whose largest multiple still fits into a timer', () => {
    const { timeoutMs } = load({ PUZZEL_MCP_TIMEOUT_MS: '3600000' });
    expect(timeoutMs).toBe(3_600_000);
    expect(timeoutMs * Math.max(limits.transferFactor, limits.slowFactor)).toBeLessThan(2 ** 31);
  });

  it('reports all mistakes at once', () => {
    const mistakes = {
      PUZZEL_MCP_METHODS: 'x',
      PUZZEL_MCP_CONFIRM: 'y',
      PUZZEL_API_URL: 'z',
      PUZZEL_MCP_PIN_USER_ID: 'me',
      PUZZEL_MCP_PIN_QUEUES: ',',
    };
    for (const name of Object.keys(mistakes)) expect(problemsOf(mistakes)).toContain(name);
  });
});
