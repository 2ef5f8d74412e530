import { startDemo } from '../../src/demo/index.js';
import { demoCustomerKey, demoUser } from '../../src/demo/puzzel/index.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed body; undefined when it is not JSON. */
  body: unknown;
}

export interface TestTenant {
  env: Record<string, string>;
  /** The token of a password login of the API user. */
  token: string;
  /** A ContactCentre5 call with that token, with another one, or, if it is null, without one. */
  call: (at: string, body?: unknown, token?: string | null) => Promise<Answer>;
  /** The result of a ContactCentre5 call that has to succeed. */
  result: <Result = unknown>(at: string, body?: unknown) => Promise<Result>;
  /** Any request; `base` is the variable of the base URL. */
  send: (method: string, base: string, path: string, init?: RequestInit) => Promise<Answer>;
  close: () => Promise<void>;
}

export async function startPuzzel(options: { moveRoutes?: boolean; tokenSeconds?: number } = {}): Promise<TestTenant> {
  const { env, close } = await startDemo(options);
  const send: TestTenant['send'] = async (method, base, path, init) => {
    const response = await fetch(`${env[base]}${path}`, { method, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };
  const login = await send('POST', 'PUZZEL_AUTH_URL', '/api/Authenticate/LogIn', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customerKey: demoCustomerKey, userName: demoUser.userName, password: demoUser.password }),
  });
  const { accessToken } = login.body as { accessToken: string };
  const call: TestTenant['call'] = (at, body, token = accessToken) => {
    const [method = '', path = ''] = at.split(' ');
    return send(method, 'PUZZEL_API_URL', path.replace('{ck}', demoCustomerKey), {
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  const result = async <Result>(at: string, body?: unknown): Promise<Result> => {
    const answer = await call(at, body);
    const { code, result: data } = answer.body as { code: number; result: Result };
    if (answer.status !== 200 || code !== 0) throw new Error(`${at}: ${answer.status} ${answer.text}`);
    return data;
  };
  return { env, token: accessToken, call, result, send, close };
}

/** Milliseconds of a `/Date(ms-0000)/`. */
export function dateOf(text: string): number {
  const ms = /^\/Date\((-?\d+)-0000\)\/$/.exec(text)?.[1];
  if (ms === undefined) throw new Error(`no Puzzel date: ${text}`);
  return Number(ms);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
