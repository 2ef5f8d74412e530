import type { ChartSeries } from './chart.js';
import { type Cell, isNumeric, isTime, numberIn, type Table, timeIn } from './table.js';

/** A chart has no more lines than the style sheet has colours (chart.tsx): two of one colour cannot be told apart. */
const mostSeries = 8;
/** More bars than this cannot be read. */
const mostBars = 40;

/** What a chart draws; members as in the properties of `Chart`. */
export interface Drawing {
  xs: number[];
  labels?: string[];
  series: ChartSeries[];
  /** Which part is drawn, in words; undefined when it is everything. */
  part: string | undefined;
}

/** Numbers of the columns that a chart can be made of: figures, but no ids. */
export const chartable = (table: Table): number[] =>
  table.columns.flatMap((name, column) => (isNumeric(table, column) && !/\bID\b/.test(name) ? [column] : []));

/**
 * Lines over the time column, one for each value of the first text column beside it; without a time column, one bar for
 * each row, the largest first. Undefined when the column has no number.
 */
export function drawingOf(table: Table, column: number): Drawing | undefined {
  const time = table.columns.findIndex((_, at) => isTime(table, at));
  const name = table.columns.findIndex((_, at) => at !== time && !isNumeric(table, at));
  const label = (row: Cell[]) => (name === -1 ? (table.columns[column] ?? '') : String(row[name] ?? ''));
  if (time === -1) return bars(table, column, label);
  const times = [...new Set(table.rows.map((row) => timeIn(row[time]) ?? 0))].sort((a, b) => a - b);
  if (times.length < 2) return bars(table, column, label);
  const groups = new Map<string, Map<number, number>>();
  for (const row of table.rows) {
    const value = numberIn(row[column]);
    const at = timeIn(row[time]) ?? 0;
    if (value === undefined) continue;
    const group = groups.get(label(row)) ?? new Map<number, number>();
    groups.set(label(row), group.set(at, (group.get(at) ?? 0) + value));
  }
  const sum = (values: Map<number, number>) => [...values.values()].reduce((total, value) => total + value, 0);
  const largest = [...groups].sort(([, a], [, b]) => sum(b) - sum(a)).slice(0, mostSeries);
  return {
    xs: times,
    series: largest.map(([text, values]) => ({ label: text, values: times.map((at) => values.get(at) ?? null) })),
    part: groups.size > mostSeries ? `the ${mostSeries} largest of ${groups.size}` : undefined,
  };
}

function bars(table: Table, column: number, label: (row: Cell[]) => string): Drawing | undefined {
  const values = table.rows.flatMap((row) => {
    const value = numberIn(row[column]);
    return value === undefined ? [] : [{ value, text: label(row) }];
  });
  const largest = values.sort((a, b) => b.value - a.value).slice(0, mostBars);
  if (largest.length === 0) return undefined;
  return {
    xs: largest.map((_, index) => index),
    labels: largest.map(({ text }) => text),
    series: [{ label: table.columns[column] ?? '', values: largest.map(({ value }) => value) }],
    part: values.length > mostBars ? `the ${mostBars} largest of ${values.length}` : undefined,
  };
}
