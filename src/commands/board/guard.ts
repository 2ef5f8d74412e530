import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Why a request is refused, in words for a person; undefined when it may be answered. The host must be this machine: a
 * foreign page can make its own name point at 127.0.0.1 (DNS rebinding). The origin, which every POST needs, must be the
 * board: requests of a foreign page would have an effect although it cannot read the answers. A POST must be JSON, which a
 * form cannot send.
 * @param port that the board listens on
 */
export function refusal(request: IncomingMessage, port: number): string | undefined {
  // Browsers omit port 80 from the Host header.
  const hosts = ['127.0.0.1', 'localhost'].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) return refusalText('this name');
  if (origin !== undefined && origin !== `http://${host}`) return refusalText('another page');
  if (request.method === 'POST') {
    if (origin === undefined) return refusalText('a request that names no page');
    if (request.headers['content-type'] !== 'application/json') return refusalText('a form');
  }
  return undefined;
}

const refusalText = (from: string): string => `The board does not answer to ${from}.`;

/** Compares two texts in constant time. Digests are compared because timingSafeEqual needs equal lengths. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
