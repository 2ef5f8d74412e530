import type { JsonSchema } from './schema.js';

/** The node of a schema at the path of a value: names of members, numbers for the elements of lists. */
export function nodeAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (node, step) => (typeof step === 'number' ? node?.items : node?.properties?.[String(step)]),
    schema,
  );
}
