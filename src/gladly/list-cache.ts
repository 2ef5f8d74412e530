import { setTimeout as sleep } from 'node:timers/promises';
import { unlessAborted } from '../http/deadline.js';
import type { RequestContext } from '../http/request-context.js';

const keptMs = 60_000;

/** Caches lists that change seldom. Each is requested at most once a minute, even when the request fails. */
export class ListCache {
  readonly #kept = new Map<string, { at: number; rows: Promise<readonly unknown[]> }>();
  readonly #read: (path: string) => Promise<unknown>;

  /** @param read requests the list at a path; several calls may wait for one request, so none of them can cancel it */
  constructor(read: (path: string) => Promise<unknown>) {
    this.#read = read;
  }

  /**
   * The records of a list; undefined when it cannot be read.
   * @param maxWaitMs longest wait in milliseconds. After it, or when the call is aborted, the list counts as
   *   unreadable, since names only add to an answer that is already there. Without it the call waits, and fails when it
   *   is aborted.
   */
  async rows(path: string, { signal }: RequestContext, maxWaitMs?: number): Promise<readonly unknown[] | undefined> {
    const rows = this.#fresh(path).catch(() => undefined);
    if (maxWaitMs === undefined) return unlessAborted(rows, signal);
    const enough = new AbortController();
    const wait = sleep(maxWaitMs, undefined, { ref: false, signal: enough.signal }).catch(() => undefined);
    try {
      return await unlessAborted(Promise.race([rows, wait]), signal);
    } catch {
      return undefined;
    } finally {
      enough.abort();
    }
  }

  #fresh(path: string): Promise<readonly unknown[]> {
    const known = this.#kept.get(path);
    if (known && Date.now() - known.at < keptMs) return known.rows;
    const rows = this.#read(path).then((data) => {
      if (Array.isArray(data)) return data as unknown[];
      throw new Error('Gladly answered something other than a list.');
    });
    this.#kept.set(path, { at: Date.now(), rows });
    // Callers that wait get the error themselves; when none waits, this prevents an unhandled rejection.
    rows.catch(() => {});
    return rows;
  }
}
