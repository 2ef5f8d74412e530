import { unlessAborted, within } from '../http/deadline.js';
import type { RequestContext } from '../http/request-context.js';
import { notAList } from './errors.js';

/** Milliseconds for which a list is kept. */
const keptMs = 60_000;

interface CachedList {
  /** When it was requested, in milliseconds since 1970: this clock goes on while the computer sleeps. */
  at: number;
  /** The same moment by `performance.now()`, which has fractions of a millisecond, to compare it with moments in this process. */
  preciseAt: number;
  rows: Promise<readonly unknown[]>;
  hasFailed: boolean;
}

/** Keeps lists that change seldom, each for a minute or until this server changes something in it. */
export class ListCache {
  readonly #lists = new Map<string, CachedList>();
  readonly #read: (path: string) => Promise<unknown>;

  /** @param read requests the list at a path; several calls may wait for one request, so none of them can cancel it */
  constructor(read: (path: string) => Promise<unknown>) {
    this.#read = read;
  }

  /**
   * The records of a list. A request that failed is made again.
   * @param notBefore a moment as `performance.now()`: a list that was requested before then is requested again
   * @throws Failure when the list cannot be read or the call is aborted
   */
  async rows(path: string, { signal }: RequestContext, notBefore = 0): Promise<readonly unknown[]> {
    const cached = this.#lists.get(path);
    const isUsable = cached && !cached.hasFailed && cached.preciseAt >= notBefore;
    return unlessAborted(isUsable ? this.#cachedOrNewRows(path) : this.#request(path), signal);
  }

  /**
   * The records of a list, or undefined when it cannot be read in time or the call is aborted: for names that are
   * added to an answer, which is useful without them. A request that failed is not repeated for a minute.
   * @param maxWaitMs longest wait in milliseconds
   */
  rowsWithin(path: string, { signal }: RequestContext, maxWaitMs: number): Promise<readonly unknown[] | undefined> {
    const rows = this.#cachedOrNewRows(path);
    return within(maxWaitMs, [signal], (limited) => unlessAborted(rows, limited)).catch(() => undefined);
  }

  /** Drops the lists that a write to this path may have changed: those at the path and above it. */
  drop(path: string): void {
    for (const cachedPath of this.#lists.keys())
      if (`${path}/`.startsWith(`${cachedPath}/`)) this.#lists.delete(cachedPath);
  }

  #cachedOrNewRows(path: string): Promise<readonly unknown[]> {
    const cached = this.#lists.get(path);
    return cached && Date.now() - cached.at < keptMs ? cached.rows : this.#request(path);
  }

  #request(path: string): Promise<readonly unknown[]> {
    const rows = this.#read(path).then((data) => {
      if (Array.isArray(data)) return data as unknown[];
      throw notAList();
    });
    const newList: CachedList = { at: Date.now(), preciseAt: performance.now(), rows, hasFailed: false };
    this.#lists.set(path, newList);
    // Callers that wait get the error from `rows`; when none waits, this handler prevents an unhandled rejection.
    rows.catch(() => {
      newList.hasFailed = true;
    });
    return rows;
  }
}
