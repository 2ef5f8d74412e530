import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/index.js';
import { offeredVendors } from '../../src/config/offered.js';
import type { Environment } from '../../src/config/settings.js';
import { selectTools } from '../../src/server/select.js';
import { isRead } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';

const load = (env: Environment) => loadConfig(env, catalogue);
const names = (env: Environment) => selectTools(catalogue, load(env)).map(({ name }) => name);
const problems = (env: Environment): string => {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n');
  }
  return '';
};

const puzzel = { PUZZEL_CUSTOMER_KEY: '1', PUZZEL_USERNAME: 'u', PUZZEL_PASSWORD: 'pass' };
const gladly = { GLADLY_HOST: 'acme.us-1.gladly.com', GLADLY_EMAIL: 'a@b.c', GLADLY_API_TOKEN: 'token' };

describe('which vendors are offered', () => {
  it.each([
    ['nothing', {}, ['puzzel', 'gladly']],
    ['Puzzel', puzzel, ['puzzel']],
    ['Gladly', gladly, ['gladly']],
    ['some of Puzzel', { PUZZEL_CUSTOMER_KEY: '1' }, ['puzzel']],
    ['the chat tenant alone', { PUZZEL_CHAT_TENANT_ID: 't' }, ['chat']],
    ['all', { ...puzzel, ...gladly, PUZZEL_CHAT_TENANT_ID: 't' }, ['puzzel', 'gladly', 'chat']],
    [
      'placeholders',
      { PUZZEL_USERNAME: '$' + '{USER}', PUZZEL_PASSWORD: '<your password>', GLADLY_EMAIL: ' ' },
      ['puzzel', 'gladly'],
    ],
  ])('with %s given', (_, env, expected) => {
    expect(offeredVendors(load(env as Environment))).toEqual(expected);
  });

  it('knows what is missing, and takes Puzzel ID when both are complete', () => {
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

  it.each(['', '  ', '$' + '{X}', '<x>', '{{x}}', 'YOUR_KEY', 'your-key', 'null', 'undefined'])(
    '%j counts as missing',
    (value) => {
      expect(load({ ...puzzel, PUZZEL_PASSWORD: value }).puzzel.missing).toEqual(['PUZZEL_PASSWORD']);
    },
  );
});

describe('addresses', () => {
  it('of Gladly are below gladly.com or gladly.qa, or this machine', () => {
    expect(load(gladly).gladly.ready?.apiUrl).toBe('https://acme.us-1.gladly.com');
    expect(load({ ...gladly, GLADLY_HOST: '', GLADLY_ORGANIZATION: 'acme' }).gladly.ready?.apiUrl).toBe(
      'https://acme.gladly.com',
    );
    expect(load({ ...gladly, GLADLY_API_URL: 'http://127.0.0.1:99/' }).gladly.ready?.apiUrl).toBe(
      'http://127.0.0.1:99',
    );
  });

  it.each([
    'acme.gladly.com.evil.example',
    'gladly.com.evil.example',
    'evil-gladly.com',
    'acme.gladly.com@evil.example',
    'acme.gladly.com/x',
    'acme.gladly.com:8443',
    'https://acme.gladly.com',
    '127.0.0.1',
    'gladly.com',
    '.gladly.com',
  ])('GLADLY_HOST may not be %s', (host) => {
    expect(problems({ ...gladly, GLADLY_HOST: host })).toContain('GLADLY_HOST');
  });

  it.each([
    'http://api.puzzel.com/x',
    'ftp://x',
    'not a url',
    'https://user:pw@host/',
    'https://host/?q=1',
    'https://host/#f',
    'http://127.0.0.1.evil.example',
  ])('PUZZEL_API_URL may not be %s', (url) => {
    expect(problems({ PUZZEL_API_URL: url })).toContain('PUZZEL_API_URL');
    expect(problems({ PUZZEL_API_URL: url })).not.toContain('pw@');
  });

  it.each(['http://localhost:1/a', 'http://[::1]:1', 'http://127.9.9.9', 'https://devapi.puzzel.com/ContactCentre5/'])(
    'PUZZEL_API_URL may be %s',
    (url) => {
      expect(problems({ ...puzzel, PUZZEL_API_URL: url })).toBe('');
    },
  );

  it('GLADLY_API_URL may not lead elsewhere', () => {
    expect(problems({ ...gladly, GLADLY_API_URL: 'https://evil.example' })).toContain('GLADLY_API_URL');
  });
});

describe('filters', () => {
  const all = { ...puzzel, ...gladly };
  it('by method, tag and vendor', () => {
    expect(names({ ...all, PUZZEL_MCP_METHODS: 'read' })).toEqual(
      catalogue.filter((tool) => tool.vendor !== 'chat' && isRead(tool)).map(({ name }) => name),
    );
    expect(names({ ...all, PUZZEL_MCP_METHODS: 'delete', PUZZEL_MCP_TAGS: 'customers' })).toEqual([
      'delete_a_gladly_customer_by_id',
    ]);
    expect(names({ ...all, PUZZEL_MCP_TAGS: 'gladly' }).every((name) => name.includes('gladly'))).toBe(true);
    expect(
      names({ ...all, PUZZEL_MCP_METHODS: 'custom' }).every((name) => !/^(list|get|update|delete)/.test(name)),
    ).toBe(true);
  });

  it('by name and pattern, which beat tags and methods', () => {
    expect(
      names({
        ...all,
        PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues, *_gladly_inbox_*',
        PUZZEL_MCP_TAGS: 'audit',
        PUZZEL_MCP_METHODS: 'delete',
      }),
    ).toEqual(['list_all_puzzel_queues', 'get_single_gladly_inbox_by_id']);
  });

  it('read-only beats names, exclusion beats all', () => {
    const env = {
      ...all,
      PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues,create_a_puzzel_etask',
      PUZZEL_MCP_READ_ONLY: 'true',
    };
    expect(names(env)).toEqual(['list_all_puzzel_queues']);
    expect(names({ ...env, PUZZEL_MCP_EXCLUDE_TOOLS: '*queues' })).toEqual([]);
  });

  it('read-only leaves no tool that writes, whatever its name says', () => {
    const left = names({ ...all, PUZZEL_MCP_READ_ONLY: '1' });
    expect(left).not.toContain('list_all_puzzel_outbound_request_feedback');
    expect(left).toContain('create_a_gladly_report');
  });
});

describe('a mistake stops the start, and all are told at once', () => {
  it.each([
    ['PUZZEL_MCP_METHODS', 'raed', 'read'],
    ['PUZZEL_MCP_TAGS', 'custommers', 'customers'],
    ['PUZZEL_MCP_TOOLS', 'list_all_puzzel_queue', 'list_all_puzzel_queues'],
    ['PUZZEL_MCP_EXCLUDE_TOOLS', 'delete_a_gladly_custmer_by_id', 'delete_a_gladly_customer_by_id'],
    ['PUZZEL_MCP_CONFIRM', 'allways', 'always'],
    ['PUZZEL_MCP_LOG_LEVEL', 'wran', 'warn'],
  ])('%s=%s names %s', (name, value, near) => {
    expect(problems({ [name]: value })).toContain(`Did you mean "${near}"?`);
  });

  it.each([
    ['PUZZEL_MCP_READ_ONLY', 'maybe'],
    ['PUZZEL_MCP_READ_ONLY', '$' + '{READ_ONLY}'],
    ['PUZZEL_MCP_METHODS', ','],
    ['PUZZEL_MCP_TIMEOUT_MS', '30s'],
    ['PUZZEL_MCP_TIMEOUT_MS', '0'],
    ['PUZZEL_MCP_EXPIRES_AT', 'tomorrow'],
    ['PUZZEL_MCP_EXPIRES_AT', '2020-01-01T00:00:00Z'],
    ['PUZZEL_MCP_ROUTES', '/does/not/exist.json'],
  ])('%s=%s is refused', (name, value) => {
    expect(problems({ [name]: value })).toContain(name);
  });

  it('lists every problem', () => {
    const text = problems({ PUZZEL_MCP_METHODS: 'x', PUZZEL_MCP_CONFIRM: 'y', PUZZEL_API_URL: 'z' });
    for (const name of ['PUZZEL_MCP_METHODS', 'PUZZEL_MCP_CONFIRM', 'PUZZEL_API_URL']) expect(text).toContain(name);
  });
});

describe('the routes file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-routes-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (content: unknown) => {
    const path = join(folder, 'routes.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return { PUZZEL_MCP_ROUTES: path };
  };

  it('is read', () => {
    const routes = { list_all_puzzel_services: { method: 'get', path: '/customers/{customerKey}/services' } };
    expect(load(file(routes)).routes).toEqual({
      list_all_puzzel_services: { method: 'GET', path: '/customers/{customerKey}/services' },
    });
  });

  it.each([
    ['an unknown tool', { list_all_puzzel_service: { method: 'GET', path: '/x' } }, 'list_all_puzzel_services'],
    [
      'an unknown placeholder',
      { get_single_puzzel_etask_by_id: { method: 'GET', path: '/x/{ids}' } },
      'Did you mean "id"?',
    ],
    ['an unknown method', { list_all_puzzel_services: { method: 'FETCH', path: '/x' } }, '"method"'],
    ['a path that is none', { list_all_puzzel_services: { method: 'GET', path: 'https://evil.example/' } }, '"path"'],
    ['no JSON', '{', 'no JSON'],
    ['a list', [], 'must be an object'],
  ])('with %s is refused', (_, content, message) => {
    expect(problems(file(content))).toContain(message);
  });
});
