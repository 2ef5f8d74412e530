import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildRequest, placeholdersOf } from '../../src/api/route.js';
import { parseArguments } from '../../src/calls/arguments.js';
import { loadConfig } from '../../src/config/index.js';
import type { Environment } from '../../src/config/settings.js';
import { startDemo } from '../../src/demo/index.js';
import { Failure } from '../../src/failure.js';
import type { HttpRequest } from '../../src/http/request.js';
import type { Clients } from '../../src/tools/clients.js';
import type { VendorTool } from '../../src/tools/define.js';
import { isRead } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { readOnlyLock } from '../../src/tools/read-only-lock.js';
import { clientsFor } from '../support/clients.js';
import { fakeServer, json } from '../support/fake-server.js';
import { toolFacts } from '../support/tool-facts.js';
import { toolNamed } from '../support/tool-named.js';

const reads = catalogue.filter(isRead);
const writes = catalogue.filter((tool) => !isRead(tool));

const base = 'https://api.puzzel.com/ContactCentre5';
const credentials = {
  PUZZEL_CUSTOMER_KEY: '12345',
  PUZZEL_USERNAME: 'api.user',
  PUZZEL_PASSWORD: 'correct-horse-battery',
  PUZZEL_CHAT_TENANT_ID: 'tenant',
  GLADLY_HOST: 'acme.us-1.gladly.com',
  GLADLY_EMAIL: 'a@example.com',
  GLADLY_API_TOKEN: 'token-1234',
};

/** Returns a function that says whether a request may be sent under these settings. */
function lockFor(env: Environment = {}): (method: string, url: string, more?: Partial<HttpRequest>) => boolean {
  const guard = readOnlyLock(loadConfig({ ...credentials, ...env }, toolFacts), catalogue);
  const headers = { authorization: 'Bearer x' };
  const { signal } = new AbortController();
  return (method, url, more = {}) => {
    const request = { method, url, headers, signal, repeatable: false, ...more } as HttpRequest;
    try {
      guard(request);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.kind === 'read_only') return false;
      throw error;
    }
  };
}

const call = (tool: VendorTool, { apis }: Clients) =>
  tool.run(tool.example, { clients: apis, signal: new AbortController().signal });

