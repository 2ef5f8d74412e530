import { Failure } from '../failure.js';
import type { HttpRequest, Method } from '../http/request.js';
import type { RequestContext } from '../http/request-context.js';

/** The provenance of a route: seen in working client code, on a vendor's page, or concluded from conventions. */
export type Provenance = 'confirmed' | 'documented' | 'inferred';

/** Method and path of an operation. Placeholders in `path` are argument names, and `customerKey` from the configuration. */
export interface Endpoint {
  method: Method;
  /** Below the API's base URL; a query string may carry placeholders too. */
  path: string;
}

export interface Route extends Endpoint {
  provenance: Provenance;
  /** What else the method and path of an inferred operation may be, most likely first. */
  alternatives: readonly Endpoint[];
  /** The name of the body's only member, when the API wants the object wrapped (`eTask`). */
  wrap?: string;
  /** The argument that is the whole body (an array, say). */
  bodyFrom?: string;
  /** Arguments that travel in the query although the method has a body. */
  query?: readonly string[];
}

/** A request without its host, made from a route and arguments. */
export interface BuiltRequest {
  method: Method;
  /** Path and query, every value percent-encoded. */
  target: string;
  body: unknown;
}

/** Arguments by name; absent ones are left out of the request. */
export type Arguments = Record<string, unknown>;

const placeholders = /\{([A-Za-z_]+)\}/g;

/** Names of the placeholders in a path. */
export function placeholdersOf(path: string): string[] {
  return [...path.matchAll(placeholders)].map((match) => match[1] ?? '');
}

/**
 * Puts arguments into their places: placeholders first, then the query (GET, DELETE and whatever `query` names), the
 * rest into the JSON body.
 * @param endpoint the method and path to use, when they are not the route's own
 * @throws Failure `invalid_input` for a path argument that is missing, empty, `.`, `..` or no well-formed text
 */
export function buildRequest(route: Route, args: Arguments, endpoint: Endpoint = route): BuiltRequest {
  const usedNames = new Set<string>();
  const fill = (template: string, encode: (name: string, value: string) => string) =>
    template.replace(placeholders, (_, name: string) => {
      usedNames.add(name);
      return encode(name, args[name] === undefined || args[name] === null ? '' : String(args[name]));
    });
  const [pathTemplate = '', queryTemplate] = endpoint.path.split('?', 2);
  const path = fill(pathTemplate, pathSegment);
  const filledQuery = queryTemplate === undefined ? '' : fill(queryTemplate, percentEncode);

  const hasBody = endpoint.method !== 'GET' && endpoint.method !== 'DELETE';
  const query = new URLSearchParams();
  const body: Arguments = {};
  let isBodyFilled = false;
  for (const [name, value] of Object.entries(args)) {
    if (usedNames.has(name) || value === undefined || name === 'customerKey') continue;
    if (hasBody && !route.query?.includes(name)) {
      body[name] = value;
      isBodyFilled = true;
    } else {
      appendQuery(query, name, value);
    }
  }
  const queryString = [filledQuery, query.toString().replaceAll('+', '%20')].filter((part) => part !== '').join('&');
  return {
    method: endpoint.method,
    target: queryString === '' ? path : `${path}?${queryString}`,
    body: !hasBody || !(isBodyFilled || route.bodyFrom || route.wrap) ? undefined : wrapBody(route, body),
  };
}

/**
 * The request for an operation at one of its endpoints.
 * @param headers beside the content type of a body; `accept` is JSON unless they have it
 */
export function requestFor(
  { route, isRead }: { route: Route; isRead: boolean },
  args: Arguments,
  endpoint: Endpoint,
  { apiUrl, headers, ...context }: RequestContext & { apiUrl: string; headers: Record<string, string> },
): HttpRequest {
  const { method, target, body } = buildRequest(route, args, endpoint);
  return {
    ...context,
    method,
    url: apiUrl + target,
    headers: {
      accept: 'application/json',
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    repeatable: isRead,
  };
}

function wrapBody(route: Route, body: Arguments): unknown {
  if (route.bodyFrom !== undefined) return body[route.bodyFrom] ?? [];
  return route.wrap === undefined ? body : { [route.wrap]: body };
}

/** Repeats the name for each entry of a list, as Gladly's events want it. */
function appendQuery(query: URLSearchParams, name: string, value: unknown): void {
  for (const entry of Array.isArray(value) ? value : [value]) {
    if (entry !== null) query.append(name, String(entry));
  }
}

function pathSegment(name: string, value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new Failure('invalid_input', `The argument "${name}" may not be ${value === '' ? 'empty' : `"${value}"`}.`, {
      hint: `Give "${name}" as the id in the answer that listed or showed the record.`,
    });
  }
  return percentEncode(name, value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** @throws Failure `invalid_input` for half of a surrogate pair, which cannot be percent-encoded */
function percentEncode(name: string, value: string): string {
  if (!/\p{Cs}/u.test(value)) return encodeURIComponent(value);
  throw new Failure('invalid_input', `The argument "${name}" holds a lone surrogate (half a character).`, {
    hint: `Give "${name}" as the id in the answer that listed or showed the record.`,
  });
}
