import { describe, expect, it } from 'vitest';
import { buildRequest } from '../../src/api/route.js';
import { confirmed, get, inferred, post } from '../../src/tools/routes.js';

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

  it('has the others in the body of a POST, wrapped where the route says so', () => {
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
    expect(buildRequest(get('/x', confirmed), { entities: ['A', 'B'] }).target).toBe('/x?entities=A&entities=B');
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

  it.each(['', '.', '..'])('refuses the path argument %j', (id) => {
    expect(() => buildRequest(get('/x/{id}', confirmed), { id })).toThrow(/"id" may not be/);
  });

  it.each(['a/b', '..%2f..', 'a?b#c', 'a\r\nb', 'a\u0000b', 'å', "a'(b)*!"])('keeps %j inside its segment', (id) => {
    const { target } = buildRequest(get('/x/{id}/y', confirmed), { id });
    const url = new URL(target, 'http://h');
    expect(url.pathname.split('/')).toHaveLength(4);
    expect(decodeURIComponent(url.pathname.split('/')[2] ?? '')).toBe(id);
  });
});
