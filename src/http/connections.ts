import type { buildConnector, Dispatcher, Pool as UndiciPool } from 'undici';
import { Failure } from '../failure.js';
import { limits } from '../limits.js';
import { withoutInterimResponses } from './interim-responses.js';
import { isLoopback } from './loopback.js';
import { proxyFailure } from './network-failure.js';
import { guardAgainst5360 } from './undici-5360.js';

/** The pools of one process: straight to loopback (demo, tests), through the environment's proxies, if any, to all else. */
export class Connections {
  readonly #connectMs: number;
  readonly #dispatchers = new Map<'direct' | 'environment', Promise<Dispatcher>>();

  /** @param connectMs milliseconds to set up a connection, TLS and a proxy's tunnel included */
  constructor(connectMs: number) {
    this.#connectMs = connectMs;
  }

  /**
   * The dispatcher that sends requests to a host; made on first use.
   * @throws Failure `not_configured` when a proxy variable is no URL
   */
  dispatcherFor(hostname: string): Promise<Dispatcher> {
    const way = isLoopback(hostname) ? 'direct' : 'environment';
    const dispatcher = this.#dispatchers.get(way) ?? this.#createDispatcher(way);
    this.#dispatchers.set(way, dispatcher);
    return dispatcher;
  }

  async destroy(): Promise<void> {
    const settled = await Promise.allSettled(this.#dispatchers.values());
    await Promise.all(settled.map((result) => result.status === 'fulfilled' && result.value.destroy()));
  }

  async #createDispatcher(way: 'direct' | 'environment'): Promise<Dispatcher> {
    // undici takes 30 ms and 12 MiB: it is loaded with the first request and not before.
    const { Agent, buildConnector: build, EnvHttpProxyAgent, Pool } = await import('./undici.js');
    const timeout = this.#connectMs;
    const options = {
      connections: limits.callsAtATime + limits.transfersAtATime,
      keepAliveTimeout: limits.keepAliveMs,
      keepAliveMaxTimeout: limits.keepAliveMaxMs,
      maxHeaderSize: limits.headerBytes,
    };
    const proxies = way === 'direct' ? {} : proxiesOf(process.env);
    if (Object.keys(proxies).length === 0) return new Agent({ ...options, connect: guardSockets(build({ timeout })) });
    return new EnvHttpProxyAgent({
      ...options,
      ...proxies,
      connect: { timeout },
      proxyTls: { timeout },
      requestTls: { timeout },
      clientFactory: (url, proxyOptions) => new Pool(url, { ...proxyOptions, headersTimeout: timeout }),
      factory: (origin, poolOptions) => {
        const { connect }: UndiciPool.Options = poolOptions;
        // undici gives a function that connects through the proxy, but none for hosts in NO_PROXY.
        const isThroughProxy = typeof connect === 'function';
        return new Pool(origin, {
          ...poolOptions,
          connect: isThroughProxy ? guardSockets(connect, proxyFailure) : guardSockets(build({ timeout })),
        });
      },
    });
  }
}

/**
 * The connector with its sockets guarded against nodejs/undici#5360 and interim responses.
 * @param explain replaces an error of the connector. Without this, undici retries for ever when a proxy ends the
 * connection instead of answering: undici takes UND_ERR_SOCKET for the loss of an established connection
 */
function guardSockets(connect: buildConnector.connector, explain = (error: Error, _host: string) => error) {
  const connector: buildConnector.connector = (target, done) =>
    connect(target, (...[error, socket]) =>
      error === null
        ? done(null, withoutInterimResponses(guardAgainst5360(socket)))
        : done(explain(error, target.hostname), null),
    );
  return connector;
}

/** The proxy variables that are set, in lower or upper case; an address without a scheme counts as http, as in curl. */
export function proxiesOf(env: NodeJS.ProcessEnv): { httpProxy?: string; httpsProxy?: string } {
  const read = (name: string) => {
    const value = env[name.toLowerCase()] ?? env[name] ?? '';
    if (value.trim() === '') return undefined;
    const url = value.includes('://') ? value.trim() : `http://${value.trim()}`;
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
    // The value is not repeated: it may hold a password.
    throw new Failure(
      'not_configured',
      `The environment variable ${name} is not the URL of a proxy that speaks HTTP.`,
      { hint: `Set ${name} to something like http://proxy.example:8080, or remove it, and restart this server.` },
    );
  };
  const [httpProxy, httpsProxy] = [read('HTTP_PROXY'), read('HTTPS_PROXY')];
  return { ...(httpProxy !== undefined && { httpProxy }), ...(httpsProxy !== undefined && { httpsProxy }) };
}
