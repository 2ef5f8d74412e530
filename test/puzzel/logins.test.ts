import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../src/failure.js';
import { limits } from '../../src/limits.js';
import type { Clients } from '../../src/tools/clients.js';
import { version } from '../../src/version.js';
import { clientsFor } from '../support/clients.js';
import { jwt } from '../support/fake-puzzel.js';
import { type FakeServer, fakeServer, type Handler, json } from '../support/fake-server.js';
import { toolNamed } from '../support/tool-named.js';

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

const passwordLogin = { PUZZEL_USERNAME: 'api.user', PUZZEL_PASSWORD: 'correct-horse-battery' };
const puzzelIdLogin = { PUZZEL_CLIENT_ID: 'client', PUZZEL_CLIENT_SECRET: 'secret-of-client', PUZZEL_USER_ID: '42' };

function start(credentials: Record<string, string>): void {
  const { url } = vendor;
  const env = { PUZZEL_CUSTOMER_KEY: '12345', PUZZEL_API_URL: `${url}/api`, PUZZEL_AUTH_URL: url, PUZZEL_ID_URL: url };
  clients = clientsFor({ ...env, ...credentials });
}
const call = () =>
  clients.apis.puzzel.tokenInformation({ signal: new AbortController().signal }).then(
    () => undefined,
    (error: Failure) => error,
  );
const isLogin = (target: string) => target.endsWith('/LogIn') || target.endsWith('/connect/token');
const isRenewal = (target: string) => target.endsWith('/GetAccessToken');
const count = (which: (target: string) => boolean) => vendor.seen.filter(({ target }) => which(target)).length;
const advanceClock = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

/** The answer to either kind of login. */
const issued = (claims: object) => {
  const token = jwt({ jti: Math.random(), ...claims });
  return { accessToken: token, refreshToken: { customerKey: '67890', sessionId: 's-1' }, access_token: token };
};
const issuesToken: Handler = (_, response) => json(response, issued({ iat: 1000, exp: 1900 }));
const accepts: Handler = (_, response) => json(response, { result: {}, code: 0 });
const refuses: Handler = (_, response) => json(response, { message: 'no' }, 401);

type RequestKind = 'login' | 'renewal' | 'api';

/** Sets what the vendor answers: to logins, to renewals of a session, and to all other requests. */
function answer({ login = issuesToken, renewal = accepts, api = accepts }: Partial<Record<RequestKind, Handler>>) {
  vendor.answer((request, response) => {
    if (isLogin(request.target)) return login(request, response);
    return (isRenewal(request.target) ? renewal : api)(request, response);
  });
}

it.each([
  ['a password', passwordLogin],
  ['a client secret', puzzelIdLogin],
])('a login by %s quotes no token that comes in a form it does not know', async (_name, credentials) => {
  const token = jwt({ iat: 1000, exp: 1900 });
  const opaque = 'csid!abcdef0123456789';
  const session = { refresh_token: opaque, session: opaque, jwt: opaque };
  const answers: [status: number, body: unknown][] = [
    [200, token],
    [200, [token]],
    [200, { token }],
    [200, { Access_Token: opaque }],
    [200, { message: token }],
    [200, { result: opaque, code: 0 }],
    [200, { jwt: opaque, error_description: token }],
    [200, { data: { accessToken: opaque, values: [opaque] }, refresh_token: opaque }],
    ...[201, 203, 400, 403, 404, 500].map((status): [number, object] => [status, session]),
    [401, `access_token=${opaque}&jwt=${opaque}&session: ${opaque}`],
    [401, `TOKEN=${opaque.slice(0, 8)}`],
    [500, `<p>${JSON.stringify({ sessionId: opaque })}</p>`],
  ];
  const failures: string[] = [];
  for (const [status, body] of answers) {
    vendor.answer((_request, response) => {
      if (typeof body !== 'string') return json(response, body, status);
      return void response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
    });
    start(credentials);
    const failure = await call();
    failures.push(`${failure?.kind} ${failure?.message} ${failure?.hint} ${JSON.stringify(failure?.details)}`);
    await clients.close(AbortSignal.timeout(500));
  }
  expect(failures.filter((text) => !/^(unauthorized|upstream) /.test(text))).toEqual([]);
  expect(failures.filter((text) => text.includes(token) || text.includes(opaque.slice(0, 8)))).toEqual([]);
  vendor.answer((_request, response) => json(response, { message: 'invalid_credentials' }, 401));
  start(credentials);
  expect((await call())?.message).toContain(': invalid_credentials');
});

