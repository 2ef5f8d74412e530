import type { Dispatcher } from 'undici';
import { abortFailure, type Deadline } from './deadline.js';
import type { Headers } from './headers.js';

/** Whoever sends a request and what it hears on the way. */
export interface Listening {
  /** Ends the request, down to the socket. */
  limit: Deadline;
  /** The first byte of an answer came, whatever it may become. */
  onFirstByte: () => void;
}

/** Who takes an answer. Nothing follows `ended` or `failed`. */
export interface Taker {
  began: (status: number, headers: Headers) => void;
  came: (octets: Buffer) => void;
  ended: () => void;
  failed: (error: Error) => void;
}

/** A request that is on its way. */
export interface Sent {
  /** Ends it, if it has not ended. */
  fail: (error: Error) => void;
  /** The socket is not read any further until `resume`. */
  pause: () => void;
  resume: () => void;
}

/** undici's `request` without its stream, which costs more than all the rest of a transfer. */
export function send(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { limit, onFirstByte }: Listening,
  taker: Taker,
): Sent {
  let running: Dispatcher.DispatchController | undefined;
  let failure: Error | undefined;
  let isOver = false;
  const fail = (error: Error) => {
    if (isOver) return;
    [failure, isOver] = [error, true];
    running?.abort(error);
    settle();
    taker.failed(error);
  };
  const abort = () => fail(abortFailure(limit.signal));
  const settle = limit.whenAborted(abort);
  const handler: Dispatcher.DispatchHandler & { onResponseStarted: () => void } = {
    onRequestStart(controller) {
      running = controller;
      // It was given up while it waited for a connection.
      if (failure) controller.abort(failure);
    },
    onResponseStarted: onFirstByte,
    onResponseStart(_, status, headers) {
      if (status >= 200) taker.began(status, headers);
    },
    onResponseData(_, octets) {
      // After a pause undici hands over nothing first.
      if (octets.length > 0) taker.came(octets);
    },
    onResponseEnd() {
      isOver = true;
      settle();
      taker.ended();
    },
    onResponseError: (_, error) => fail(error),
  };
  if (limit.signal.aborted) abort();
  else dispatcher.dispatch(request, handler);
  return { fail, pause: () => running?.pause(), resume: () => running?.resume() };
}
