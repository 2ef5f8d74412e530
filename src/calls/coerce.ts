import type { Arguments } from '../api/route.js';
import { everyBidiControl } from '../bidi.js';
import { isObject } from '../json.js';
import { anyJson, type JsonSchema } from '../tools/schema.js';

/** Most levels of nesting; no tool needs a tenth of them. More could overflow the stack of recursive code, here or at the vendor. */
export const deepestArguments = 100;

/** The value as the model meant it, or what is wrong with it. */
export type Coerced = { value: unknown } | { problem: string };

/**
 * Reads what a model sent, as it was meant. Some models fill in every optional argument: `null` stands for "not given",
 * except in arguments that take any JSON; so do a blank text and `[]` in optional arguments of reads. Numbers, booleans, lists and
 * objects may come as text. A number beyond 2^53 is refused, since parsing has changed it already.
 */
export function coerce(value: unknown, schema: JsonSchema, isRead: boolean, place = ''): Coerced {
  if (schema.description === anyJson) return unlessRounded(value, place);
  const parsed = typeof value === 'string' ? fromText(value, schema.type) : value;
  if (schema.type === 'integer' && isBeyondExact(parsed))
    return { problem: `${place} is beyond 2^53: no such number can be sent exactly, in quotes or without` };
  if (typeof parsed === 'number' && schema.type === 'string') {
    if (Number.isSafeInteger(parsed)) return { value: String(parsed) };
    if (!isBeyondExact(parsed)) return { problem: `${place} is a text: give this number in quotes if it is meant` };
  }
  if (Array.isArray(parsed) && schema.items) return coerceList(parsed, schema.items, isRead, place);
  if (isObject(parsed) && schema.properties) return coerceObject(parsed, schema, isRead, place);
  if (typeof parsed === 'string') return { value: withoutDirectionMarks(parsed) };
  return unlessRounded(parsed, place);
}

/** A phone number without the direction marks that phones copy with it; any other text unchanged. */
function withoutDirectionMarks(text: string): string {
  const unmarked = text.replace(everyBidiControl, '');
  return /^[\d\s()+./-]+$/.test(unmarked) ? unmarked : text;
}

/** The value, unless a number in it was rounded when it was parsed. */
function unlessRounded(value: unknown, place: string): Coerced {
  const badPlace = placeOfRounded(value, place);
  if (badPlace === undefined) return { value };
  return { problem: `${badPlace} is a number that JSON cannot carry exactly: give it in quotes, with all its digits` };
}

function placeOfRounded(value: unknown, place: string, levelsLeft = deepestArguments): string | undefined {
  if (typeof value === 'number') return isBeyondExact(value) ? place : undefined;
  if (typeof value !== 'object' || value === null || levelsLeft === 0) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const badPlace = placeOfRounded(member, `${place}.${name}`, levelsLeft - 1);
    if (badPlace !== undefined) return badPlace;
  }
  return undefined;
}

/** Whether the value is a number beyond 2^53, or a text with the digits of one. */
const isBeyondExact = (value: unknown): boolean =>
  (typeof value === 'number' || (typeof value === 'string' && wholeNumber.test(value.trim()))) &&
  Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER;

function coerceList(items: readonly unknown[], schema: JsonSchema, isRead: boolean, place: string): Coerced {
  const values: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const coerced = coerce(item, schema, isRead, `${place}.${index}`);
    if ('problem' in coerced) return coerced;
    values.push(coerced.value);
  }
  return { value: values };
}

function coerceObject(members: Arguments, schema: JsonSchema, isRead: boolean, place: string): Coerced {
  const entries: [string, unknown][] = [];
  for (const [name, member] of Object.entries(members)) {
    const node = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (node === undefined) {
      entries.push([name, member]);
      continue;
    }
    const isOptional = !schema.required?.includes(name);
    if (isNotGiven(member, node, isOptional && isRead)) continue;
    const coerced = coerce(member, node, isRead, place === '' ? name : `${place}.${name}`);
    if ('problem' in coerced) return coerced;
    // A list may have come as the text `[]`.
    if (!isNotGiven(coerced.value, node, isOptional && isRead)) entries.push([name, coerced.value]);
  }
  return { value: Object.fromEntries(entries) };
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
