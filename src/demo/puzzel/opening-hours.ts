import { day, minute } from './dates.js';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** One clock for each time zone: making one takes longer than reading it a hundred times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const form = { timeZone, weekday: 'short', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', form);
  clocks.set(timeZone, clock);
  return clock;
}

/** Day of the week (0 is Monday) and minute of the day, by the clock of a time zone. */
function clockIn(timeZone: string, at: number): { weekday: number; minutes: number } {
  const [weekday = '', hours, minutes] = clockOf(timeZone)
    .format(at)
    .split(/[ ,:]+/);
  return { weekday: weekdays.indexOf(weekday.toLowerCase()), minutes: Number(hours) * 60 + Number(minutes) };
}

/** The Monday midnight before a moment. */
export function weekStart(timeZone: string, at: number): number {
  const { weekday, minutes } = clockIn(timeZone, at);
  return at - (at % minute) - minutes * minute - weekday * day;
}

/**
 * Whether hours such as `Mon-Fri 07:00-20:00, Sat 10:00-14:00` hold a moment.
 * Text in any other form says nothing about it, hence true.
 */
export function holds(hours: string, timeZone: string, at: number): boolean {
  const blocks = [...hours.toLowerCase().matchAll(/([a-z]{3})(?:-([a-z]{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)/g)];
  if (blocks.length === 0) return true;
  const { weekday, minutes } = clockIn(timeZone, at);
  return blocks.some(([, first = '', last = first, ...times]) => {
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times.map(Number);
    const isDay = weekday >= weekdays.indexOf(first) && weekday <= weekdays.indexOf(last);
    return isDay && minutes >= fromHour * 60 + fromMinute && minutes < toHour * 60 + toMinute;
  });
}
