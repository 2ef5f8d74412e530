import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { createClients } from '../../src/tools/clients.js';
import { type FakePuzzel, fakePuzzel, jwt } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { toolFacts } from '../support/tool-facts.js';

let puzzel: FakePuzzel;
beforeEach(async () => {
  puzzel = await fakePuzzel();
});
afterEach(async () => {
  vi.useRealTimers();
  await puzzel.close();
});

const start = (more: Record<string, string> = {}) => {
  const redactor = new Redactor();
  const config = loadConfig({ ...puzzel.env, ...more }, toolFacts);
  return createClients(config, createLog('silent', redactor), redactor);
};
const context = { signal: new AbortController().signal };

it('while the logout is under way, neither a login nor another request is sent', async () => {
  // The first logout route is slow to answer.
  const gate = await fakeServer(async (request, response) => {
    if (request.target.endsWith('/auth/logout')) await new Promise((resolve) => setTimeout(resolve, 300));
    json(response, { result: { userId: 77 }, code: 0 });
  });
  const clients = start({ PUZZEL_API_URL: gate.url });
  await clients.apis.puzzel.tokenInformation(context);
  const closing = clients.close(AbortSignal.timeout(2_000));
  const sent = gate.seen.length;
  await expect(clients.apis.puzzel.tokenInformation(context)).rejects.toMatchObject({ kind: 'cancelled' });
  await closing;
  await expect(clients.apis.puzzel.tokenInformation(context)).rejects.toMatchObject({ kind: 'cancelled' });
  expect(puzzel.logins).toBe(1);
  expect(gate.seen.slice(sent).map(({ target }) => target)).toEqual(['/auth/logout']);
  await clients.close(AbortSignal.timeout(100));
  await gate.close();
});

it('an expired token is renewed for the logout', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const clients = start();
  await clients.apis.puzzel.tokenInformation(context);
  vi.setSystemTime(Date.now() + 20 * 60_000);
  await clients.close(AbortSignal.timeout(2_000));
  expect([puzzel.logins, puzzel.refreshes, puzzel.logouts]).toEqual([1, 1, 1]);
});

it('a session whose login is under way is logged out, too', async () => {
  let allowLogin: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    allowLogin = resolve;
  });
  const slow = await fakeServer(async (request, response) => {
    await gate;
    const token = jwt({ iat: 1, exp: 901 });
    puzzel.valid.add(token);
    json(response, request.target.endsWith('LogIn') ? { accessToken: token, refreshToken: { sessionId: 's-1' } } : {});
  });
  const clients = start({ PUZZEL_AUTH_URL: slow.url });
  const call = clients.apis.puzzel.tokenInformation(context).catch((error: { kind: string }) => error.kind);
  await expect.poll(() => slow.seen.length).toBe(1);
  const closing = clients.close(AbortSignal.timeout(5_000));
  allowLogin();
  await closing;
  expect(await call).toBe('cancelled');
  expect(puzzel.logouts).toBe(1);
  await slow.close();
});
