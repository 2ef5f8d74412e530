import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { setImmediate as connectionIsFree } from 'node:timers/promises';
import { Failure, type RateLimit } from '../failure.js';
import { decoded, readText } from './body.js';
import { Connections } from './connections.js';
import { abortFailure, deadline, unlessAborted } from './deadline.js';
import { type Headers, header } from './headers.js';
import { isDeadConnection, networkFailure } from './network.js';
import { Queue } from './queue.js';
import { rateLimitOf } from './rate-limit.js';
import type { Method } from './route.js';
import { arrivalAt, noteAnswer } from './trace.js';

export interface HttpRequest {
  method: Method;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal: AbortSignal;
  /** Takes minutes by nature (reports): ten times the usual time is allowed. */
  slow?: boolean | undefined;
  /** Changes nothing: may be sent once more when the connection died before the first byte of an answer. */
  repeatable: boolean;
  /** The beginning, renewal or end of a session: the process's own affair, whatever its tools may do. */
  session?: SessionStep | undefined;
}

export type SessionStep = 'login' | 'renewal' | 'logout';

export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
}

export interface HttpStream {
  status: number;
  headers: Headers;
  body: Readable;
}

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
  readonly #closing = new AbortController();
  readonly #connections: Connections;
  readonly #limits = new Map<string, SeenLimit>();
  readonly #calls = new Queue(atATime.calls, 'requests to');
  readonly #transfers = new Queue(atATime.transfers, 'downloads from');

  constructor(options: HttpOptions) {
    this.#options = options;
    // Every call under way listens; Node would take more than ten for a leak and say so on stderr.
    setMaxListeners(0, this.#closing.signal);
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

  /** Sends a request and reads the whole answer. */
  send(request: HttpRequest): Promise<HttpAnswer> {
    return this.#inTurn(request, this.#calls, async (signal) => {
      const { status, headers, body } = await this.#open(request, signal);
      const text = await this.#reading(request, signal, () =>
        readText(body, maxTextBytes, arrivalAt(request.signal, headers)),
      );
      return { status, headers, text };
    });
  }

  /**
   * Sends a request and hands over the body as it comes. The time limit holds for the first byte and then between
   * bytes; `use` owns the transfer, and its end is the end of the request.
   */
  stream<T>(request: HttpRequest, use: (answer: HttpStream, signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#inTurn(request, this.#transfers, async (signal, restart) => {
      const answer = await this.#open(request, signal);
      restart(this.#options.timeoutMs * transferFactor);
      try {
        return await this.#reading(request, signal, () => use(answer, signal));
      } finally {
        answer.body.destroy();
      }
    });
  }

  /** What the host last said about its limits. */
  limitAt(url: string): SeenLimit | undefined {
    return this.#limits.get(new URL(url).host);
  }

  /** Ends every request and connection. */
  async close(): Promise<void> {
    this.#closing.abort(new Failure('cancelled', 'The server is shutting down.'));
    await this.#connections.destroy();
  }

  async #inTurn<T>(
    request: HttpRequest,
    queue: Queue,
    work: (signal: AbortSignal, restart: (milliseconds: number) => void) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs } = this.#options;
    const allowed = request.slow === true ? timeoutMs * slowFactor : timeoutMs;
    const limit = deadline(allowed, request.signal, this.#closing.signal);
    try {
      const leave = await queue.enter(new URL(request.url).host, limit.signal);
      try {
        const result = await work(limit.signal, limit.restart);
        // undici takes a connection for free only then; a call that follows at once would open another.
        await connectionIsFree();
        return result;
      } finally {
        leave();
      }
    } finally {
      limit.done();
    }
  }

  async #reading<T>(request: HttpRequest, signal: AbortSignal, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (signal.aborted) throw abortFailure(signal);
      throw networkFailure(error, new URL(request.url).host, 'body');
    }
  }

  async #open(request: HttpRequest, signal: AbortSignal): Promise<HttpStream> {
    for (let attempt = 1; ; attempt += 1) {
      const heard = { anything: false };
      try {
        // Until it has a connection, undici does not listen to the signal.
        return await unlessAborted(this.#dispatch(request, signal, heard), signal);
      } catch (error) {
        if (signal.aborted) throw abortFailure(signal);
        if (attempt === 1 && request.repeatable && !heard.anything && isDeadConnection(error)) continue;
        throw networkFailure(error, new URL(request.url).host, 'request');
      }
    }
  }

  /** @param heard is told when the first byte of an answer comes */
  async #dispatch(request: HttpRequest, signal: AbortSignal, heard: { anything: boolean }): Promise<HttpStream> {
    const url = new URL(request.url);
    this.check(request);
    const connections = await this.#connections.to(url.hostname);
    const listening = connections.compose((dispatch) => (options, handler) => {
      handler.onResponseStarted = () => {
        heard.anything = true;
      };
      return dispatch(options, handler);
    });
    const { statusCode, headers, body } = await listening.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { 'user-agent': this.#options.userAgent, 'accept-encoding': 'gzip, br', ...request.headers },
      body: request.body ?? null,
      signal,
      headersTimeout: 0,
      bodyTimeout: this.#options.timeoutMs,
    });
    noteAnswer(request.signal, statusCode, headers);
    const limit = rateLimitOf(headers);
    if (limit) this.#limits.set(url.host, { limit, at: Date.now() });
    // Who reads the body hears of its errors there; a body that is dropped unread must not end the process.
    body.on('error', () => {});
    return { status: statusCode, headers, body: decoded(body, header(headers, 'content-encoding')) };
  }
}
