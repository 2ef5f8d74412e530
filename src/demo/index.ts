import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DemoApi, DemoOptions } from './api.js';
import { createGladlyApis, gladlyBases, gladlyEnv } from './gladly/index.js';
import { createPuzzelApis, puzzelEnv } from './puzzel/index.js';
import { type DemoRequest, type DemoResponse, readBody, send } from './router.js';

export interface DemoTenant {
  /** Environment variables that connect a server to this tenant. */
  env: Record<string, string>;
  close: () => Promise<void>;
}

/**
 * Starts the built-in tenant of both vendors on a free loopback port. The APIs of a vendor are made with the first request
 * to it, so that a command that needs only one vendor does not wait a tenth of a second for the other.
 */
export async function startDemo(options: DemoOptions = {}): Promise<DemoTenant> {
  let puzzel: DemoApi[] | undefined;
  let gladly: DemoApi[] | undefined;
  const apiOf = (path: string): DemoApi | undefined => {
    const isBelow = (base: string) => path.toLowerCase().startsWith(`${base.toLowerCase()}/`);
    if (gladlyBases.some(isBelow)) gladly ??= createGladlyApis(options);
    else puzzel ??= createPuzzelApis(options);
    return [...(puzzel ?? []), ...(gladly ?? [])].find(({ base }) => isBelow(base));
  };
  const server = createServer((incoming, response) => {
    void answer(apiOf, incoming)
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
    env: { ...puzzelEnv(origin), ...gladlyEnv(origin) },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(apiOf: (path: string) => DemoApi | undefined, incoming: IncomingMessage): Promise<DemoResponse> {
  const url = new URL(incoming.url ?? '/', 'http://demo.invalid');
  const text = await readBody(incoming);
  const api = apiOf(url.pathname);
  if (!api) return { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404 Not Found</h1>' };
  const path = url.pathname.slice(api.base.length);
  const request: DemoRequest = {
    method: incoming.method ?? 'GET',
    path,
    params: {},
    query: url.searchParams,
    headers: incoming.headers,
    text,
    body: parsedJson(text),
  };
  const refusal = api.precheck?.(request);
  if (refusal) return refusal;
  const routeMatch = api.router.match(request.method, path);
  if ('allowedMethods' in routeMatch) return api.answerUnrouted(request, routeMatch.allowedMethods);
  return routeMatch.handler({ ...request, params: routeMatch.params });
}

function parsedJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
