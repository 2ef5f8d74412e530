import { setMaxListeners } from 'node:events';
import { Failure } from '../failure.js';
import { afterWrite } from './network-failure.js';

/** One abort signal that joins several signals and a time limit; `done` drops the timer and the listeners. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Replaces the time limit by a new one, in milliseconds from now. */
  restart: (milliseconds: number) => void;
  done: () => void;
}

/**
 * @param milliseconds the longest time allowed, if any; when it has passed the signal aborts with a Failure `timeout`
 * @param sources signals whose abort is passed on
 */
export function deadline(milliseconds: number | undefined, ...sources: AbortSignal[]): Deadline {
  const controller = new AbortController();
  // Each request adds several listeners to this signal, and a call may send many requests.
  setMaxListeners(0, controller.signal);
  const removals = sources.map((source) => {
    const follow = () => controller.abort(abortFailure(source));
    if (source.aborted) follow();
    else source.addEventListener('abort', follow, { once: true });
    return () => source.removeEventListener('abort', follow);
  });
  let timer: NodeJS.Timeout | undefined;
  const restart = (limit: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(tooLate(limit)), limit);
  };
  if (milliseconds !== undefined) restart(milliseconds);
  return {
    signal: controller.signal,
    restart,
    done: () => {
      clearTimeout(timer);
      for (const removeListener of removals) removeListener();
    },
  };
}

/** Runs work with a signal that aborts when the time is over or one of the sources aborts. */
export async function within<T>(
  milliseconds: number,
  sources: AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = deadline(milliseconds, ...sources);
  try {
    return await work(limit.signal);
  } finally {
    limit.done();
  }
}

const tooLate = (milliseconds: number): Failure =>
  new Failure('timeout', `No complete answer within ${milliseconds} ms.`, {
    hint: `${afterWrite} Try again later, ask for less, or raise PUZZEL_MCP_TIMEOUT_MS.`,
  });

/** Why a signal aborted, as a Failure; a bare abort is a cancellation. */
export function abortFailure(signal: AbortSignal): Failure {
  return signal.reason instanceof Failure ? signal.reason : new Failure('cancelled', 'The call was cancelled.');
}

/** The promise's value, or the signal's failure when that comes first. The work goes on: other calls may wait for it. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(abortFailure(signal));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    // `work` is awaited even when the signal has already aborted: a rejection that nobody handles would end the process.
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