const failingLogins: [how: string, login: Handler, kind: Failure['kind'], api?: Handler][] = [
  ['is refused', refuses, 'unauthorized'],
  ['is answered with an error', (_, response) => json(response, { message: 'down' }, 500), 'upstream'],
  ['is redirected', (_, response) => void response.writeHead(302, { location: '/sso' }).end(), 'upstream'],
  ['is given several addresses', (_, response) => void response.writeHead(300).end(), 'upstream'],
  ['loses its connection', (_, response) => void response.destroy(), 'network'],
  ['is told to wait', (_, response) => json(response, {}, 429, { 'retry-after': '40' }), 'rate_limited'],
  ['is answered with a page', (_, response) => void response.end('<html>Sign in</html>'), 'upstream'],
  ['is answered with nothing', (_, response) => void response.end(), 'upstream'],
  ['yields an empty token', (_, response) => json(response, { accessToken: '', access_token: '' }), 'unauthorized'],
  ['has a wrong address', (_, response) => void response.writeHead(404).end('<h1>404</h1>'), 'upstream'],
  ['has an address that takes no POST', (_, response) => void response.writeHead(405).end(), 'upstream'],
  ['names an unknown client', (_, response) => json(response, { error: 'invalid_client' }, 400), 'unauthorized'],
  ['yields tokens that the API never accepts', issuesToken, 'unauthorized', refuses],
];

describe.each([
  ['a password', passwordLogin, 'PUZZEL_AUTH_URL'],
  ['Puzzel ID', puzzelIdLogin, 'PUZZEL_ID_URL'],
])('with %s', (_, credentials, setting) => {
  it('a login that is answered with 201 or 203 is a login', async () => {
    for (const status of [201, 203]) {
      answer({ login: (_, response) => json(response, issued({ iat: 1000, exp: 1900 }), status) });
      start(credentials);
      expect(await call()).toBeUndefined();
    }
  });

  it.each(failingLogins)('a login that %s is tried once until its cooldown ends', async (how, login, kind, api) => {
    answer({ login, renewal: refuses, ...(api && { api }) });
    start(credentials);
    const failures = [...(await Promise.all([call(), call(), call()])), await call(), await call()];
    expect(failures.map((failure) => failure?.kind)).toEqual(Array.from({ length: 5 }, () => kind));
    if (how === 'is answered with a page') expect(failures[0]?.hint).toContain(`Check ${setting}: `);
    // A refused token leads to a second login, whose token counts as a failed login when it is refused, too.
    const tried = api === refuses ? 2 : 1;
    expect(count(isLogin)).toBe(tried);
    if (kind === 'unauthorized' || kind === 'rate_limited') {
      // The answer 429 asks for a wait of 40 seconds.
      const cooldownMs = kind === 'rate_limited' ? 40_000 : limits.refusedLoginMs;
      advanceClock(cooldownMs - 1_000);
      await call();
      expect(count(isLogin)).toBe(tried);
    }
    advanceClock(limits.refusedLoginMs);
    await call();
    expect(count(isLogin)).toBeGreaterThan(tried);
  });

  it('no more than limits.loginsAMinute logins are tried in a minute', async () => {
    let sent = 0;
    const acceptsEachTokenOnce: Handler = (request, response) => {
      sent += 1;
      return sent % 2 === 1 ? accepts(request, response) : refuses(request, response);
    };
    answer({ renewal: refuses, api: acceptsEachTokenOnce });
    start(credentials);
    for (let index = 0; index < 40; index += 1) await call();
    advanceClock(20_000);
    const hint = expect.stringContaining('No further login is tried for 40 s.');
    expect(await call()).toMatchObject({ kind: 'unauthorized', hint });
    expect(count(isLogin)).toBe(limits.loginsAMinute);
    advanceClock(40_000);
    await call();
    expect(count(isLogin)).toBeGreaterThan(limits.loginsAMinute);
  });

  it('a refusal that concerns one operation only does not affect other calls', async () => {
    answer({
      renewal: (_, response) => json(response, issued({ iat: 1000, exp: 1900 }).accessToken),
      api: (request, response) => (request.target.endsWith('/services') ? refuses : accepts)(request, response),
    });
    start(credentials);
    const services = toolNamed('list_all_puzzel_services');
    const context = { clients: clients.apis, signal: new AbortController().signal };
    for (let round = 0; round < 3; round += 1) {
      await expect(services.run({}, context)).rejects.toBeInstanceOf(Failure);
      expect(await call()).toBeUndefined();
    }
    expect(count(isLogin)).toBeLessThanOrEqual(2);
  });
});

describe('a session that cannot be renewed', () => {
  it.each([
    ['refuses', refuses, undefined],
    ['refuses with a text', (_, response) => json(response, 'Session not found', 401), undefined],
    ['fails', (_, response) => json(response, { message: 'down' }, 500), undefined],
    ['hangs up', (_, response) => void response.destroy(), 'network'],
  ] as [string, Handler, string?][])(
    'because the vendor %s is replaced by a new one',
    async (_, renewal, firstKind) => {
      answer({ renewal });
      start(passwordLogin);
      await call();
      advanceClock(20 * 60_000);
      expect((await call())?.kind).toBe(firstKind);
      expect(await call()).toBeUndefined();
      expect([count(isLogin), count(isRenewal)]).toEqual([2, 1]);
    },
  );
});

