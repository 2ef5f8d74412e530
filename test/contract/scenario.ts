import type { VendorTool } from '../../src/tools/define.js';
import { decoyOperations } from './decoys.js';
import { type Layout, type Made, made } from './generate.js';
import type { Mutation } from './mutate.js';
import { createRandom } from './random.js';

export interface Scenario {
  /** Each operation goes through each of these with the given chance. */
  mutations: readonly { by: Mutation; share: number }[];
  /** Share of operations that the document does not have. */
  missing: number;
  /** Whether the document also holds operations that no tool of ours calls (decoys.ts). */
  decoys: boolean;
  /** Share of operations that the document has at the first alternative route of their tool. */
  alternatives: number;
}

/** Verb and shape of the path, which no two operations of a document share. */
const placeOf = ({ verb, core }: Made): string => `${verb} ${core.replace(/\{(\w+)\}/g, '{}')} `.toLowerCase();

/** A document as one tenant may have it: the operations, in any order, and how the document is laid out. */
export function scenario(
  tools: readonly VendorTool[],
  seed: number,
  { mutations, missing, decoys, alternatives }: Scenario,
): { operations: Made[]; layout: Layout } {
  const random = createRandom(seed);
  const places = new Set<string>();
  // No tenant has one operation at the very place where another of ours is known to be.
  const owner = new Map(tools.map((tool) => [placeOf(made(tool)), tool.name]));
  const operations: Made[] = [];
  for (const tool of random.shuffled(tools)) {
    if (random.chance(missing)) continue;
    const [alternative] = tool.route.alternatives;
    const first = alternative && random.chance(alternatives) ? made(tool, alternative) : made(tool);
    const steps = mutations.filter(({ share }) => random.chance(share));
    const last = steps.reduce((operation, { by }) => by(operation, random), first);
    const chosen = [last, first, made(tool)].find(
      (operation) => !places.has(placeOf(operation)) && (owner.get(placeOf(operation)) ?? tool.name) === tool.name,
    );
    if (!chosen) continue;
    places.add(placeOf(chosen));
    operations.push(chosen);
  }
  const others = decoys ? decoyOperations.filter((operation) => !places.has(placeOf(operation))) : [];
  const layout: Layout = {
    format: random.pick(['openapi', 'swagger']),
    base: random.pick(['server', 'address', 'paths', 'none']),
    keyName: random.pick(['customerKey', 'customer_key', 'customerId', 'ck', 'CustomerKey']),
  };
  return { operations: random.shuffled([...operations, ...others]), layout };
}
