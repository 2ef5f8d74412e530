import * as z from 'zod';
import type { OutputSchema } from '../output.js';

interface JsonSchema {
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/**
 * The output schema of a zod type: a member without a description gets its type or values as one, and nothing is
 * required (see output.ts). A union ends in `{}`, so that types which are not known yet fit, too.
 */
export function outputFromZod(schema: z.ZodType): OutputSchema {
  return outputOf(z.toJSONSchema(schema) as JsonSchema);
}

function outputOf(node: JsonSchema): OutputSchema {
  const alternatives = node.oneOf ?? node.anyOf;
  const description = node.description ?? (alternatives || node.properties || node.items ? undefined : wordsFor(node));
  return {
    ...(description === undefined ? {} : { description }),
    ...(node.properties && {
      properties: Object.fromEntries(Object.entries(node.properties).map(([name, member]) => [name, outputOf(member)])),
    }),
    ...(node.items && { items: outputOf(node.items) }),
    ...(alternatives && !node.description && { anyOf: [...alternatives.map(outputOf), {}] }),
  };
}

function wordsFor({ const: literal, enum: values, type }: JsonSchema): string | undefined {
  if (literal !== undefined) return String(literal);
  return values === undefined ? type : values.join(', ');
}
