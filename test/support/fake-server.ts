import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request as the fake saw it. */
export interface SeenRequest {
  method: string;
  /** Path and query as they came over the wire. */
  target: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** An HTTP server on loopback, whose handler may also leave a request without an answer. */
export interface FakeServer {
  url: string;
  seen: SeenRequest[];
  /** Replaces the handler. */
  answer: (handler: Handler) => void;
  /** Sockets that are open now. */
  sockets: () => Promise<number>;
  close: () => Promise<void>;
}

/** @param tls speaks https, with that certificate */
export async function fakeServer(
  handler: Handler = (_, response) => void response.end(),
  tls?: { key: Buffer; cert: Buffer },
): Promise<FakeServer> {
  let current = handler;
  const seen: SeenRequest[] = [];
  const listener = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const request = {
      method: incoming.method ?? '',
      target: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    seen.push(request);
    await current(request, response);
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer: (next) => {
      current = next;
    },
    sockets: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
