import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { connect, type ToolAnswer } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest } from '../support/set-up.js';
import { singleCall } from '../support/single-call.js';
import { certificateFor } from '../support/tls.js';

const puzzel = closedAfterAll(await fakePuzzel());
const gladly = closedAfterAll(await fakeServer());
const gladlyLogin = { GLADLY_EMAIL: 'api@example.com', GLADLY_API_TOKEN: 'gladly-token-1234' };
const env = { ...puzzel.env, ...gladlyLogin, GLADLY_API_URL: gladly.url, PUZZEL_MCP_TIMEOUT_MS: '700' };
const client = closedAfterAll(await connect('sdk2-modern', env));
// The first call loads tools and HTTP and logs in, which on a busy machine takes longer than the time limit of these tests.
await Promise.all([client.call('list_all_puzzel_queues'), client.call('list_all_gladly_teams')]);

const errorOf = (answer: ToolAnswer) => {
  expect(answer.isError).toBe(true);
  expect(answer.content[0]?.text).toBe(JSON.stringify(answer.structuredContent));
  return (answer.structuredContent as { error: Record<string, unknown> }).error;
};

/** What a vendor may do instead of answering well, and the kind of error that this has to become. */
const misbehaviours: [name: string, kind: string, misbehave: (response: ServerResponse) => void][] = [
  ['400', 'invalid_input', (response) => json(response, { code: 7, message: 'bad queue' }, 400)],
  ['401 to every request', 'unauthorized', (response) => json(response, { code: 401 }, 401)],
  ['403', 'forbidden', (response) => json(response, { code: 403, message: 'no right' }, 403)],
  ['404', 'not_found', (response) => json(response, { code: 404, message: 'no such queue' }, 404)],
  ['409', 'conflict', (response) => json(response, { code: 409 }, 409)],
  ['422', 'invalid_input', (response) => json(response, { code: 422 }, 422)],
  ['429', 'rate_limited', (response) => json(response, { code: 429 }, 429, { 'retry-after': '7' })],
  ['500', 'upstream', (response) => json(response, { code: 500 }, 500)],
  ['502', 'upstream', (response) => void response.writeHead(502).end('<h1>Bad Gateway</h1>')],
  ['503', 'upstream', (response) => void response.writeHead(503).end()],
  ['302', 'upstream', (response) => void response.writeHead(302, { location: 'https://elsewhere.example/' }).end()],
  ['a 200 that is not JSON', 'upstream', (response) => void response.writeHead(200).end('<html>Log in</html>')],
  [
    'a cut body',
    'network',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"result":');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  ['a hang', 'timeout', () => {}],
  [
    'a body that never ends',
    'timeout',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drip));
    },
  ],
];

describe('a failure of the vendor', () => {
  it('has its kind, a message and a hint', async () => {
    const failuresOf = async (tool: string, misbehaveAs: (misbehave: (response: ServerResponse) => void) => void) => {
      const failures: unknown[] = [];
      for (const [name, , misbehave] of misbehaviours) {
        misbehaveAs(misbehave);
        const { kind, message, hint } = errorOf(await client.call(tool));
        failures.push([name, kind, String(message).length > 20, String(hint).length > 10]);
      }
      return failures;
    };
    const ofBoth = await Promise.all([
      failuresOf('list_all_puzzel_queues', (misbehave) => {
        puzzel.api = (_path, _request, response) => misbehave(response);
      }),
      failuresOf('list_all_gladly_inboxes', (misbehave) => gladly.answer((_request, response) => misbehave(response))),
    ]);
    const expected = misbehaviours.map(([name, kind]) => [name, kind, true, true]);
    expect(ofBoth).toEqual([expected, expected]);
  });

  it('Puzzel: a 200 whose code is not 0 is an error with that code and message', async () => {
    puzzel.api = (_path, _request, response) =>
      json(response, { result: null, code: 1203, message: 'User is logged off' });
    expect(errorOf(await client.call('list_all_puzzel_queues'))).toMatchObject({
      kind: 'upstream',
      code: 1203,
      message: expect.stringContaining('User is logged off'),
    });
  });

  it('Gladly: errors in a list, alone and in a bare list are read', async () => {
    const error = { attr: 'email', code: 'invalid', detail: 'invalid email address' };
    for (const body of [{ errors: [error] }, { errors: error }, [error]]) {
      gladly.answer((_request, response) => json(response, body, 400));
      const read = errorOf(await client.call('list_all_gladly_customers', { email: 'nobody' }));
      expect.soft(read, JSON.stringify(body)).toMatchObject({
        kind: 'invalid_input',
        code: 'invalid',
        message: expect.stringContaining('invalid email address'),
        details: [error],
      });
    }
  });

  it('a 429 is not repeated, and its limits are reported without the `-Second` of the headers of Gladly', async () => {
    gladly.seen.length = 0;
    gladly.answer((_request, response) =>
      json(response, {}, 429, { 'Ratelimit-Limit-Second': '10', 'Ratelimit-Remaining-Second': '0' }),
    );
    expect(errorOf(await client.call('list_all_gladly_inboxes'))).toMatchObject({
      kind: 'rate_limited',
      rate_limit: { 'ratelimit-limit': 10, 'ratelimit-remaining': 0 },
    });
    expect(gladly.seen).toHaveLength(1);
  });

  it('a read whose connection dies is repeated once, a write never', async () => {
    puzzel.api = (_path, _request, response) => void response.socket?.destroy();
    puzzel.seen.length = 0;
    expect(errorOf(await client.call('list_all_puzzel_queues')).kind).toBe('network');
    expect(puzzel.seen).toHaveLength(2);
    puzzel.seen.length = 0;
    const task = { from: 'a@example.com', to: 'b@example.com', uri: 'x' };
    expect(errorOf(await client.call('create_a_puzzel_etask', task)).kind).toBe('network');
    expect(puzzel.seen).toHaveLength(1);
  });

  it('a write on a route that does not exist is sent once, without its alternatives, and fails with `unverified_route`', async () => {
    puzzel.api = (_path, _request, response) => void response.writeHead(404).end('<h1>Not Found</h1>');
    puzzel.seen.length = 0;
    const error = errorOf(await client.call('delete_a_puzzel_scheduled_task_by_id', { id: '1' }));
    expect(error).toMatchObject({ kind: 'unverified_route', message: expect.stringContaining('Nothing was changed') });
    expect(puzzel.seen).toHaveLength(1);
  });
});

describe('a vendor that cannot be reached', () => {
  const inboxesAt = (url: string) => singleCall({ ...gladlyLogin, GLADLY_API_URL: url }, 'list_all_gladly_inboxes');

  it('is a network error when the connection is refused', async () => {
    const closed = await fakeServer();
    await closed.close();
    expect(await inboxesAt(closed.url)).toMatchObject({
      error: { kind: 'network', message: expect.stringContaining('refused the connection') },
    });
  });

  it('is a network error when its certificate is not trusted', async () => {
    const certificate = certificateFor('localhost');
    const untrusted = closedAfterTest(await fakeServer((_, response) => json(response, []), certificate));
    expect(await inboxesAt(untrusted.url)).toMatchObject({
      error: {
        kind: 'network',
        message: expect.stringContaining('TLS'),
        hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      },
    });
    certificate.remove();
  });
});
