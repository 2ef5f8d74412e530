import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds that work goes on before whatever else waits has its turn. */
const longestMs = 20;

/** Interrupts long work, so that other calls, timers and sockets have their turn in between. */
export class Turns {
  #began = performance.now();

  /** Waits for the next turn when this one has gone on for long. To be called before each piece of the work. */
  async give(): Promise<void> {
    if (performance.now() - this.#began < longestMs) return;
    await turn();
    this.#began = performance.now();
  }
}
