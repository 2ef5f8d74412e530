import { afterEach, expect, test, vi } from 'vitest';
import { GLADLY_API_TOKEN, GLADLY_EMAIL, GLADLY_EMAIL_WITHOUT_PERMISSION } from '../../src/demo/gladly/auth.js';
import { demoInvoiceAttachment, demoItems, demoOrganization } from '../../src/demo/gladly/ids.js';
import { closedAfterAll } from '../support/set-up.js';
import { type Answer, basic, startGladly } from './gladly-tenant.js';

// With the real limit of requests.
const gladly = closedAfterAll(await startGladly({}));
afterEach(() => vi.useRealTimers());

test.each([
  ['no credentials', {}],
  ['a wrong token', { authorization: basic(GLADLY_EMAIL, 'wrong') }],
  ['a bearer token', { authorization: `Bearer ${GLADLY_API_TOKEN}` }],
])('a request with %s gets 401 without a JSON body', async (_, headers: Record<string, string>) => {
  const answer = await gladly.raw('GET', '/api/v1/organization', headers);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toContain('Basic');
  expect(answer.json).toBeUndefined();
});

test('a user without the API User permission gets 403', async () => {
  const headers = { authorization: basic(GLADLY_EMAIL_WITHOUT_PERMISSION, GLADLY_API_TOKEN) };
  expect((await gladly.raw('GET', '/api/v1/organization', headers)).status).toBe(403);
});

test('public answers need no token', async () => {
  const answer = await gladly.raw('GET', `/api/v1/orgs/${demoOrganization}/answers`, {});
  expect(answer.status).toBe(200);
});

test('an unknown path is a 404 and an unknown method a 405', async () => {
  expect((await gladly.call('GET', '/conversations')).status).toBe(404);
  expect((await gladly.call('PUT', '/agents')).status).toBe(405);
});

test('a body that is not JSON is refused', async () => {
  const answer = await gladly.raw('POST', '/api/v1/topics', undefined, '{"name":');
  expect(answer).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid' }] } });
});

test('an attachment is behind a redirect to a store that refuses credentials', async () => {
  const path = `/conversation-items/${demoItems.mayaEmail}/attachments/${demoInvoiceAttachment}`;
  const link = (await gladly.call('GET', path)).headers.get('location') ?? '';
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/gladly-files\//);
  const withCredentials = await gladly.raw('GET', link);
  expect(withCredentials.status).toBe(400);
  const file = await gladly.raw('GET', link, {});
  expect(file).toMatchObject({ status: 200, text: expect.stringMatching(/^%PDF/) });
  const item = await gladly.call('GET', `/conversation-items/${demoItems.mayaEmail}`);
  expect(item.json).toMatchObject({ content: { attachments: [{ fileSize: file.text.length }] } });
});

test('a recording is a sequence of MPEG frames, and lasts for the time that its item says', async () => {
  const response = await fetch(`${gladly.origin}/api/v1/conversation-items/${demoItems.mayaCall}/media/recording`, {
    headers: { authorization: basic(GLADLY_EMAIL, GLADLY_API_TOKEN) },
  });
  expect(response.headers.get('content-type')).toBe('audio/mpeg');
  const bytes = Buffer.from(await response.arrayBuffer());
  const [frameBytes, frameSeconds] = [96, 0.024];
  expect(bytes.length % frameBytes).toBe(0);
  for (let at = 0; at < bytes.length; at += frameBytes) expect(bytes.readUInt32BE(at)).toBe(0xfffb14c0);
  const item = await gladly.call('GET', `/conversation-items/${demoItems.mayaCall}`);
  const seconds = Math.round((bytes.length / frameBytes) * frameSeconds);
  expect(item.json).toMatchObject({ content: { recordingDuration: seconds } });
});

test('an eleventh request of a method in one second gets 429 with two headers', async () => {
  // A second in which nothing was sent before, and which does not end.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_000 });
  const answers: Answer[] = [];
  for (let count = 0; count < 11; count += 1) answers.push(await gladly.raw('GET', '/api/v1/organization'));
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429]);
  expect(answers[10]?.headers.get('ratelimit-limit-second')).toBe('10');
  expect(answers[10]?.headers.get('ratelimit-remaining-second')).toBe('0');
  expect(answers[10]?.json).toBeUndefined();
  expect((await gladly.raw('PATCH', '/api/v1/tasks/nothing', undefined, '{}')).status, 'another method').toBe(404);
});
