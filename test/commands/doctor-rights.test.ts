import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { probes } from '../../src/commands/doctor/probes.js';
import type { VendorTool } from '../../src/tools/define.js';
import { isRead, vendors } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { CommandsHost } from '../support/commands-host.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { closedAfterAll, closedAfterTest, emptiedFolder } from '../support/set-up.js';
import { toolNamed } from '../support/tool-named.js';
import { apiRequests } from './api-requests.js';

/** Runs the doctor in one process for all tests. */
const host = closedAfterAll(new CommandsHost());
const folder = emptiedFolder();

describe('the doctor’s check of the rights in Puzzel', () => {
  let puzzel: FakePuzzel;
  beforeEach(async () => {
    puzzel = closedAfterTest(await fakePuzzel());
  });

  it('distinguishes what the role may not read from routes that do not exist', async () => {
    puzzel.api = (path, _, response) => {
      if (/accesslog/.test(path)) return json(response, { code: 403, message: 'Forbidden' }, 403);
      if (/archive/.test(path))
        return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
      if (/servicelabel/.test(path)) return json(response, { code: 17, message: 'No session' });
      if (/recorder/.test(path)) return json(response, { code: 12, message: 'Bad request' }, 400);
      json(response, { result: [{ id: 201, key: 'q_1', requestId: '9' }], code: 0 });
    };
    const { check, code } = await host.doctor(puzzel.env, folder);
    const { status, message = '', hint = '' } = check('puzzel rights') ?? {};
    expect(status).toBe('warn');
    expect(code).toBe(0);
    expect(message).toMatch(/^reads realtime, queues, requests, tasks, missed-calls, users, catalog, system, session;/);
    expect(message).toContain('not for this role: audit;');
    expect(message).toContain('route not found here: archive;');
    expect(message).toContain('failed: calls (upstream), recordings (invalid_input)');
    expect(message).toContain('because their tools have no harmless read: messaging');
    expect(hint).toContain('contract check');
    expect(hint).toContain('puzzel-mcp call list_all_puzzel_user_service_labels');
  });

  it('fails when nothing may be read', async () => {
    puzzel.api = (_path, _request, response) => json(response, { code: 403, message: 'Forbidden' }, 403);
    const { check, code } = await host.doctor({ ...puzzel.env, PUZZEL_MCP_TAGS: 'queues,users' }, folder);
    expect(check('puzzel rights')).toMatchObject({
      status: 'fail',
      message: 'reads nothing; not for this role: queues, users',
    });
    expect(code).toBe(1);
  });

  it.each([
    ['at once', /./, 'reads nothing'],
    ['later', /^\/12345\/queues/, 'reads realtime'],
  ])('stops at a 429 that comes %s, without taking it for a refusal', async (_, limitedPath, reads) => {
    puzzel.api = (path, _request, response) =>
      limitedPath.test(path)
        ? json(response, { code: 429, message: 'Slow down' }, 429)
        : json(response, { result: [], code: 0 });
    const { check } = await host.doctor(puzzel.env, folder);
    expect(check('puzzel rights')).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(new RegExp(`^${reads}.*; stopped by the limit of requests before: .*queues, `)),
    });
    expect(apiRequests(puzzel).length).toBeLessThanOrEqual(4);
  });

  // Also without PUZZEL_MCP_READ_ONLY, whose lock would hide that the doctor tried a write.
  it.each(['true', 'false'])(
    'sends and records one read for each tag, and no write; read-only: %s',
    async (readOnly) => {
      puzzel.api = (_path, _request, response) => json(response, { result: [{ id: 201, key: 'q_1' }], code: 0 });
      const log = join(folder, 'audit.jsonl');
      await host.doctor({ ...puzzel.env, PUZZEL_MCP_READ_ONLY: readOnly, PUZZEL_MCP_AUDIT_LOG: log }, folder);
      const lines = (await readFile(log, 'utf8')).trim().split('\n');
      const calls = lines.map((line): { tool: string; outcome: string } => JSON.parse(line));
      expect(calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
      const tags = calls.map(({ tool }) => toolNamed(tool).tag);
      expect(tags.length).toBeGreaterThan(10);
      expect(new Set(tags).size).toBe(tags.length);
      const requests = apiRequests(puzzel);
      // The doctor reads the tag `session` with the request of a login check, which apiRequests leaves out.
      expect(requests).toHaveLength(tags.length - 1);
      expect(requests.filter((request) => !/^(GET |POST .*\/(search|scheduledtasks))/.test(request))).toEqual([]);
      expect(requests).toContain('GET /12345/queues/201/missedcalls');
    },
  );

  it('respects the owner’s filters and pins', async () => {
    puzzel.api = (_path, _request, response) => json(response, { result: [{ id: 201, key: 'q_1' }], code: 0 });
    const { check } = await host.doctor(
      { ...puzzel.env, PUZZEL_MCP_TAGS: 'missed-calls,queues', PUZZEL_MCP_PIN_QUEUES: '302,q_2' },
      folder,
    );
    expect(apiRequests(puzzel).sort()).toEqual(['GET /12345/queues', 'GET /12345/queues/302/missedcalls']);
    expect(check('puzzel rights')).toEqual({
      name: 'puzzel rights',
      status: 'ok',
      message: 'reads queues, missed-calls',
    });
  });

  it('uses another read when the owner’s filters exclude the usual one', async () => {
    const { check } = await host.doctor({ ...puzzel.env, PUZZEL_MCP_TOOLS: 'list_all_puzzel_services' }, folder);
    expect(apiRequests(puzzel)).toEqual(['GET /12345/services']);
    expect(check('puzzel rights')?.message).toBe('reads queues');
  });
});

