import type { Failure } from '../failure.js';
import { abortFailure, type Deadline } from './deadline.js';

/** Gives a place back; a second time does nothing. */
export type Leave = () => void;

interface Lane {
  taken: number;
  /** Of those, the ones whose connections are not yet free. */
  leaving: number;
  /** In the order of arrival; each starts one waiter. */
  waiting: Set<() => void>;
}

/** A limited number of places for each host, given in the order of arrival. */
export class Queue {
  readonly #limit: number;
  readonly #what: string;
  readonly #lanes = new Map<string, Lane>();

  /**
   * @param limit places for each host
   * @param what what takes a place, in the plural: for the error message
   */
  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  /**
   * Waits for a place; whoever gets one must leave.
   * @throws Failure `timeout` that names the limit when the time is up first, else what ended `limit`
   */
  async enter(host: string, limit: Deadline): Promise<Leave> {
    if (limit.signal.aborted) throw abortFailure(limit.signal);
    const lane = this.#lanes.get(host) ?? { taken: 0, leaving: 0, waiting: new Set() };
    this.#lanes.set(host, lane);
    if (lane.taken < this.#limit && lane.leaving === 0) lane.taken += 1;
    else await this.#turn(lane, host, limit);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      lane.leaving += 1;
      // undici takes a connection for free only then; a request that follows at once would open another.
      setImmediate(() => this.#handOn(host, lane));
    };
  }

  #turn(lane: Lane, host: string, limit: Deadline): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        waitNoMore();
        resolve();
      };
      const waitNoMore = limit.whenAborted(() => {
        waitNoMore();
        lane.waiting.delete(start);
        reject(this.#waitFailure(host, limit.signal));
      });
      lane.waiting.add(start);
    });
  }

  /** Free places go straight to those who wait, so that no newcomer can take one in between. */
  #handOn(host: string, lane: Lane): void {
    lane.leaving -= 1;
    lane.taken -= 1;
    for (const start of lane.waiting) {
      if (lane.taken === this.#limit) return;
      lane.taken += 1;
      lane.waiting.delete(start);
      start();
    }
    if (lane.taken === 0) this.#lanes.delete(host);
  }

  #waitFailure(host: string, signal: AbortSignal): Failure {
    const failure = abortFailure(signal);
    if (failure.kind !== 'timeout') return failure;
    return failure.with({
      message: `The queue was full: ${this.#limit} ${this.#what} ${host} run at a time, and none of them ended in time. This one was not sent.`,
      hint: 'Make fewer calls at once, or raise PUZZEL_MCP_TIMEOUT_MS.',
    });
  }
}
