import type { Dispatcher } from 'undici';
import { type Arrival, packingOf, tooLarge } from './body.js';
import { abortFailure, type Deadline } from './deadline.js';
import { type Headers, header } from './headers.js';
import { giveBack } from './reads.js';

/** A whole answer, its body as it came; whoever is done with that gives it back (reads.ts). */
export interface Received {
  status: number;
  headers: Headers;
  octets: Buffer;
}

export interface Listening {
  /** Ends the exchange, down to the socket. */
  limit: Deadline;
  /** Octets that are kept at most. */
  maxBytes: number;
  /** The first byte of an answer came, whatever it may become. */
  onFirstByte: () => void;
  /** The answer has begun. @returns who wants to hear of what follows */
  onBegin: (status: number, headers: Headers) => Arrival | undefined;
}

/** Sends a request and keeps what is answered: undici's `request` without a stream, which nobody needs for a few octets. */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { limit, maxBytes, onFirstByte, onBegin }: Listening,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    let running: Dispatcher.DispatchController | undefined;
    let failure: Error | undefined;
    let [status, headers, bytes] = [0, {} as Headers, 0];
    let arrived: Arrival | undefined;
    const chunks: Buffer[] = [];
    const fail = (error: Error) => {
      failure ??= error;
      running?.abort(failure);
      settle();
      reject(failure);
    };
    const abort = () => fail(abortFailure(limit.signal));
    const settle = limit.whenAborted(abort);

    if (limit.signal.aborted) {
      abort();
      return;
    }
    const handler: Dispatcher.DispatchHandler & { onResponseStarted: () => void } = {
      onRequestStart(controller) {
        running = controller;
        // It was given up while it waited for a connection.
        if (failure) controller.abort(failure);
      },
      onResponseStarted: onFirstByte,
      onResponseStart(_, statusCode, incoming) {
        if (statusCode < 200) return;
        [status, headers] = [statusCode, incoming];
        arrived = onBegin(status, headers);
        packingOf(header(headers, 'content-encoding'));
      },
      onResponseData(_, chunk) {
        chunks.push(chunk);
        bytes += chunk.length;
        arrived?.(bytes);
        if (bytes > maxBytes) fail(tooLarge(maxBytes));
      },
      onResponseEnd() {
        settle();
        resolve({ status, headers, octets: joined(chunks) });
      },
      onResponseError: (_, error) => fail(error),
    };
    dispatcher.dispatch(request, handler);
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only, ...more] = chunks;
  if (only && more.length === 0) return only;
  const whole = Buffer.concat(chunks);
  chunks.forEach(giveBack);
  return whole;
}
