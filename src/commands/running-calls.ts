import { setMaxListeners } from 'node:events';
import type { CallOptions } from '../calls/runner.js';
import { Failure } from '../failure.js';
import { deadline, unlessAborted } from '../http/deadline.js';

/** The calls that are under way, so that the end of the process can cancel them and wait until they have tidied up. */
export class RunningCalls {
  readonly #promises = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();

  constructor() {
    setMaxListeners(0, this.#stop.signal);
  }

  /** Makes a call that `cancel` aborts, even while it waits for a person's answer. */
  run<T>(options: CallOptions, call: (options: CallOptions) => Promise<T>): Promise<T> {
    const { signal, done } = deadline(undefined, options.signal, this.#stop.signal);
    const confirm: CallOptions['confirm'] = (...question) => unlessAborted(options.confirm(...question), signal);
    const promise = call({ ...options, signal, confirm }).finally(() => {
      done();
      this.#promises.delete(promise);
    });
    this.#promises.add(promise);
    return promise;
  }

  cancel(): void {
    this.#stop.abort(new Failure('cancelled', 'The server is shutting down.'));
  }

  /** Resolves when all calls have ended, or when the signal aborts. */
  async waitForEnd(signal: AbortSignal): Promise<void> {
    await unlessAborted(Promise.allSettled(this.#promises), signal).catch(() => {});
  }
}
