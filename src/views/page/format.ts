import { useMemo } from 'preact/hooks';
import { forPerson } from '../for-person.js';

const dash = '–';

/** Without the marks of direction that Arabic and Kurdish figures have: an English sentence that begins with one would run from right to left. */
const withoutMarks = (figure: string): string => figure.replaceAll(/[\u061c\u200f]/g, '');

/** Numbers, durations and times in the person's language and time zone; what is undefined is written as a dash. */
export type Format = ReturnType<typeof formatIn>;

export function formatIn(locale: string, timeZone: string) {
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const wholeNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percentWith = (digits: number, value: number) =>
    withoutMarks(
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value / 100),
    );
  const timeWithSeconds = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
  const shortTime = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const dateTimeWithSeconds = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone });
  const shortDay = (time: Date, zone = timeZone) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: zone }).format(time);
  return {
    number: (value: number | undefined, digits = 1) =>
      value === undefined ? dash : new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    /** 71.26 → 71.3%, with more digits where the value would look equal to a target that differs: 5.04 → 5.04% (target 5). */
    percent: (value: number | undefined, target = value) => {
      if (value === undefined || target === undefined) return dash;
      const digits = [1, 2, 3].find((count) => percentWith(count, value) !== percentWith(count, target));
      return percentWith(digits ?? 1, value);
    },
    /** Seconds: 185 → 3:05, 3725 → 1:02:05 */
    duration: (seconds: number | undefined) => {
      if (seconds === undefined) return dash;
      const total = Math.max(0, Math.round(seconds));
      const [hours, minutes, restSeconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
      if (hours > 0)
        return `${wholeNumber.format(hours)}:${twoDigits.format(minutes)}:${twoDigits.format(restSeconds)}`;
      return `${wholeNumber.format(minutes)}:${twoDigits.format(restSeconds)}`;
    },
    /** 10:41:20, or 27 Nov 2026, 10:41:20 when that was not today. */
    clock: (time: Date) =>
      (day.format(time) === day.format(new Date()) ? timeWithSeconds : dateTimeWithSeconds).format(time),
    /** 10:41:20 */
    timeWithSeconds: (time: Date) => timeWithSeconds.format(time),
    /** 3 Nov 2026, 10:45 */
    dateTime: (time: Date) => dateTime.format(time),
    /** Tuesday, 3 November 2026 */
    day: (time: Date) => day.format(time),
    /** 10:45; where the tenant's time differs, 10:45 (04:45 New York); where its day differs too, 05:55 (27 Nov, 23:55 New York). */
    shortTime: (time: Date, tenantZone?: string) => {
      const localTime = shortTime.format(time);
      if (tenantZone === undefined) return localTime;
      const tenantTime = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: tenantZone }).format(time);
      const tenantDay = shortDay(time, tenantZone);
      if (tenantDay === shortDay(time))
        return tenantTime === localTime ? localTime : `${localTime} (${tenantTime} ${placeOf(tenantZone)})`;
      return `${localTime} (${tenantDay}, ${tenantTime} ${placeOf(tenantZone)})`;
    },
    /** 3 Nov */
    shortDay,
    /** 1,234 → 1.2 kB */
    bytes: (value: number | undefined) => {
      if (value === undefined) return dash;
      const [size, unit] =
        value < 1_000
          ? [value, 'byte']
          : value < 1_000_000
            ? [value / 1_000, 'kilobyte']
            : [value / 1_000_000, 'megabyte'];
      const unitDisplay = unit === 'byte' ? 'long' : 'short';
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(size);
    },
  };
}

/** The format for the host's locale and time zone, made anew only when one of them changes. */
export const useFormat = ({ locale, timeZone }: { locale: string; timeZone: string }): Format =>
  useMemo(() => formatIn(locale, timeZone), [locale, timeZone]);

/** Rewords a message or hint for the person who reads it, and writes its times, unless they are quoted, in the person's zone. */
export const localizedForPerson = (words: string, format: Format): string =>
  forPerson(words).replaceAll(/(?<!")\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, (time) =>
    Number.isNaN(Date.parse(time)) ? time : format.dateTime(new Date(time)),
  );

/** How many names are listed before the rest is only counted. */
const maxNames = 6;

/** The first names, and how many more there are. */
export const joinNames = (names: readonly string[], format: Format): string =>
  names.length <= maxNames
    ? names.join(', ')
    : `${names.slice(0, maxNames).join(', ')} and ${format.number(names.length - maxNames)} more`;

/** America/New_York → New York */
const placeOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** The zone if the browser knows it. */
export function knownZone(timeZone: string | undefined): string | undefined {
  if (timeZone === undefined) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    return undefined;
  }
}

/** The zone if the browser knows it, else the browser's own. */
export const usableZone = (timeZone: string | undefined): string =>
  knownZone(timeZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
