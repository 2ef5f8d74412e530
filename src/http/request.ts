import type { Readable } from 'node:stream';
import type { Headers } from './headers.js';
import type { RequestContext } from './request-context.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequest extends RequestContext {
  method: Method;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Takes minutes by nature (reports): `limits.slowFactor` times the usual time is allowed. */
  slow?: boolean | undefined;
  /** Changes nothing: may be sent once more when the connection died before the first byte of an answer. */
  repeatable: boolean;
  /** Set on requests that log in, renew or log out: the read-only lock allows these although they are no reads. */
  session?: SessionStep | undefined;
}

export type SessionStep = 'login' | 'renewal' | 'logout';

export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** An answer whose body has yet to come. */
export interface HttpStream {
  status: number;
  headers: Headers;
  /** Decompressed. */
  body: Readable;
}
