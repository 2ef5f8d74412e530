import { type Cell, hasFigures, hasIds, hasTimes, isEmpty, numberIn, type Table, timeIn } from './table.js';

/**
 * How many colours for series the style sheet has (`--series-1` and so on; people with every kind of colour blindness can tell
 * them apart, after Okabe and Ito). A chart has no more lines, because two of one colour look the same.
 */
const maxSeries = 8;
/** More bars than this cannot be read. */
const maxBars = 40;

/** Titles of columns whose values cannot be added: averages, shares, extremes. */
const notAdditivePattern = /%|\b(avg|average|mean|median|percent(age)?|rate|ratio|sla|longest|shortest|max|min)\b/i;

export interface ChartSeries {
  label: string;
  values: (number | null)[];
  /** Has an axis of its own, on the right: a count beside durations. */
  onRight?: true;
}

/** What a chart draws: the properties of `Chart` with the same names, and `part`. */
export interface Drawing {
  xs: number[];
  labels?: string[];
  series: ChartSeries[];
  /** Which of the lines or bars are drawn, in words; undefined when all are. */
  part: string | undefined;
}

/** The drawing of each column that a chart can be made of, by the index of the column. */
export const drawingsOf = (table: Table): ReadonlyMap<number, Drawing> =>
  new Map(
    table.columns.flatMap((_, column) => {
      const drawing = hasFigures(table, column) ? drawingOf(table, column) : undefined;
      return drawing ? [[column, drawing]] : [];
    }),
  );

/**
 * Lines over the time column, one for each value of the first text column; rows of the same value and time are added up. Where
 * there are not two times, one bar for each row, the largest first. Values that cannot be added have a line for each combination
 * of all text columns, and no drawing where even that leaves two values for one point of a line.
 */
function drawingOf(table: Table, column: number): Drawing | undefined {
  const title = table.columns[column] ?? '';
  const isAdditive = !notAdditivePattern.test(title);
  const timeColumn = table.columns.findIndex((_, index) => hasTimes(table, index));
  const nameColumns = nameColumnsOf(table);
  const labelOf = (row: Cell[], labelColumns: readonly number[]) =>
    labelColumns.map((index) => String(row[index] ?? '')).join(' · ') || title;
  const times = [...new Set(table.rows.map((row) => timeIn(row[timeColumn]) ?? 0))].sort((a, b) => a - b);
  if (timeColumn === -1 || times.length < 2)
    return barsOf(table, column, (row) => labelOf(row, nameColumns.slice(0, 1)));
  const groups = new Map<string, Map<number, number>>();
  for (const row of table.rows) {
    const value = numberIn(row[column]);
    const time = timeIn(row[timeColumn]) ?? 0;
    if (value === undefined) continue;
    const label = labelOf(row, isAdditive ? nameColumns.slice(0, 1) : nameColumns);
    const group = groups.get(label) ?? new Map<number, number>();
    if (!isAdditive && group.has(time)) return undefined;
    groups.set(label, group.set(time, (group.get(time) ?? 0) + value));
  }
  const sum = (values: Map<number, number>) => [...values.values()].reduce((total, value) => total + value, 0);
  const largestGroups = [...groups].sort(([, a], [, b]) => sum(b) - sum(a)).slice(0, maxSeries);
  return {
    xs: times,
    series: largestGroups.map(([label, values]) => ({ label, values: times.map((time) => values.get(time) ?? null) })),
    part: groups.size > maxSeries ? `the ${maxSeries} largest of ${groups.size}` : undefined,
  };
}

/** The text columns that name a row; columns of ids only where nothing else does. */
function nameColumnsOf(table: Table): number[] {
  const textColumns = table.columns.flatMap((_, index) => {
    const isText = !hasTimes(table, index) && !hasFigures(table, index);
    return isText && table.rows.some((row) => !isEmpty(row[index])) ? [index] : [];
  });
  const withoutIds = textColumns.filter((index) => !hasIds(table.columns[index] ?? ''));
  return withoutIds.length > 0 ? withoutIds : textColumns;
}

function barsOf(table: Table, column: number, labelOf: (row: Cell[]) => string): Drawing | undefined {
  const bars = table.rows.flatMap((row) => {
    const value = numberIn(row[column]);
    return value === undefined ? [] : [{ value, label: labelOf(row) }];
  });
  const largestBars = bars.sort((a, b) => b.value - a.value).slice(0, maxBars);
  if (largestBars.length === 0) return undefined;
  return {
    xs: largestBars.map((_, index) => index),
    labels: largestBars.map(({ label }) => label),
    series: [{ label: table.columns[column] ?? '', values: largestBars.map(({ value }) => value) }],
    part: bars.length > maxBars ? `the ${maxBars} largest of ${bars.length}` : undefined,
  };
}

/** Indexes of the values without a neighbour, which are drawn as points: a line cannot show them. */
export const isolatedIndexes = (values: readonly (number | null | undefined)[]): number[] =>
  values.flatMap((value, index) =>
    value == null || values[index - 1] != null || values[index + 1] != null ? [] : [index],
  );
