import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused: 404 without the right key, 403 from another host name or origin. */
export type Refusal = { status: 403 | 404; words: string };

/**
 * Accepts only requests that carry the key, name this machine as their host, and come from the board's own page. The
 * name is checked because a foreign page can make its own name point at 127.0.0.1 (DNS rebinding); the origin, because
 * a foreign page can send requests without being able to read the answers.
 * @param given the first segment of the request's path, compared with `key`
 */
export function refusal(request: IncomingMessage, given: string, key: string, port: number): Refusal | undefined {
  // Browsers omit port 80 from the Host header.
  const names = ['127.0.0.1', 'localhost'].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  const { host, origin } = request.headers;
  if (host === undefined || !names.includes(host)) return foreign('this name');
  if (origin !== undefined && origin !== `http://${host}`) return foreign('another page');
  if (request.method === 'POST') {
    if (origin === undefined) return foreign('no page');
    if (request.headers['content-type'] !== 'application/json') return foreign('a form');
  }
  return sameText(given, key) ? undefined : { status: 404, words: 'Not found.' };
}

const foreign = (from: string): Refusal => ({ status: 403, words: `The board does not answer to ${from}.` });

/** Compares in constant time. Digests are compared because timingSafeEqual needs equal lengths. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
