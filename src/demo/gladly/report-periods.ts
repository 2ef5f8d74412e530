import type { Period } from './report-facts.js';

const halfHour = 1_800_000;
const day = 86_400_000;

/** Start of the period that a time (ms, UTC) lies in, by aggregation level. */
const starts: Record<string, (time: Date) => number> = {
  halfHourly: (time) => Math.floor(time.getTime() / halfHour) * halfHour,
  daily: (time) => Math.floor(time.getTime() / day) * day,
  // The first day of 1970 was a Thursday; weeks start on Monday.
  weekly: (time) => (Math.floor((time.getTime() / day + 3) / 7) * 7 - 3) * day,
  monthly: (time) => Date.UTC(time.getUTCFullYear(), time.getUTCMonth()),
  quarterly: (time) => Date.UTC(time.getUTCFullYear(), Math.floor(time.getUTCMonth() / 3) * 3),
};

/** All periods between two times, each to the start of the next; undefined for an unknown level. */
export function periodsOf({ from, to }: Omit<Period, 'start'>, level: string): Period[] | undefined {
  const start = starts[level];
  if (!start) return undefined;
  const found = new Set<number>();
  // Real reports are cut silently at 100,000 rows; so many periods never come to that.
  for (let time = from; time < to && found.size < 5000; time += level === 'halfHourly' ? halfHour : day)
    found.add(start(new Date(time)));
  return [...found].map((time, index, all) => ({ start: time, from: Math.max(time, from), to: all[index + 1] ?? to }));
}
