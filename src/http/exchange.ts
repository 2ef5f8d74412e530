import type { Dispatcher } from 'undici';
import { type Arrival, packingOf, tooLarge } from './body.js';
import { type Listening, send } from './dispatch.js';
import { Gathering } from './gathering.js';
import { type Headers, header } from './headers.js';

/** A whole answer, its body as it came: packed, if it was. */
export interface Received {
  status: number;
  headers: Headers;
  octets: Buffer;
}

interface Exchange extends Listening {
  /** Octets that are kept at most. */
  maxBytes: number;
  /** The answer has begun. @returns who wants to hear of what follows */
  onBegin: (status: number, headers: Headers) => Arrival | undefined;
}

/** Sends a request and keeps what is answered. */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { maxBytes, onBegin, ...listening }: Exchange,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    let [status, headers, body] = [0, {} as Headers, new Gathering()];
    let arrived: Arrival | undefined;
    const sent = send(dispatcher, request, listening, {
      began: (...begin) => {
        [status, headers] = begin;
        arrived = onBegin(status, headers);
        packingOf(header(headers, 'content-encoding'));
        const announced = Number(header(headers, 'content-length') ?? 0);
        if (announced > maxBytes) throw tooLarge(maxBytes);
        body = new Gathering(announced);
      },
      came: (octets) => {
        body.add(octets);
        arrived?.(body.length);
        if (body.length > maxBytes) sent.fail(tooLarge(maxBytes));
      },
      ended: () => resolve({ status, headers, octets: body.octets }),
      failed: reject,
    });
  });
}
