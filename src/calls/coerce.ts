import type { Arguments } from '../api/route.js';
import { everyBidiControl } from '../bidi.js';
import { isObject } from '../json.js';
import { anyJson, type JsonSchema } from '../tools/schema.js';

/** Most levels of nesting; no tool needs a tenth of them. More could overflow the stack of recursive code, here or at the vendor. */
export const maxArgumentDepth = 100;

/** What is wrong with an argument, in words for the model. */
export class ArgumentProblem extends Error {
  override readonly name = 'ArgumentProblem';
}

/**
 * Reads what a model sent, as it was meant. Some models fill in every optional argument: `null` stands for "not given",
 * except in arguments that take any JSON; so do a blank text and `[]` in optional arguments of reads. Numbers, booleans,
 * lists and objects may come as text.
 * @throws ArgumentProblem for a number beyond 2^53, which parsing has changed already, and for a fraction in place of a text
 */
export function coerce(value: unknown, schema: JsonSchema, isRead: boolean, path = ''): unknown {
  if (schema.description === anyJson) return unlessRounded(value, path);
  const parsed = typeof value === 'string' ? fromText(value, schema.type) : value;
  if (schema.type === 'integer' && isBeyondExact(parsed))
    throw new ArgumentProblem(`${path} is beyond 2^53: no such number can be sent exactly, in quotes or without`);
  if (typeof parsed === 'number' && schema.type === 'string') {
    if (Number.isSafeInteger(parsed)) return String(parsed);
    if (!isBeyondExact(parsed))
      throw new ArgumentProblem(`${path} is a text: give this number in quotes if it is meant`);
  }
  const { items } = schema;
  if (Array.isArray(parsed) && items)
    return parsed.map((item, index) => coerce(item, items, isRead, `${path}.${index}`));
  if (isObject(parsed) && schema.properties) return coerceObject(parsed, schema, isRead, path);
  if (typeof parsed === 'string') return withoutDirectionMarks(parsed);
  return unlessRounded(parsed, path);
}

/** A phone number without the direction marks that phones copy with it; any other text unchanged. */
function withoutDirectionMarks(text: string): string {
  const unmarked = text.replace(everyBidiControl, '');
  return /^[\d\s()+./-]+$/.test(unmarked) ? unmarked : text;
}

/** The value as it is. @throws ArgumentProblem when a number in it was rounded when it was parsed */
function unlessRounded(value: unknown, path: string, levelsLeft = maxArgumentDepth): unknown {
  if (typeof value === 'number' && isBeyondExact(value))
    throw new ArgumentProblem(
      `${path} is a number that JSON cannot carry exactly: give it in quotes, with all its digits`,
    );
  if (typeof value === 'object' && value !== null && levelsLeft > 0)
    for (const [name, member] of Object.entries(value)) unlessRounded(member, `${path}.${name}`, levelsLeft - 1);
  return value;
}

/** Whether the value is a number beyond 2^53, or a text with the digits of one. */
const isBeyondExact = (value: unknown): boolean =>
  (typeof value === 'number' || (typeof value === 'string' && wholeNumber.test(value.trim()))) &&
  Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER;

function coerceObject(members: Arguments, schema: JsonSchema, isRead: boolean, path: string): Arguments {
  const entries = Object.entries(members).flatMap(([name, member]): [string, unknown][] => {
    const node = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (node === undefined) return [[name, member]];
    const isOptionalInRead = isRead && !schema.required?.includes(name);
    if (isNotGiven(member, node, isOptionalInRead)) return [];
    const coerced = coerce(member, node, isRead, path === '' ? name : `${path}.${name}`);
    // A list may have come as the text `[]`.
    return isNotGiven(coerced, node, isOptionalInRead) ? [] : [[name, coerced]];
  });
  return Object.fromEntries(entries);
}

function isNotGiven(value: unknown, schema: JsonSchema, isOptionalInRead: boolean): boolean {
  if (value === null) return schema.description !== anyJson;
  return isOptionalInRead && (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && !value.length);
}

/** Digits, perhaps after a sign, and nothing else: `0x10` and `1e3` are numbers to JavaScript, but nobody who writes an id means them. */
const wholeNumber = /^[+-]?\d+$/;

function fromText(text: string, type: string | undefined): unknown {
  const trimmed = text.trim();
  if (type === 'integer')
    return wholeNumber.test(trimmed) && Number.isSafeInteger(Number(trimmed)) ? Number(trimmed) : text;
  if (type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : text;
  if (type !== 'array' && type !== 'object') return text;
  try {
    return JSON.parse(trimmed);
  } catch {
    return text;
  }
}
