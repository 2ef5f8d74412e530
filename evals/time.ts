const dayMs = 86_400_000;

/** The local date and time in a zone, as the milliseconds since 1970 that the same date and time have in UTC. */
function wallClock(at: number, timeZone: string): number {
  const text = new Date(at).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** The local time in a zone, as `HH:MM`. @param time ISO 8601 */
export const localTime = (time: string, timeZone: string): string =>
  new Date(wallClock(Date.parse(time), timeZone)).toISOString().slice(11, 16);

/** The date in a zone this many days after today, as `YYYY-MM-DD`. */
export const dateIn = (days: number, timeZone = 'UTC'): string =>
  new Date(wallClock(Date.now() + days * dayMs, timeZone)).toISOString().slice(0, 10);

/** A local date and time in a zone, as ISO 8601 in UTC. */
export function utcOf(date: string, time: string, timeZone: string): string {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  return new Date(asUtc - (wallClock(asUtc, timeZone) - asUtc)).toISOString();
}

/** The date, in a zone, of the first day after today that is this weekday. @param weekday in English, such as `Monday` */
export function dateOfNext(weekday: string, timeZone: string): string {
  const dates = Array.from({ length: 7 }, (_, index) => dateIn(index + 1, timeZone));
  const weekdayOf = (date: string) => new Date(date).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  return dates.find((date) => weekdayOf(date) === weekday) ?? '';
}

/** The time this long before now, as ISO 8601. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
export const daysAgo = (days: number): string => minutesAgo(days * 1440);
