import { isRead, type Tool, type Vendor } from '../tools/define.js';
import { doubts } from './doubts.js';
import { fits, type Kind } from './kind.js';
import { toolNamed } from './known-names.js';
import { type Described, Lexicon } from './lexicon.js';
import { likeness } from './likeness.js';
import { type Offer, offerOf, type Place } from './offer.js';
import type { Operation } from './operations.js';
import { type Mapping, mapPlaceholders, sameCore } from './placeholders.js';
import { sure } from './sure.js';

/** What speaks for an operation being what a tool calls. */
export interface Evidence {
  offer: Offer;
  operation: Operation;
  /** See {@link sure}. */
  score: number;
  /** With everything that stands against it as `problems`. */
  mapping: Mapping;
}

/** The second alternative is a little less likely than the first. */
const step = 0.002;

/** Weighs every tool against every operation. */
export class Comparison {
  readonly offers: readonly Offer[];
  readonly operations: readonly Operation[];
  readonly #lexicon: Lexicon;

  constructor(vendor: Vendor, tools: readonly Tool[], operations: readonly Operation[]) {
    this.offers = tools.map(offerOf);
    this.operations = operations;
    this.#lexicon = new Lexicon(vendor, this.offers, operations);
  }

  /** Every pair that is possible at all, and likely enough to speak of. */
  evidence(least: number): Evidence[] {
    const described = this.operations.map((operation) => this.#lexicon.describe(operation));
    return this.offers.flatMap((offer) =>
      described.flatMap((operation) => {
        const score = this.#score(offer, operation);
        return score < least ? [] : this.#weigh(offer, operation, score).filter((pair) => pair.score >= least);
      }),
    );
  }

  #weigh(offer: Offer, described: Described, score: number): Evidence[] {
    const mapping = mapPlaceholders(offer, described.operation, this.#lexicon.aliases);
    // Likeness is no evidence for an operation that wants what the tool does not have.
    const weighed = score >= sure.likeness || mapping.problems.length === 0 ? score : score * 0.8;
    const problems = [...new Set([...mapping.problems, ...doubts(offer, described, score, mapping, this.#lexicon)])];
    return [{ offer, operation: described.operation, score: weighed, mapping: { ...mapping, problems } }];
  }

  #score(offer: Offer, described: Described): number {
    const { tool, places } = offer;
    const { operation, kind } = described;
    const named = toolNamed(operation.operationId);
    if (named === null || (named !== undefined && named !== tool.name)) return 0;
    const fitting = fits(tool, kind);
    const placed = places.map((place, index) => this.#placeScore(tool, place, index, operation, kind, fitting));
    const best = Math.max(...placed);
    if (best > 0) return best;
    if (!fitting) return 0;
    if (named === tool.name) return sure.name;
    // Of two that are alike but for their prefix, ours.
    const ours = places[0].path.prefix === operation.path.prefix ? 0.001 : 0;
    return (sure.likeness - 0.005) * likeness(offer, described, this.#lexicon) + ours;
  }

  /** How sure a place on record makes it; 0 when the operation is at none. */
  #placeScore(tool: Tool, place: Place, index: number, operation: Operation, kind: Kind, fitting: boolean): number {
    const sameVerb = place.verb === operation.verb;
    if (!fitting && !(sameVerb && mayDiffer(tool, place, kind))) return 0;
    if (sameCore(place.path.core, operation.path.core)) {
      const moved =
        place.path.prefix !== operation.path.prefix ||
        (place.path.keyName === undefined) !== (operation.path.keyName === undefined);
      if (!sameVerb) return sure.otherVerb - step * index;
      if (index === 0) return moved ? sure.movedRoute : sure.route;
      return (moved ? sure.movedAlternative : sure.alternative) - step * index;
    }
    if (!fitting || !this.#lexicon.sameWords(place.path.core, operation.path.core)) return 0;
    return (sameVerb ? sure.sameWords : sure.sameWordsOtherVerb) - step * index;
  }
}

/**
 * Whether the very path and verb outweigh a name that speaks of another kind of operation. Never for what deletes: not
 * a tool that deletes with an operation that doesn't seem to, nor the other way round (except for a route of ours with
 * that verb).
 */
function mayDiffer(tool: Tool, place: Place, kind: Kind): boolean {
  if (tool.effect === 'delete') return false;
  if (kind === 'delete') return place.verb === 'DELETE';
  if (isRead(tool)) return kind === 'write' || tool.route.provenance !== 'inferred';
  return kind !== 'read' || tool.route.provenance !== 'inferred';
}
