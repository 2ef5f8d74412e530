import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request as a demo operation sees it: matched, read and decoded. */
export interface DemoRequest {
  method: string;
  /** Path below the API's base, still percent-encoded. */
  path: string;
  /** Values of the `{placeholders}` of the matched route, percent-decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Body as sent; empty when there was none. */
  text: string;
  /** Parsed body: JSON, or undefined when there is none or it is not JSON. */
  body: unknown;
}

/** What a demo operation answers. A string or Buffer body is sent as it is, anything else as JSON. */
export interface DemoResponse {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export type DemoHandler = (request: DemoRequest) => DemoResponse | Promise<DemoResponse>;

/** Handlers by method and path below the API's base, such as `GET /tasks/{taskId}`; a `{name}` stands for one segment. */
export type DemoRoutes = Record<string, DemoHandler>;

interface CompiledRoute {
  method: string;
  handler: DemoHandler;
  pattern: RegExp;
  /** Names of the placeholders in the order of the pattern's groups. */
  names: string[];
}

/**
 * Routes of one API below one base path. Matching ignores case in fixed segments (as Puzzel does);
 * fixed segments win over placeholders.
 */
export class DemoRouter {
  readonly #routes: CompiledRoute[];

  constructor(routes: DemoRoutes) {
    this.#routes = Object.entries(routes)
      .map(([route, handler]) => compile(route, handler))
      .sort((a, b) => a.names.length - b.names.length);
  }

  /** The handler and its parameters. Without one, `allowed` has the methods of the path, none when the path is unknown. */
  match(
    method: string,
    path: string,
  ): { handler: DemoHandler; params: Record<string, string> } | { allowed: string[] } {
    const allowed: string[] = [];
    for (const route of this.#routes) {
      const found = route.pattern.exec(path);
      if (!found) continue;
      if (route.method !== method) {
        allowed.push(route.method);
        continue;
      }
      const params: Record<string, string> = {};
      route.names.forEach((name, index) => {
        params[name] = decode(found[index + 1] ?? '');
      });
      return { handler: route.handler, params };
    }
    return { allowed };
  }
}

function compile(route: string, handler: DemoHandler): CompiledRoute {
  const [method = '', path = ''] = route.split(' ');
  const names: string[] = [];
  const source = path.split('/').map((segment) => {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(name);
    return '([^/]+)';
  });
  return { method, handler, names, pattern: new RegExp(`^${source.join('/')}/?$`, 'i') };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Reads the whole request body. @throws RangeError when it has more than 16 MiB */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > 16 * 1024 * 1024) throw new RangeError('request body over 16 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function send(response: ServerResponse, answer: DemoResponse): void {
  const { body } = answer;
  const headers: Record<string, string> = { ...answer.headers };
  let payload: string | Buffer = '';
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    payload = body;
  } else if (body !== undefined) {
    payload = JSON.stringify(body);
    headers['content-type'] ??= 'application/json; charset=utf-8';
  }
  if (answer.status !== 204) headers['content-length'] = String(Buffer.byteLength(payload));
  response.writeHead(answer.status, headers);
  response.end(payload);
}
