import { isRead, type Vendor } from '../tools/effect.js';
import type { Candidate } from './candidate.js';
import { type Claim, claimsOf, hasNoTool, type NamedOperation, namedOperation, ranks } from './claims.js';
import { fitsKind } from './operation-kind.js';
import type { Operation } from './operations.js';
import { isSameOperation } from './path.js';
import { mapPlaceholders } from './placeholders.js';
import type { ToolView } from './tool-view.js';
import { meaningfulWords } from './words.js';

/** What became of a tool: its operation, or several that it may be, or none. */
export interface Match {
  view: ToolView;
  matched: Candidate | undefined;
  /** Candidates for a person to choose from when nothing is matched, the likeliest first. */
  candidates: Candidate[];
}

const maxCandidates = 4;

/**
 * Gives each tool its operation, and each operation to one tool at most. A pair is matched only when neither has
 * another candidate that is as good; each match can remove the ambiguity of others. A person decides about the rest.
 */
export function match(vendor: Vendor, views: readonly ToolView[], documentOperations: readonly Operation[]): Match[] {
  const operations = documentOperations
    .filter((operation) => !hasNoTool(operation))
    .map((operation) => namedOperation(vendor, operation));
  const claims = claimsOf(vendor, views, operations);
  const matchedClaims = new Map<ToolView, Claim>();
  const matchedOperations = new Set<Operation>();
  for (let hasMore = true; hasMore; ) {
    const openClaims = claims.filter(
      ({ view, operation }) => !matchedClaims.has(view) && !matchedOperations.has(operation),
    );
    const clearClaims = openClaims.filter((claim) => isClear(claim, openClaims));
    for (const claim of clearClaims) {
      matchedClaims.set(claim.view, claim);
      for (const { operation } of operations)
        if (isSameOperation(operation, claim.operation)) matchedOperations.add(operation);
    }
    hasMore = clearClaims.length > 0;
  }
  return views.map((view) => {
    const claim = matchedClaims.get(view);
    if (claim) return { view, matched: claim, candidates: [] };
    const viewClaims = claims
      .filter((other) => other.view === view && !matchedOperations.has(other.operation))
      .sort((a, b) => a.rank - b.rank || a.order - b.order);
    const unclaimedOperations = operations.filter(
      ({ operation }) => !matchedOperations.has(operation) && !viewClaims.some((one) => one.operation === operation),
    );
    const candidates = [...viewClaims, ...similarOperations(vendor, view, unclaimedOperations)].slice(0, maxCandidates);
    return { view, matched: undefined, candidates };
  });
}

/** Whether no other claim of the tool or of the operation is as good. Places of ours outrank names and spelling. */
function isClear(claim: Claim, openClaims: readonly Claim[]): boolean {
  if (claim.mapping.problems.length > 0) return false;
  const isAtOurPlace = claim.rank <= ranks.alternative;
  return openClaims.every((other) => {
    if (other === claim || other.mapping.problems.length > 0) return true;
    const hasSameOperation = isSameOperation(other.operation, claim.operation);
    if (other.view !== claim.view && !hasSameOperation) return true;
    if (other.view === claim.view && hasSameOperation) return other.rank >= claim.rank;
    // When one tool lists and another searches the same things, an operation that says "search" belongs to the search.
    if (claim.isSearch && !other.isSearch && claim.rank === other.rank) return true;
    if (claim.rank === ranks.shape && other.rank === ranks.literals) return true;
    if (other.view !== claim.view) return isAtOurPlace && other.rank > claim.rank;
    if (claim.rank === ranks.route && !other.hasToolName) return true;
    // When another operation has the tool's name, an operation of another name is the tool's only at a route that is certain.
    if (other.hasToolName && !claim.hasToolName && claim.operation.operationId !== '')
      return claim.rank === ranks.route && isRouteCertain(claim);
    if (other.rank !== claim.rank) return isAtOurPlace && other.rank > claim.rank;
    return claim.rank === ranks.alternative && isRead(claim.view.tool) && claim.order < other.order;
  });
}

const isRouteCertain = ({ view }: Claim): boolean => view.tool.route.provenance !== 'inferred';

/** Operations of the same kind that share at least half of the tool's words: not enough for a match, but worth showing. */
function similarOperations(vendor: Vendor, view: ToolView, operations: readonly NamedOperation[]): Candidate[] {
  const words = [...new Set(meaningfulWords(view.tool.name, vendor))];
  return operations
    .filter(({ kind }) => fitsKind(view.tool, kind))
    .map((named) => ({
      operation: named.operation,
      sharedCount: words.filter((word) => named.words.has(word)).length,
    }))
    .filter(({ sharedCount }) => sharedCount * 2 >= words.length)
    .sort((a, b) => b.sharedCount - a.sharedCount)
    .slice(0, maxCandidates)
    .map(({ operation }) => ({ view, operation, mapping: mapPlaceholders(view, operation) }));
}
