import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { Failure } from '../../src/failure.js';
import { limits } from '../../src/limits.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { type Clients, createClients } from '../../src/tools/clients.js';
import { catalogue } from '../../src/tools/index.js';
import { version } from '../../src/version.js';
import { jwt } from '../support/fake-puzzel.js';
import { type FakeServer, fakeServer, type Handler, json } from '../support/fake-server.js';
import { toolFacts } from '../support/tool-facts.js';

let vendor: FakeServer;
let clients: Clients;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vendor = await fakeServer();
});
afterEach(async () => {
  vi.useRealTimers();
  await clients.close(AbortSignal.timeout(500));
  await vendor.close();
});

const passwords = { PUZZEL_USERNAME: 'api.user', PUZZEL_PASSWORD: 'correct-horse-battery' };
const puzzelId = { PUZZEL_CLIENT_ID: 'client', PUZZEL_CLIENT_SECRET: 'secret-of-client', PUZZEL_USER_ID: '42' };

function start(credentials: Record<string, string>): void {
  const redactor = new Redactor();
  const { url } = vendor;
  const env = { PUZZEL_CUSTOMER_KEY: '12345', PUZZEL_API_URL: `${url}/api`, PUZZEL_AUTH_URL: url, PUZZEL_ID_URL: url };
  clients = createClients(loadConfig({ ...env, ...credentials }, toolFacts), createLog('silent', redactor), redactor);
}
const call = () =>
  clients.apis.puzzel.tokenInformation({ signal: new AbortController().signal }).then(
    () => undefined,
    (error: Failure) => error,
  );
const isLogin = (target: string) => target.endsWith('/LogIn') || target.endsWith('/connect/token');
const isRenewal = (target: string) => target.endsWith('/GetAccessToken');
const count = (which: (target: string) => boolean) => vendor.seen.filter(({ target }) => which(target)).length;
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

/** The answer to either kind of login. */
const issued = (claims: object) => {
  const token = jwt({ jti: Math.random(), ...claims });
  return { accessToken: token, refreshToken: { sessionId: 's-1' }, access_token: token };
};
const good: Handler = (_, response) => json(response, issued({ iat: 1000, exp: 1900 }));
const unauthorized: Handler = (_, response) => json(response, { message: 'no' }, 401);

it.each([
  ['a password', passwords],
  ['a client secret', puzzelId],
])('a login by %s quotes no token that comes in a form it does not know', async (_name, credentials) => {
  const token = jwt({ iat: 1000, exp: 1900 });
  const opaque = 'csid!abcdef0123456789';
  const bodies = [token, [token], { token }, { Access_Token: opaque }, { message: token }, { result: opaque, code: 0 }];
  const told: string[] = [];
  const nested = { data: { accessToken: opaque, values: [opaque] }, refresh_token: opaque };
  const answers = [...bodies, { jwt: opaque, error_description: token }, nested].map((body) => ({ body, status: 200 }));
  const errors = [
    ...[201, 203, 400, 403, 404, 500].map((status) => ({
      body: { ...nested, data: undefined, session: opaque },
      status,
    })),
    { body: `access_token=${opaque}&expires=5`, status: 401 },
    { body: `<p>${JSON.stringify({ sessionId: opaque })}</p>`, status: 500 },
  ];
  for (const { body, status } of [...answers, ...errors]) {
    vendor.answer((_request, response) => {
      if (typeof body !== 'string') return json(response, body, status);
      return void response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
    });
    start({ ...credentials });
    const failure = await call();
    told.push(`${failure?.kind} ${failure?.message} ${failure?.hint} ${JSON.stringify(failure?.details)}`);
    await clients.close(AbortSignal.timeout(500));
  }
  expect(told.filter((text) => !/^(unauthorized|upstream) /.test(text))).toEqual([]);
  expect(told.filter((text) => text.includes(token) || text.includes(opaque))).toEqual([]);
});

const useless: [name: string, login: Handler, api: Handler, kind: Failure['kind']][] = [
  ['refuses', unauthorized, good, 'unauthorized'],
  ['breaks', (_, response) => json(response, { message: 'down' }, 500), good, 'upstream'],
  ['leads elsewhere', (_, response) => void response.writeHead(302, { location: '/sso' }).end(), good, 'upstream'],
  ['hangs up', (_, response) => void response.destroy(), good, 'network'],
  ['asks to wait', (_, response) => json(response, {}, 429, { 'retry-after': '40' }), good, 'rate_limited'],
  ['answers a page', (_, response) => void response.end('<html>Sign in</html>'), good, 'upstream'],
  ['answers nothing', (_, response) => void response.end(), good, 'upstream'],
  ['is not at its address', (_, response) => void response.writeHead(404).end('<h1>404</h1>'), good, 'upstream'],
  ['knows no such client', (_, response) => json(response, { error: 'invalid_client' }, 400), good, 'unauthorized'],
  ['gives tokens that the API never accepts', good, unauthorized, 'unauthorized'],
];

