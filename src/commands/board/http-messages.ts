import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject } from '../../json.js';

/** Largest body of a request, in bytes: a tool's name and its arguments. */
const maxBodyBytes = 64 * 1024;

/**
 * With these headers, browsers neither cache answers nor guess their type, let no page frame them and no other site embed
 * them, and tell no other site the board's address, which contains its key. What a page may load and connect to stands in
 * the page itself (scripts/view-page.mjs; src/views/index.ts lets the board's page connect).
 */
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
export const redirect = (response: ServerResponse, location: string) =>
  void response.writeHead(303, { ...headers, location }).end();
export const sendJson = (response: ServerResponse, data: unknown) =>
  void response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(data));
export const sendText = (response: ServerResponse, status: number, text: string) =>
  void response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(text);

/** The object in the body of a request; undefined when the body is JSON but no object. @throws Error when it is too large or no JSON */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Error('too large');
    parts.push(chunk);
  }
  const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  return isObject(body) ? body : undefined;
}
