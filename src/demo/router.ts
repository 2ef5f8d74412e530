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
  /** Names in the order of the pattern's groups. */
  placeholders: string[];
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
      .sort((a, b) => a.placeholders.length - b.placeholders.length);
  }

  /** The handler and its parameters; when no route matches, the methods that the path has, none for an unknown path. */
  match(
    method: string,
    path: string,
  ): { handler: DemoHandler; params: Record<string, string> } | { allowedMethods: string[] } {
    const allowedMethods: string[] = [];
    for (const route of this.#routes) {
      const groups = route.pattern.exec(path);
      if (!groups) continue;
      if (route.method !== method) {
        allowedMethods.push(route.method);
        continue;
      }
      const params: Record<string, string> = {};
      route.placeholders.forEach((name, index) => {
        params[name] = decode(groups[index + 1] ?? '');
      });
      return { handler: route.handler, params };
    }
    return { allowedMethods };
  }
}

function compile(route: string, handler: DemoHandler): CompiledRoute {
  const [method = '', path = ''] = route.split(' ');
  const placeholders: string[] = [];
  const segmentPatterns = path.split('/').map((segment) => {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    placeholders.push(name);
    return '([^/]+)';
  });
  return { method, handler, placeholders, pattern: new RegExp(`^${segmentPatterns.join('/')}/?$`, 'i') };
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
