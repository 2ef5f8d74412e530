import type { ServerResponse } from 'node:http';
import { startDemo } from '../../src/demo/index.js';
import { type FakeServer, fakeServer, type SeenRequest } from '../support/fake-server.js';
import { connect, type TestClient } from '../support/server-process.js';

/** True: answered (or left hanging) here; else the demo tenant answers. */
export type Intercept = (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;

/** The demo tenant over HTTP with somebody on the line who sees every request and can spoil it. */
export interface Tenant {
  env: Record<string, string>;
  intercept: (with_: Intercept) => void;
  /** Requests so far whose path matches, the spoilt ones too. */
  seen: (path: RegExp) => SeenRequest[];
  /** Lets the tenant carry a request out; what it answered. */
  forward: (request: SeenRequest) => Promise<Response>;
  /** A client of one's own, to read what has become of things. */
  ask: (tool: string, args?: Record<string, unknown>) => Promise<unknown>;
  close: () => Promise<void>;
}

export async function startTenant(): Promise<Tenant> {
  const demo = await startDemo();
  const origin = new URL(demo.env.PUZZEL_API_URL ?? '').origin;
  let intercept: Intercept = () => false;
  let client: TestClient | undefined;
  const forward = ({ method, target, headers, body }: SeenRequest) => {
    const passed = Object.entries(headers).filter(([name]) => /^(authorization|content-type|accept)$/.test(name));
    return fetch(`${origin}${target}`, {
      method,
      headers: Object.fromEntries(passed.map(([name, value]) => [name, String(value)])),
      ...(body === '' ? {} : { body }),
    });
  };
  const server: FakeServer = await fakeServer(async (request, response) => {
    if (await intercept(request, response)) return;
    const answer = await forward(request);
    const kept = [...answer.headers].filter(([name]) => !/^(connection|keep-alive|transfer-encoding)$/.test(name));
    response.writeHead(answer.status, Object.fromEntries(kept));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  const env = Object.fromEntries(
    Object.entries(demo.env).map(([name, value]) => [name, value.replace(origin, server.url)]),
  );
  return {
    env,
    forward,
    intercept: (next) => {
      intercept = next;
    },
    seen: (path) => server.seen.filter(({ target }) => path.test(target)),
    ask: async (tool, args) => {
      client ??= await connect('sdk2-legacy', env);
      return (await client.call(tool, args)).structuredContent?.result;
    },
    close: async () => {
      await client?.close();
      await server.close();
      await demo.close();
    },
  };
}
