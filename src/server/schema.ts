import * as z from 'zod';
import { integer, list, text } from '../tools/arguments.js';
import { isPaged, type Tool } from '../tools/define.js';

/** What every list tool takes beside its own arguments. Paging happens here: neither vendor pages. */
const pageArguments = {
  limit: integer('records a page, default 50', { min: 1, max: 1000 }).optional(),
  cursor: text('next_cursor of the page before').optional(),
  fields: list(text('field, dots for nested'), 'only these fields of each record').optional(),
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
  json: JsonSchema;
}

const compiled = new WeakMap<Tool, InputSchemas>();

/** The tool's input: how it is validated and how it is shown. Made on first use. */
export function inputOf(tool: Tool): InputSchemas {
  let schemas = compiled.get(tool);
  if (!schemas) {
    const validator = z.strictObject(isPaged(tool) ? { ...tool.input, ...pageArguments } : tool.input);
    const { $schema: _, ...json } = z.toJSONSchema(validator, { io: 'input' }) as JsonSchema;
    schemas = { validator, json };
    compiled.set(tool, schemas);
  }
  return schemas;
}

/**
 * The shape of every answer of the tool: the result, or the error. Nothing is required, since clients check errors
 * against it too.
 */
export function outputOf(tool: Tool): JsonSchema & { type: 'object' } {
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
