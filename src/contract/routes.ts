import type { Endpoint } from '../api/route.js';
import type { Candidate } from './candidate.js';
import { writePath } from './path.js';

/** The route of an operation: its path with our argument names, as a routes file has it. */
export function routeOf({ view, operation, mapping }: Candidate): Endpoint {
  const { keyName } = operation.path;
  const path = writePath(view.tool.vendor, operation.path, (placeholder) =>
    placeholder === keyName ? 'customerKey' : (mapping.names.get(placeholder) ?? placeholder),
  );
  const query = mapping.query.map(({ name, argument }) => `${encodeURIComponent(name)}={${argument}}`).join('&');
  return { method: operation.verb, path: query === '' ? path : `${path}?${query}` };
}
