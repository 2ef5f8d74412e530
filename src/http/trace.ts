import type { Arrival } from './body.js';
import type { Progress } from './download.js';
import { type Headers, header } from './headers.js';

/** What the vendor's last answer to a call says about itself: for questions to the vendor's support. */
export interface Trace {
  status: number;
  requestId?: string;
}

/** Headers in which vendors and the proxies before them name a request, the most telling first. */
const names = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'correlation-id',
  'x-amzn-requestid',
  'x-amz-request-id',
  'x-trace-id',
  'cf-ray',
];

const longest = 128;

/**
 * By the signal of the call: it already travels with every request, so neither the clients nor the tools need to know
 * that somebody listens. The requests of a session have signals of their own and leave no trace in a call.
 */
const traces = new WeakMap<AbortSignal, { status: number; headers: Headers }>();

export function noteAnswer(signal: AbortSignal, status: number, headers: Headers): void {
  traces.set(signal, { status, headers });
}

export function traceOf(signal: AbortSignal): Trace | undefined {
  const answer = traces.get(signal);
  if (!answer) return undefined;
  const value = names.map((name) => header(answer.headers, name)).find(Boolean);
  const requestId = value?.replace(/[^\x21-\x7e]/g, '').slice(0, longest);
  return { status: answer.status, ...(requestId && { requestId }) };
}

/** Who wants to hear of the bytes that arrive for a call. */
const listeners = new WeakMap<AbortSignal, Progress>();

export function listenAt(signal: AbortSignal, progress: Progress): void {
  listeners.set(signal, progress);
}

/** The listener of a call, told the total as far as the answer announces it. */
export function arrivalAt(signal: AbortSignal, headers: Headers): Arrival | undefined {
  const progress = listeners.get(signal);
  if (!progress) return undefined;
  const announced = header(headers, 'content-length');
  const total = announced === undefined ? undefined : Number(announced);
  return (bytes) => progress(bytes, total);
}
