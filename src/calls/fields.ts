import { Failure } from '../failure.js';
import { isObject } from '../json.js';
import { nearest } from '../nearest.js';
import type { OutputSchema } from '../tools/output.js';

type Row = Record<string, unknown>;

/** The record with the named fields only; dots go into nested objects and through lists. */
export function pick(record: unknown, fields: readonly string[]): unknown {
  if (!isObject(record)) return record;
  const picked: Row = {};
  for (const field of fields) copy(record, picked, Object.hasOwn(record, field) ? [field] : field.split('.'));
  return picked;
}

function copy(from: Row, to: Row, [name = '', ...rest]: string[]): void {
  // A JSON member may have this name; assigning to it would replace the prototype of the object.
  if (name === '__proto__' || !Object.hasOwn(from, name)) return;
  const value = from[name];
  if (rest.length === 0) {
    to[name] = value;
  } else if (isObject(value)) {
    const nested = isObject(to[name]) ? to[name] : {};
    to[name] = nested;
    copy(value, nested, rest);
  } else if (Array.isArray(value)) {
    const before: unknown = to[name];
    to[name] = value.map((item, index) => {
      if (!isObject(item)) return item;
      const earlier: unknown = Array.isArray(before) ? before[index] : undefined;
      const nested = isObject(earlier) ? earlier : {};
      copy(item, nested, rest);
      return nested;
    });
  }
}

/** Most records whose field names are collected. */
const mostRecords = 200;
/** Most unknown names that are searched for in every record. */
const mostSought = 20;
/** Levels of objects whose names are collected. */
const deepest = 4;
/** Most names that a hint lists. */
const mostListed = 60;

/**
 * Compares the wanted fields with those of the records and of the documented output, so that a misspelt name does not
 * silently lose data.
 * @returns a hint that names the valid fields, when one is unknown or none is in these records; else undefined
 * @throws Failure `invalid_input` when none is known
 */
export function checkFields(
  fields: readonly string[],
  rows: readonly unknown[],
  output: OutputSchema,
): string | undefined {
  // An empty list lacks no field.
  if (rows.length === 0) return undefined;
  const present = new Set<string>();
  for (const row of rows.slice(0, mostRecords)) collect(row, '', present, deepest);
  const known = new Set(present);
  collectDocumented(output.items ?? output, '', known);
  if (known.size === 0) return undefined;
  const isInAnyRow = (field: string) => rows.some((row) => has(row, field.split('.')));
  const missing = fields.filter((field) => !known.has(field));
  const unknown = missing.filter((field, index) => index >= mostSought || !isInAnyRow(field));
  if (unknown.length === 0) {
    const isAnyPresent = missing.length > 0 || fields.some((field) => present.has(field));
    if (isAnyPresent || fields.slice(0, mostSought).some(isInAnyRow)) return undefined;
    return `These records have none of the fields. ${fieldList(present)}`;
  }
  const names = plainNames(known);
  const quoted = unknown.slice(0, 5).map((field) => {
    const near = nearest(field, names);
    return `"${field.slice(0, 80)}"${near === undefined ? '' : ` (did you mean "${near}"?)`}`;
  });
  const message = `No record has ${unknown.length === 1 ? 'a field' : 'the fields'} ${quoted.join(', ')}.`;
  if (unknown.length < fields.length) return `${message} ${fieldList(known)}`;
  throw new Failure('invalid_input', message, { hint: fieldList(known) });
}

/** The names that may be repeated in a hint. Others may be text that a customer wrote: data can be used as member names. */
const plainNames = (names: ReadonlySet<string>): string[] => [...names].filter((name) => /^[\w.]{1,100}$/.test(name));

function fieldList(all: ReadonlySet<string>): string {
  const names = plainNames(all);
  if (names.length === 0) return 'Call without fields to see the names.';
  const more = names.length > mostListed ? ', …' : '';
  return `${names.length < all.size ? 'Some' : 'The'} fields are ${names.slice(0, mostListed).join(', ')}${more}.`;
}

function has(value: unknown, [name = '', ...rest]: string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => has(item, [name, ...rest]));
  return isObject(value) && Object.hasOwn(value, name) && (rest.length === 0 || has(value[name], rest));
}

function collectDocumented({ properties = {}, items }: OutputSchema, place: string, known: Set<string>): void {
  if (items) collectDocumented(items, place, known);
  for (const [name, schema] of Object.entries(properties)) {
    const path = place === '' ? name : `${place}.${name}`;
    known.add(path);
    collectDocumented(schema, path, known);
  }
}

function collect(value: unknown, place: string, known: Set<string>, levels: number): void {
  if (Array.isArray(value)) {
    for (const item of value.slice(0, mostRecords)) collect(item, place, known, levels);
    return;
  }
  if (!isObject(value) || levels === 0) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') continue;
    const path = place === '' ? name : `${place}.${name}`;
    known.add(path);
    collect(member, path, known, levels - 1);
  }
}
