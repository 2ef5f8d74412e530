import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { errorCode } from '../../error-code.js';
import { Failure } from '../../failure.js';
import { unlessAborted, within } from '../../http/deadline.js';
import { isLoopback } from '../../http/loopback.js';
import { percentDecoded } from '../../percent-decoded.js';
import { stepMs } from './check.js';
import type { ConfiguredProxy, Host } from './hosts.js';

/** The result of each step on the way to a host. `proxy` and `tls` are absent when not needed, or when an earlier step failed. */
export interface ReachResult {
  /** The lookup of the host; with a proxy, that of the proxy, since the proxy looks up the host. */
  dns: { found: true } | { problem: string } | { unneeded: string };
  proxy?: { open: true } | { problem: string };
  tls?: { certificate: PeerCertificate; problem?: string } | { problem: string };
}

/** Looks up the host, opens the proxy's tunnel to it and makes a TLS handshake. No request is sent to the host. */
export async function reach({ url, proxy }: Host): Promise<ReachResult> {
  const { hostname } = proxy?.url ?? url;
  const dns = await lookUpHost(hostname);
  if ('problem' in dns) return { dns };
  if (proxy === undefined) return { dns, ...(url.protocol === 'https:' && { tls: await handshake(url) }) };
  const tunnel = await openTunnel(proxy, url);
  if ('problem' in tunnel) return { dns, proxy: tunnel };
  return { dns, proxy: { open: true }, tls: await handshake(url, tunnel.socket) };
}

const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

async function lookUpHost(hostname: string): Promise<ReachResult['dns']> {
  if (isLoopback(hostname)) return { unneeded: 'this machine' };
  if (isIP(withoutBrackets(hostname)) !== 0) return { unneeded: 'an address already' };
  try {
    await within(stepMs, [], (signal) => unlessAborted(lookup(hostname), signal));
    return { found: true };
  } catch (error) {
    return { problem: error instanceof Failure ? 'ETIMEDOUT' : errorCode(error) };
  }
}

/**
 * Makes a TLS handshake, also with a certificate that Node does not accept, so that the certificate can be read and its
 * problem reported.
 */
function handshake(url: URL, socket?: Socket): Promise<NonNullable<ReachResult['tls']>> {
  const host = withoutBrackets(url.hostname);
  return new Promise((resolve) => {
    const tls = connect({
      ...(socket ? { socket } : { host, port: Number(url.port || 443) }),
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
    });
    const end = (result: NonNullable<ReachResult['tls']>) => {
      tls.destroy();
      socket?.destroy();
      resolve(result);
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

function openTunnel(proxy: ConfiguredProxy, url: URL): Promise<{ socket: Socket } | { problem: string }> {
  const request = proxy.url.protocol === 'https:' ? httpsRequest : httpRequest;
  const target = `${url.hostname}:${url.port || '443'}`;
  return new Promise((resolve) => {
    // Given the URL itself, Node would also send its user and password in `authorization`, which is meant for the host.
    const { hostname: host, port } = proxy.url;
    const connectRequest = request({
      host: withoutBrackets(host),
      ...(port !== '' && { port }),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyLogin(proxy) },
      agent: false,
    });
    connectRequest.setTimeout(stepMs, () => {
      resolve({ problem: 'ETIMEDOUT' });
      connectRequest.destroy();
    });
    connectRequest.on('error', (error) => resolve({ problem: errorCode(error) }));
    connectRequest.on('connect', ({ statusCode }, socket) => {
      // An error without a listener would end the process; the TLS handshake reports those that matter.
      socket.on('error', () => {});
      if (statusCode === 200) return resolve({ socket: socket as Socket });
      socket.destroy();
      resolve({ problem: String(statusCode) });
    });
    connectRequest.on('response', ({ statusCode }) => {
      connectRequest.destroy();
      resolve({ problem: String(statusCode) });
    });
    connectRequest.end();
  });
}

function proxyLogin({ url: { username, password } }: ConfiguredProxy): Record<string, string> {
  if (username === '') return {};
  const credentials = [username, password].map(percentDecoded).join(':');
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
