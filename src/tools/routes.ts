import type { Endpoint, Provenance, Route } from '../api/route.js';
import type { Method } from '../http/request.js';

/** The provenance of a route, and the other methods and paths that its operation may have, most likely first. */
interface Evidence {
  provenance: Provenance;
  alternatives: readonly string[];
}

/** Seen in public client code that works against the live API. */
export const confirmed: Evidence = { provenance: 'confirmed', alternatives: [] };

/** On a page or in a document of the vendor. */
export const documented: Evidence = { provenance: 'documented', alternatives: [] };

/**
 * Concluded from conventions; nobody has seen it work. A read tries the alternatives in turn. Each is a path (same method) or
 * a method and a path (`PUT /x`).
 */
export const inferred = (...alternatives: string[]): Evidence => ({ provenance: 'inferred', alternatives });

/** The same evidence, with alternatives that no call tries: `contract` compares them with the tenant's document. */
export const orElse = (evidence: Evidence, ...alternatives: string[]): Evidence => ({ ...evidence, alternatives });

/** What a route needs beside its path: see {@link Route}. */
type RouteOptions = Pick<Route, 'wrap' | 'bodyFrom' | 'query'>;

const route =
  (method: Method) =>
  (path: string, evidence: Evidence, options: RouteOptions = {}): Route => ({
    method,
    path,
    provenance: evidence.provenance,
    alternatives: evidence.alternatives.map((alternative) => endpoint(alternative, method)),
    ...options,
  });

function endpoint(text: string, method: Method): Endpoint {
  const [, verb, path] = /^(?:(GET|POST|PUT|PATCH|DELETE) )?(.+)$/.exec(text) ?? [];
  return { method: (verb as Method | undefined) ?? method, path: path ?? text };
}

export const get = route('GET');
export const post = route('POST');
export const put = route('PUT');
export const patch = route('PATCH');
export const remove = route('DELETE');