describe('the doctor’s check of the permissions in Gladly', () => {
  const envFor = (url: string) => ({ GLADLY_API_URL: url, GLADLY_EMAIL: 'a@b.c', GLADLY_API_TOKEN: 'token-12345678' });

  it('names the permissions that the token’s user lacks, and takes ids from events', async () => {
    const gladly = closedAfterTest(
      await fakeServer(({ target }, response) => {
        if (target.startsWith('/api/v1/events')) {
          const content = { conversationId: 'conv-1', customerId: 'cust-1' };
          return json(response, [{ id: 'e', type: 'CONVERSATION/CLOSED', content }]);
        }
        if (/webhooks|export|tasks/.test(target)) return void response.writeHead(403).end();
        // The conversation has been deleted since. A 404 still shows that conversations may be read.
        if (/conversations\/conv-1/.test(target)) return void response.writeHead(404).end();
        json(response, /organization|customer-profiles/.test(target) ? { id: 'o', name: 'Acme' } : []);
      }),
    );
    const { check, code } = await host.doctor(envFor(gladly.url), folder);
    const { status, message = '', hint = '' } = check('gladly permissions') ?? {};
    expect(status).toBe('warn');
    expect(code).toBe(0);
    expect(message).toMatch(
      /^reads agents, answers, business-hours, conversations, customers, webhooks, topics, inboxes, organization;/,
    );
    expect(message).toContain("the token's user lacks the permission for: exports, tasks;");
    expect(hint).toContain('An administrator of Gladly');
    expect(gladly.seen.map(({ target }) => target.replace(/\?.*/, ''))).toContain('/api/v1/conversations/conv-1');
    expect(gladly.seen.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.each([
    [403, 'API User'],
    [404, 'GLADLY_HOST'],
    [401, 'sandbox'],
  ])('explains a %i in answer to the first request', async (status, words) => {
    const gladly = closedAfterTest(await fakeServer((_, response) => void response.writeHead(status).end()));
    const { check } = await host.doctor(envFor(gladly.url), folder);
    expect(check('gladly login')).toMatchObject({ status: 'fail', hint: expect.stringContaining(words) });
    expect(check('gladly permissions')).toMatchObject({ status: 'skipped' });
    expect(gladly.seen).toHaveLength(1);
  });
});

describe('the table of probes', () => {
  it('names only harmless reads, each under its own vendor and tag', () => {
    const isHarmless = (tool: VendorTool) =>
      isRead(tool) && ['list', 'get'].includes(tool.effect) && tool.download === undefined && tool.slow === undefined;
    const harmless = catalogue.filter(isHarmless).map(({ vendor, tag, name }) => `${vendor} ${tag} ${name}`);
    const named = vendors.flatMap((vendor) =>
      Object.entries(probes[vendor]).flatMap(([tag, ofTag]) => ofTag.map(({ tool }) => `${vendor} ${tag} ${tool}`)),
    );
    expect(named.filter((probe) => !harmless.includes(probe))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it('reads all tags of the demo tenant but four, and the doctor passes there', async () => {
    const { code, ok, checks, check } = await host.doctor({}, folder, ['--demo']);
    expect([code, ok]).toEqual([0, true]);
    expect(check('puzzel login')).toMatchObject({
      status: 'ok',
      message: expect.stringMatching(/user 9001 .* until \d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(checks.filter(({ status }) => !['ok', 'warn'].includes(status))).toEqual([]);
    // The first three take ids from the events of the last hour, which has none at some times of the day; the last has no probe.
    const exempt = ['conversations', 'customers', 'tasks', 'automation'].map((tag) => `gladly ${tag}`);
    const readTags = ['puzzel rights', 'gladly permissions', 'chat rights'].flatMap((name) => {
      const tags = /^reads ([^;]*)/.exec(check(name)?.message ?? '')?.[1] ?? '';
      return tags.split(', ').map((tag) => `${name.split(' ')[0]} ${tag}`);
    });
    const tagsWithReads = catalogue
      .filter(({ effect }) => ['list', 'get'].includes(effect))
      .map(({ vendor, tag }) => `${vendor} ${tag}`);
    const withoutExempt = (tags: string[]) => [...new Set(tags)].filter((tag) => !exempt.includes(tag)).sort();
    expect(withoutExempt(readTags)).toEqual(withoutExempt(tagsWithReads));
  });
});
