import type { Period } from './report-facts.js';

const halfHour = 1_800_000;
const day = 86_400_000;

/** By aggregation level: the start, in milliseconds since 1970, of the period (in UTC) that a time lies in. */
const periodStartOf: Record<string, (time: Date) => number> = {
  halfHourly: (time) => Math.floor(time.getTime() / halfHour) * halfHour,
  daily: (time) => Math.floor(time.getTime() / day) * day,
  // The first day of 1970 was a Thursday; weeks start on Monday.
  weekly: (time) => (Math.floor((time.getTime() / day + 3) / 7) * 7 - 3) * day,
  monthly: (time) => Date.UTC(time.getUTCFullYear(), time.getUTCMonth()),
  quarterly: (time) => Date.UTC(time.getUTCFullYear(), Math.floor(time.getUTCMonth() / 3) * 3),
};

/** A span of centuries must stay a small report; real reports are cut silently at 100,000 rows. */
const maxPeriods = 5000;

/** The first 5,000 periods between two times, each up to the start of the next; undefined for an unknown aggregation level. */
export function periodsOf({ from, to }: Omit<Period, 'start'>, level: string): Period[] | undefined {
  const startOf = periodStartOf[level];
  if (!startOf) return undefined;
  const periodStarts = new Set<number>();
  const stepMs = level === 'halfHourly' ? halfHour : day;
  // One start more than periods: the last period ends there.
  for (let time = startOf(new Date(from)); time < to && periodStarts.size <= maxPeriods; time += stepMs)
    periodStarts.add(startOf(new Date(time)));
  return [...periodStarts]
    .map((start, index, starts) => ({ start, from: Math.max(start, from), to: starts[index + 1] ?? to }))
    .slice(0, maxPeriods);
}
