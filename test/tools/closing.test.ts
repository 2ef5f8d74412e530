import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { createClients } from '../../src/tools/clients.js';
import { catalogue } from '../../src/tools/index.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';

let puzzel: FakePuzzel;
beforeEach(async () => {
  puzzel = await fakePuzzel();
});
afterEach(() => puzzel.close());

const start = (more: Record<string, string> = {}) => {
  const redactor = new Redactor();
  const config = loadConfig({ ...puzzel.env, ...more }, catalogue);
  return createClients(config, createLog('silent', redactor), redactor);
};
const signal = new AbortController().signal;

it('while the logout is under way nobody logs in again, and nothing else is sent', async () => {
  // The logout that Puzzel is asked for first is slow to answer.
  const gate = await fakeServer(async (request, response) => {
    if (request.target.endsWith('/auth/logout')) await new Promise((resolve) => setTimeout(resolve, 300));
    json(response, { result: { userId: 77 }, code: 0 });
  });
  const clients = start({ PUZZEL_API_URL: gate.url });
  await clients.apis.puzzel.tokenInformation(signal);
  const closing = clients.close(AbortSignal.timeout(2_000));
  const sent = gate.seen.length;
  await expect(clients.apis.puzzel.tokenInformation(signal)).rejects.toMatchObject({ kind: 'cancelled' });
  await closing;
  await expect(clients.apis.puzzel.tokenInformation(signal)).rejects.toMatchObject({ kind: 'cancelled' });
  expect(puzzel.logins).toBe(1);
  expect(gate.seen.slice(sent).map(({ target }) => target)).toEqual(['/auth/logout']);
  await clients.close(AbortSignal.timeout(100));
  await gate.close();
});

it('a token that has ended is renewed to log out with', async () => {
  puzzel.tokenSeconds = 1;
  const clients = start();
  await clients.apis.puzzel.tokenInformation(signal);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await clients.close(AbortSignal.timeout(2_000));
  expect([puzzel.logins, puzzel.refreshes, puzzel.logouts]).toEqual([1, 1, 1]);
});
