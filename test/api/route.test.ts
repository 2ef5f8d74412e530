import { describe, expect, it } from 'vitest';
import { buildRequest } from '../../src/api/route.js';
import { Http } from '../../src/http/client.js';
import { confirmed, get, inferred, post } from '../../src/tools/routes.js';
import { rawAnswer, rawServer } from '../support/raw-server.js';
import { closedAfterAll } from '../support/set-up.js';

describe('a request', () => {
  it('has path arguments in the path, and the others in the query of a GET', () => {
    const route = get('/{customerKey}/users/{user_id}/x', confirmed);
    expect(
      buildRequest(route, { customerKey: 'k', user_id: 7, from: '2026-01-01T00:00:00+01:00', q: 'a b&c' }),
    ).toEqual({
      method: 'GET',
      target: '/k/users/7/x?from=2026-01-01T00%3A00%3A00%2B01%3A00&q=a%20b%26c',
      body: undefined,
    });
  });

  it('has path arguments in the path of a POST, and the others in the body or where the route says', () => {
    expect(buildRequest(post('/x/{id}', confirmed, { wrap: 'eTask' }), { id: '1', to: 'a', none: undefined })).toEqual({
      method: 'POST',
      target: '/x/1',
      body: { eTask: { to: 'a' } },
    });
    expect(buildRequest(post('/x/{id}', confirmed), { id: '1' }).body).toBeUndefined();
    const query = buildRequest(post('/x', confirmed, { query: ['providerId'] }), { providerId: 'p', code: 'c' });
    expect(query).toEqual({ method: 'POST', target: '/x?providerId=p', body: { code: 'c' } });
    expect(buildRequest(post('/x', confirmed, { bodyFrom: 'variables' }), {}).body).toEqual([]);
  });

  it('repeats a key for a list in the query', () => {
    const args = { entities: ['A', 'B'], none: null };
    expect(buildRequest(get('/x', confirmed), args).target).toBe('/x?entities=A&entities=B');
  });

  it('follows an alternative route with its own query and method', () => {
    const route = post('/a/search', inferred('GET /a?queueId={queue_id}'));
    const [alternative] = route.alternatives;
    expect(buildRequest(route, { queue_id: 5, from: 'f' }, alternative)).toEqual({
      method: 'GET',
      target: '/a?queueId=5&from=f',
      body: undefined,
    });
  });
});

const server = closedAfterAll(await rawServer((socket) => socket.write(rawAnswer('{}'))));
const http = closedAfterAll(new Http({ timeoutMs: 5_000, userAgent: 'test' }));

/** Ids of which most would change the path or the query of a request, or end it, if they were not encoded. */
const hostileIds = [
  '../../admin',
  '..\\..\\admin',
  'a/../../admin',
  '/admin',
  '//evil.example/x',
  'https://evil.example/',
  '%2e%2e',
  '%2e%2e%2fadmin',
  '..%2fadmin',
  '%252e%252e',
  '.%2e',
  '%00',
  '..;/admin',
  ';jsessionid=1',
  '?admin=1',
  '#fragment',
  '&from=x',
  'a b',
  ' ',
  '\t',
  '\r\nHost: evil.example',
  '\r\n\r\nGET /admin HTTP/1.1\r\n\r\n',
  '\n',
  '\u0000',
  '\u0085',
  '\u2028',
  '\uff0e\uff0e\uff0fadmin',
  '\u2024\u2024/admin',
  '\ufeff',
  'å',
  '😀',
  '@evil.example',
  ':80',
  '*',
  "a'(b)*!",
  '{customerKey}',
  '$&',
  'x'.repeat(4096),
];

describe('an id', () => {
  const { signal } = new AbortController();
  const route = get('/users/{id}/queues', confirmed);

  it('never changes the path or the query', async () => {
    const changed: unknown[] = [];
    for (const id of hostileIds) {
      const { target } = buildRequest(route, { id, from: id });
      await http.send({ method: 'GET', url: server.url + target, headers: {}, signal, repeatable: true });
      const lines = server.heads.splice(0).map((head) => head.split('\r\n')[0]);
      const parts = /^GET \/users\/([^/?#\s\\]+)\/queues\?from=([^/?#&\s\\]+) HTTP\/1\.1$/.exec(lines.join());
      if (!parts?.slice(1).every((part) => decodeURIComponent(part) === id)) changed.push([id, lines]);
    }
    expect(changed).toEqual([]);
  });

  it.each([
    ['', 'may not be empty'],
    ['.', 'may not be "."'],
    ['..', 'may not be ".."'],
    ['\ud800', 'holds a lone surrogate'],
    ['a\udc00b', 'holds a lone surrogate'],
  ])('that is %j is refused', (id, message) => {
    expect(() => buildRequest(route, { id, from: id })).toThrow(
      expect.objectContaining({ kind: 'invalid_input', message: expect.stringContaining(`"id" ${message}`) }),
    );
  });
});