describe('the read-only lock allows', () => {
  const allows = lockFor();

  it.each([
    ['GET', `${base}/12345/queues`],
    ['GET', `${base}/12345/queues?x=1`],
    ['POST', `${base}/12345/users/77/archive/search`],
    ['GET', `${base}/12345/users/77/archive`],
    ['GET', 'https://acme.us-1.gladly.com/api/v1/customer-profiles/a%2Fb'],
    ['POST', 'https://acme.us-1.gladly.com/api/v1/reports'],
  ])('%s %s', (method, url) => {
    expect(allows(method, url)).toBe(true);
  });

  it.each([
    ['another method', 'POST', `${base}/12345/queues`],
    ['another customer', 'GET', `${base}/54321/queues`],
    ['a route below', 'GET', `${base}/12345/queues/201`],
    ['a route above', 'GET', `${base}/12345`],
    ['another host', 'GET', 'https://api.puzzel.com.evil.example/ContactCentre5/12345/queues'],
    ['an address in the path of another', 'GET', `https://evil.example/${base}/12345/queues`],
    ['another port', 'GET', 'https://api.puzzel.com:444/ContactCentre5/12345/queues'],
    ['no TLS', 'GET', 'http://api.puzzel.com/ContactCentre5/12345/queues'],
    ['a host with another character for a dot', 'GET', 'https://apixpuzzel.com/ContactCentre5/12345/queues'],
    ['a slash in an argument', 'GET', 'https://acme.us-1.gladly.com/api/v1/customer-profiles/a/b'],
    ['steps up a path', 'POST', `${base}/12345/users/77/archive/search/../1/delete`],
    ['a login that is not marked as one', 'POST', 'https://auth.puzzel.com/api/Authenticate/LogIn'],
    ['the logout tool', 'POST', `${base}/auth/logout`],
  ])('but not %s', (_, method, url) => {
    expect(allows(method, url)).toBe(false);
  });

  it.each([
    ['login', 'POST', 'https://auth.puzzel.com/api/Authenticate/LogIn'],
    ['renewal', 'POST', 'https://auth.puzzel.com/api/Authenticate/GetAccessToken'],
    ['login', 'POST', 'https://app.puzzel.com/id/connect/token'],
    ['login', 'POST', 'https://app-consumeridp.puzzel.com/connect/token'],
    ['logout', 'POST', `${base}/auth/logout`],
    ['logout', 'POST', `${base}/accesstoken/logout`],
    ['logout', 'POST', 'https://auth.puzzel.com/api/Authenticate/LogOut'],
    ['logout', 'DELETE', `${base}/accesstoken`],
  ] as const)('the %s of a session by %s %s, and nothing else as part of a session', (session, method, url) => {
    expect(allows(method, url, { session })).toBe(true);
    expect(allows('POST', `${base}/customers/12345/etasks`, { session })).toBe(false);
  });

  it('the target of a redirect only for a GET without credentials', () => {
    const url = 'https://files.example/signed?key=1';
    expect(allows('GET', url, { headers: {} })).toBe(true);
    expect(allows('GET', url, { headers: { Authorization: 'Basic x' } })).toBe(false);
    expect(allows('GET', url, { headers: { Cookie: 'a=b' } })).toBe(false);
    expect(allows('GET', url, { headers: {}, body: '{}' })).toBe(false);
    expect(allows('PUT', url, { headers: {} })).toBe(false);
  });

  it('the route that the owner sets for a read, and then no other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-lock-'));
    const path = join(folder, 'routes.json');
    await writeFile(path, JSON.stringify({ list_all_puzzel_services: { method: 'GET', path: '/v2/{customerKey}/s' } }));
    const allowsOwnRoute = lockFor({ PUZZEL_MCP_ROUTES: path });
    await rm(folder, { recursive: true });
    expect(allowsOwnRoute('GET', `${base}/v2/12345/s`)).toBe(true);
    expect(allowsOwnRoute('GET', `${base}/12345/services`)).toBe(false);
    expect(allows('GET', `${base}/v2/12345/s`)).toBe(false);
  });

  it('the reads of a customer key of other letters', () => {
    const key = encodeURIComponent('ключ');
    expect(lockFor({ PUZZEL_CUSTOMER_KEY: 'ключ' })('GET', `${base}/${key}/queues`)).toBe(true);
  });

  it('only vendors that are set up', () => {
    const url = 'https://acme.us-1.gladly.com/api/v1/agents';
    expect([allows('GET', url), lockFor({ GLADLY_API_TOKEN: '' })('GET', url)]).toEqual([true, false]);
  });
});

describe('no write equals an allowed request', () => {
  const allows = lockFor();
  const bases = {
    puzzel: base,
    chat: 'https://app-commsrv.puzzel.com',
    gladly: 'https://acme.us-1.gladly.com',
  };
  /** Words of the routes themselves, which a model could give as an id to make a write look like a read. */
  const words = [...new Set(catalogue.flatMap(({ route }) => route.path.match(/[a-z][A-Za-z-]+/g) ?? [])), '1'];

  it('whatever word is in its path', () => {
    const passed: string[] = [];
    for (const tool of writes) {
      for (const candidate of [tool.route, ...tool.route.alternatives]) {
        for (const word of words) {
          const args = Object.fromEntries(placeholdersOf(candidate.path).map((name) => [name, word]));
          const { method, target } = buildRequest(tool.route, { ...args, customerKey: '12345' }, candidate);
          if (allows(method, bases[tool.vendor] + target)) passed.push(`${tool.name}: ${method} ${target}`);
        }
      }
    }
    expect(passed).toEqual([]);
  });
});

const addressesAt = (url: string) => ({
  ...credentials,
  PUZZEL_API_URL: `${url}/cc`,
  PUZZEL_AUTH_URL: url,
  PUZZEL_ID_URL: url,
  PUZZEL_CHAT_API_URL: url,
  PUZZEL_CHAT_ID_URL: url,
  GLADLY_API_URL: url,
});

