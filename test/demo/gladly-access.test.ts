import { afterAll, beforeAll, expect, test } from 'vitest';
import { GLADLY_API_TOKEN, GLADLY_EMAIL, GLADLY_EMAIL_WITHOUT_PERMISSION } from '../../src/demo/gladly/auth.js';
import { demoItems, demoOrganization } from '../../src/demo/gladly/ids.js';
import { basic, type Gladly, startGladly } from './gladly-tenant.js';

let gladly: Gladly;
beforeAll(async () => {
  gladly = await startGladly();
});
afterAll(() => gladly.close());

test.each([
  ['no credentials', {}],
  ['a wrong token', { authorization: basic(GLADLY_EMAIL, 'wrong') }],
  ['a bearer token', { authorization: `Bearer ${GLADLY_API_TOKEN}` }],
])('401 without a JSON body for %s', async (_, headers: Record<string, string>) => {
  const answer = await gladly.raw('GET', '/api/v1/organization', headers);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toContain('Basic');
  expect(answer.json).toBeUndefined();
});

test('403 for a user without the API User permission', async () => {
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
  const headers = { authorization: basic(GLADLY_EMAIL, GLADLY_API_TOKEN) };
  const answer = await gladly.raw('POST', '/api/v1/topics', headers, '{"name":');
  expect(answer).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid' }] } });
});

test('an attachment is behind a redirect to a store that refuses credentials', async () => {
  const path = `/conversation-items/${demoItems.mayaEmail}/attachments/${demoItems.mayaAttachment}`;
  const link = (await gladly.call('GET', path)).headers.get('location') ?? '';
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/gladly-files\//);
  const leaked = await gladly.raw('GET', link);
  expect(leaked.status).toBe(400);
  const file = await gladly.raw('GET', link, {});
  expect(file).toMatchObject({ status: 200, text: expect.stringMatching(/^%PDF/) });
  const item = await gladly.call('GET', `/conversation-items/${demoItems.mayaEmail}`);
  expect(item.json).toMatchObject({ content: { attachments: [{ fileSize: file.text.length }] } });
});

test('a recording is a sequence of MPEG frames as long as the item says', async () => {
  const response = await fetch(`${gladly.origin}/api/v1/conversation-items/${demoItems.mayaCall}/media/recording`, {
    headers: { authorization: basic(GLADLY_EMAIL, GLADLY_API_TOKEN) },
  });
  expect(response.headers.get('content-type')).toBe('audio/mpeg');
  const bytes = Buffer.from(await response.arrayBuffer());
  const frame = 96;
  expect(bytes.length % frame).toBe(0);
  expect((bytes.length / frame) * 0.024).toBeCloseTo(184, 0);
  for (let at = 0; at < bytes.length; at += frame) expect(bytes.readUInt32BE(at)).toBe(0xfffb14c0);
});

test('a burst over ten requests in a second is answered with 429 and the two headers', async () => {
  const burst = await Promise.all(
    Array.from({ length: 30 }, () =>
      gladly.raw('GET', '/api/v1/organization', { authorization: basic(GLADLY_EMAIL, GLADLY_API_TOKEN) }),
    ),
  );
  const refused = burst.filter(({ status }) => status === 429);
  // Two seconds of the clock at most, ten requests in each.
  expect(refused.length).toBeGreaterThanOrEqual(10);
  expect(refused[0]?.headers.get('ratelimit-limit-second')).toBe('10');
  expect(refused[0]?.headers.get('ratelimit-remaining-second')).toBe('0');
  expect(refused[0]?.json).toBeUndefined();
});

test('each method has its own limit', async () => {
  const headers = { authorization: basic(GLADLY_EMAIL, GLADLY_API_TOKEN) };
  await Promise.all(Array.from({ length: 25 }, () => gladly.raw('GET', '/api/v1/inboxes', headers)));
  expect((await gladly.raw('PATCH', '/api/v1/tasks/nothing', headers, '{}')).status).toBe(404);
});
