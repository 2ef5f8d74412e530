import type { VendorTool } from '../../src/tools/define.js';
import { decoyOperations } from './decoys.js';
import { type GeneratedOperation, generateOperation, type Layout } from './generate.js';
import type { Mutation } from './mutate.js';
import { createRandom } from './random.js';

/** How a tenant's document differs from our own routes. Shares are from 0 to 1. */
export interface DocumentVariant {
  /** The mutations, each with the share of operations that it changes. */
  mutations: readonly { mutation: Mutation; share: number }[];
  /** Share of operations that the document does not have. */
  missingShare: number;
  /** Share of operations that the document has at the first alternative route of their tool. */
  alternativeShare: number;
}

/** Method and shape of the path, which no two operations of a document share. */
const placeOf = ({ verb, core }: GeneratedOperation): string =>
  `${verb} ${core.replace(/\{\w+\}/g, '{}')}`.toLowerCase();

/**
 * A document as a tenant may have it: its operations in random order, some of which no tool calls (decoys.ts), and its
 * layout.
 */
export function generateTenantDocument(
  tools: readonly VendorTool[],
  seed: number,
  { mutations, missingShare, alternativeShare }: DocumentVariant,
): { operations: GeneratedOperation[]; layout: Layout } {
  const random = createRandom(seed);
  const places = new Set<string>();
  // No tenant has the operation of one tool at the route of another.
  const toolAt = new Map(tools.map((tool) => [placeOf(generateOperation(tool)), tool.name]));
  const operations: GeneratedOperation[] = [];
  for (const tool of random.shuffled(tools)) {
    if (random.chance(missingShare)) continue;
    const [alternative] = tool.route.alternatives;
    const route = alternative && random.chance(alternativeShare) ? alternative : tool.route;
    const first = generateOperation(tool, route);
    const steps = mutations.filter(({ share }) => random.chance(share));
    const last = steps.reduce((operation, { mutation }) => mutation(operation, random), first);
    // At the place of another operation or tool, this one goes without its mutations, or also without its alternative route.
    const chosen = [last, first, generateOperation(tool)].find(
      (operation) => !places.has(placeOf(operation)) && (toolAt.get(placeOf(operation)) ?? tool.name) === tool.name,
    );
    if (!chosen) continue;
    places.add(placeOf(chosen));
    operations.push(chosen);
  }
  const decoys = decoyOperations.filter((operation) => !places.has(placeOf(operation)));
  const layout: Layout = {
    format: random.pick(['openapi', 'swagger']),
    base: random.pick(['server', 'address', 'paths', 'none']),
    keyName: random.pick(['customerKey', 'customer_key', 'customerId', 'ck', 'CustomerKey']),
  };
  return { operations: random.shuffled([...operations, ...decoys]), layout };
}
