const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** What `readTime` found in a text. */
export interface IsoTime {
  hasOffset: boolean;
  /** Whether it has all that a write needs: `T`, a time of day and an offset. */
  isComplete: boolean;
  /**
   * The time in a form that JavaScript and all vendors read: `2026-01-31T09:00:00+01:00`. A time of day that was missing is
   * midnight, a missing offset is UTC.
   */
  text: string;
}

/** Reads a time in ISO 8601. Undefined for any other text and for 2026-02-30, which JavaScript would read as March 2. */
export function readTime(text: string): IsoTime | undefined {
  const trimmed = text.trim();
  const match = isoPattern.exec(trimmed);
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction, offset] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const dayExists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  const timeExists = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const zone = zoneOf(offset);
  if (!dayExists || !timeExists || zone === undefined) return undefined;
  const hasOffset = offset !== undefined;
  const time = `${hour}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`;
  return {
    hasOffset,
    isComplete: hasOffset && !trimmed.includes(' '),
    text: `${year}-${month}-${day}T${time}${zone}`,
  };
}

/** The offset as `Z` or `+01:00`; undefined beyond 14 hours, the offset of the easternmost zone. */
function zoneOf(offset = 'Z'): string | undefined {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  if (sign === undefined) return 'Z';
  const exists = Number(minutes) < 60 && Number(hours) * 60 + Number(minutes) <= 14 * 60;
  return exists ? `${sign}${hours}:${minutes}` : undefined;
}
