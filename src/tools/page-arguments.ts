import * as z from 'zod';
import { integer, text } from './arguments.js';

/** Records of a page when a call has no `limit`, and the largest `limit`. */
export const pageLimits = { default: 50, max: 1000 };

/**
 * What every paged tool takes beside its own arguments. This server does the paging, since no vendor does. The
 * descriptions cost tokens in every paged tool, so they are short; the server's instructions say the rest.
 */
export const pageArguments = {
  limit: integer(`default ${pageLimits.default}`)
    .refine((limit) => limit >= 1 && limit <= pageLimits.max, `must be 1 to ${pageLimits.max}`)
    .optional(),
  cursor: text('next_cursor').optional(),
  fields: z
    .array(z.string())
    .refine(
      (names) => names.length <= 200 && names.every(({ length }) => length <= 1_000),
      'at most 200 names of 1,000 characters',
    )
    .optional()
    .meta({ description: 'paths to keep' }),
};

export const pageArgumentNames = Object.keys(pageArguments);
