import { setImmediate } from 'node:timers/promises';

/** Milliseconds that work goes on before other work gets a turn. */
const turnMs = 20;

let lastTurn = Promise.resolve();

/**
 * Waits for a turn of the event loop that no other long work has taken: timers and sockets are served after each piece of
 * work, however many calls have much to do.
 */
export function turn(): Promise<void> {
  lastTurn = lastTurn.then(() => setImmediate());
  return lastTurn;
}

/** Gives other work a turn whenever long work has gone on for `turnMs`. */
export class Turns {
  #began = performance.now();

  /** To be called before each piece of the work. */
  async give(): Promise<void> {
    if (performance.now() - this.#began < turnMs) return;
    await turn();
    this.#began = performance.now();
  }
}

const pieceLength = 64 * 1024;

/** A text as bytes in pieces, with a turn for other work after each. */
export async function* bytePieces(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += pieceLength) {
    yield bytes.subarray(start, start + pieceLength);
    await turn();
  }
}

/** The long answers that wait for their next step: bytes to become text, text to become values, values to become a result. */
const waitingSteps = { text: [] as (() => void)[], values: [] as (() => void)[], result: [] as (() => void)[] };
let isAtWork = false;

/**
 * Takes a long answer one step further while no other is at work. Until it is cut down to a page, an answer takes several
 * times its size in memory; so the answer that is nearest to its page goes first.
 */
export async function longStep<T>(step: keyof typeof waitingSteps, work: () => Promise<T>): Promise<T> {
  await new Promise<void>((begin) => {
    waitingSteps[step].push(begin);
    if (!isAtWork) void beginNext();
  });
  try {
    return await work();
  } finally {
    void beginNext();
  }
}

async function beginNext(): Promise<void> {
  isAtWork = true;
  // In this turn the answer that has just ended a step queues for its next one.
  await turn();
  const begin = waitingSteps.result.shift() ?? waitingSteps.values.shift() ?? waitingSteps.text.shift();
  isAtWork = begin !== undefined;
  begin?.();
}
