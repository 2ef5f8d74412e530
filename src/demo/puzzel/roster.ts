import { day, hour, minute, startOfDay } from './dates.js';
import { people } from './seed/people.js';

interface Shift {
  daysAgo: number;
  /** Begin and end, in milliseconds since 1970. */
  from: number;
  to: number;
}

/**
 * Shifts of a user on the `days` days before the day of `startedAt`, the newest first: nine hours from about 07:00 UTC,
 * with every fourth day off.
 */
export function shiftsBefore(userId: number, startedAt: number, days: number): Shift[] {
  const position = people.findIndex(({ id }) => id === userId);
  return Array.from({ length: days }, (_, index) => index + 1)
    .filter((daysAgo) => (position + daysAgo) % 4 !== 0)
    .map((daysAgo) => {
      const from = startOfDay(startedAt) - daysAgo * day + 7 * hour - (userId % 9) * minute;
      return { daysAgo, from, to: from + 9 * hour };
    });
}

/** For a user who is logged on when the tenant starts: the seconds since logging on. */
export const secondsLoggedOnAtStart = (userId: number): number => 19_800 + (userId % 9) * 300;
