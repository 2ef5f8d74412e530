import { Failure } from '../failure.js';

/** One abort signal out of several sources and a time limit; `done` drops the timer and the listeners. */
export interface Deadline {
  signal: AbortSignal;
  abort: (failure: Failure) => void;
  /** A new phase begins, with a time limit of its own in milliseconds. */
  restart: (milliseconds: number) => void;
  done: () => void;
}

/**
 * @param milliseconds the longest time allowed; when it passes the signal aborts with a Failure `timeout`
 */
export function deadline(milliseconds: number, ...sources: AbortSignal[]): Deadline {
  const controller = new AbortController();
  const start = (limit: number) =>
    setTimeout(() => {
      controller.abort(
        new Failure('timeout', `No complete answer within ${limit} ms.`, {
          hint: 'Try again later, ask for less, or raise PUZZEL_MCP_TIMEOUT_MS.',
        }),
      );
    }, limit);
  let timer = start(milliseconds);
  const links = sources.map((source) => {
    const abort = () => controller.abort(abortFailure(source));
    if (source.aborted) abort();
    else source.addEventListener('abort', abort, { once: true });
    return () => source.removeEventListener('abort', abort);
  });
  const made: Deadline = {
    signal: controller.signal,
    abort: (failure) => controller.abort(failure),
    restart: (limit) => {
      clearTimeout(timer);
      timer = start(limit);
    },
    done: () => {
      clearTimeout(timer);
      for (const unlink of links) unlink();
    },
  };
  deadlines.set(made.signal, made);
  return made;
}

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
