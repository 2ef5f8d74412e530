import { onTestFinished } from 'vitest';
import { parseArguments } from '../../src/calls/arguments.js';
import type { CallContext, Outcome } from '../../src/tools/define.js';
import { clientsFor } from './clients.js';
import { fakeServer, json } from './fake-server.js';
import { toolNamed } from './tool-named.js';

/** A request for data; logins are not recorded. */
export interface PuzzelRequest {
  /** Method and path, such as `POST /4711/users/9001/sms`. */
  at: string;
  query: Record<string, string>;
  body: unknown;
}

/** Returns what Puzzel answers as `result`, or a Refusal; '' for an empty 204; undefined for a path that is unknown. */
export type PuzzelHandler = (request: PuzzelRequest) => unknown;

export interface PuzzelStub {
  seen: PuzzelRequest[];
  /** Variables that connect a client to it. */
  env: Record<string, string>;
  /** Runs a Puzzel or chat tool as the runner does: the arguments are parsed first, the data pass `transform` last. */
  call: (tool: string, args?: Record<string, unknown>, context?: Partial<CallContext>) => Promise<Outcome>;
}

/** An error in the envelope of Puzzel. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly message: string,
  ) {}
}

/** Puzzel and its chat (and Gladly, for a test that sets its address) on loopback, until the end of the test. Its customer key is 4711, and user 9001 logs in. */
export async function startPuzzelStub(handler: PuzzelHandler): Promise<PuzzelStub> {
  const seen: PuzzelRequest[] = [];
  const { url, close } = await fakeServer(({ method, target, body }, response) => {
    const { pathname, searchParams } = new URL(target, 'http://fake');
    if (pathname === '/api/Authenticate/LogIn') {
      return json(response, { accessToken: 'token', refreshToken: { customerKey: '4711', sessionId: 's' } });
    }
    if (pathname === '/connect/token') {
      return json(response, { access_token: 'visitor', refresh_token: 'r', expires_in: 900, visitor_id: 'v' });
    }
    if (pathname === '/accesstokeninformation') {
      const accessTokenExpiry = `/Date(${Date.now() + 900_000}-0000)/`;
      return json(response, { code: 0, result: { userId: 9001, accessTokenExpiry } });
    }
    const query = Object.fromEntries(searchParams);
    const request = { at: `${method} ${pathname}`, query, body: body === '' ? undefined : JSON.parse(body) };
    seen.push(request);
    const result = handler(request);
    if (result === undefined) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    if (result === '') return void response.writeHead(204).end();
    if (result instanceof Refusal) {
      return json(response, { result: null, code: 20, message: result.message }, result.status);
    }
    // Paths of the chat and of Gladly begin with /api/, and their answers have no envelope.
    return json(response, pathname.startsWith('/api/') ? result : { result, code: 0, id: 0, message: 'OK' });
  });
  const env = {
    PUZZEL_CUSTOMER_KEY: '4711',
    PUZZEL_USERNAME: 'user',
    PUZZEL_PASSWORD: 'a password',
    PUZZEL_API_URL: url,
    PUZZEL_AUTH_URL: url,
    PUZZEL_ID_URL: url,
    PUZZEL_CHAT_TENANT_ID: '4711',
    PUZZEL_CHAT_ID_URL: url,
    PUZZEL_CHAT_API_URL: url,
  };
  const clients = clientsFor(env);
  onTestFinished(async () => {
    await clients.close(AbortSignal.timeout(2000));
    await close();
  });
  return {
    seen,
    env,
    async call(name, given = {}, more = {}) {
      const tool = toolNamed(name);
      const { args } = parseArguments(tool, given, {});
      const context = { clients: clients.apis, signal: AbortSignal.timeout(20_000), ...more };
      await tool.check?.(args, context);
      const outcome = await tool.run(args, context);
      return { ...outcome, data: outcome.transform ? outcome.transform(outcome.data) : outcome.data };
    },
  };
}
