import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clientsFor } from '../support/clients.js';
import { failureOf } from '../support/failure-of.js';
import { type FakePuzzel, fakePuzzel, jwt } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';

let puzzel: FakePuzzel;
beforeEach(async () => {
  puzzel = await fakePuzzel();
});
afterEach(async () => {
  vi.useRealTimers();
  await puzzel.close();
});

const context = { signal: new AbortController().signal };

it('while the logout is under way, neither a login nor another request is sent', async () => {
  let answerLogout: () => void = () => {};
  const slow = await fakeServer(async (request, response) => {
    if (request.target.endsWith('/auth/logout')) {
      await new Promise<void>((resolve) => {
        answerLogout = resolve;
      });
    }
    json(response, { result: { userId: 77 }, code: 0 });
  });
  const clients = clientsFor({ ...puzzel.env, PUZZEL_API_URL: slow.url });
  await clients.apis.puzzel.tokenInformation(context);
  const closing = clients.close(AbortSignal.timeout(2_000));
  await expect(clients.apis.puzzel.tokenInformation(context)).rejects.toMatchObject({ kind: 'cancelled' });
  await expect.poll(() => slow.seen.length).toBe(2);
  answerLogout();
  await closing;
  await expect(clients.apis.puzzel.tokenInformation(context)).rejects.toMatchObject({ kind: 'cancelled' });
  await clients.close(AbortSignal.timeout(100));
  expect(puzzel.logins).toBe(1);
  expect(slow.seen.map(({ target }) => target)).toEqual(['/accesstokeninformation', '/auth/logout']);
  await slow.close();
});

it('a request that is under way at the end is cancelled', async () => {
  const silent = await fakeServer(() => {});
  const gladly = { GLADLY_API_URL: silent.url, GLADLY_EMAIL: 'a@b.example', GLADLY_API_TOKEN: 'token' };
  const clients = clientsFor({ ...gladly, PUZZEL_MCP_TIMEOUT_MS: '5000' });
  const call = failureOf(clients.apis.gladly.organizationId(context));
  await expect.poll(() => silent.seen.length).toBe(1);
  await clients.close(AbortSignal.timeout(500));
  expect((await call).kind).toBe('cancelled');
  await silent.close();
});

it('an expired token is renewed for the logout', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const clients = clientsFor(puzzel.env);
  await clients.apis.puzzel.tokenInformation(context);
  vi.setSystemTime(Date.now() + 20 * 60_000);
  await clients.close(AbortSignal.timeout(2_000));
  expect([puzzel.logins, puzzel.refreshes, puzzel.logouts]).toEqual([1, 1, 1]);
});

it('a logout that Puzzel refuses, or has no route for, is told; a session that was over already is not', async () => {
  const told: [number, string[]][] = [];
  for (const status of [200, 401, 404, 503]) {
    const warnings: string[] = [];
    const refusing = await fakePuzzel();
    const clients = clientsFor(refusing.env, (message) => warnings.push(message));
    await clients.apis.puzzel.tokenInformation(context);
    refusing.answer((_, response) => void response.writeHead(status).end());
    await clients.close(AbortSignal.timeout(2_000));
    await refusing.close();
    told.push([status, warnings]);
  }
  const warning = (words: string) => expect.stringMatching(`^logging out of Puzzel failed: Puzzel ${words}`);
  expect(told).toEqual([
    [200, []],
    [401, []],
    [404, [warning('has none of the routes')]],
    [503, [warning('failed on its side')]],
  ]);
});

it('a session whose login is under way is logged out, too', async () => {
  let allowLogin: () => void = () => {};
  const allowed = new Promise<void>((resolve) => {
    allowLogin = resolve;
  });
  const slow = await fakeServer(async (request, response) => {
    await allowed;
    const token = jwt({ iat: 1, exp: 901 });
    puzzel.valid.add(token);
    json(response, request.target.endsWith('LogIn') ? { accessToken: token, refreshToken: { sessionId: 's-1' } } : {});
  });
  const clients = clientsFor({ ...puzzel.env, PUZZEL_AUTH_URL: slow.url });
  const call = clients.apis.puzzel.tokenInformation(context).catch((error: { kind: string }) => error.kind);
  await expect.poll(() => slow.seen.length).toBe(1);
  const closing = clients.close(AbortSignal.timeout(5_000));
  allowLogin();
  await closing;
  expect(await call).toBe('cancelled');
  expect(puzzel.logouts).toBe(1);
  await slow.close();
});
