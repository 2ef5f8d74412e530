const day = 86_400_000;

/** The local time of a zone, as the milliseconds of the same clock time in UTC. */
function wallClock(at: number, timeZone: string): number {
  const text = new Date(at).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** The local time of a zone as `HH:MM`. */
export const clock = (time: string, timeZone: string): string =>
  new Date(wallClock(Date.parse(time), timeZone)).toISOString().slice(11, 16);

/** The date in a zone as `YYYY-MM-DD`, so many days after today. */
export const dateIn = (days: number, timeZone = 'UTC'): string =>
  new Date(wallClock(Date.now() + days * day, timeZone)).toISOString().slice(0, 10);

/** A local date and time of a zone, as ISO 8601 in UTC. */
export function moment(date: string, time: string, timeZone: string): string {
  const shown = Date.parse(`${date}T${time}:00Z`);
  return new Date(shown - (wallClock(shown, timeZone) - shown)).toISOString();
}

/** The date of the first such weekday after today in a zone. */
export function next(weekday: string, timeZone: string): string {
  const dates = Array.from({ length: 7 }, (_, index) => dateIn(index + 1, timeZone));
  const named = (date: string) => new Date(date).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  return dates.find((date) => named(date) === weekday) ?? '';
}

/** Minutes, hours or days before now, as ISO 8601. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
export const daysAgo = (days: number): string => minutesAgo(days * 1440);