describe.each([
  ['a password', passwords],
  ['Puzzel ID', puzzelId],
])('with %s', (_, credentials) => {
  it('a login that is answered with 201 or 203 is a login', async () => {
    for (const status of [201, 203]) {
      vendor.answer(({ target }, response) =>
        isLogin(target)
          ? json(response, issued({ iat: 1000, exp: 1900 }), status)
          : json(response, { result: {}, code: 0 }),
      );
      start(credentials);
      expect(await call()).toBeUndefined();
    }
  });

  it.each(useless)('a login that %s is tried once for any number of calls', async (_name, login, api, kind) => {
    vendor.answer((request, response) => {
      if (isLogin(request.target)) return login(request, response);
      return isRenewal(request.target) ? unauthorized(request, response) : api(request, response);
    });
    start(credentials);
    const failures = [...(await Promise.all([call(), call(), call()])), await call(), await call()];
    expect(failures.map((failure) => failure?.kind)).toEqual(Array.from({ length: 5 }, () => kind));
    // A refused token leads to a second login, whose token counts as a failed login when it is refused, too.
    const tried = api === unauthorized ? 2 : 1;
    expect(count(isLogin)).toBe(tried);
    later(limits.refusedLoginMs - 1_000 - (kind === 'rate_limited' ? 25_000 : 0));
    if (kind === 'unauthorized' || kind === 'rate_limited') {
      await call();
      expect(count(isLogin)).toBe(tried);
    }
    later(limits.refusedLoginMs);
    await call();
    expect(count(isLogin)).toBeGreaterThan(tried);
  });

  it('no more than limits.loginsAMinute logins are tried in a minute', async () => {
    let accepted = 0;
    vendor.answer((request, response) => {
      if (isLogin(request.target)) return good(request, response);
      if (isRenewal(request.target)) return unauthorized(request, response);
      // Every token is accepted once.
      accepted += 1;
      return accepted % 2 === 1 ? json(response, { result: {}, code: 0 }) : unauthorized(request, response);
    });
    start(credentials);
    for (let index = 0; index < 40; index += 1) await call();
    expect(count(isLogin)).toBeLessThanOrEqual(limits.loginsAMinute);
  });

  it('a refusal that concerns one operation only does not affect other calls', async () => {
    vendor.answer((request, response) => {
      if (isLogin(request.target)) return good(request, response);
      if (isRenewal(request.target)) return json(response, issued({ iat: 1000, exp: 1900 }).accessToken);
      return request.target.endsWith('/services')
        ? unauthorized(request, response)
        : json(response, { result: {}, code: 0 });
    });
    start(credentials);
    const services = catalogue.find(({ name }) => name === 'list_all_puzzel_services');
    const context = { clients: clients.apis, signal: new AbortController().signal };
    for (let round = 0; round < 3; round += 1) {
      await expect(services?.run({}, context)).rejects.toBeInstanceOf(Failure);
      expect(await call()).toBeUndefined();
    }
    expect(count(isLogin)).toBeLessThanOrEqual(2);
  });
});

describe('a session that cannot be renewed', () => {
  it.each([
    ['refuses', unauthorized],
    ['fails', (_, response) => json(response, { message: 'down' }, 500)],
    ['hangs up', (_, response) => void response.destroy()],
  ] as [string, Handler][])('because the vendor %s is replaced by a new one', async (_, renewal) => {
    vendor.answer((request, response) => {
      if (isLogin(request.target)) return good(request, response);
      if (isRenewal(request.target)) return renewal(request, response);
      return json(response, { result: {}, code: 0 });
    });
    start(passwords);
    await call();
    later(20 * 60_000);
    await call();
    expect(await call()).toBeUndefined();
    expect([count(isLogin), count(isRenewal)]).toEqual([2, 1]);
  });
});

describe('a token', () => {
  it.each([
    ['that has expired by our clock, and does not say when it was issued', { exp: 1000 }],
    ['that expires as soon as it is issued', { iat: 1000, exp: 1000 }],
  ])('%s is still used for limits.tokenLifeMs', async (_, claims) => {
    vendor.answer((request, response) =>
      isLogin(request.target) ? json(response, issued(claims)) : json(response, { result: {}, code: 0 }),
    );
    start(passwords);
    for (let index = 0; index < 5; index += 1) expect(await call()).toBeUndefined();
    expect([count(isLogin), count(isRenewal)]).toEqual([1, 0]);
    later(limits.tokenLifeMs);
    await call();
    expect(count(isRenewal)).toBe(1);
  });

  it('without an expiry is renewed at the expiry of the token information', async () => {
    vendor.answer((request, response) => {
      if (isLogin(request.target)) return json(response, { ...issued({}), accessToken: 'opaque-token-1' });
      if (isRenewal(request.target)) return json(response, 'opaque-token-2');
      const accessTokenExpiry = `/Date(${Date.now() + 20 * 60_000}-0000)/`;
      return json(response, { result: { accessTokenExpiry }, code: 0 });
    });
    start(passwords);
    await call();
    later(18 * 60_000);
    await call();
    expect(count(isRenewal)).toBe(0);
    later(90_000);
    await call();
    expect(count(isRenewal)).toBe(1);
  });

  it('is used although the token information does not answer in time', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    let asked = 0;
    vendor.answer((request, response) => {
      if (isLogin(request.target)) return json(response, { ...issued({}), accessToken: 'opaque-token-1' });
      asked += 1;
      // The first request is for the information about the new token, and hangs.
      if (asked === 1) return void vi.advanceTimersByTime(limits.tokenInformationMs);
      return json(response, { result: {}, code: 0 });
    });
    start(passwords);
    expect(await call()).toBeUndefined();
    expect(asked).toBe(2);
  });
});

it('a password login sends the credentials, the name and version of the program, and nothing else', async () => {
  vendor.answer(good);
  start(passwords);
  await call();
  const [login] = vendor.seen;
  expect(JSON.parse(login?.body ?? '')).toEqual({
    customerKey: '12345',
    userName: passwords.PUZZEL_USERNAME,
    password: passwords.PUZZEL_PASSWORD,
    clientName: 'puzzel-mcp',
    clientVersion: version,
  });
});
