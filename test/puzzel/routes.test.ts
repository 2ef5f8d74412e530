import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnsweredBy, RouteResolver } from '../../src/api/route-resolver.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import type { Clients } from '../../src/tools/clients.js';
import { clientsFor } from '../support/clients.js';
import { type FakeServer, fakeServer, type Handler, json } from '../support/fake-server.js';

let vendor: FakeServer;
let clients: Clients;
beforeEach(async () => {
  vendor = await fakeServer();
  const { url } = vendor;
  const addresses = { PUZZEL_API_URL: url, PUZZEL_AUTH_URL: url, PUZZEL_ID_URL: url };
  const credentials = { PUZZEL_CLIENT_ID: 'client', PUZZEL_CLIENT_SECRET: 'secret-of-client', PUZZEL_USER_ID: '42' };
  clients = clientsFor({ PUZZEL_CUSTOMER_KEY: '12345', ...addresses, ...credentials });
});
afterEach(async () => {
  await clients.close(AbortSignal.timeout(500));
  await vendor.close();
});

const route = { method: 'GET', path: '/first', provenance: 'inferred' } as const;
const alternatives = ['/second', '/third'].map((path) => ({ method: 'GET', path }) as const);
const operation = { name: 'a_read', route: { ...route, alternatives }, isRead: true, self: [] };
const context = { signal: new AbortController().signal };

/** The data of a read, or the kind of its failure, and the paths that were requested. */
async function read(): Promise<[answer: unknown, ...asked: string[]]> {
  vendor.seen.length = 0;
  const answer = await clients.apis.puzzel.call(operation, {}, context).catch(({ kind }) => kind);
  return [answer, ...vendor.seen.map(({ target }) => target).filter((target) => target !== '/connect/token')];
}

const routerMiss: Handler = (_, response) => void response.writeHead(404).end('<h1>404</h1>');
const data: Handler = ({ target }, response) => json(response, { code: 0, result: target });
const page =
  (status: number, text = '<html>Gateway</html>'): Handler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'text/html', location: '/login' }).end(text);

/** Serves these paths; every other one is unknown to the router. */
function serve(paths: Record<string, Handler>): void {
  vendor.answer((request, response) => {
    if (request.target === '/connect/token') return json(response, { access_token: 'token', expires_in: 900 });
    return (paths[request.target] ?? routerMiss)(request, response);
  });
}

it('a route of the owner’s file is not reported as one that was found, nor as an inferred one when it is wrong', async () => {
  const owners = { a_read: { method: 'GET', path: '/own' } } as const;
  const resolver = new RouteResolver(owners, createLog('silent', new Redactor()));
  // The route that the file replaces may be right.
  const confirmed = { ...operation, route: { ...operation.route, provenance: 'confirmed' } } as const;
  const resolve = (answeredBy: AnsweredBy) =>
    resolver.resolve(
      confirmed,
      () => answeredBy,
      async ({ path }) => ({ status: 404, path }),
    );
  expect([(await resolve('operation')).path, resolver.foundRoutes.size]).toEqual(['/own', 0]);
  await expect(resolve('router')).rejects.toMatchObject({
    kind: 'unverified_route',
    hint: expect.stringContaining('The route of a_read comes from the routes file (PUZZEL_MCP_ROUTES): '),
  });
});

describe('an alternative of an inferred route', () => {
  it('is looked for after a 405 as after a 404', async () => {
    serve({ '/first': page(405), '/second': data });
    expect(await read()).toEqual(['/second', '/first', '/second']);
  });

  it('is not remembered for an answer that did not come from the operation', async () => {
    const unrelated = [502, 503, 429, 302, 400, 401, 403, 200].map((status) => [`${status}`, page(status)] as const);
    for (const [name, handler] of [...unrelated, ['an empty 200', page(200, '')] as const]) {
      serve({ '/second': handler });
      expect((await read()).slice(1, 3), name).toEqual(['/first', '/second']);
      expect([...clients.foundRoutes().keys()], name).toEqual([]);
    }
  });

  it.each([
    ['data', data],
    ['a refusal', (_, response) => json(response, { code: 7, message: 'No such user' }, 403)],
    ['data without an envelope', (_, response) => json(response, [])],
  ] as [string, Handler][])('is remembered once the operation has answered %s there', async (_, answer) => {
    serve({ '/second': answer });
    expect(await read()).toEqual([expect.anything(), '/first', '/second']);
    expect(await read()).toEqual([expect.anything(), '/second']);
  });

  it('is not looked for when the operation answers in the words of ServiceStack that a record is missing', async () => {
    const missing = { responseStatus: { errorCode: 'NotFound', message: 'Request 5 not found' } };
    serve({ '/first': (_, response) => json(response, missing, 404) });
    expect(await read()).toEqual(['not_found', '/first']);
    serve({ '/first': (_, response) => json(response, { responseStatus: {} }, 404) });
    expect(await read()).toEqual(['unverified_route', '/first', '/second', '/third']);
  });

  it('that was remembered and no longer exists is replaced by another one', async () => {
    serve({ '/second': data });
    await read();
    serve({ '/third': data });
    expect(await read()).toEqual(['/third', '/second', '/first', '/third']);
    serve({ '/first': data });
    expect(await read()).toEqual(['/first', '/third', '/first']);
    expect(await read()).toEqual(['/first', '/first']);
    expect([...clients.foundRoutes().keys()]).toEqual([]);
    serve({});
    expect(await read()).toEqual(['unverified_route', '/first', '/second', '/third']);
  });
});
