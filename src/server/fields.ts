import { Failure } from '../failure.js';
import type { Rows } from '../http/long-list.js';
import { didYouMean } from '../nearest.js';
import type { OutputSchema } from '../tools/output.js';

type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The record with the named fields only; dots go into nested objects and through lists. */
export function pick(record: unknown, fields: readonly string[]): unknown {
  if (!isRow(record)) return record;
  const picked: Row = {};
  for (const field of fields) copy(record, picked, field.split('.'));
  return picked;
}

function copy(from: Row, to: Row, [name = '', ...rest]: string[]): void {
  // JSON may name a member so; written by that name it would be the prototype of every object.
  if (name === '__proto__' || !Object.hasOwn(from, name)) return;
  const value = from[name];
  if (rest.length === 0) {
    to[name] = value;
  } else if (isRow(value)) {
    const nested = isRow(to[name]) ? to[name] : {};
    to[name] = nested;
    copy(value, nested, rest);
  } else if (Array.isArray(value)) {
    const before: unknown = to[name];
    to[name] = value.map((item, index) => {
      if (!isRow(item)) return item;
      const earlier: unknown = Array.isArray(before) ? before[index] : undefined;
      const nested = isRow(earlier) ? earlier : {};
      copy(item, nested, rest);
      return nested;
    });
  }
}

/**
 * Refuses a field that neither the documented output nor any record has: a misspelt name would silently lose data.
 * @throws Failure `invalid_input`
 */
export function checkFields(fields: readonly string[], rows: Rows, output: OutputSchema): void {
  const documented = Object.keys(output.items?.properties ?? output.properties ?? {});
  const known = new Set(documented);
  const isUnknown = (field: string) => !known.has(field.split('.')[0] ?? '');
  if (known.size > 0 && !fields.some(isUnknown)) return;
  for (const row of rows.slice(0, 1000)) if (isRow(row)) for (const name of Object.keys(row)) known.add(name);
  if (known.size === 0) return;
  const unknown = fields.find(isUnknown);
  if (unknown === undefined) return;
  const names = [...known];
  throw new Failure('invalid_input', `No record has a field "${unknown}".${didYouMean(unknown, names)}`, {
    // A hint speaks for this server; a name of any other form may be somebody's text.
    hint: `The fields are ${names.filter((name) => /^\w{1,64}$/.test(name)).join(', ')}.`,
  });
}
