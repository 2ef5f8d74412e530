import * as z from 'zod';
import { integer, text } from '../tools/arguments.js';
import { type Described, isPaged } from '../tools/define.js';

/**
 * What every list tool takes beside its own arguments. Paging happens here: neither vendor pages. Every list tool pays
 * for these words, so they are few; the server's instructions say the rest.
 */
const pageArguments = {
  limit: integer('default ≤50')
    .refine((limit) => limit >= 1 && limit <= 1000, 'must be 1 to 1000')
    .optional(),
  cursor: text('next_cursor').optional(),
  // Described last, so that the description is written first: a token less.
  fields: z.array(z.string()).optional().meta({ description: 'dots nest' }),
};

export const pageArgumentNames = Object.keys(pageArguments);

/** A plain JSON Schema node, as far as the tools use it. */
export interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  [keyword: string]: unknown;
}

interface InputSchemas {
  validator: z.ZodObject;
  /** For arguments beside a cursor: it brings those of the first page with it, so none is required. */
  continuing: () => z.ZodObject;
  /** What the tool is shown to take. */
  json: JsonSchema;
  /** The same with the arguments that the owner has fixed (pins.ts). */
  whole: JsonSchema;
}

const compiled = new WeakMap<Described, InputSchemas>();

/** The tool's input: how it is validated and how it is shown. Made on first use. */
export function inputOf(tool: Described): InputSchemas {
  let schemas = compiled.get(tool);
  if (!schemas) {
    const validator = z.strictObject(isPaged(tool) ? { ...tool.input, ...pageArguments } : tool.input);
    const { $schema: _, ...whole } = z.toJSONSchema(validator, { io: 'input' }) as JsonSchema;
    let partial: z.ZodObject | undefined;
    const continuing = () => (partial ??= validator.partial());
    schemas = { validator, continuing, json: shown(whole), whole };
    compiled.set(tool, schemas);
  }
  return schemas;
}

/** The schema without what is fixed; the same object when nothing is. */
function shown(schema: JsonSchema): JsonSchema {
  if (!JSON.stringify(schema).includes('"fixed":true')) return schema;
  const visible = Object.entries(schema.properties ?? {}).filter(([, node]) => node.fixed !== true);
  return { ...schema, properties: Object.fromEntries(visible.map(([name, node]) => [name, shown(node)])) };
}

/**
 * The shape of every answer of the tool: the result, or the error. Nothing is required, since clients check errors
 * against it too.
 */
export function outputOf(tool: Described): JsonSchema & { type: 'object' } {
  return {
    type: 'object',
    properties: {
      result: tool.output as JsonSchema,
      ...(isPaged(tool) && {
        next_cursor: { description: 'give it as cursor for the next page' },
        total: { description: 'records in all' },
      }),
      error: { description: 'kind, message, hint, … when the call failed' },
    },
  };
}
