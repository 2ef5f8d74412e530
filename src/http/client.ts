import type { Dispatcher } from 'undici';
import { Failure, type RateLimit } from '../failure.js';
import { decoded, textOf } from './body.js';
import { Connections } from './connections.js';
import { abortFailure, type Deadline, deadline, deadlineOf } from './deadline.js';
import { exchange, type Received } from './exchange.js';
import { type Headers, header } from './headers.js';
import { begin, type Incoming } from './incoming.js';
import { isDeadConnection, networkFailure } from './network.js';
import { Queue } from './queue.js';
import { rateLimitOf } from './rate-limit.js';
import type { HttpAnswer, HttpRequest, HttpStream } from './request.js';
import { arrivalAt, noteAnswer } from './trace.js';

/** A vendor's word about its limits, and when (milliseconds since 1970) it came. */
export interface SeenLimit {
  limit: RateLimit;
  at: number;
}

export interface HttpOptions {
  /**
   * Milliseconds for a whole call, the wait in the queue included; for a transfer to disk, for its first byte and
   * between any two bytes.
   */
  timeoutMs: number;
  userAgent: string;
  /** Throws a Failure for what may not be sent. Every request passes here, right before it leaves. */
  guard?: ((request: HttpRequest) => void) | undefined;
}

/** How much longer than others a slow call may take. */
export const slowFactor = 10;

/** How much longer a transfer to disk may take in all: an hour by default, so that a trickle does not last for ever. */
const transferFactor = 120;

/** Milliseconds to set up a connection at most: whoever has not answered by then will not. */
const connectMs = 10_000;

/** Calls and transfers that run at a time, for each host; the rest wait their turn. Transfers never hold up calls. */
export const atATime = { calls: 16, transfers: 8 };

/** Largest answer that is read into memory. */
const maxTextBytes = 64 * 1024 * 1024;

