import type { Headers } from './headers.js';

/** What a call hands down to each of its requests. */
export interface RequestContext {
  /** Aborts when the client cancels, the input ends or the call's time is up. */
  readonly signal: AbortSignal;
  /** Hears of every answer to this call: for the audit line. */
  readonly onResponse?: (response: { status: number; headers: Headers }) => void;
  /** Hears how many bytes of a body have come; the total when the vendor announces it. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}
