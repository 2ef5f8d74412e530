import type { Endpoint } from '../api/route.js';
import type { Vendor } from '../tools/effect.js';
import type { Candidate } from './candidate.js';
import type { Document } from './document.js';
import { type Explained, explanationOf } from './explained.js';
import { type Misfit, misfitsOf } from './fit.js';
import { type Match, match } from './match.js';
import { type Operation, operationsOf } from './operations.js';
import { isTwin, samePrefix } from './path.js';
import { routeOf } from './routes.js';
import type { ToolView } from './tool-view.js';

/** An operation as reports show it. */
export interface Described {
  method: string;
  path: string;
  operation_id?: string;
  summary?: string;
}

/** The part of a route that differs: what stands before the operation's own words, these words, the verb, the query. */
type Change = 'prefix' | 'path' | 'verb' | 'query';

export interface ToolCheck {
  tool: string;
  /** `found` at our route, `moved` elsewhere, `undecided` between candidates, `missing`. */
  status: 'found' | 'moved' | 'undecided' | 'missing';
  method: string;
  path: string;
  document?: Described;
  /** The document's route, when it differs from ours. */
  route?: Endpoint;
  changes?: Change[];
  arguments: Misfit[];
  candidates?: (Described & { reason?: string })[];
}

export interface Check {
  vendor: Vendor;
  format: Document['format'];
  operations: number;
  tools: ToolCheck[];
  /** Operations of the document that no tool calls. */
  not_offered: Described[];
  /** Differences that are known and intended; they don't count. */
  explained: Explained[];
  differences: number;
  /** References of the document that were not followed. */
  unresolved: string[];
}

/** Compares all tools of a vendor with its document. `views` are those of the tools with the routes that are in use. */
export function check(document: Document, vendor: Vendor, views: readonly ToolView[]): Check {
  const operations = operationsOf(document, vendor);
  const matches = match(vendor, views, operations);
  const explained: Explained[] = [];
  /** Whether nothing explains a difference; an explanation is added to `explained`. */
  const unexplained = (what: string, kind: Explained['kind'], name: string): boolean => {
    const known = explanationOf(vendor, what, kind, name);
    if (known) explained.push(known);
    return known === undefined;
  };
  const checks = matches.map((one) => {
    const checked = toolCheck(one);
    return {
      ...checked,
      arguments: checked.arguments.filter(({ kind, name }) => unexplained(checked.tool, kind, name)),
    };
  });
  const wrong = checks.filter(
    ({ tool, status }) => status !== 'found' && (status !== 'missing' || unexplained(tool, 'missing', '')),
  );
  const found = matches.flatMap((one) => (one.found ? [one.found.operation] : []));
  const others = operations
    .filter((operation) => !found.some((one) => isTwin(one, operation)))
    .filter(({ verb, written }) => unexplained(`${verb} ${written}`, 'not offered', ''));
  const misfits = checks.reduce((sum, one) => sum + one.arguments.length, 0);
  return {
    vendor,
    format: document.format,
    operations: operations.length,
    tools: checks,
    not_offered: others.map(describe),
    explained,
    differences: wrong.length + misfits + others.length,
    unresolved: document.unresolved,
  };
}

function toolCheck({ view, found, candidates }: Match): ToolCheck {
  const { name, route } = view.tool;
  const base = { tool: name, method: route.method, path: route.path };
  if (!found) {
    if (candidates.length === 0) return { ...base, status: 'missing', arguments: [] };
    return { ...base, status: 'undecided', arguments: [], candidates: candidates.map(describeCandidate) };
  }
  const changes = changesOf(found);
  const document = describe(found.operation);
  const misfits = misfitsOf(found);
  if (changes.length === 0) return { ...base, status: 'found', document, arguments: misfits };
  return { ...base, status: 'moved', document, route: routeOf(found), changes, arguments: misfits };
}

function describeCandidate({ operation, mapping }: Candidate): Described & { reason?: string } {
  const [reason] = mapping.problems;
  return { ...describe(operation), ...(reason !== undefined && { reason }) };
}

const describe = ({ verb, written, operationId, summary }: Operation): Described => ({
  method: verb,
  path: written,
  ...(operationId !== '' && { operation_id: operationId }),
  ...(summary !== '' && { summary }),
});

/** Paths are compared without case: the service does so too (puzzel.md, section 1). */
function changesOf(found: Candidate): Change[] {
  const { tool, places } = found.view;
  const { route } = tool;
  const now = routeOf(found);
  const [path = '', query = ''] = now.path.toLowerCase().split('?');
  const [ourPath = '', ourQuery = ''] = route.path.toLowerCase().split('?');
  const tail = (text: string) => text.replace(/^.*?\{customerkey\}/, '');
  return [
    ...(samePrefix(places[0].path, found.operation.path) ? [] : ['prefix' as const]),
    ...(tail(path) === tail(ourPath) ? [] : ['path' as const]),
    ...(now.method === route.method ? [] : ['verb' as const]),
    ...(query === ourQuery ? [] : ['query' as const]),
  ];
}
