import type { VendorTool } from '../../src/tools/define.js';
import { decoyOperations } from './decoys.js';
import { type GeneratedOperation, generated, type Layout } from './generate.js';
import type { Mutation } from './mutate.js';
import { createRandom } from './random.js';

export interface Scenario {
  /** The mutations, each with the share of operations that it changes. */
  mutations: readonly { by: Mutation; share: number }[];
  /** Share of operations that the document does not have. */
  missing: number;
  /** Whether the document also has operations that no tool calls (decoys.ts). */
  decoys: boolean;
  /** Share of operations that the document has at the first alternative route of their tool. */
  alternatives: number;
}

/** Method and shape of the path, which no two operations of a document share. */
const placeOf = ({ verb, core }: GeneratedOperation): string =>
  `${verb} ${core.replace(/\{(\w+)\}/g, '{}')} `.toLowerCase();

/** A document as a tenant may have it: the operations in random order, and the layout of the document. */
export function scenario(
  tools: readonly VendorTool[],
  seed: number,
  { mutations, missing, decoys, alternatives }: Scenario,
): { operations: GeneratedOperation[]; layout: Layout } {
  const random = createRandom(seed);
  const places = new Set<string>();
  // No tenant has the operation of one tool at the route of another.
  const owner = new Map(tools.map((tool) => [placeOf(generated(tool)), tool.name]));
  const operations: GeneratedOperation[] = [];
  for (const tool of random.shuffled(tools)) {
    if (random.chance(missing)) continue;
    const [alternative] = tool.route.alternatives;
    const first = alternative && random.chance(alternatives) ? generated(tool, alternative) : generated(tool);
    const steps = mutations.filter(({ share }) => random.chance(share));
    const last = steps.reduce((operation, { by }) => by(operation, random), first);
    const chosen = [last, first, generated(tool)].find(
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
