import * as z from 'zod';
import { optionalNumber, optionalText, records } from './answer.js';
import type { Format } from './format.js';

export type Cell = string | number | boolean | null;

/** A report as columns and rows, whatever form the tool has answered in. */
export interface Table {
  columns: string[];
  rows: Cell[][];
  /** The file with the whole report, where the rows are only its beginning. */
  file: { path: string; bytes: number | undefined } | undefined;
}

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]).catch(null);
const tableSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(cellSchema)).optional(),
  preview: z.array(z.array(cellSchema)).optional(),
  path: optionalText,
  bytes: optionalNumber,
});

/** Reads `{ columns, rows | preview, path?, bytes? }` of a Gladly report, or a list of records. */
export function readTable(result: unknown): Table {
  const report = tableSchema.safeParse(result);
  if (report.success) {
    const { columns, rows, preview, path, bytes } = report.data;
    return { columns, rows: rows ?? preview ?? [], file: path === undefined ? undefined : { path, bytes } };
  }
  return fromRecords(records(result));
}

/** The pages of one report as one table, by the titles of the columns; a column that a page lacks is empty there. */
export function joinPages([first, ...others]: readonly [Table, ...Table[]]): Table {
  if (others.length === 0) return first;
  const pages = [first, ...others];
  // Two columns of one title stay two.
  const areAlike = others.every(({ columns }) => JSON.stringify(columns) === JSON.stringify(first.columns));
  if (areAlike) return { ...first, rows: pages.flatMap(({ rows }) => rows) };
  const columns = [...new Set(pages.flatMap((page) => page.columns))];
  const rows = pages.flatMap((page) => {
    const indexes = columns.map((title) => page.columns.indexOf(title));
    return page.rows.map((row) => indexes.map((index) => row[index] ?? null));
  });
  return { columns, rows, file: first.file };
}

/**
 * A table of records, such as Puzzel's queue counters. Their members become columns, `description` (the name) first; members
 * that hold only lists or objects are left out.
 */
function fromRecords(list: Record<string, unknown>[]): Table {
  const isCell = (value: unknown) => typeof value !== 'object' || value === null;
  const names = [...new Set(list.flatMap((record) => Object.keys(record).filter((name) => isCell(record[name]))))];
  const columns = [
    ...names.filter((name) => name === 'description'),
    ...names.filter((name) => name !== 'description'),
  ];
  return {
    columns: columns.map(titleOf),
    rows: list.map((record) => columns.map((name) => cellSchema.parse(record[name] ?? null))),
    file: undefined,
  };
}

/** `callsAnsweredWithinSla` → "Calls answered within SLA". */
function titleOf(name: string): string {
  if (name === 'description') return 'Name';
  const spaced = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(sla|ciq|id)s?\b/g, (word) => word.replace(/sla|ciq|id/, (short) => short.toUpperCase()));
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A number, also one written as text, with % or without; undefined for anything else, such as ids with leading zeros. */
export function numberIn(value: Cell | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?(0|[1-9]\d{0,14})(\.\d+)?%?$/.test(value)) return undefined;
  return Number.parseFloat(value);
}

export const isEmpty = (value: Cell | undefined): value is null | undefined | '' =>
  value === null || value === undefined || value === '';

/** Whether the title of a column says that it holds ids. */
export const hasIds = (title: string): boolean => /(\b|_)ids?\b/i.test(title);

/** Whether a column holds figures: at least one number, nothing but numbers and empty cells, and no ids. */
export function hasFigures({ columns, rows }: Table, column: number): boolean {
  if (hasIds(columns[column] ?? '')) return false;
  const values = rows.map((row) => row[column]).filter((value) => !isEmpty(value));
  return values.length > 0 && values.every((value) => numberIn(value) !== undefined);
}

const isoTimePattern = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Seconds since 1970 for a value that is a time. */
export function timeIn(value: Cell | undefined): number | undefined {
  if (typeof value !== 'string' || !isoTimePattern.test(value)) return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1_000;
}

/** Whether every cell of a column is a time. */
export const hasTimes = ({ rows }: Table, column: number): boolean =>
  rows.length > 0 && rows.every((row) => timeIn(row[column]) !== undefined);

/** Whether a column holds days: reports write a day as its midnight in UTC. */
const hasDays = ({ rows }: Table, column: number): boolean =>
  rows.length > 0 && rows.every((row) => (timeIn(row[column]) ?? 1) % 86_400 === 0);

/** A function that writes a cell as the whole column is written: one cell alone may look like a number or a time. */
export function cellWriter(table: Table, column: number, format: Format): (value: Cell | undefined) => string {
  const write = hasFigures(table, column)
    ? (value: Cell) =>
        String(value).endsWith('%') ? format.percent(numberIn(value)) : format.number(numberIn(value), 2)
    : hasDays(table, column)
      ? (value: Cell) => String(value).slice(0, 10)
      : hasTimes(table, column)
        ? (value: Cell) => format.dateTime(new Date((timeIn(value) ?? 0) * 1_000))
        : String;
  return (value) => (isEmpty(value) ? '–' : write(value));
}

export interface Sorting {
  column: number;
  descending: boolean;
}

/**
 * The rows, sorted. Columns of figures are ordered by value, all others as text in the person's language, which is right
 * for ISO 8601 times of one zone too. Empty cells come last in both directions.
 */
export function sortRows(table: Table, sorting: Sorting | undefined, locale: string): Cell[][] {
  if (!sorting) return table.rows;
  const { column, descending } = sorting;
  const compareText = new Intl.Collator(locale, { numeric: true }).compare;
  const isNumeric = hasFigures(table, column);
  const sign = descending ? -1 : 1;
  return [...table.rows].sort((rowA, rowB) => {
    const [a, b] = [rowA[column], rowB[column]];
    if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
    return sign * (isNumeric ? (numberIn(a) ?? 0) - (numberIn(b) ?? 0) : compareText(String(a), String(b)));
  });
}
