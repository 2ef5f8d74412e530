import { isRead, type Vendor } from '../tools/effect.js';
import type { Candidate } from './candidate.js';
import { type Claim, claimsOf, hasNoTool, type NamedOperation, namedOperation, ranks } from './claims.js';
import { fitsKind } from './operation-kind.js';
import type { Operation } from './operations.js';
import { isSameOperation } from './path.js';
import { mapPlaceholders } from './placeholders.js';
import type { ToolView } from './tool-view.js';
import { tellingWords } from './words.js';

/** What became of a tool: its operation, or several that it may be, or none. */
export interface Match {
  view: ToolView;
  found: Candidate | undefined;
  /** Candidates for a person to choose from, the likeliest first. */
  candidates: Candidate[];
}

const mostCandidates = 4;

/**
 * Gives each tool its operation, and each operation to one tool at most. A pair is matched only when neither has
 * another candidate; each match can remove the ambiguity of others. Whatever is left is for a person to decide.
 */
export function match(vendor: Vendor, views: readonly ToolView[], all: readonly Operation[]): Match[] {
  const operations = all
    .filter((operation) => !hasNoTool(operation))
    .map((operation) => namedOperation(vendor, operation));
  const claims = claimsOf(vendor, views, operations);
  const found = new Map<ToolView, Claim>();
  const taken = new Set<Operation>();
  for (let hasMore = true; hasMore; ) {
    const open = claims.filter(({ view, operation }) => !found.has(view) && !taken.has(operation));
    const clear = open.filter((claim) => isClear(claim, open));
    for (const claim of clear) {
      found.set(claim.view, claim);
      for (const { operation } of operations) if (isSameOperation(operation, claim.operation)) taken.add(operation);
    }
    hasMore = clear.length > 0;
  }
  return views.map((view) => {
    const claim = found.get(view);
    if (claim) return { view, found: claim, candidates: [] };
    const claimed = claims
      .filter((one) => one.view === view && !taken.has(one.operation))
      .sort((a, b) => a.rank - b.rank || a.order - b.order);
    const others = operations.filter(
      ({ operation }) => !taken.has(operation) && !claimed.some((one) => one.operation === operation),
    );
    const candidates = [...claimed, ...similarOperations(vendor, view, others)].slice(0, mostCandidates);
    return { view, found: undefined, candidates };
  });
}

/** Whether neither the tool nor the operation has another claim that is as good. Known places outrank names and spelling. */
function isClear(claim: Claim, open: readonly Claim[]): boolean {
  if (claim.mapping.problems.length > 0) return false;
  const isAtKnownPlace = claim.rank <= ranks.alternative;
  return open.every((other) => {
    if (other === claim || other.mapping.problems.length > 0) return true;
    const sameOperation = isSameOperation(other.operation, claim.operation);
    if (other.view !== claim.view && !sameOperation) return true;
    if (other.view === claim.view && sameOperation) return other.rank >= claim.rank;
    // When one tool lists and another searches the same things, an operation that says "search" belongs to the search.
    if (claim.isSearch && !other.isSearch && claim.rank === other.rank) return true;
    if (claim.rank === ranks.shape && other.rank === ranks.literals) return true;
    if (other.view !== claim.view) return isAtKnownPlace && other.rank > claim.rank;
    if (claim.rank === ranks.route && !other.hasToolName) return true;
    // Another operation has the tool's name: that outweighs this claim, unless its operation is nameless or at a known route.
    if (other.hasToolName && !claim.hasToolName && claim.operation.operationId !== '')
      return claim.rank === ranks.route && isKnownRoute(claim);
    if (other.rank !== claim.rank) return isAtKnownPlace && other.rank > claim.rank;
    return claim.rank === ranks.alternative && isRead(claim.view.tool) && claim.order < other.order;
  });
}

const isKnownRoute = ({ view }: Claim): boolean => view.tool.route.provenance !== 'inferred';

/** Operations of the same kind that share at least half of the tool's words: not enough for a match, but worth showing. */
function similarOperations(vendor: Vendor, view: ToolView, operations: readonly NamedOperation[]): Candidate[] {
  const words = [...new Set(tellingWords(view.tool.name, vendor))];
  return operations
    .filter(({ kind }) => fitsKind(view.tool, kind))
    .map(({ operation, words: theirs }) => ({ operation, shared: words.filter((word) => theirs.has(word)).length }))
    .filter(({ shared }) => shared * 2 >= words.length)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, mostCandidates)
    .map(({ operation }) => ({ view, operation, mapping: mapPlaceholders(view, operation) }));
}
