import type { DemoOptions } from '../../src/demo/api.js';
import { startDemo } from '../../src/demo/index.js';
import { jsonIn } from '../../src/json.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined when the body is not JSON. */
  json: unknown;
}

export interface DemoGladly {
  origin: string;
  /** One request below /api/v1 without following redirects. */
  call: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** One request, with the tenant's credentials unless headers are given; path or whole URL. */
  raw: (method: string, path: string, headers?: Record<string, string>, body?: string) => Promise<Answer>;
  close: () => Promise<void>;
}

/** Starts the demo tenant, which no test waits for; the functions that it returns talk to its Gladly half over HTTP. */
export async function startGladly(options: DemoOptions = { gladlyRequestsPerSecond: 10_000 }): Promise<DemoGladly> {
  const { env, close } = await startDemo(options);
  const origin = env.GLADLY_API_URL ?? '';
  const authorization = basic(env.GLADLY_EMAIL ?? '', env.GLADLY_API_TOKEN ?? '');
  const raw: DemoGladly['raw'] = async (method, path, headers = { authorization }, body) => {
    const url = path.startsWith('http') ? path : `${origin}${path}`;
    const response = await fetch(url, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonIn(text) };
  };
  const call: DemoGladly['call'] = (method, path, body) => {
    const headers = { authorization, 'content-type': 'application/json' };
    return raw(method, `/api/v1${path}`, headers, body === undefined ? undefined : JSON.stringify(body));
  };
  return { origin, call, raw, close };
}

/** The value of an `Authorization` header. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The id of a created record: the last segment of the Location header. */
export function createdId({ headers }: Answer): string {
  return headers.get('location')?.split('/').at(-1) ?? '';
}

/** The time in so many days, in ISO 8601; before now when the number is negative. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** The lines of a JSONL file. */
export const jsonLines = ({ text }: Answer): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The events of the last day about these entities. */
export const readEvents = ({ call }: DemoGladly, ...entities: string[]): Promise<Answer> =>
  call('GET', `/events?startAt=${inDays(-1)}${entities.map((entity) => `&entities=${entity}`).join('')}`);