/**
 * HTTP for one process: pooled connections, a queue for each host, deadlines, cancellation down to the socket, proxies
 * from the environment. Redirects are never followed. Every error is a Failure `timeout`, `network`, `cancelled`,
 * `upstream` or, for a proxy variable that makes no sense, `not_configured`.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #underWay = new Set<{ limit: Deadline }>();
  #isClosed = false;
  readonly #connections: Connections;
  readonly #limits = new Map<string, SeenLimit>();
  readonly #calls = new Queue(atATime.calls, 'requests to');
  readonly #transfers = new Queue(atATime.transfers, 'downloads from');

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#connections = new Connections({
      connections: atATime.calls + atATime.transfers,
      connectMs: Math.min(options.timeoutMs, connectMs),
    });
  }

  /**
   * Asks the guard ahead of time, so that nobody logs in for a request that may not be sent.
   * @throws Failure as the guard does
   */
  check(request: HttpRequest): void {
    this.#options.guard?.(request);
  }

  /** Sends a request and reads the whole answer. Of a call with a time limit (deadline.ts), that limit holds. */
  send(request: HttpRequest): Promise<HttpAnswer> {
    const url = new URL(request.url);
    const limit = deadlineOf(request.signal) ?? this.#limitOf(request);
    return this.#inTurn(request, url, this.#calls, limit, async () => {
      const { signal } = limit;
      const { status, headers, octets } = await this.#attempt(request, url, signal, (heard) =>
        this.#exchange(request, url, limit, heard),
      );
      const unpacked = () => textOf(octets, header(headers, 'content-encoding'), maxTextBytes);
      return { status, headers, text: await this.#reading(url, signal, unpacked) };
    });
  }

  /**
   * Sends a request and hands over the body as it comes. The time limit holds for the first byte and then between
   * bytes; `use` owns the transfer, and its end is the end of the request.
   */
  stream<T>(request: HttpRequest, use: (answer: HttpStream, signal: AbortSignal) => Promise<T>): Promise<T> {
    const url = new URL(request.url);
    const limit = this.#limitOf(request);
    return this.#inTurn(request, url, this.#transfers, limit, async () => {
      const { signal } = limit;
      const { status, headers, body, end } = await this.#attempt(request, url, signal, (heard) =>
        this.#begin(request, url, limit, heard),
      );
      limit.restart(this.#options.timeoutMs * transferFactor);
      try {
        return await this.#reading(url, signal, async () => {
          const unpacked = decoded(body, header(headers, 'content-encoding'));
          return use({ status, headers, body: unpacked }, signal);
        });
      } finally {
        end();
      }
    });
  }

  /** What the host last said about its limits. */
  limitAt(url: string): SeenLimit | undefined {
    return this.#limits.get(new URL(url).host);
  }

  /** Ends every request and connection. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { limit } of this.#underWay) limit.abort(shuttingDown());
    await this.#connections.destroy();
  }

  #limitOf({ slow, signal }: HttpRequest): Deadline {
    const { timeoutMs } = this.#options;
    return deadline(slow === true ? timeoutMs * slowFactor : timeoutMs, signal);
  }

  async #inTurn<T>(
    { signal }: HttpRequest,
    { host }: URL,
    queue: Queue,
    limit: Deadline,
    work: () => Promise<T>,
  ): Promise<T> {
    const request = { limit };
    this.#underWay.add(request);
    try {
      if (this.#isClosed) throw shuttingDown();
      const leave = await queue.enter(host, limit);
      try {
        return await work();
      } finally {
        leave();
      }
    } finally {
      this.#underWay.delete(request);
      // That of a call goes on.
      if (limit.signal !== signal) limit.done();
    }
  }

  async #reading<T>({ host }: URL, signal: AbortSignal, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (signal.aborted) throw abortFailure(signal);
      throw networkFailure(error, host, 'body');
    }
  }

  /** Sends what may be repeated once more when the connection had died. */
  async #attempt<T>(
    request: HttpRequest,
    { host }: URL,
    signal: AbortSignal,
    send: (heard: Heard) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const heard = { firstByte: false, answer: false };
      try {
        return await send(heard);
      } catch (error) {
        if (signal.aborted) throw abortFailure(signal);
        if (attempt === 1 && request.repeatable && !heard.firstByte && isDeadConnection(error)) continue;
        throw networkFailure(error, host, heard.answer ? 'body' : 'request');
      }
    }
  }

  async #exchange(request: HttpRequest, url: URL, limit: Deadline, heard: Heard): Promise<Received> {
    this.check(request);
    return exchange(await this.#connections.to(url.hostname), this.#asked(request, url), {
      limit,
      maxBytes: maxTextBytes,
      onFirstByte: () => {
        heard.firstByte = true;
      },
      onBegin: (status, headers) => {
        heard.answer = true;
        this.#note(request, url, status, headers);
        return arrivalAt(request.signal, headers);
      },
    });
  }

  async #begin(request: HttpRequest, url: URL, limit: Deadline, heard: Heard): Promise<Incoming> {
    this.check(request);
    const incoming = await begin(await this.#connections.to(url.hostname), this.#asked(request, url), {
      limit,
      onFirstByte: () => {
        heard.firstByte = true;
      },
    });
    this.#note(request, url, incoming.status, incoming.headers);
    return incoming;
  }

  #asked({ method, headers, body }: HttpRequest, { origin, pathname, search }: URL): Dispatcher.DispatchOptions {
    return {
      origin,
      path: pathname + search,
      method,
      headers: { 'user-agent': this.#options.userAgent, 'accept-encoding': 'gzip, br', ...headers },
      body: body ?? null,
      headersTimeout: 0,
      bodyTimeout: this.#options.timeoutMs,
    };
  }

  #note({ signal }: HttpRequest, { host }: URL, status: number, headers: Headers): void {
    noteAnswer(signal, status, headers);
    const limit = rateLimitOf(headers);
    if (limit) this.#limits.set(host, { limit, at: Date.now() });
  }
}

/** What has come of an answer so far: decides whether a request may be repeated, and what its failure is called. */
interface Heard {
  firstByte: boolean;
  answer: boolean;
}

const shuttingDown = () => new Failure('cancelled', 'The server is shutting down.');
