import * as z from 'zod';
import { list, object, text } from '../arguments.js';
import { anyJson } from '../schema.js';

/** The schema shows a text: models write a single type of value most reliably. */
const anyValue = () => z.unknown().meta({ type: 'string', description: anyJson });

const asPairs = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && !Array.isArray(input)
    ? Object.entries(input).map(([name, value]) => ({ name, value }))
    : input;

/**
 * Values under names that the tenant chooses. The schema shows a list of pairs: several models' APIs refuse an object
 * whose members the schema does not name. Gladly's own form, an object, is accepted as well.
 */
export const namedValues = (about: string) =>
  z
    .preprocess(asPairs, list(object({ name: text('name'), value: anyValue() }), about))
    .refine(hasDistinctNames, 'must have each name once')
    .meta({ description: about });

const hasDistinctNames = (pairs: readonly { name: string }[]): boolean =>
  new Set(pairs.map(({ name }) => name)).size === pairs.length;

/** The pairs as the object that Gladly takes. */
export const asObject = (pairs: readonly { name: string; value: unknown }[]): Record<string, unknown> =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
