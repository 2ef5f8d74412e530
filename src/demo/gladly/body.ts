import { z } from 'zod';
import type { DemoRequest } from '../router.js';
import { badRequest, type ErrorShape, type Problem, refusal } from './errors.js';

/** A text that is not blank and has at most `max` characters. */
export function nonBlank(max = Number.POSITIVE_INFINITY) {
  return z
    .string()
    .refine((value) => value.trim() !== '', { params: { code: 'blank' } })
    .refine((value) => value.length <= max, { params: { code: 'too_long', max } });
}

/** A text of at most `max` characters. */
export function textUpTo(max: number) {
  return z.string().refine((value) => value.length <= max, { params: { code: 'too_long', max } });
}

/** Client-chosen id: URL-safe, at most 50 characters (gladly.md, section k). */
export const chosenId = z.string().regex(/^[\w.~-]{1,50}$/, 'contains unsupported characters');

/** A date-time with zone, normalised to UTC. */
export const instant = z
  .string()
  .refine((value) => /T.*(Z|[+-]\d\d:?\d\d)$/i.test(value) && !Number.isNaN(Date.parse(value)), 'is not a valid time')
  .transform((value) => new Date(value).toISOString());

/** A date-time of the query string; undefined when it is absent or empty. @throws a 400 for text that is no date-time */
export function queryTime(query: URLSearchParams, attr: string): string | undefined {
  const text = query.get(attr);
  if (!text) return undefined;
  const parsed = instant.safeParse(text);
  if (!parsed.success) throw badRequest({ attr, code: 'invalid', detail: `${attr} is not a valid ISO 8601 time` });
  return parsed.data;
}

/** A date-time that has not passed. */
export const futureTime = instant.refine((value) => Date.parse(value) > Date.now(), 'must be in the future');

export const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not a valid E.164 phone number');

export const emailAddress = z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'is not a valid email address');

export const timezone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}, 'is not an IANA timezone');

/**
 * The body of a request, parsed by `schema`; null counts as absent, unknown fields are ignored.
 * @throws a 400 with the problems of the fields: `blank`, `too_long` or `invalid`
 */
export function parseBody<S extends z.ZodType>(
  request: DemoRequest,
  schema: S,
  shape: ErrorShape = 'list',
): z.output<S> {
  if (typeof request.body !== 'object' || request.body === null || Array.isArray(request.body)) {
    throw refusal(400, { code: 'invalid', detail: 'request body must be a JSON object' }, shape);
  }
  const parsed = schema.safeParse(withoutNulls(request.body), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw refusal(400, parsed.error.issues.map(problemOf), shape);
}

/** A message of our schemas follows the field's name in `detail`, or stands alone when it starts with a capital. */
function problemOf(issue: z.core.$ZodIssue): Problem {
  const attr = issue.path.join('.');
  const params = issue.code === 'custom' ? issue.params : undefined;
  const code = typeof params?.code === 'string' ? params.code : attr && isMissing(issue) ? 'blank' : 'invalid';
  // zod's default messages begin like this.
  const schemaMessage = /^(Invalid|Too )/.test(issue.message) ? undefined : issue.message;
  if (schemaMessage && /^[A-Z]/.test(schemaMessage)) return { attr, code, detail: schemaMessage };
  const details: Record<string, string> = {
    blank: 'cannot be blank',
    too_long: `cannot be longer than ${params?.max} characters`,
    invalid: 'is invalid',
  };
  return { ...(attr && { attr }), code, detail: `${attr} ${schemaMessage ?? details[code]}`.trim() };
}

/** Whether the field is absent. For a union the input is the whole object, and the path ends with its discriminator. */
function isMissing({ code, input, path }: z.core.$ZodIssue): boolean {
  if (code !== 'invalid_union' || typeof input !== 'object' || input === null) return input === undefined;
  return !(String(path.at(-1)) in input);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => [name, withoutNulls(field)]),
  );
}
