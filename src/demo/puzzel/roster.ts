import { day, hour, minute, startOfDay } from './dates.js';
import { people } from './seed/people.js';

export interface Shift {
  daysAgo: number;
  from: number;
  to: number;
}

/** Shifts of the last so many days before today, newest first: from seven to four UTC, every fourth day is off. */
export function shiftsBefore(userId: number, startedAt: number, days: number): Shift[] {
  const place = people.findIndex(({ id }) => id === userId);
  return Array.from({ length: days }, (_, index) => index + 1)
    .filter((daysAgo) => (place + daysAgo) % 4 !== 0)
    .map((daysAgo) => {
      const from = startOfDay(startedAt) - daysAgo * day + 7 * hour - (userId % 9) * minute;
      return { daysAgo, from, to: from + 9 * hour };
    });
}

/** Seconds before the start at which somebody who is here logged on. */
export const loggedOnBefore = (userId: number): number => 19_800 + (userId % 9) * 300;
