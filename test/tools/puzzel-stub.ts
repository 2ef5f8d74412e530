import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../../src/config/index.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { chatTools } from '../../src/tools/chat/index.js';
import { createClients } from '../../src/tools/clients.js';
import type { CallContext, Outcome } from '../../src/tools/define.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { toolFacts } from '../support/tool-facts.js';

/** A request for data; logins are not recorded. */
export interface Seen {
  /** `POST /4711/users/9001/sms`, without the query. */
  at: string;
  query: Record<string, string>;
  body: unknown;
}

/** Returns the `result` of an answer, or a Status; '' for an empty 204; undefined for a path that the router does not know. */
export type Answers = (seen: Seen) => unknown;

export interface PuzzelStub {
  seen: Seen[];
  /** Variables that connect a client to it. */
  env: Record<string, string>;
  /** Runs a Puzzel or chat tool: its arguments pass the schema first. The data have passed `transform`. */
  call: (tool: string, args?: Record<string, unknown>, context?: Partial<CallContext>) => Promise<Outcome>;
  close: () => Promise<void>;
}

export class Status {
  constructor(
    readonly status: number,
    readonly message: string,
  ) {}
}

/** A contact centre on loopback with the given answers; its customer key is 4711, and user 9001 logs in. */
export async function startPuzzelStub(answers: Answers): Promise<PuzzelStub> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake');
    const body = await bodyOf(request);
    const send = (status: number, content: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    };
    if (pathname === '/api/Authenticate/LogIn') {
      return send(200, { accessToken: 'token', refreshToken: { customerKey: '4711', sessionId: 's' } });
    }
    if (pathname === '/connect/token') {
      return send(200, { access_token: 'visitor', refresh_token: 'r', expires_in: 900, visitor_id: 'v' });
    }
    if (pathname === '/accesstokeninformation') {
      return send(200, {
        code: 0,
        result: { userId: 9001, accessTokenExpiry: `/Date(${Date.now() + 900_000}-0000)/` },
      });
    }
    const one = { at: `${request.method} ${pathname}`, query: Object.fromEntries(searchParams), body };
    seen.push(one);
    const result = answers(one);
    if (result === undefined) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    if (result === '') return void response.writeHead(204).end();
    if (result instanceof Status) return send(result.status, { result: null, code: 20, message: result.message });
    return send(200, pathname.startsWith('/api/') ? result : { result, code: 0, id: 0, message: 'OK' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    PUZZEL_CUSTOMER_KEY: '4711',
    PUZZEL_USERNAME: 'user',
    PUZZEL_PASSWORD: 'a password',
    PUZZEL_API_URL: origin,
    PUZZEL_AUTH_URL: origin,
    PUZZEL_ID_URL: origin,
    PUZZEL_CHAT_TENANT_ID: '4711',
    PUZZEL_CHAT_ID_URL: origin,
    PUZZEL_CHAT_API_URL: origin,
  };
  const redactor = new Redactor();
  const tools = [...puzzelTools, ...chatTools];
  const clients = createClients(loadConfig(env, toolFacts), createLog('silent', redactor), redactor);
  const call: PuzzelStub['call'] = async (name, args = {}, context = {}) => {
    const tool = tools.find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`no tool ${name}`);
    const { json, validator } = tool.schemas();
    const given = Object.entries(args).map(([argument, value]) => {
      const isText = json.properties?.[argument]?.type === 'string';
      return [argument, isText && typeof value === 'number' ? String(value) : value];
    });
    const parsed = validator.parse(Object.fromEntries(given));
    const signal = AbortSignal.timeout(20_000);
    const whole = { clients: clients.apis, signal, ...context };
    await tool.check?.(parsed, whole);
    const outcome = await tool.run(parsed, whole);
    return { ...outcome, data: outcome.transform ? outcome.transform(outcome.data) : outcome.data };
  };
  return {
    seen,
    env,
    call,
    close: async () => {
      await clients.close(AbortSignal.timeout(2000));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
