import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes of a request at most: a tool's name and its arguments. */
const mostBytes = 64 * 1024;

/** The page may connect to this server only, may not be framed, and is not cached. */
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export const sendPage = (response: ServerResponse, page: string) =>
  void response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page);
export const sendOn = (response: ServerResponse, location: string) =>
  void response.writeHead(303, { ...headers, location }).end();
export const sendJson = (response: ServerResponse, data: unknown) =>
  void response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(data));
export const sendText = (response: ServerResponse, status: number, words: string) =>
  void response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(words);

/** The object in the body of a request; undefined when it is something else. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error('too large');
    parts.push(chunk);
  }
  const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : undefined;
}
