import type { ServerResponse } from 'node:http';
import { afterAll, beforeEach } from 'vitest';
import type { Runtime } from '../../src/commands/runtime.js';
import { startDemo } from '../../src/demo/index.js';
import { callIn } from '../support/call.js';
import { type FakeServer, fakeServer, type SeenRequest } from '../support/fake-server.js';

/** Returns true for a request that it has answered, or leaves without an answer; any other is answered by the demo tenant. */
export type Intercept = (request: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;

/** The demo tenant over HTTP, behind a server that records every request and can intercept it. */
export interface Tenant {
  env: Record<string, string>;
  intercept: (next: Intercept) => void;
  /** Requests so far whose path and query match, including intercepted ones. */
  seen: (pattern: RegExp) => SeenRequest[];
  /** Sends a request to the tenant and returns its answer. */
  forward: (request: SeenRequest) => Promise<Response>;
  /** Ends the interception and forgets the recorded requests, as before each test. */
  reset: () => void;
  /** Calls a tool in this process, without recording or interception, to read the state of the tenant. */
  ask: (tool: string, args?: Record<string, unknown>) => Promise<unknown>;
}

/** The tenant of all tests of a file, reset before each of them; what was written stays. */
export async function startTenant(): Promise<Tenant> {
  const demo = await startDemo();
  const origin = new URL(demo.env.PUZZEL_API_URL ?? '').origin;
  let intercept: Intercept = () => false;
  let runtime: Runtime | undefined;
  const forward = ({ method, target, headers, body }: SeenRequest) => {
    const forwardedHeaders = Object.entries(headers).filter(([name]) =>
      /^(authorization|content-type|accept)$/.test(name),
    );
    return fetch(`${origin}${target}`, {
      method,
      headers: Object.fromEntries(forwardedHeaders.map(([name, value]) => [name, String(value)])),
      ...(body === '' ? {} : { body }),
    });
  };
  const server: FakeServer = await fakeServer(async (request, response) => {
    if (await intercept(request, response)) return;
    const answer = await forward(request);
    const answerHeaders = [...answer.headers].filter(
      ([name]) => !/^(connection|keep-alive|transfer-encoding)$/.test(name),
    );
    response.writeHead(answer.status, Object.fromEntries(answerHeaders));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  const env = Object.fromEntries(
    Object.entries(demo.env).map(([name, value]) => [name, value.replace(origin, server.url)]),
  );
  const reset = () => {
    intercept = () => false;
    server.seen.length = 0;
  };
  beforeEach(reset);
  afterAll(async () => {
    await runtime?.close(AbortSignal.timeout(1_000));
    await server.close();
    await demo.close();
  });
  return {
    env,
    forward,
    reset,
    intercept: (next) => {
      intercept = next;
    },
    seen: (pattern) => server.seen.filter(({ target }) => pattern.test(target)),
    ask: async (tool, args = {}) => {
      // Imported late because it loads every tool.
      const { createRuntime } = await import('../../src/commands/runtime.js');
      runtime ??= createRuntime({ ...demo.env, PUZZEL_MCP_LOG_LEVEL: 'silent' }, false);
      return (await callIn(runtime, tool, args)).structured.result;
    },
  };
}
