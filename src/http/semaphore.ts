import { Failure } from '../failure.js';
import { abortFailure } from './deadline.js';
import { notSent } from './network-failure.js';

interface HostState {
  takenPermits: number;
  /** Functions that let a waiter go on, in the order of arrival. */
  waiters: Set<() => void>;
}

interface SemaphoreOptions {
  /** Permits for each host. */
  permits: number;
  /** Waiters for each host; one more is refused. */
  maxWaiters: number;
  /** What takes a permit, in the plural and with its preposition: for error messages. */
  what: string;
}

/** A counting semaphore for each host: permits are given in the order of arrival. */
export class Semaphore {
  readonly #options: SemaphoreOptions;
  readonly #hosts = new Map<string, HostState>();

  constructor(options: SemaphoreOptions) {
    this.#options = options;
  }

  /**
   * Waits for a permit. Resolves to the function that gives it back, to be called once.
   * @throws Failure `rate_limited` when too many wait already, else the failure with which the signal aborts
   */
  async acquire(host: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw abortFailure(signal);
    const state = this.#hosts.get(host) ?? { takenPermits: 0, waiters: new Set() };
    this.#hosts.set(host, state);
    if (state.takenPermits < this.#options.permits) state.takenPermits += 1;
    else if (state.waiters.size < this.#options.maxWaiters) await this.#wait(state, host, signal);
    else throw this.#tooMany(host);
    return () => this.#handOn(host, state);
  }

  #wait(state: HostState, host: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => {
        state.waiters.delete(start);
        reject(this.#waitFailure(host, signal));
      };
      signal.addEventListener('abort', abort, { once: true });
      state.waiters.add(start);
    });
  }

  /** The permit goes straight to the first who waits, so that no newcomer can take it in between. */
  #handOn(host: string, state: HostState): void {
    const [next] = state.waiters;
    if (next) {
      state.waiters.delete(next);
      next();
      return;
    }
    state.takenPermits -= 1;
    if (state.takenPermits === 0) this.#hosts.delete(host);
  }

  #waitFailure(host: string, signal: AbortSignal): Failure {
    const failure = abortFailure(signal);
    if (failure.kind !== 'timeout') return failure;
    const { permits, what } = this.#options;
    return failure.with({
      message: `Only ${permits} ${what} ${host} run at a time, and this one did not get its turn in time.`,
      hint: `${notSent} Make fewer calls at once, or raise PUZZEL_MCP_TIMEOUT_MS.`,
    });
  }

  #tooMany(host: string): Failure {
    const { maxWaiters, what } = this.#options;
    return new Failure('rate_limited', `${maxWaiters} ${what} ${host} are waiting already.`, {
      hint: `${notSent} Make fewer calls at once: wait for the answers that are still to come, then call again.`,
    });
  }
}