it('a session that has ended is not asked for a token again when the login in its place fails', async () => {
  answer({});
  start(passwordLogin);
  await call();
  advanceClock(20 * 60_000);
  answer({ login: refuses });
  for (let index = 0; index < 3; index += 1) await call();
  expect(count(isRenewal)).toBe(1);
});

it('a session whose renewal is told to wait is renewed later, without a login', async () => {
  answer({ renewal: (_, response) => json(response, {}, 429, { 'retry-after': '40' }) });
  start(passwordLogin);
  await call();
  advanceClock(20 * 60_000);
  expect((await call())?.kind).toBe('rate_limited');
  answer({ renewal: (_, response) => json(response, issued({ iat: 1000, exp: 1900 }).accessToken) });
  advanceClock(60_000);
  expect(await call()).toBeUndefined();
  expect([count(isLogin), count(isRenewal)]).toEqual([1, 2]);
  const renewal = vendor.seen.find(({ target }) => isRenewal(target));
  expect(JSON.parse(renewal?.body ?? '')).toEqual({ customerKey: '67890', sessionId: 's-1' });
});

describe('a token', () => {
  const issuesOpaqueToken: Handler = (_, response) => json(response, { ...issued({}), accessToken: 'opaque-token-1' });

  it.each([
    ['that has expired by our clock, and does not say when it was issued', { exp: 1000 }],
    ['that expires as soon as it is issued', { iat: 1000, exp: 1000 }],
  ])('%s is still used for limits.tokenLifeMs', async (_, claims) => {
    answer({ login: (_, response) => json(response, issued(claims)) });
    start(passwordLogin);
    for (let index = 0; index < 5; index += 1) expect(await call()).toBeUndefined();
    expect([count(isLogin), count(isRenewal)]).toEqual([1, 0]);
    advanceClock(limits.tokenLifeMs);
    await call();
    expect(count(isRenewal)).toBe(1);
  });

  it.each([
    ['before the expiry in the token information', 20, 18],
    ['before a quarter of an hour is over when that expiry has passed', -5, 13],
  ])('without an expiry is renewed shortly %s', async (_, expiryMinutes, minutesBeforeRenewal) => {
    answer({
      login: issuesOpaqueToken,
      renewal: (_, response) => json(response, 'opaque-token-2'),
      api: (_, response) => {
        const accessTokenExpiry = `/Date(${Date.now() + expiryMinutes * 60_000}-0000)/`;
        json(response, { result: { accessTokenExpiry }, code: 0 });
      },
    });
    start(passwordLogin);
    await call();
    advanceClock(minutesBeforeRenewal * 60_000);
    await call();
    expect(count(isRenewal)).toBe(0);
    advanceClock(90_000);
    await call();
    expect(count(isRenewal)).toBe(1);
  });

  it.each([
    ['without a lifetime', 'a quarter of an hour', undefined, 13],
    ['with a lifetime of half an hour', 'it', 1_800, 28],
  ])('of Puzzel ID %s is renewed shortly before %s is over', async (_, _end, expires_in, minutesBeforeRenewal) => {
    answer({ login: (_, response) => json(response, { access_token: 'opaque-token-1', expires_in }) });
    start(puzzelIdLogin);
    await call();
    advanceClock(minutesBeforeRenewal * 60_000);
    await call();
    expect(count(isLogin)).toBe(1);
    advanceClock(90_000);
    await call();
    expect(count(isLogin)).toBe(2);
  });

  it('is used although the token information does not answer in time', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    let asked = 0;
    const hangsOnce: Handler = (request, response) => {
      asked += 1;
      // The first request is for the information about the new token.
      if (asked === 1) return void vi.advanceTimersByTime(limits.tokenInformationMs);
      return accepts(request, response);
    };
    answer({ login: issuesOpaqueToken, api: hangsOnce });
    start(passwordLogin);
    expect(await call()).toBeUndefined();
    expect(asked).toBe(2);
  });
});

it('a password login sends the credentials, the name and version of the program, and nothing else', async () => {
  vendor.answer(issuesToken);
  start(passwordLogin);
  await call();
  const [login] = vendor.seen;
  expect(JSON.parse(login?.body ?? '')).toEqual({
    customerKey: '12345',
    userName: passwordLogin.PUZZEL_USERNAME,
    password: passwordLogin.PUZZEL_PASSWORD,
    clientName: 'puzzel-mcp',
    clientVersion: version,
  });
});
