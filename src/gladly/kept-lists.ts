import { setTimeout as sleep } from 'node:timers/promises';
import { unlessAborted } from '../http/deadline.js';
import type { RequestContext } from '../http/request-context.js';

const keptMs = 60_000;
/** Lists that change seldom. One is asked for at most once a minute, also when it cannot be read. */
export class KeptLists {
  readonly #kept = new Map<string, { at: number; rows: Promise<readonly unknown[]> }>();
  readonly #read: (path: string) => Promise<unknown>;

  /** @param read asks for the list behind a path; calls of several people wait for it, so none of them cancels it */
  constructor(read: (path: string) => Promise<unknown>) {
    this.#read = read;
  }

  /**
   * The records of a list; undefined when it cannot be read.
   * @param patienceMs names are an addition to an answer that is there: after this time, and when the call's own time is
   * up, the list counts as unreadable. Without it the call waits, and fails when it is aborted.
   */
  async rows(path: string, { signal }: RequestContext, patienceMs?: number): Promise<readonly unknown[] | undefined> {
    const rows = this.#fresh(path).catch(() => undefined);
    if (patienceMs === undefined) return unlessAborted(rows, signal);
    const enough = new AbortController();
    const wait = sleep(patienceMs, undefined, { ref: false, signal: enough.signal }).catch(() => undefined);
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
    // Whoever waits for it hears of the failure; nobody may be waiting.
    rows.catch(() => {});
    return rows;
  }
}
