import * as z from 'zod';
import { readTime } from '../iso-time.js';

/*
 * The kinds of arguments that tools take. Each makes a plain JSON Schema node (one `type`, no regular expression): models
 * read these, and a long pattern costs them more than it tells.
 */

/** An id that is sent as text, since it may have more digits than a double can hold. A number is accepted too. */
export const id = (about: string) => z.string().meta({ description: about });

/**
 * A small numeric id; a numeric string is accepted.
 * @param tool the list tool that shows ids beside names; the error for a name in place of the id points to it
 */
export const numericId = (about: string, tool?: string) => integer(about, {}, tool);

/** The id of an agent, who is a Puzzel user. Unlike {@link user} it has no default. */
export const agentId = (about = 'agent') => numericId(about, 'list_all_puzzel_state_information');

/** The id of a Puzzel system queue. */
export const systemQueueId = () => numericId('system queue', 'list_all_puzzel_queues');

export const text = (about: string, limits: { max?: number } = {}) =>
  (limits.max === undefined ? z.string() : z.string().max(limits.max)).meta({ description: about });

/** A whole number; for `tool` see {@link numericId}. `z.int()` would write its safe bounds into every schema. */
export const integer = (about: string, limits: { min?: number; max?: number } = {}, tool?: string) => {
  const nameProblem = tool && `must be a number: ${tool} shows it beside the name`;
  let schema = z.number(nameProblem && { error: ({ input }) => (typeof input === 'string' ? nameProblem : undefined) });
  if (limits.min !== undefined) schema = schema.min(limits.min);
  if (limits.max !== undefined) schema = schema.max(limits.max);
  return schema.refine(Number.isInteger, 'must be a whole number').meta({ type: 'integer', description: about });
};

/** The largest number of records to answer. 0 is refused, because a model would take the empty answer for "there are none". */
export const atMost = (about = 'at most') =>
  z
    .number()
    .refine((count) => Number.isInteger(count) && count > 0, 'must be a whole number above 0: leave it out for all')
    .meta({ type: 'integer', description: about });

export const flag = (about: string) => z.boolean().meta({ description: about });

/** A point in time, ISO 8601, checked by calls/times.ts; `z.iso.datetime()` would cost 170 tokens a field. */
export const time = (about: string) => z.string().meta({ description: about, format: 'date-time' });

/** A point in time at which something is to happen. One that has passed is refused as a mistake in the year, day or zone. */
export const futureTime = (about: string) =>
  z
    .string()
    .refine((text) => !hasPassed(text), {
      error: ({ input }) => `${input} has passed: it is ${new Date().toISOString()} now`,
    })
    .meta({ description: about, format: 'date-time' });

function hasPassed(text: string): boolean {
  const time = readTime(text);
  return time?.isComplete === true && Date.parse(time.text) <= Date.now();
}

/** The name of a time zone in the tz database. */
export const timeZone = (about: string) =>
  z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Oslo').meta({ description: about });

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    // Node 22 and later accept offsets such as +01:00, too.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** One of a complete list of values. Where only some values are known, use `text` and name them. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T, about?: string) =>
  z.enum(values).meta({ description: about });

/** A list. Its items need no description of their own. */
export const list = <T extends z.ZodType>(item: T, about: string) => z.array(item).meta({ description: about });

/** A list of ids or other texts. */
export const texts = (about: string) => list(z.string(), about);

export const object = <T extends z.ZodRawShape>(shape: T, about?: string) =>
  z.strictObject(shape).meta({ description: about });

/** The schemas of arguments that stand for the logged-in user when left out. */
const selfArguments = new WeakSet<z.ZodType>();

/** The id of a Puzzel user, always optional: left out, it becomes the id of the logged-in user. */
export const user = (about = 'default own user') => {
  const schema = agentId(about).optional();
  selfArguments.add(schema);
  return schema;
};

/** Like {@link user}, but it also accepts the user's name (names.ts). */
export const namedUser = id('id or name; default own user').optional();
selfArguments.add(namedUser);

/** Names of the arguments that stand for the logged-in user when left out. */
export function selfArgumentsOf(shape: z.ZodRawShape): string[] {
  return Object.entries(shape)
    .filter(([, schema]) => selfArguments.has(schema as z.ZodType))
    .map(([name]) => name);
}

/** A list of `{name, value}` pairs, such as the variables of an eTask or the tags of an archived call. */
export const variables = (about = 'for the agent') => list(object({ name: text('name'), value: text('value') }), about);
