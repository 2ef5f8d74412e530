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
    const copiedList: unknown = to[name];
    to[name] = value.map((item, index) => {
      if (!isObject(item)) return item;
      const copiedItem: unknown = Array.isArray(copiedList) ? copiedList[index] : undefined;
      const nested = isObject(copiedItem) ? copiedItem : {};
      copy(item, nested, rest);
      return nested;
    });
  }
}

/** Most records whose field names are collected. */
const maxRecords = 200;
/** Most fields that are searched for in every record. */
const maxSearchedFields = 20;
/** Levels of objects whose names are collected. */
const maxLevels = 4;
/** Most names that a hint lists. */
const maxListedNames = 60;

/**
 * Compares the wanted fields with those of the records and of the documented output, so that a misspelt name does not
 * silently lose data.
 * @returns a hint that names the valid fields, when a wanted one is unknown or these records have none of the wanted ones
 * @throws Failure `invalid_input` when no wanted field is known
 */
export function checkFields(
  fields: readonly string[],
  rows: readonly unknown[],
  output: OutputSchema,
): string | undefined {
  // An empty list lacks no field.
  if (rows.length === 0) return undefined;
  const presentNames = new Set<string>();
  for (const row of rows.slice(0, maxRecords)) collect(row, '', presentNames, maxLevels);
  const knownNames = new Set(presentNames);
  collectDocumented(output.items ?? output, '', knownNames);
  if (knownNames.size === 0) return undefined;
  const isInAnyRow = (field: string) => rows.some((row) => has(row, field.split('.')));
  const unlistedFields = fields.filter((field) => !knownNames.has(field));
  const unknownFields = unlistedFields.filter((field, index) => index >= maxSearchedFields || !isInAnyRow(field));
  if (unknownFields.length === 0) {
    // Here, every field that is not listed was found in a record.
    const isAnyPresent = unlistedFields.length > 0 || fields.some((field) => presentNames.has(field));
    if (isAnyPresent || fields.slice(0, maxSearchedFields).some(isInAnyRow)) return undefined;
    return `These records have none of the fields. ${fieldList(presentNames)}`;
  }
  const names = plainNames(knownNames);
  const quotedFields = unknownFields.slice(0, 5).map((field) => {
    const near = nearest(field, names);
    return `"${field.slice(0, 80)}"${near === undefined ? '' : ` (did you mean "${near}"?)`}`;
  });
  const message = `No record has ${unknownFields.length === 1 ? 'a field' : 'the fields'} ${quotedFields.join(', ')}.`;
  if (unknownFields.length < fields.length) return `${message} ${fieldList(knownNames)}`;
  throw new Failure('invalid_input', message, { hint: fieldList(knownNames) });
}

/** The names that may be repeated in a hint. Others may be text that a customer wrote: data can be used as member names. */
const plainNames = (names: ReadonlySet<string>): string[] => [...names].filter((name) => /^[\w.]{1,100}$/.test(name));

function fieldList(fields: ReadonlySet<string>): string {
  const names = plainNames(fields);
  if (names.length === 0) return 'Call without fields to see the names.';
  const more = names.length > maxListedNames ? ', …' : '';
  return `${names.length < fields.size ? 'Some' : 'The'} fields are ${names.slice(0, maxListedNames).join(', ')}${more}.`;
}

function has(value: unknown, [name = '', ...rest]: string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => has(item, [name, ...rest]));
  return isObject(value) && Object.hasOwn(value, name) && (rest.length === 0 || has(value[name], rest));
}

function collectDocumented({ properties = {}, items }: OutputSchema, parentPath: string, names: Set<string>): void {
  if (items) collectDocumented(items, parentPath, names);
  for (const [name, schema] of Object.entries(properties)) {
    const path = parentPath === '' ? name : `${parentPath}.${name}`;
    names.add(path);
    collectDocumented(schema, path, names);
  }
}

function collect(value: unknown, parentPath: string, names: Set<string>, levels: number): void {
  if (Array.isArray(value)) {
    for (const item of value.slice(0, maxRecords)) collect(item, parentPath, names, levels);
    return;
  }
  if (!isObject(value) || levels === 0) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') continue;
    const path = parentPath === '' ? name : `${parentPath}.${name}`;
    names.add(path);
    collect(member, path, names, levels - 1);
  }
}
