import { afterEach, describe, expect, it, vi } from 'vitest';
import { demoCustomerKey, demoOidc, demoUser, lockedUserName, twoFactorUserName } from '../../src/demo/puzzel/index.js';
import { closedAfterAll, closedAfterTest } from '../support/set-up.js';
import { dateOf, startPuzzel } from './puzzel-tenant.js';

const tenant = closedAfterAll(await startPuzzel());
afterEach(() => vi.useRealTimers());

const authenticate = (operation: string, body: unknown, { send } = tenant) =>
  send('POST', 'PUZZEL_AUTH_URL', `/api/authenticate/${operation}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const credentials = { customerKey: demoCustomerKey, userName: demoUser.userName, password: demoUser.password };

interface LoginAnswer {
  accessToken: string;
  refreshToken: { customerKey: string; sessionId: string; expiryDate: string };
  twoFactorRequired: boolean;
}

const logIn = async (puzzel = tenant) => (await authenticate('LogIn', credentials, puzzel)).body as LoginAnswer;

const askPuzzelId = (changes: Record<string, string> = {}) =>
  tenant.send('POST', 'PUZZEL_ID_URL', '/connect/token', {
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: demoOidc.clientId,
      client_secret: demoOidc.clientSecret,
      scope: `contact-centre:${demoCustomerKey}:${demoOidc.userId}`,
      ...changes,
    }),
  });

describe('password login', () => {
  it('answers a bare object with an ES256 token that ends in fifteen minutes', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const { status, body } = await authenticate('LogIn', credentials);
    expect(status).toBe(200);
    expect(Object.keys(body as object).sort()).toEqual([
      'accessToken',
      'languageCode',
      'logoutFromExternalIdentityProvider',
      'refreshToken',
      'twoFactor',
      'twoFactorRequired',
    ]);
    const { accessToken, refreshToken } = body as LoginAnswer;
    const [header = '', claims = '', signature = ''] = accessToken.split('.');
    const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(header)).toMatchObject({ alg: 'ES256', typ: 'JWT' });
    expect(Buffer.from(signature, 'base64url')).toHaveLength(64);
    const { exp } = decode(claims);
    expect([exp >= seconds + 900, exp < seconds + 960]).toEqual([true, true]);
    expect(refreshToken.customerKey).toBe(demoCustomerKey);
    expect(refreshToken.expiryDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d$/);
  });

  it('takes the names of its operation and fields in upper and lower case', async () => {
    const { customerKey, userName, password } = credentials;
    const answer = await authenticate('LOGIN', { CustomerKey: customerKey, UserName: userName, PASSWORD: password });
    expect(answer.status).toBe(200);
  });

  it('refuses a wrong password, a locked account and a missing field, each in its own way', async () => {
    const wrong = await authenticate('LogIn', { ...credentials, password: 'guess' });
    const locked = await authenticate('LogIn', { ...credentials, userName: lockedUserName });
    const missing = await authenticate('LogIn', { ...credentials, userName: undefined });
    expect([wrong.status, locked.status, missing.status]).toEqual([401, 403, 400]);
    expect(locked.text).toContain('locked');
    expect(missing.text).toContain('userName');
    for (const { body } of [wrong, locked, missing]) expect(body).not.toHaveProperty('code');
  });

  it('asks a two-factor user for a second step and hands out no token', async () => {
    const { status, body } = await authenticate('LogIn', { ...credentials, userName: twoFactorUserName });
    expect(status).toBe(200);
    expect(body).toMatchObject({ twoFactorRequired: true, accessToken: null, refreshToken: null });
  });

  it('writes sign-ins, good and rejected, into the access log, which can be filtered by them', async () => {
    await authenticate('LogIn', { ...credentials, password: 'guess' });
    const log = await tenant.result<{ entries: { logInResult: string }[] }>('GET /{ck}/accesslog');
    expect(log.entries[0]).toMatchObject({ logInResult: 'Rejected', userName: demoUser.userName });
    const good = await tenant.result<typeof log>(`GET /{ck}/accesslog?logInResult=ok&userName=${demoUser.userName}`);
    expect(new Set(good.entries.map(({ logInResult }) => logInResult))).toEqual(new Set(['OK']));
  });
});

describe('an access token', () => {
  it('is renewed by its session id, and the answer is a bare JSON string', async () => {
    const { accessToken, refreshToken } = await logIn();
    const { status, body } = await authenticate('GetAccessToken', refreshToken);
    expect(status).toBe(200);
    expect(body).toEqual(expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/));
    expect(body).not.toBe(accessToken);
    expect((await tenant.call('GET /accesstokeninformation', undefined, body as string)).status).toBe(200);
    expect((await authenticate('GetAccessToken', { ...refreshToken, sessionId: 'unknown' })).status).toBe(401);
  });

  it('tells its user and customer', async () => {
    const info = await tenant.result<{ userId: number; accessTokenExpiry: string }>('GET /accesstokeninformation');
    expect(info).toMatchObject({ userId: 9001, customerKey: demoCustomerKey, userGroupId: 39 });
    expect(dateOf(info.accessTokenExpiry) - Date.now()).toBeGreaterThan(800_000);
  });

  it.each([
    ['missing', null],
    ['made up', 'aaa.bbb.ccc'],
  ])('gets 401 with an envelope when it is %s', async (_, token) => {
    const { status, body, headers } = await tenant.call('GET /{ck}/queues', undefined, token);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toMatchObject({ result: null, code: expect.any(Number), message: expect.any(String) });
    expect(body).not.toMatchObject({ code: 0 });
  });

  it('ends after its lifetime, and a renewed one works', async () => {
    // Another tenant, because tokens that end on the moved clock stay ended.
    const otherTenant = closedAfterTest(await startPuzzel());
    const { accessToken, refreshToken } = await logIn(otherTenant);
    expect((await otherTenant.call('GET /{ck}/queues', undefined, accessToken)).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 901_000 });
    expect((await otherTenant.call('GET /{ck}/queues', undefined, accessToken)).status).toBe(401);
    const renewed = (await authenticate('GetAccessToken', refreshToken, otherTenant)).body as string;
    expect((await otherTenant.call('GET /{ck}/queues', undefined, renewed)).status).toBe(200);
  });

  it('is refused after a logout, and so is its session', async () => {
    const { accessToken, refreshToken } = await logIn();
    expect((await tenant.call('POST /auth/logout', undefined, accessToken)).body).toMatchObject({ code: 0 });
    expect((await tenant.call('GET /{ck}/queues', undefined, accessToken)).status).toBe(401);
    expect((await authenticate('GetAccessToken', refreshToken)).status).toBe(401);
    const other = await logIn();
    expect((await authenticate('LogOut', other.refreshToken)).status).toBe(200);
    expect((await tenant.call('GET /{ck}/queues', undefined, other.accessToken)).status).toBe(401);
  });

  it('is valid for one customer only', async () => {
    expect((await tenant.call('GET /4711999/queues')).status).toBe(403);
  });
});

describe('Puzzel ID', () => {
  it('gives a token for client credentials and the user whom the scope names', async () => {
    const { status, body } = await askPuzzelId();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 900,
      scope: `contact-centre:${demoCustomerKey}:9001`,
    });
    const { access_token } = body as { access_token: string };
    expect((await tenant.call('GET /accesstokeninformation', undefined, access_token)).body).toMatchObject({
      result: { userId: 9001 },
    });
  });

  it.each([
    ['invalid_client', { client_secret: 'wrong' }],
    ['invalid_scope', { scope: 'contact-centre:4711001:9948' }],
    ['unsupported_grant_type', { grant_type: 'password' }],
  ])('answers %s in the format of OAuth', async (error, changes) => {
    expect(await askPuzzelId(changes)).toMatchObject({
      status: 400,
      body: { error, error_description: expect.any(String) },
    });
  });

  it('needs userId on the state-information calls', async () => {
    const { access_token } = (await askPuzzelId()).body as { access_token: string };
    for (const path of ['/{ck}/users/stateinformation/Today', '/{ck}/visualqueues/stateinformation/All']) {
      const without = await tenant.call(`GET ${path}`, undefined, access_token);
      expect(without).toMatchObject({ status: 400, body: { message: expect.stringContaining('userId') } });
      expect((await tenant.call(`GET ${path}?userId=9001`, undefined, access_token)).status).toBe(200);
    }
  });
});
