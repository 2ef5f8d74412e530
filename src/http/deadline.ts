import { Failure } from '../failure.js';

/** One abort signal out of several sources and a time limit; `done` drops the timer and the listeners. */
export interface Deadline {
  signal: AbortSignal;
  abort: (failure: Failure) => void;
  /** Calls back once it aborts, without the cost of an event. @returns takes that back */
  whenAborted: (listener: () => void) => () => void;
  /** A new phase begins, with a time limit of its own in milliseconds. */
  restart: (milliseconds: number) => void;
  done: () => void;
}

/**
 * @param milliseconds the longest time allowed; when it passes the signal aborts with a Failure `timeout`. None yet:
 * undefined
 */
export function deadline(milliseconds: number | undefined, ...sources: AbortSignal[]): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const abort = (failure: Failure) => {
    if (signal.aborted) return;
    controller.abort(failure);
    for (const listener of listeners) listener();
  };
  const links = sources.map((source) => {
    const follow = () => abort(abortFailure(source));
    if (source.aborted) follow();
    else source.addEventListener('abort', follow, { once: true });
    return () => source.removeEventListener('abort', follow);
  });
  const made: Deadline = {
    signal,
    abort,
    whenAborted: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart: (limit) => {
      clearTimeout(timer);
      timer = setTimeout(() => abort(tooLate(limit)), limit);
      deadlines.set(signal, made);
    },
    done: () => {
      clearTimeout(timer);
      for (const unlink of links) unlink();
    },
  };
  if (milliseconds !== undefined) made.restart(milliseconds);
  return made;
}

const tooLate = (milliseconds: number): Failure =>
  new Failure('timeout', `No complete answer within ${milliseconds} ms.`, {
    hint: 'Try again later, ask for less, or raise PUZZEL_MCP_TIMEOUT_MS.',
  });

const deadlines = new WeakMap<AbortSignal, Deadline>();

/** The time limit that a signal stands for, so that nobody sets a second one inside it. */
export const deadlineOf = (signal: AbortSignal): Deadline | undefined => deadlines.get(signal);

/** Why a signal aborted, as a Failure; a bare abort is a cancellation. */
export function abortFailure(signal: AbortSignal): Failure {
  return signal.reason instanceof Failure ? signal.reason : new Failure('cancelled', 'The call was cancelled.');
}

/** The promise's value, or the signal's failure when that comes first. The work itself goes on for others. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw abortFailure(signal);
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(abortFailure(signal));
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
