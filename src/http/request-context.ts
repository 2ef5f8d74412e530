import type { Headers } from './headers.js';

/** What a call hands down to each of its requests. */
export interface RequestContext {
  /** Aborts when the client cancels, the connection closes or the call's time is up. */
  readonly signal: AbortSignal;
  /** Called with every answer to this call, for the audit line. */
  readonly onResponse?: (response: { status: number; headers: Headers }) => void;
  /** Called with the number of bytes of the body received so far, and the total when the vendor announces it. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
  /** Called with the length in characters of every answer, but not of refusals and downloads. */
  readonly onTextLength?: (characters: number) => void;
}