it('without it, no write is sent again when its connection dies', async () => {
  const isLogin = ({ target }: { target: string }) => /connect\/token|Authenticate/.test(target);
  const vendor = await fakeServer((request, response) =>
    isLogin(request) || request.method === 'GET'
      ? json(response, { access_token: 'visitor-token', accessToken: 'token', code: 0, result: { userId: 77 } })
      : void response.socket?.destroy(),
  );
  const clients = clientsFor(addressesAt(vendor.url));
  const sent: [name: string, times: number][] = [];
  for (const tool of writes) {
    vendor.seen.length = 0;
    await call(tool, clients).catch(() => {});
    sent.push([tool.name, vendor.seen.filter((request) => !isLogin(request) && request.method !== 'GET').length]);
  }
  await clients.close(AbortSignal.timeout(100));
  await vendor.close();
  expect(sent.filter(([, times]) => times > 1)).toEqual([]);
  expect(sent.filter(([, times]) => times === 1).length).toBeGreaterThan(writes.length * 0.9);
});

it('with read-only, no write sends a request', async () => {
  const vendor = await fakeServer((_, response) => json(response, { access_token: 'visitor-token', code: 0 }));
  const clients = clientsFor({ ...addressesAt(vendor.url), PUZZEL_MCP_READ_ONLY: 'true' });
  const kinds: Record<string, string> = {};
  for (const tool of writes) {
    kinds[tool.name] = await call(tool, clients).then(
      () => 'answered',
      (error: Failure) => error.kind,
    );
  }
  await clients.close(AbortSignal.timeout(100));
  await vendor.close();
  expect(kinds).toEqual(Object.fromEntries(writes.map(({ name }) => [name, 'read_only'])));
  expect(vendor.seen).toEqual([]);
});

describe('a write is', () => {
  it.each([
    ['locked when a filter of methods excludes it', { PUZZEL_MCP_METHODS: 'read' }, 'read_only'],
    ['locked when a filter of names excludes it', { PUZZEL_MCP_TOOLS: 'list_all_gladly_inboxes' }, 'read_only'],
    ['sent when a filter of names includes it', { PUZZEL_MCP_TOOLS: 'create_a_gladly_topic' }, 'network'],
  ])('%s', async (_, env, kind) => {
    // Nothing listens on port 1: a request that is sent fails with `network`.
    const clients = clientsFor({ ...credentials, ...env, GLADLY_HOST: '', GLADLY_API_URL: 'http://127.0.0.1:1' });
    await expect(call(toolNamed('create_a_gladly_topic'), clients)).rejects.toMatchObject({ kind });
    await clients.close(AbortSignal.timeout(100));
  });
});

describe('the demo tenant behind the lock', () => {
  it.each([false, true])('answers every read but those of a chat; at alternatives: %s', async (usesAlternatives) => {
    const tenant = await startDemo({ usesAlternatives, gladlyRequestsPerSecond: reads.length });
    const downloads = await mkdtemp(join(tmpdir(), 'puzzel-mcp-lock-'));
    const clients = clientsFor({ ...tenant.env, PUZZEL_MCP_READ_ONLY: 'true', PUZZEL_MCP_DOWNLOAD_DIR: downloads });
    const outcomes = await Promise.all(
      reads.map(async (tool) => {
        const example = parseArguments(tool, tool.example, {}).args;
        const kind = await call({ ...tool, example }, clients).then(
          () => 'ok',
          (error: unknown) => (error instanceof Failure ? error.kind : String(error)),
        );
        return `${tool.name}: ${kind}`;
      }),
    );
    await clients.close(AbortSignal.timeout(500));
    await tenant.close();
    await rm(downloads, { recursive: true });
    const refused = outcomes.filter((outcome) => !outcome.endsWith(': ok'));
    // There is no chat to look at: opening one is a write.
    expect(refused, 'A tool more: has its example a route in src/demo?').toEqual([
      'get_single_puzzel_chat_request_status_by_id: not_found',
      'list_all_puzzel_chat_messages: not_found',
    ]);
  });
});
