import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { Failure } from '../failure.js';
import { decoded, readText } from './body.js';
import { abortFailure, deadline } from './deadline.js';
import { type Headers, header } from './headers.js';
import { isDeadConnection, networkFailure } from './network.js';
import type { Method } from './route.js';

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
}

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

export interface HttpOptions {
  /** Milliseconds for a whole call; for a transfer to disk, for its first byte and between any two bytes. */
  timeoutMs: number;
  userAgent: string;
}

/** How much longer than others a slow call may take. */
export const slowFactor = 10;

/** Largest answer that is read into memory. */
const maxTextBytes = 64 * 1024 * 1024;

/**
 * HTTP for one process: pooled connections, deadlines, cancellation down to the socket, proxies from the environment.
 * Redirects are never followed. Every error is a Failure `timeout`, `network`, `cancelled` or `upstream`.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #closing = new AbortController();
  readonly #dispatchers = new Map<'direct' | 'environment', Promise<Dispatcher>>();

  constructor(options: HttpOptions) {
    this.#options = options;
    // Every request in flight listens; Node would take more than ten for a leak and say so on standard error.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Sends a request and reads the whole answer. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const limit = deadline(this.#timeFor(request), request.signal, this.#closing.signal);
    try {
      const { status, headers, body } = await this.#open(request, limit.signal);
      const text = await this.#reading(request, limit.signal, () => readText(body, maxTextBytes));
      return { status, headers, text };
    } finally {
      limit.done();
    }
  }

  /**
   * Sends a request and hands over the body as it comes. The time limit holds for the first byte and then between
   * bytes; `use` owns the transfer, and its end is the end of the request.
   */
  async stream<T>(request: HttpRequest, use: (answer: HttpStream, signal: AbortSignal) => Promise<T>): Promise<T> {
    const headersLimit = deadline(this.#timeFor(request), request.signal, this.#closing.signal);
    const transfer = new AbortController();
    const abort = () => transfer.abort(abortFailure(headersLimit.signal));
    headersLimit.signal.addEventListener('abort', abort, { once: true });
    try {
      const answer = await this.#open(request, transfer.signal);
      headersLimit.signal.removeEventListener('abort', abort);
      headersLimit.done();
      return await this.#withinTransfer(request, transfer, () => use(answer, transfer.signal));
    } finally {
      headersLimit.signal.removeEventListener('abort', abort);
      headersLimit.done();
    }
  }

  /** Ends every request and connection. */
  async close(): Promise<void> {
    this.#closing.abort(new Failure('cancelled', 'The server is shutting down.'));
    await Promise.all([...this.#dispatchers.values()].map(async (pending) => (await pending).destroy()));
  }

  #timeFor({ slow }: HttpRequest): number {
    return slow === true ? this.#options.timeoutMs * slowFactor : this.#options.timeoutMs;
  }

  async #withinTransfer<T>(request: HttpRequest, transfer: AbortController, use: () => Promise<T>): Promise<T> {
    const sources = [request.signal, this.#closing.signal];
    const links = sources.map((source) => {
      const abort = () => transfer.abort(abortFailure(source));
      if (source.aborted) abort();
      source.addEventListener('abort', abort, { once: true });
      return () => source.removeEventListener('abort', abort);
    });
    try {
      return await this.#reading(request, transfer.signal, use);
    } finally {
      for (const unlink of links) unlink();
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
      try {
        return await this.#dispatch(request, signal);
      } catch (error) {
        if (signal.aborted) throw abortFailure(signal);
        if (attempt === 1 && request.repeatable && isDeadConnection(error)) continue;
        throw networkFailure(error, new URL(request.url).host, 'request');
      }
    }
  }

  async #dispatch(request: HttpRequest, signal: AbortSignal): Promise<HttpStream> {
    if (signal.aborted) throw abortFailure(signal);
    const url = new URL(request.url);
    const dispatcher = await this.#dispatcherFor(url.hostname);
    const { statusCode, headers, body } = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { 'user-agent': this.#options.userAgent, 'accept-encoding': 'gzip, br', ...request.headers },
      body: request.body ?? null,
      signal,
      headersTimeout: 0,
      bodyTimeout: this.#options.timeoutMs,
    });
    // Who reads the body hears of its errors there; a body that is dropped unread must not end the process.
    body.on('error', () => {});
    return { status: statusCode, headers, body: decoded(body, header(headers, 'content-encoding')) };
  }

  /** The environment's proxy is for the outside: loopback (demo, tests) never goes through it. */
  #dispatcherFor(host: string): Promise<Dispatcher> {
    const way = isLoopback(host) ? 'direct' : 'environment';
    let dispatcher = this.#dispatchers.get(way);
    if (!dispatcher) {
      dispatcher = this.#connect(way);
      this.#dispatchers.set(way, dispatcher);
    }
    return dispatcher;
  }

  async #connect(way: 'direct' | 'environment'): Promise<Dispatcher> {
    const { Agent, EnvHttpProxyAgent } = await import('./undici.js');
    const options = { connections: 64, connect: { timeout: this.#options.timeoutMs } };
    return way === 'environment' && hasProxy() ? new EnvHttpProxyAgent(options) : new Agent(options);
  }
}

/** The proxy variables that undici reads, in both spellings. */
const hasProxy = (): boolean =>
  ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].some((name) => Boolean(process.env[name]));

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
