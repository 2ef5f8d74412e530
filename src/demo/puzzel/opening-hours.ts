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

/** The midnight, in a time zone, at which the week of a moment began; weeks begin on Monday. */
export function weekStart(timeZone: string, at: number): number {
  const { weekday, minutes } = localTime(timeZone, at);
  const start = at - (at % minute) - minutes * minute - weekday * day;
  // If the clocks have changed since, this is an hour before or after midnight.
  const minutesAtStart = localTime(timeZone, start).minutes;
  return start - (minutesAtStart > 720 ? minutesAtStart - 1440 : minutesAtStart) * minute;
}

const dayName = `(${weekdays.join('|')})`;
const blockPattern = new RegExp(`^${dayName}(?:-${dayName})? (\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)$`);

/**
 * Whether a moment is within hours such as `Mon-Fri 07:00-20:00, Sat-Sun 22:00-02:00`; a block that ends no later than
 * it begins goes on into the next day. True at any moment for a block in another format, which sets no limit.
 */
export function isWithin(hours: string, timeZone: string, at: number): boolean {
  const blocks = hours
    .trim()
    .toLowerCase()
    .split(/\s*,\s*/);
  const { weekday, minutes } = localTime(timeZone, at);
  return blocks.some((block) => {
    const [, first = '', last = first, ...times] = blockPattern.exec(block) ?? [];
    if (first === '') return true;
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times.map(Number);
    const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
    const firstDay = weekdays.indexOf(first);
    const isOn = (dayIndex: number) => (dayIndex - firstDay + 7) % 7 <= (weekdays.indexOf(last) - firstDay + 7) % 7;
    if (from < to) return isOn(weekday) && minutes >= from && minutes < to;
    return (isOn(weekday) && minutes >= from) || (isOn(weekday - 1) && minutes < to);
  });
}
