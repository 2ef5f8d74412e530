import { isRead, type Tool } from '../tools/define.js';
import type { Comparison, Evidence } from './evidence.js';
import type { Offer } from './offer.js';
import type { Operation } from './operations.js';
import { sameCore } from './placeholders.js';
import { sure } from './sure.js';

/** What became of a tool: its operation, or several that it may be, or none. */
export interface Match {
  offer: Offer;
  found: Evidence | undefined;
  /** Operations that may be it, when that could not be decided; the likeliest first. */
  candidates: Evidence[];
}

/** Below this an operation is not even named as a candidate. */
const leastCandidate = 0.43;

/** How like an operation must be when nothing but likeness speaks for it: a wrong read misleads, a wrong write harms. */
const leastLikeness = (tool: Tool): number =>
  isRead(tool) ? 0.62 : tool.effect === 'delete' || tool.sends ? 0.7 : 0.66;

/** How much better than the next best. Between places on record, the order of the record decides reads only. */
function margin({ score, offer }: Evidence): number {
  if (score === sure.route) return 0;
  if (score >= sure.likeness) return isRead(offer.tool) ? 0.0015 : 0.005;
  return 0.07;
}

/**
 * Gives each tool its operation, and each operation to one tool at most. A pair is taken only when each is clearly the
 * best for the other; what is taken makes others clear. The order of the document plays no part.
 */
export function match(comparison: Comparison): Match[] {
  const evidence = comparison.evidence(leastCandidate).sort((a, b) => b.score - a.score);
  const found = new Map<Offer, Evidence>();
  const taken = new Set<Operation>();
  for (let more = true; more; ) {
    const open = evidence.filter(({ offer, operation }) => !found.has(offer) && !taken.has(operation));
    const clear = open.filter((pair) => isClear(pair, open));
    for (const pair of clear) {
      if (found.has(pair.offer) || taken.has(pair.operation)) continue;
      found.set(pair.offer, pair);
      for (const operation of comparison.operations) if (isTwin(operation, pair.operation)) taken.add(operation);
    }
    more = clear.length > 0;
  }
  return comparison.offers.map((offer) => ({
    offer,
    found: found.get(offer),
    candidates: found.has(offer)
      ? []
      : evidence.filter((pair) => pair.offer === offer && !taken.has(pair.operation)).slice(0, 4),
  }));
}

function isClear(pair: Evidence, open: readonly Evidence[]): boolean {
  if (pair.score < leastLikeness(pair.offer.tool) || pair.mapping.problems.length > 0) return false;
  const least = pair.score - margin(pair);
  return open.every(
    (other) =>
      other === pair ||
      (other.offer !== pair.offer && !isTwin(other.operation, pair.operation)) ||
      (other.offer === pair.offer && isTwin(other.operation, pair.operation) && other.score <= pair.score) ||
      (pair.score === sure.route
        ? other.score < 1
        : other.score < least || (other.score === least && other.score < pair.score)),
  );
}

/** The same operation, or the same again behind another prefix: Puzzel serves some under two. */
export const isTwin = (a: Operation, b: Operation): boolean =>
  a === b || (a.verb === b.verb && a.path.prefix !== b.path.prefix && sameCore(a.path.core, b.path.core));
