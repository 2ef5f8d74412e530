import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { isStatusSelected } from '../../src/config/selection.js';
import { catalogue } from '../../src/tools/index.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { connect } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, newFolder } from '../support/set-up.js';
import { toolFacts } from '../support/tool-facts.js';

const folder = newFolder();
const puzzel = closedAfterAll(await fakePuzzel());

it('server_status reports what is set up, how many tools each setting turns off, and the rate limits of the vendor', async () => {
  puzzel.api = (_path, _request, response) => {
    response.setHeader('ratelimit-limit', '100').setHeader('ratelimit-remaining', '42');
    json(response, { code: 0, result: [] });
  };
  const flags = ['--tags', 'queues,users', '--read-only', '--confirm', 'always', '--pin-queues', '1'];
  const audit_log = join(folder, 'audit.jsonl');
  const limits = { PUZZEL_MCP_AUDIT_LOG: audit_log, PUZZEL_MCP_EXPIRES_AT: '2099-01-31T17:00Z' };
  const settings = { ...puzzel.env, PUZZEL_MCP_DOWNLOAD_DIR: folder, ...limits };
  const client = closedAfterTest(await connect('sdk2-modern', settings, flags));
  const before = await client.call('server_status');
  expect(puzzel.seen).toEqual([]);
  await client.call('list_all_puzzel_services');
  const { result } = (await client.call('server_status')).structuredContent as {
    result: Record<string, Record<string, unknown>>;
  };
  expect(before.isError).toBeUndefined();
  const listedCount = (await client.list()).filter(({ name }) => name !== 'server_status').length;
  const offCount = Object.values(result.tools?.off as Record<string, number>).reduce((sum, count) => sum + count, 0);
  expect(result.tools).toMatchObject({ listed: listedCount, of: catalogue.length });
  expect(listedCount + offCount).toBe(catalogue.length);
  const ofGladly = catalogue.filter(({ vendor }) => vendor === 'gladly').length;
  expect(result.tools?.off).toMatchObject({
    PUZZEL_MCP_READ_ONLY: expect.any(Number),
    PUZZEL_MCP_PIN_QUEUES: 1,
    'no settings for gladly': ofGladly,
  });
  expect(result.access).toMatchObject({
    read_only: true,
    confirm: 'always',
    tags: ['queues', 'users'],
    pins: { PUZZEL_MCP_PIN_QUEUES: ['1'] },
    expires_at: '2099-01-31T17:00:00.000Z',
  });
  expect(result.vendors).toMatchObject({
    puzzel: {
      set_up: true,
      rate_limit: { 'ratelimit-limit': 100, 'ratelimit-remaining': 42, seconds_ago: expect.any(Number) },
    },
    gladly: { set_up: false, missing: expect.arrayContaining(['GLADLY_API_TOKEN']) },
  });
  expect(result.places).toEqual({ download_dir: folder, audit_log });
  expect(JSON.stringify(result)).not.toContain('correct-horse');
});

it('server_status is turned off by its name, but not by tags or methods', () => {
  const rows: [Record<string, string>, boolean][] = [
    [{ PUZZEL_MCP_METHODS: 'delete', PUZZEL_MCP_TAGS: 'session' }, true],
    [{ PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues' }, false],
    [{ PUZZEL_MCP_TOOLS: 'server_status' }, true],
    [{ PUZZEL_MCP_EXCLUDE_TOOLS: 'server_status' }, false],
  ];
  const isListed = (env: Record<string, string>) => isStatusSelected(loadConfig(env, toolFacts).selection);
  expect(rows.filter(([env, expected]) => isListed(env) !== expected)).toEqual([]);
});
