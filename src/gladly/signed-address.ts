import { BlockList, isIP } from 'node:net';
import { Failure } from '../failure.js';
import { isLoopback } from '../http/loopback.js';
import type { HttpRequest } from '../http/request.js';

/**
 * Addresses that a link to a file may not have: this machine, the local network, a cloud's metadata; and the IPv6 ranges
 * that can hold such an IPv4 address (IPv4-compatible, NAT64, 6to4).
 */
const internalAddresses = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  internalAddresses.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fec0::', 10],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  internalAddresses.addSubnet(net, prefix, 'ipv6');
}

/**
 * The request for the signed address of a file, without the API token, which the file store must not get (gladly.md, b).
 * An answer of Gladly's must not make this program send requests to the local network. Which address a host name has is not
 * checked: behind a proxy it is not known here, a file store in a company's network can have a private address, and TLS
 * verifies the host. Only a tenant on loopback (demo, tests) may redirect to loopback, by http or https.
 * @throws Failure `upstream` for an address that is not allowed
 */
export function signedRequest(request: HttpRequest, location: string): HttpRequest {
  const gladlyUrl = new URL(request.url);
  const url = URL.canParse(location, gladlyUrl.href) ? new URL(location, gladlyUrl) : undefined;
  const isLocal =
    url !== undefined && isLoopback(gladlyUrl.hostname) && isLoopback(url.hostname) && /^https?:/.test(url.href);
  if (url && (isLocal || (url.protocol === 'https:' && !isInternal(url.hostname)))) {
    const { method: _method, url: _url, headers: _headers, body: _body, ...context } = request;
    return { ...context, method: 'GET', url: url.href, headers: {}, repeatable: true };
  }
  throw new Failure('upstream', 'Gladly points to a file at an address that cannot be trusted; it was not fetched.', {
    hint: 'Look at the attachment in Gladly itself, and tell the person.',
  });
}

/** The values in a signed address that may grant access, as its signature does: a file store may quote them in an error. */
export const secretsInUrl = (url: string): string[] =>
  [...new URL(url).searchParams.values()].filter(({ length }) => length >= minSecretLength);

/** In characters. Amazon's time and algorithm (`AWS4-HMAC-SHA256`), which are no secrets, have 16; signatures have more. */
const minSecretLength = 17;

function isInternal(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  if (family === 0) return /(^|\.)localhost\.?$/.test(hostname);
  return internalAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
