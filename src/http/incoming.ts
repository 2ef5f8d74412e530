import type { Dispatcher } from 'undici';
import type { Body } from './body.js';
import { type Listening, type Sent, send } from './dispatch.js';
import { type Headers, header } from './headers.js';

/** An answer that has begun, its body as it comes. */
export interface Incoming {
  status: number;
  headers: Headers;
  body: Body;
  /** Nobody wants more of the body: the request is ended, unless all of it is here. */
  end: () => void;
}

/** Sends a request and hands over its answer once that has begun. */
export function begin(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  listening: Listening,
): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const body = new IncomingBody(() => sent);
    const sent = send(dispatcher, request, listening, {
      began: (status, headers) => {
        body.expect(Number(header(headers, 'content-length') ?? Number.NaN));
        resolve({ status, headers, body, end: () => body.end() });
      },
      came: (octets) => body.came(octets),
      ended: () => body.ended(),
      failed: (error) => {
        body.failed(error);
        reject(error);
      },
    });
  });
}

type Next = IteratorResult<Buffer, undefined>;

/** A body that is asked for chunk by chunk. Nothing is read ahead but the chunk that came before it was asked for. */
class IncomingBody implements AsyncIterableIterator<Buffer, undefined> {
  readonly #sent: () => Sent;
  #waiting: Buffer[] = [];
  #left = Number.NaN;
  #reader: { resolve: (next: Next) => void; reject: (error: Error) => void } | undefined;
  #outcome: { failure?: Error } | undefined;

  constructor(sent: () => Sent) {
    this.#sent = sent;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Next> {
    const value = this.#waiting.shift();
    if (value) return { value, done: false };
    if (this.#outcome?.failure) throw this.#outcome.failure;
    if (this.#outcome) return { value: undefined, done: true };
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      this.#sent().resume();
    });
  }

  async return(): Promise<Next> {
    this.end();
    return { value: undefined, done: true };
  }

  end(): void {
    this.#sent().fail(new Error('The rest of the body is not wanted.'));
  }

  /** So many octets are to come; NaN when nobody knows. */
  expect(bytes: number): void {
    this.#left = bytes;
  }

  came(value: Buffer): void {
    this.#left -= value.length;
    if (this.#reader) {
      this.#reader.resolve({ value, done: false });
      this.#reader = undefined;
    } else {
      this.#waiting.push(value);
      // When all is here its end may be seen at once: the connection may be closed before the next is asked for.
      if (this.#left !== 0) this.#sent().pause();
    }
  }

  ended(): void {
    this.#outcome = {};
    this.#reader?.resolve({ value: undefined, done: true });
  }

  failed(failure: Error): void {
    this.#outcome = { failure };
    this.#waiting = [];
    this.#reader?.reject(failure);
  }
}
