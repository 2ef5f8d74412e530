import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { errorCode } from '../../error-code.js';
import { isLoopback } from '../../http/loopback.js';
import { percentDecoded } from '../../percent-decoded.js';
import { stepMs } from './check.js';
import type { Host, ProxyWay } from './hosts.js';

/** The result of each step on the way to a host. Steps after the first problem are absent: they were not tried. */
export interface Reached {
  /** Addresses of the host, or of the proxy that knows it. */
  dns: { addresses: number } | { problem: string } | { unneeded: string };
  proxy?: { open: true } | { problem: string };
  tls?: { certificate: PeerCertificate; problem?: string } | { problem: string };
}

/** Looks the host up, opens the proxy's tunnel to it and shakes hands. No request is sent to the host. */
export async function reach({ url, proxy }: Host): Promise<Reached> {
  const { hostname } = proxy?.url ?? url;
  const dns = await lookedUp(hostname);
  if ('problem' in dns) return { dns };
  if (proxy === undefined) return { dns, ...(url.protocol === 'https:' && { tls: await handshake(url) }) };
  const tunnel = await tunnelled(proxy, url);
  if ('problem' in tunnel) return { dns, proxy: tunnel };
  return { dns, proxy: { open: true }, tls: await handshake(url, tunnel.socket) };
}

const plainHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

async function lookedUp(hostname: string): Promise<Reached['dns']> {
  if (isLoopback(hostname)) return { unneeded: 'this machine' };
  if (isIP(plainHost(hostname)) !== 0) return { unneeded: 'an address already' };
  try {
    return { addresses: (await inTime(lookup(hostname, { all: true }))).length };
  } catch (error) {
    return { problem: errorCode(error) };
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })), stepMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Node checks the certificate as it would for a call, but the connection stays open so that the result can be reported.
 */
function handshake(url: URL, socket?: Socket): Promise<NonNullable<Reached['tls']>> {
  const host = plainHost(url.hostname);
  return new Promise((resolve) => {
    const tls = connect({
      ...(socket ? { socket } : { host, port: Number(url.port || 443) }),
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
    });
    const end = (reached: NonNullable<Reached['tls']>) => {
      tls.destroy();
      socket?.destroy();
      resolve(reached);
    };
    tls.setTimeout(stepMs, () => end({ problem: 'ETIMEDOUT' }));
    tls.on('error', (error) => end({ problem: errorCode(error) }));
    tls.on('close', () => end({ problem: 'ECONNRESET' }));
    tls.on('secureConnect', () => {
      const certificate = tls.getPeerCertificate();
      const problem = tls.authorized ? undefined : String(tls.authorizationError ?? 'unknown');
      end({ certificate, ...(problem !== undefined && { problem }) });
    });
  });
}

function tunnelled(proxy: ProxyWay, url: URL): Promise<{ socket: Socket } | { problem: string }> {
  const request = proxy.url.protocol === 'https:' ? httpsRequest : httpRequest;
  const target = `${url.hostname}:${url.port || '443'}`;
  return new Promise((resolve) => {
    // Not the URL itself: Node would send its user and password as those of the host, too.
    const { hostname: host, port } = proxy.url;
    const sent = request({
      host: plainHost(host),
      ...(port !== '' && { port }),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...loginAt(proxy) },
      agent: false,
    });
    sent.setTimeout(stepMs, () => sent.destroy(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })));
    sent.on('error', (error) => resolve({ problem: errorCode(error) }));
    sent.on('connect', ({ statusCode }, socket) => {
      // The TLS handshake handles errors from here on; without a handshake they do not matter.
      socket.on('error', () => {});
      if (statusCode === 200) return resolve({ socket: socket as Socket });
      socket.destroy();
      resolve({ problem: String(statusCode) });
    });
    sent.on('response', ({ statusCode }) => {
      sent.destroy();
      resolve({ problem: String(statusCode) });
    });
    sent.end();
  });
}

function loginAt({ url: { username, password } }: ProxyWay): Record<string, string> {
  if (username === '') return {};
  const plain = [username, password].map(percentDecoded).join(':');
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` };
}
