import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGladlyTenant } from './gladly/index.js';
import { createPuzzelTenant } from './puzzel/index.js';
import { type DemoRequest, type DemoRouter, readBody, send } from './router.js';

/** One API of the demo tenant: where it is mounted, its routes, and the checks that come before any route. */
export interface DemoApi {
  /** Base path on the one loopback server, without a trailing slash. */
  base: string;
  router: DemoRouter;
  /** Authentication, rate limits and the like; an answer here ends the request before the route is looked at. */
  before?: (request: DemoRequest) => import('./router.js').DemoResponse | undefined;
  /** The router's own 404 and 405: no envelope, as the real front ends answer for an unknown path. */
  unknown: (request: DemoRequest, allowed: string[]) => import('./router.js').DemoResponse;
}

export interface DemoTenant {
  /** Environment variables that connect a server to this tenant. */
  env: Record<string, string>;
  close: () => Promise<void>;
}

export interface DemoOptions {
  /** Moves the inferred Puzzel routes to their first alternative, so that healing and `contract` can be shown. */
  moveRoutes?: boolean;
  /** Seconds that a Puzzel access token lives; 900 when not given. */
  tokenSeconds?: number;
}

/** Starts the built-in tenant of both vendors on a free loopback port. */
export async function startDemo(options: DemoOptions = {}): Promise<DemoTenant> {
  const puzzel = createPuzzelTenant(options);
  const gladly = createGladlyTenant();
  const apis: DemoApi[] = [...puzzel.apis, ...gladly.apis];
  const server = createServer((incoming, response) => {
    void answer(apis, incoming)
      .catch(() => ({ status: 500, body: 'demo tenant: internal error' }))
      .then((reply) => send(response, reply));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.unref();
  return {
    env: { ...puzzel.env(origin), ...gladly.env(origin) },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(apis: DemoApi[], incoming: import('node:http').IncomingMessage) {
  const url = new URL(incoming.url ?? '/', 'http://demo.invalid');
  const text = await readBody(incoming);
  const api = apis.find(({ base }) => url.pathname.toLowerCase().startsWith(`${base.toLowerCase()}/`));
  const path = api ? url.pathname.slice(api.base.length) : url.pathname;
  const request: DemoRequest = {
    method: incoming.method ?? 'GET',
    path,
    params: {},
    query: url.searchParams,
    headers: incoming.headers,
    text,
    body: parse(text),
  };
  if (!api) return { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404 Not Found</h1>' };
  const refused = api.before?.(request);
  if (refused) return refused;
  const matched = api.router.match(request.method, path);
  if ('allowed' in matched) return api.unknown(request, matched.allowed);
  return matched.route.handler({ ...request, params: matched.params });
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
