import type { Endpoint } from '../api/route.js';
import type { Operation } from './operations.js';
import { writePath } from './path.js';
import type { Mapping } from './placeholders.js';
import type { ToolView } from './tool-view.js';

/** An operation that is, or may be, what a tool calls, and how its names map to the tool's arguments. */
export interface Candidate {
  view: ToolView;
  operation: Operation;
  mapping: Mapping;
}

/** The route of an operation: its path with our argument names, as a routes file has it. */
export function routeOf({ view, operation, mapping }: Candidate): Endpoint {
  const { keyName } = operation.path;
  const path = writePath(view.tool.vendor, operation.path, (placeholder) =>
    placeholder === keyName ? 'customerKey' : (mapping.names.get(placeholder) ?? placeholder),
  );
  const query = mapping.query.map(({ name, argument }) => `${encodeURIComponent(name)}={${argument}}`).join('&');
  return { method: operation.verb, path: query === '' ? path : `${path}?${query}` };
}
