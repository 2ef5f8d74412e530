import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Refuses requests that do not name this machine as their host, or come from a page other than the board's. The name is
 * checked because a foreign page can make its own name point at 127.0.0.1 (DNS rebinding); the origin, because a foreign
 * page can send requests, which have an effect although it cannot read the answers.
 * @param port that the board listens on
 * @returns why the request is refused, as the text of a 403; undefined when it may be answered
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
