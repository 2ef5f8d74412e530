import type { Failure } from '../failure.js';
import { abortFailure } from './deadline.js';

/** Gives a place back; a second time does nothing. */
export type Leave = () => void;

interface Lane {
  taken: number;
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
   * @throws Failure `timeout` that names the limit when the time is up first, else what ended `signal`
   */
  async enter(host: string, signal: AbortSignal): Promise<Leave> {
    if (signal.aborted) throw abortFailure(signal);
    const lane = this.#lanes.get(host) ?? { taken: 0, waiting: new Set() };
    this.#lanes.set(host, lane);
    if (lane.taken < this.#limit) lane.taken += 1;
    else await this.#turn(lane, host, signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#handOn(host, lane);
    };
  }

  #turn(lane: Lane, host: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        lane.waiting.delete(start);
        reject(this.#waitFailure(host, signal));
      };
      const start = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      lane.waiting.add(start);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** The place goes straight to the first who waits, so that no newcomer can take it in between. */
  #handOn(host: string, lane: Lane): void {
    const [next] = lane.waiting;
    if (next) {
      lane.waiting.delete(next);
      next();
      return;
    }
    lane.taken -= 1;
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
