import * as z from 'zod';
import { type Effect, isPaged } from './effect.js';
import type { OutputSchema } from './output.js';
import { pageArguments } from './page-arguments.js';

/** A plain JSON Schema node, as far as the tools use it. */
export interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  [keyword: string]: unknown;
}

/** The description that marks an argument as any JSON value, which calls/coerce.ts passes on as it was given. */
export const anyJson = 'any value';

export interface InputSchemas {
  validator: z.ZodObject;
  /** Validates a call with a cursor, which stands for the arguments of the first page: no other argument is required. */
  continuationValidator: z.ZodObject;
  /** What a client is shown. */
  json: JsonSchema;
}

/** What the schemas of a tool derive from. */
interface SchemaSource {
  effect: Effect;
  paged?: boolean;
  input: z.ZodRawShape;
  output: OutputSchema;
}

export function inputSchemasOf(tool: SchemaSource): InputSchemas {
  const validator = z.strictObject(isPaged(tool) ? { ...tool.input, ...pageArguments } : tool.input);
  const { $schema: _, ...json } = z.toJSONSchema(validator, { io: 'input', override: describeFirst }) as JsonSchema;
  return { validator, continuationValidator: validator.partial(), json: { ...json, type: 'object' } };
}

/** Puts the description before the type, which costs a model one token less for each of a thousand nodes. */
function describeFirst({ jsonSchema }: { jsonSchema: { description?: string } }): void {
  const { description, ...rest } = jsonSchema;
  if (description === undefined) return;
  for (const name of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, name);
  Object.assign(jsonSchema, { description, ...rest });
}

/**
 * The shape of every answer of the tool: the result, or the error. Nothing is required, since clients check errors
 * against it too.
 */
export function outputSchemaOf(tool: SchemaSource): JsonSchema {
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
