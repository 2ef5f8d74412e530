import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuntime, type Runtime } from '../../src/commands/runtime.js';
import { limits } from '../../src/limits.js';
import { callIn } from '../support/call.js';
import { customerPath, type FakePuzzel, fakePuzzel, jwt, sessionId } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';

let puzzel: FakePuzzel;
let runtime: Runtime | undefined;

beforeEach(async () => {
  puzzel = await fakePuzzel();
});
afterEach(async () => {
  await runtime?.close(AbortSignal.timeout(limits.logoutMs));
  runtime = undefined;
  await puzzel.close();
});

const start = (env: Record<string, string> = {}) => {
  runtime = createRuntime({ ...puzzel.env, PUZZEL_MCP_LOG_LEVEL: 'silent', ...env }, false);
};
const call = async (name: string, args: Record<string, unknown> = {}) => {
  if (!runtime) throw new Error('not started');
  return callIn(runtime, name, args);
};
const listQueues = () => call('list_all_puzzel_queues');

describe('a Puzzel session', () => {
  it('logs in once for 200 concurrent calls, and refreshes an invalid token once for the next 200', async () => {
    puzzel.api = (_path, _request, response) => json(response, { result: [{ id: 1 }], code: 0 });
    start();
    for (const refreshes of [0, 1]) {
      const answers = await Promise.all(Array.from({ length: 200 }, listQueues));
      expect(new Set(answers.map(({ structured }) => JSON.stringify(structured)))).toEqual(
        new Set(['{"result":[{"id":1}],"total":1}']),
      );
      expect([puzzel.logins, puzzel.refreshes]).toEqual([1, refreshes]);
      puzzel.valid.clear();
    }
  });

  it('logs in again once when the refresh session has ended', async () => {
    start();
    await listQueues();
    puzzel.valid.clear();
    puzzel.isSessionEnded = true;
    const answers = await Promise.all(Array.from({ length: 10 }, listQueues));
    expect(answers.map(({ isError }) => isError)).toEqual(answers.map(() => false));
    expect([puzzel.logins, puzzel.refreshes]).toEqual([2, 1]);
  });

  it('keeps its id out of answers, however often its token has been renewed', async () => {
    start();
    for (let renewals = 0; renewals < 30; renewals++) {
      puzzel.valid.clear();
      await listQueues();
    }
    expect(puzzel.refreshes).toBeGreaterThan(25);
    puzzel.api = (_path, _request, response) => json(response, { result: [{ name: sessionId }], code: 0 });
    expect((await listQueues()).structured).toMatchObject({ result: [{ name: '[redacted]' }] });
  });

  it('asks for the user once, and uses the answer where user_id is left out', async () => {
    const paths: string[] = [];
    puzzel.api = (path, _, response) => {
      paths.push(path);
      json(response, { result: [], code: 0 });
    };
    start();
    await Promise.all([1, 2, 3].map(() => call('list_all_puzzel_available_users')));
    await call('list_all_puzzel_available_users', { user_id: 5 });
    expect(puzzel.tokenInformationReads).toBe(1);
    expect(new Set(paths)).toEqual(
      new Set([customerPath('/users/77/usersavailable'), customerPath('/users/5/usersavailable')]),
    );
  });

  it('asks for the user again when that failed, and after a logout', async () => {
    let status = 400;
    puzzel.answer(({ target }, response) => {
      if (target.endsWith('/LogIn')) return json(response, { accessToken: jwt({ iat: 1, exp: 901 }) });
      if (!target.endsWith('/accesstokeninformation')) return json(response, { result: [], code: 0 });
      json(response, { result: { userId: '77' }, code: 0 }, status);
    });
    start();
    expect((await call('list_all_puzzel_available_users')).isError).toBe(true);
    status = 200;
    expect((await call('list_all_puzzel_available_users')).isError).toBe(false);
    const seenBefore = puzzel.seen.length;
    await call('puzzel_access_token_logout');
    await call('list_all_puzzel_available_users');
    const targets = puzzel.seen.slice(seenBefore).map(({ target }) => target);
    expect(targets.filter((target) => target.endsWith('/accesstokeninformation'))).toHaveLength(1);
  });

  it('logs in with Puzzel ID when both kinds of credentials are set, and logs in again instead of refreshing', async () => {
    start({ PUZZEL_CLIENT_ID: 'client', PUZZEL_CLIENT_SECRET: 'secret-of-client', PUZZEL_USER_ID: '42' });
    await call('list_all_puzzel_available_users');
    const login = puzzel.seen.find(({ target }) => target === '/id/connect/token');
    expect(Object.fromEntries(new URLSearchParams(login?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: 'secret-of-client',
      scope: 'contact-centre:12345:42',
    });
    expect(puzzel.seen.at(-1)?.target).toContain('/users/42/usersavailable');
    puzzel.valid.clear();
    expect((await listQueues()).isError).toBe(false);
    expect([puzzel.logins, puzzel.refreshes, puzzel.tokenInformationReads]).toEqual([2, 0, 0]);
    await call('puzzel_access_token_logout');
    await listQueues();
    expect(puzzel.logins, 'the tokens were dropped').toBe(3);
  });

  it.each([200, 401])('stops with a clear error when two-factor login is required (status %i)', async (status) => {
    puzzel.answer((_, response) => json(response, { accessToken: null, twoFactorRequired: true }, status));
    start();
    const answers = await Promise.all([listQueues(), listQueues()]);
    for (const answer of answers) {
      const error = { kind: 'unauthorized', message: expect.stringContaining('second factor') };
      expect(answer.structured).toMatchObject({ error });
    }
    expect(puzzel.seen).toHaveLength(1);
  });

  it('is logged out by the tool, and the next call logs in again', async () => {
    start();
    await call('puzzel_access_token_logout');
    expect(puzzel.seen, 'no session is open yet').toEqual([]);
    await listQueues();
    const answer = await call('puzzel_access_token_logout');
    expect(answer.structured).toEqual({ result: { code: 0, id: 0, message: 'OK' } });
    await listQueues();
    expect([puzzel.logins, puzzel.logouts]).toEqual([2, 1]);
    puzzel.answer((_, response) => void response.writeHead(204).end());
    expect((await call('puzzel_access_token_logout')).structured).toEqual({ result: { code: 0 } });
  });

  it('cannot be logged out by the tool where the route is unknown, and need not when it has ended already', async () => {
    start();
    await listQueues();
    puzzel.answer((_, response) => void response.writeHead(404).end('<h1>Not Found</h1>'));
    const { structured } = await call('puzzel_access_token_logout');
    expect(structured).toMatchObject({ error: { kind: 'unverified_route' } });
    puzzel.answer((_, response) => json(response, {}, 500));
    expect((await call('puzzel_access_token_logout')).isError).toBe(true);
    puzzel.answer((_, response) => json(response, {}, 401));
    const message = 'The session had ended already.';
    expect((await call('puzzel_access_token_logout')).structured).toEqual({ result: { code: 0, message } });
  });

  it('is logged out by the tool even while its login is under way', async () => {
    const loggingOut: ReturnType<typeof call>[] = [];
    puzzel.beforeLogin = async () => {
      // The first login is answered so late that the logout already waits for it.
      if (loggingOut.push(call('puzzel_access_token_logout')) === 1) await sleep(50);
    };
    start();
    await listQueues();
    expect((await loggingOut[0])?.structured).toEqual({ result: { code: 0, id: 0, message: 'OK' } });
  });

  it.each([
    ['/ContactCentre5/auth/logout', 1, 503],
    ['/ContactCentre5/accesstoken/logout', 2, 200],
    ['/api/Authenticate/LogOut', 3, 200],
    ['/ContactCentre5/accesstoken', 4, 200],
  ])('tries the likely routes of the logout until %s answers', async (place, tries, status) => {
    start();
    await listQueues();
    puzzel.seen.length = 0;
    puzzel.answer((request, response) =>
      request.target === place ? json(response, {}, status) : void response.writeHead(404).end('<h1>Not Found</h1>'),
    );
    await runtime?.close(AbortSignal.timeout(limits.logoutMs));
    expect(puzzel.seen).toHaveLength(tries);
    const { target, headers, body } = puzzel.seen.at(-1) ?? {};
    expect(target).toBe(place);
    expect(headers?.authorization).toMatch(/^Bearer /);
    if (tries === 3) expect(JSON.parse(body ?? '')).toEqual({ customerKey: '12345', sessionId });
  });
});
