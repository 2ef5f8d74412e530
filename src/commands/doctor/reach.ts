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

/** The result of each step on the way to a host: absent when it was not tried, after a problem or because it is not needed. */
export interface Reached {
  /** Addresses of the host, or of the proxy that knows it. */
  dns: { addresses: number } | { problem: string } | { unneeded: string };
  proxy?: { open: true } | { problem: string };
  tls?: { certificate: PeerCertificate; problem?: string } | { problem: string };
}

/** Looks the host up, opens the proxy's tunnel to it and shakes hands. No request is sent to the host. */
export async function reach({ url, proxy }: Host): Promise<Reached> {
  const { hostname } = proxy?.url ?? url;
  const dns = await lookUp(hostname);
  if ('problem' in dns) return { dns };
  if (proxy === undefined) return { dns, ...(url.protocol === 'https:' && { tls: await handshake(url) }) };
  const tunnel = await openTunnel(proxy, url);
  if ('problem' in tunnel) return { dns, proxy: tunnel };
  return { dns, proxy: { open: true }, tls: await handshake(url, tunnel.socket) };
}

const plainHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

async function lookUp(hostname: string): Promise<Reached['dns']> {
  if (isLoopback(hostname)) return { unneeded: 'this machine' };
  if (isIP(plainHost(hostname)) !== 0) return { unneeded: 'an address already' };
  try {
    return { addresses: (await inTime(lookup(hostname, { all: true }))).length };
  } catch (error) {
    return { problem: errorCode(error) };
  }
}

const tooLate = () => Object.assign(new Error('too late'), { code: 'ETIMEDOUT' });

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), stepMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Shakes hands. A certificate that Node does not accept ends no connection here, so that it can be read and its problem
 * reported.
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

function openTunnel(proxy: ProxyWay, url: URL): Promise<{ socket: Socket } | { problem: string }> {
  const request = proxy.url.protocol === 'https:' ? httpsRequest : httpRequest;
  const target = `${url.hostname}:${url.port || '443'}`;
  return new Promise((resolve) => {
    // Given the URL itself, Node would also send its user and password in `authorization`, which is meant for the host.
    const { hostname: host, port } = proxy.url;
    const sent = request({
      host: plainHost(host),
      ...(port !== '' && { port }),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyLogin(proxy) },
      agent: false,
    });
    sent.setTimeout(stepMs, () => sent.destroy(tooLate()));
    sent.on('error', (error) => resolve({ problem: errorCode(error) }));
    sent.on('connect', ({ statusCode }, socket) => {
      // An error without a listener would end the process; the TLS handshake reports those that matter.
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

function proxyLogin({ url: { username, password } }: ProxyWay): Record<string, string> {
  if (username === '') return {};
  const plain = [username, password].map(percentDecoded).join(':');
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` };
}
