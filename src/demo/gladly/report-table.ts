import type { Facts } from './report-facts.js';

export type CellValue = string | number | undefined;

/** The table of a report, with a row for each subject. Most names of columns are made up, in the vendor's style. */
export function table<Subject>(
  subjectsOf: (facts: Facts) => Iterable<Subject>,
  columns: Record<string, (subject: Subject, facts: Facts) => CellValue>,
) {
  const values = Object.values(columns);
  return {
    columns: Object.keys(columns),
    rows: (facts: Facts): CellValue[][] =>
      [...subjectsOf(facts)].map((subject) => values.map((value) => value(subject, facts))),
  };
}

/** Rounded to an integer; undefined without values. */
export const mean = (values: number[]) =>
  values.length === 0 ? undefined : Math.round(values.reduce((sum, one) => sum + one, 0) / values.length);
/** With one decimal; undefined when the whole is 0. */
export const percent = (part: number, whole: number) =>
  whole === 0 ? undefined : Math.round((part / whole) * 1000) / 10;
export const isoTime = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());
/** Whole seconds between two times in milliseconds. */
export const secondsBetween = (from: number, to: number) => Math.round((to - from) / 1000);
