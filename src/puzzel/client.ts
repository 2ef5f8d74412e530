import type { SavedFile } from '../http/download.js';
import type { Arguments, Route } from '../http/route.js';

/** One operation as a tool declares it. */
export interface PuzzelOperation {
  name: string;
  route: Route;
  /** Changes nothing, so it may be repeated and may try alternatives. */
  read: boolean;
  /** Arguments that stand for the logged-in user when left out. */
  self: readonly string[];
}

export declare class PuzzelClient {
  /** The unwrapped `result`; `{code, id, message}` when there is none. */
  call(operation: PuzzelOperation, args: Arguments, signal: AbortSignal): Promise<unknown>;
  download(
    operation: PuzzelOperation,
    args: Arguments,
    name: string,
    context: { signal: AbortSignal; progress: (bytes: number, total: number | undefined) => void },
  ): Promise<SavedFile>;
  /** Ends the session; the next call logs in afresh. */
  logout(operation: PuzzelOperation, signal: AbortSignal): Promise<unknown>;
}
