import { setMaxListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { Failure, type RateLimit } from '../failure.js';
import { redactedUnlessJson } from '../json.js';
import { limits } from '../limits.js';
import { acceptedEncodings, decodedStream, readAnswer, readRefusal } from './body.js';
import { Connections } from './connections.js';
import { abortFailure, type Deadline, deadline, unlessAborted } from './deadline.js';
import { announcedLength } from './headers.js';
import { connectionWasLost, networkFailure } from './network-failure.js';
import { rateLimitOf } from './rate-limit.js';
import type { HttpAnswer, HttpRequest, HttpStream } from './request.js';
import { Semaphore } from './semaphore.js';

/** Rate limits as a vendor last reported them, and when (milliseconds since 1970). */
export interface SeenLimit {
  limit: RateLimit;
  at: number;
}

interface HttpOptions {
  /**
   * Milliseconds for a whole answer, including the wait for a permit; `limits.slowFactor` times as many for a slow request.
   * For a transfer to disk: milliseconds until its first byte, and then between any two bytes.
   */
  timeoutMs: number;
  userAgent: string;
  /** Milliseconds for a whole transfer to disk; `limits.transferFactor` times `timeoutMs` by default. */
  transferMs?: number;
  /** Called with every request right before it is sent, and by `check`; throws a Failure when it is not allowed. */
  guard?: ((request: HttpRequest) => void) | undefined;
  /** Takes secrets out of a refusal's text. JSON is left as it is: its values are redacted later. */
  redact?: ((text: string) => string) | undefined;
}

/**
 * HTTP for one process: pooled connections, a semaphore for each host, deadlines, cancellation down to the socket, proxies
 * from the environment. Redirects are never followed. Errors are Failures: `timeout`, `network`, `cancelled`, `upstream`,
 * `rate_limited` (too many requests wait for a permit), `not_configured` (a proxy variable is no URL), and what `guard` and `use` throw.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #closing = new AbortController();
  readonly #connections: Connections;
  readonly #rateLimits = new Map<string, SeenLimit>();
  readonly #calls = new Semaphore({ permits: limits.callsAtATime, maxWaiters: limits.waiting, what: 'requests to' });
  readonly #transfers = new Semaphore({
    permits: limits.transfersAtATime,
    maxWaiters: limits.waiting,
    what: 'downloads from',
  });

  constructor(options: HttpOptions) {
    this.#options = options;
    // Each request in flight adds a listener.
    setMaxListeners(0, this.#closing.signal);
    this.#connections = new Connections(Math.min(options.timeoutMs, limits.connectMs));
  }

  /**
   * Asks the guard ahead of time, so that nobody logs in for a request that is not allowed.
   * @throws Failure as the guard does
   */
  check(request: HttpRequest): void {
    this.#options.guard?.(request);
  }

  /** Sends a request and reads the whole answer; of a refusal, only its beginning. */
  send(request: HttpRequest): Promise<HttpAnswer> {
    return this.#perform(request, this.#calls, async (answer) => {
      const { statusCode: status, headers, body } = answer;
      const total = announcedLength(headers);
      if (status >= 300 || status === 204) return { status, headers, text: await this.#refusalText(answer) };
      const text = await readAnswer(body, headers, (bytes) => request.onProgress?.(bytes, total));
      request.onTextLength?.(text.length);
      return { status, headers, text };
    });
  }

  /**
   * Sends a request and hands the body of a 200 to `use` as it comes; of any other answer, the beginning is read as text.
   * The time limit holds for the first byte and then between bytes. The request ends when `use` does.
   */
  stream<T>(
    request: HttpRequest,
    use: (answer: HttpStream, signal: AbortSignal) => Promise<T>,
  ): Promise<T | HttpAnswer> {
    return this.#perform<T | HttpAnswer>(request, this.#transfers, async (answer, timeLimit) => {
      const { statusCode: status, headers, body } = answer;
      if (status !== 200) return { status, headers, text: await this.#refusalText(answer) };
      timeLimit.restart(this.#options.transferMs ?? this.#options.timeoutMs * limits.transferFactor);
      return use({ status, headers, body: decodedStream(body, headers) }, timeLimit.signal);
    });
  }

  /** The rate limits that the host last reported. */
  limitAt(url: string): SeenLimit | undefined {
    return this.#rateLimits.get(new URL(url).host);
  }

  /** The beginning of an answer that is no data; '' for 204 and 304, which have no body whatever they say (RFC 9112, 6.3). */
  async #refusalText({ statusCode: status, body, headers }: Dispatcher.ResponseData): Promise<string> {
    if (status === 204 || status === 304) return '';
    const { redact = (text) => text } = this.#options;
    return redactedUnlessJson(await readRefusal(body, headers), redact);
  }

  /** Ends every request and connection. */
  async close(): Promise<void> {
    this.#closing.abort(new Failure('cancelled', 'The server is shutting down.'));
    await this.#connections.destroy();
  }

  /** One request, with a permit and within its time limit. When `read` ends, the rest of the body is discarded. */
  async #perform<T>(
    request: HttpRequest,
    semaphore: Semaphore,
    read: (answer: Dispatcher.ResponseData, timeLimit: Deadline) => Promise<T>,
  ): Promise<T> {
    const url = new URL(request.url);
    const milliseconds = this.#options.timeoutMs * (request.slow === true ? limits.slowFactor : 1);
    const timeLimit = deadline(milliseconds, request.signal, this.#closing.signal);
    try {
      const release = await semaphore.acquire(url.host, timeLimit.signal);
      try {
        return await this.#exchange(request, url, timeLimit, read);
      } finally {
        // undici counts the connection as free only in the next turn; a request before that would open another connection.
        await nextTurn();
        release();
      }
    } finally {
      timeLimit.done();
    }
  }

  async #exchange<T>(
    request: HttpRequest,
    url: URL,
    timeLimit: Deadline,
    read: (answer: Dispatcher.ResponseData, timeLimit: Deadline) => Promise<T>,
  ): Promise<T> {
    const answer = await this.#sendOnceOrTwice(request, url, timeLimit.signal);
    const { statusCode: status, headers, body } = answer;
    try {
      request.onResponse?.({ status, headers });
      const limit = rateLimitOf(headers);
      if (limit) this.#rateLimits.set(url.host, { limit, at: Date.now() });
      const result = await read(answer, timeLimit);
      // A refusal whose text did not come in time is still an answer: its status was read. A cancelled call gets none.
      if (request.signal.aborted || this.#closing.signal.aborted) throw abortFailure(timeLimit.signal);
      return result;
    } catch (error) {
      if (timeLimit.signal.aborted) throw abortFailure(timeLimit.signal);
      throw networkFailure(error, url.host, 'body');
    } finally {
      // The rest of the body is discarded, so its errors are ignored.
      if (!body.readableEnded) body.on('error', () => {}).destroy();
    }
  }

  /** Sends a request. A repeatable one is sent once more when the connection dies before the first byte of the answer. */
  async #sendOnceOrTwice(request: HttpRequest, url: URL, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    for (let attempt = 1; ; attempt += 1) {
      let hasBegun = false;
      const onFirstByte = () => {
        hasBegun = true;
      };
      try {
        return await this.#dispatch(request, url, signal, onFirstByte);
      } catch (error) {
        if (signal.aborted) throw abortFailure(signal);
        if (attempt === 1 && request.repeatable && !hasBegun && connectionWasLost(error)) continue;
        throw networkFailure(error, url.host, 'request');
      }
    }
  }

  async #dispatch(
    request: HttpRequest,
    url: URL,
    signal: AbortSignal,
    onFirstByte: () => void,
  ): Promise<Dispatcher.ResponseData> {
    this.#options.guard?.(request);
    const dispatcher = await this.#connections.dispatcherFor(url.hostname);
    const answer = dispatcher.compose(firstByteInterceptor(onFirstByte)).request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { 'user-agent': this.#options.userAgent, 'accept-encoding': acceptedEncodings, ...request.headers },
      body: request.body ?? null,
      signal,
      // The deadline covers the wait for a connection and for the headers.
      headersTimeout: 0,
      bodyTimeout: this.#options.timeoutMs,
      highWaterMark: limits.streamBytes,
    });
    // undici ignores an abort while it sets up a connection.
    return unlessAborted(answer, signal);
  }
}

/** Reports the first byte of an answer: from then on the request is not repeated. */
function firstByteInterceptor(onFirstByte: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (...start) => handler.onRequestStart?.(...start),
      onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
      onResponseStarted: onFirstByte,
      onResponseStart: (...start) => handler.onResponseStart?.(...start),
      onResponseData: (...data) => handler.onResponseData?.(...data),
      onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
      onResponseError: (...error) => handler.onResponseError?.(...error),
    });
}
