import type { Socket } from 'node:net';
import type { buildConnector, Dispatcher, Pool } from 'undici';
import { Failure } from '../failure.js';
import { isLoopback } from './loopback.js';
import { proxyFailure } from './network.js';
import { reading } from './reads.js';

export interface ConnectionOptions {
  /** Sockets to one host at most. */
  connections: number;
  /** Milliseconds to set up a connection, TLS and a proxy's tunnel included. */
  connectMs: number;
}

/**
 * How long an idle connection is kept, in milliseconds: when the vendor says nothing, and at most, whatever it says.
 * Load balancers drop idle connections after a minute or more; a write on one that they dropped would be lost.
 */
const keepAlive = { keepAliveTimeout: 10_000, keepAliveMaxTimeout: 55_000 };

/** Headers of an answer, all together. Gladly and Puzzel send 2 KiB at most. */
const maxHeaderBytes = 32 * 1024;

/** The pools of one process: straight to loopback (demo, tests), through the environment's proxy to everywhere else. */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #ways = new Map<'direct' | 'environment', Promise<Dispatcher>>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** @throws Failure `not_configured` when a proxy variable is no URL */
  to(hostname: string): Promise<Dispatcher> {
    const way = isLoopback(hostname) ? 'direct' : 'environment';
    let dispatcher = this.#ways.get(way);
    if (!dispatcher) {
      dispatcher = this.#connect(way);
      this.#ways.set(way, dispatcher);
    }
    return dispatcher;
  }

  async destroy(): Promise<void> {
    const open = await Promise.allSettled(this.#ways.values());
    await Promise.all(open.map((way) => way.status === 'fulfilled' && way.value.destroy()));
  }

  async #connect(way: 'direct' | 'environment'): Promise<Dispatcher> {
    const { Agent, buildConnector, EnvHttpProxyAgent, Pool } = await import('./undici.js');
    const { connections, connectMs } = this.#options;
    const limits = { connections, ...keepAlive, maxHeaderSize: maxHeaderBytes };
    const proxies = way === 'direct' ? {} : proxiesOf(process.env);
    if (Object.keys(proxies).length === 0) {
      return new Agent({ ...limits, connect: connecting(buildConnector, connectMs) });
    }
    return new EnvHttpProxyAgent({
      ...limits,
      ...proxies,
      connect: { timeout: connectMs },
      proxyTls: { timeout: connectMs },
      requestTls: { timeout: connectMs },
      clientFactory: (url, options) => new Pool(url, { ...options, headersTimeout: connectMs }),
      factory: (origin, options) => new Pool(origin, givingUp(options as Pool.Options)),
    });
  }
}

/**
 * As undici connects by itself, but for what is read into. That belongs to one socket, so each has a connector of its own;
 * what they would remember of TLS sessions, which spare a handshake, is remembered here.
 */
function connecting(build: typeof buildConnector, timeout: number): buildConnector.connector {
  const sessions = new Map<string, Buffer>();
  return (target, done) => {
    let socket: Socket | undefined;
    const { onread, closed } = reading((chunk) => socket?.push(chunk) === true);
    const session = sessions.get(target.host ?? target.hostname);
    build({ timeout, onread, ...(session && { session }) })(target, (...opened) => {
      socket = opened[1] ?? undefined;
      socket?.on('session', (next: Buffer) => sessions.set(target.host ?? target.hostname, next));
      if (socket) endingWell(socket).once('close', closed);
      else closed();
      done(...opened);
    });
  };
}

/**
 * undici tries for ever, as fast as it can, when a proxy ends the connection instead of answering (its client takes
 * UND_ERR_SOCKET for a hiccup of a connection in use). As another error it ends the request.
 */
function givingUp(options: Pool.Options): Pool.Options {
  const { connect } = options;
  if (typeof connect !== 'function') return options;
  return {
    ...options,
    connect: (target, done) =>
      connect(target, (...[error, socket]) =>
        error === null ? done(null, endingWell(socket)) : done(proxyFailure(error, target.hostname), null),
      ),
  };
}

/**
 * When a connection ends while nobody reads from it, undici 7 throws where nobody can catch it (nodejs/undici#5360; mended
 * in 8, which needs Node 22). So its parser is woken first; all that came has been through it by then.
 */
function endingWell<S extends Socket>(socket: S): S {
  return socket.prependListener('end', () => {
    const own = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'parser');
    const parser = own && (socket as unknown as Record<symbol, Parser | null>)[own];
    if (!parser?.paused) return;
    parser.llhttp.llhttp_resume(parser.ptr);
    parser.paused = false;
  });
}

/** What undici keeps at a socket: its own affair, and the same for every 7. */
interface Parser {
  paused: boolean;
  ptr: number;
  llhttp: { llhttp_resume: (parser: number) => void };
}

/** The proxy variables that are set, in either spelling; a host without a scheme is taken as curl takes it. */
export function proxiesOf(env: NodeJS.ProcessEnv): { httpProxy?: string; httpsProxy?: string } {
  const read = (name: string) => {
    const value = env[name.toLowerCase()] ?? env[name] ?? '';
    if (value.trim() === '') return undefined;
    const url = value.includes('://') ? value.trim() : `http://${value.trim()}`;
    if (URL.canParse(url)) return url;
    // The value is not repeated: it may hold a password.
    throw new Failure('not_configured', `The environment variable ${name} is not the URL of a proxy.`, {
      hint: `Set ${name} to something like http://proxy.example:8080, or remove it, and restart this server.`,
    });
  };
  const [httpProxy, httpsProxy] = [read('HTTP_PROXY'), read('HTTPS_PROXY')];
  return { ...(httpProxy !== undefined && { httpProxy }), ...(httpsProxy !== undefined && { httpsProxy }) };
}
