const isoTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** A time in ISO 8601. */
export interface Time {
  hasOffset: boolean;
  /** Has all that a write needs: `T`, a time of day and an offset. */
  isComplete: boolean;
  /** The text with what it lacks. */
  inUtc: string;
}

/** A time that exists, or undefined: `2026-02-30` is none, although JavaScript reads it as March 2. */
export function readTime(given: string): Time | undefined {
  const text = given.trim();
  const [, year, month, day, hour, minute, second = '', offset] = isoTime.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const dayExists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  const timeExists = Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60 && Number(second) < 60;
  if (!dayExists || !timeExists || !offsetExists(offset)) return undefined;
  const hasOffset = offset !== undefined;
  const withTime = hour === undefined ? `${text}T00:00:00` : text.replace(' ', 'T');
  return {
    hasOffset,
    isComplete: hasOffset && !text.includes(' '),
    inUtc: hasOffset ? withTime : `${withTime}${hour !== undefined && second === '' ? ':00' : ''}Z`,
  };
}

/** The easternmost zone is 14 hours ahead. */
function offsetExists(offset: string | undefined): boolean {
  const [, hours, minutes = '0'] = /^[+-](\d{2}):?(\d{2})?$/.exec(offset ?? '') ?? [];
  return hours === undefined || (Number(hours) <= 14 && Number(minutes) < 60);
}
