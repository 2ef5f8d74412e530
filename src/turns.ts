import { setImmediate } from 'node:timers/promises';

/** Milliseconds that work goes on before whatever else waits has its turn. */
const longestMs = 20;

/** Begins each work when the one before has ended, well or not. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

const inTurn = oneByOne();

/**
 * The next turn of the event loop that no other long work has taken: however many calls have much to do, timers and
 * sockets have their turn after each piece of it.
 */
export const turn = (): Promise<void> => inTurn(() => setImmediate());

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
