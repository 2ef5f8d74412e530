import { setImmediate } from 'node:timers/promises';

/** Milliseconds that work goes on before whatever else waits has its turn. */
const longestMs = 20;

let last: Promise<void> = Promise.resolve();

/**
 * The next turn of the event loop that no other long work has taken: however many calls have much to do, timers and
 * sockets have their turn after each piece of it.
 */
export function turn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}

/** Interrupts long work whenever it has gone on for long. */
export class Turns {
  #began = performance.now();

  /** To be called before each piece of the work. */
  async give(): Promise<void> {
    if (performance.now() - this.#began < longestMs) return;
    await turn();
    this.#began = performance.now();
  }
}
