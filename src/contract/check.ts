import type { Endpoint } from '../api/route.js';
import type { Vendor } from '../tools/effect.js';
import { type Candidate, routeOf } from './candidate.js';
import type { Document } from './document.js';
import { type ExplainedDifference, explanationOf } from './explained.js';
import { type Match, match } from './match.js';
import { type Misfit, misfitsOf } from './misfits.js';
import { type Operation, operationsOf } from './operations.js';
import { hasSamePrefix, isSameOperation } from './path.js';
import type { ToolView } from './tool-view.js';

/** An operation as reports show it. */
export interface OperationSummary {
  method: string;
  path: string;
  operation_id?: string;
  summary?: string;
}

/** A part of a route that differs; `prefix` is what stands before the operation's own words, `path` is these words. */
type Change = 'prefix' | 'path' | 'verb' | 'query';

export interface ToolCheck {
  tool: string;
  /** `found` at our route, `moved` elsewhere, `undecided` between candidates, `missing`. */
  status: 'found' | 'moved' | 'undecided' | 'missing';
  method: string;
  path: string;
  document?: OperationSummary;
  /** The document's route, when it differs from ours. */
  route?: Endpoint;
  changes?: Change[];
  arguments: Misfit[];
  candidates?: (OperationSummary & { reason?: string })[];
}

export interface Check {
  vendor: Vendor;
  format: Document['format'];
  /** How many operations the document has. */
  operations: number;
  tools: ToolCheck[];
  /** Operations of the document that no tool calls, without the explained ones. */
  not_offered: OperationSummary[];
  /** Differences that are known and intended; they don't count. */
  explained: ExplainedDifference[];
  differences: number;
  /** References of the document that were not followed. */
  unresolved: string[];
}

/** Compares all tools of a vendor with its document. `views` are those of the tools with the routes that are in use. */
export function check(document: Document, vendor: Vendor, views: readonly ToolView[]): Check {
  const operations = operationsOf(document, vendor);
  const matches = match(vendor, views, operations);
  const explained: ExplainedDifference[] = [];
  /** Adds the explanation of a difference to `explained`; false when there is none. */
  const explain = (what: string, kind: ExplainedDifference['kind'], name: string): boolean => {
    const explanation = explanationOf(vendor, what, kind, name);
    if (explanation) explained.push(explanation);
    return explanation !== undefined;
  };
  const checks = matches.map((one) => {
    const fullCheck = toolCheck(one);
    return {
      ...fullCheck,
      arguments: fullCheck.arguments.filter(({ kind, name }) => !explain(fullCheck.tool, kind, name)),
    };
  });
  const checksNotFound = checks.filter(
    ({ tool, status }) => status !== 'found' && (status !== 'missing' || !explain(tool, 'missing', '')),
  );
  const matchedOperations = matches.flatMap(({ matched }) => (matched ? [matched.operation] : []));
  const notOffered = operations
    .filter((operation) => !matchedOperations.some((one) => isSameOperation(one, operation)))
    .filter(({ verb, fullPath }) => !explain(`${verb} ${fullPath}`, 'not offered', ''));
  const misfitCount = checks.reduce((sum, one) => sum + one.arguments.length, 0);
  return {
    vendor,
    format: document.format,
    operations: operations.length,
    tools: checks,
    not_offered: notOffered.map(summaryOf),
    explained,
    differences: checksNotFound.length + misfitCount + notOffered.length,
    unresolved: document.unresolved,
  };
}

function toolCheck({ view, matched, candidates }: Match): ToolCheck {
  const { name, route } = view.tool;
  const ourRoute = { tool: name, method: route.method, path: route.path };
  if (!matched) {
    if (candidates.length === 0) return { ...ourRoute, status: 'missing', arguments: [] };
    return { ...ourRoute, status: 'undecided', arguments: [], candidates: candidates.map(candidateSummary) };
  }
  const changes = changesOf(matched);
  const document = summaryOf(matched.operation);
  const misfits = misfitsOf(matched);
  if (changes.length === 0) return { ...ourRoute, status: 'found', document, arguments: misfits };
  return { ...ourRoute, status: 'moved', document, route: routeOf(matched), changes, arguments: misfits };
}

function candidateSummary({ operation, mapping }: Candidate): OperationSummary & { reason?: string } {
  const [reason] = mapping.problems;
  return { ...summaryOf(operation), ...(reason !== undefined && { reason }) };
}

const summaryOf = ({ verb, fullPath, operationId, summary }: Operation): OperationSummary => ({
  method: verb,
  path: fullPath,
  ...(operationId !== '' && { operation_id: operationId }),
  ...(summary !== '' && { summary }),
});

/** Paths are compared without case, as Puzzel's API compares them (puzzel.md, section 1). */
function changesOf(matched: Candidate): Change[] {
  const { tool, endpoints } = matched.view;
  const { route } = tool;
  const documentRoute = routeOf(matched);
  const [path = '', query = ''] = documentRoute.path.toLowerCase().split('?');
  const [ourPath = '', ourQuery = ''] = route.path.toLowerCase().split('?');
  const tail = (text: string) => text.replace(/^.*?\{customerkey\}/, '');
  return [
    ...(hasSamePrefix(endpoints[0].path, matched.operation.path) ? [] : ['prefix' as const]),
    ...(tail(path) === tail(ourPath) ? [] : ['path' as const]),
    ...(documentRoute.method === route.method ? [] : ['verb' as const]),
    ...(query === ourQuery ? [] : ['query' as const]),
  ];
}
