import { day, minute } from './dates.js';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** One formatter for each time zone: making one takes longer than using it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const options = { timeZone, weekday: 'short', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
  const formatter = formatters.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', options);
  formatters.set(timeZone, formatter);
  return formatter;
}

/** Day of the week (0 is Monday) and minutes since midnight, in a time zone. */
function localTime(timeZone: string, at: number): { weekday: number; minutes: number } {
  const [weekday = '', hours, minutes] = formatterOf(timeZone)
    .format(at)
    .split(/[ ,:]+/);
  return { weekday: weekdays.indexOf(weekday.toLowerCase()), minutes: Number(hours) * 60 + Number(minutes) };
}

/** The last midnight between Sunday and Monday before a moment, in a time zone. */
export function weekStart(timeZone: string, at: number): number {
  const { weekday, minutes } = localTime(timeZone, at);
  return at - (at % minute) - minutes * minute - weekday * day;
}

/**
 * Whether a moment is within hours such as `Mon-Fri 07:00-20:00, Sat 10:00-14:00`.
 * True for text in any other format, which sets no limit.
 */
export function isWithin(hours: string, timeZone: string, at: number): boolean {
  const blocks = [...hours.toLowerCase().matchAll(/([a-z]{3})(?:-([a-z]{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)/g)];
  if (blocks.length === 0) return true;
  const { weekday, minutes } = localTime(timeZone, at);
  return blocks.some(([, first = '', last = first, ...times]) => {
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times.map(Number);
    const isOnDay = weekday >= weekdays.indexOf(first) && weekday <= weekdays.indexOf(last);
    return isOnDay && minutes >= fromHour * 60 + fromMinute && minutes < toHour * 60 + toMinute;
  });
}
