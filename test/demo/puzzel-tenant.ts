import type { DemoOptions } from '../../src/demo/api.js';
import { startDemo } from '../../src/demo/index.js';
import { chatClientId, demoCustomerKey, demoUser } from '../../src/demo/puzzel/index.js';
import { jsonIn } from '../../src/json.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed body; undefined when it is not JSON. */
  body: unknown;
}

export interface DemoPuzzel {
  env: Record<string, string>;
  /** The token of a password login of the API user. */
  token: string;
  /**
   * A ContactCentre5 call. In `endpoint`, a method and a path, `{ck}` stands for the customer key. Another `token` can be
   * sent instead of the one above, or none with null.
   */
  call: (endpoint: string, body?: unknown, token?: string | null) => Promise<Answer>;
  /** The result of a ContactCentre5 call that has to succeed. */
  result: <Result = unknown>(endpoint: string, body?: unknown) => Promise<Result>;
  /** Any request; `base` is the setting that holds the base URL. */
  send: (method: string, base: string, path: string, init?: RequestInit) => Promise<Answer>;
  close: () => Promise<void>;
}

export async function startPuzzel(options: DemoOptions = {}): Promise<DemoPuzzel> {
  const { env, close } = await startDemo(options);
  const send: DemoPuzzel['send'] = async (method, base, path, init) => {
    const response = await fetch(`${env[base]}${path}`, { method, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonIn(text) };
  };
  const login = await send('POST', 'PUZZEL_AUTH_URL', '/api/Authenticate/LogIn', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customerKey: demoCustomerKey, userName: demoUser.userName, password: demoUser.password }),
  });
  const { accessToken } = login.body as { accessToken: string };
  const call: DemoPuzzel['call'] = (endpoint, body, token = accessToken) => {
    const [method = '', path = ''] = endpoint.split(' ');
    return send(method, 'PUZZEL_API_URL', path.replace('{ck}', demoCustomerKey), {
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  const result = async <Result>(endpoint: string, body?: unknown): Promise<Result> => {
    const answer = await call(endpoint, body);
    const { code, result: data } = answer.body as { code: number; result: Result };
    if (answer.status !== 200 || code !== 0) throw new Error(`${endpoint}: ${answer.status} ${answer.text}`);
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

/** Asks for a token of the Chat API. */
export const requestChatToken = ({ send }: DemoPuzzel, fields: Record<string, string>): Promise<Answer> =>
  send('POST', 'PUZZEL_CHAT_ID_URL', '/connect/token', {
    body: new URLSearchParams({ client_id: chatClientId, ...fields }),
  });

export const requestVisitorToken = (tenant: DemoPuzzel): Promise<Answer> =>
  requestChatToken(tenant, { grant_type: 'visitor', tenant_id: tenant.env.PUZZEL_CHAT_TENANT_ID ?? '' });

export const callChat = ({ send }: DemoPuzzel, token: string, method: string, path: string, body?: unknown) =>
  send(method, 'PUZZEL_CHAT_API_URL', `/api${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
