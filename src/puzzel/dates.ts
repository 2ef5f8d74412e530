/** `/Date(1767016200000-0000)/`: milliseconds since 1970 UTC, whatever the suffix says (puzzel.md, section 4). */
const wireDate = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

const zone = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Whether a text says its time zone: a wire date is in UTC, and an ISO time may end in a zone. */
export const isZoned = (value: unknown): boolean =>
  typeof value === 'string' && (zone.test(value) || wireDate.test(value));

/** The instant of a wire date or an ISO time (UTC unless it has a zone), in milliseconds; undefined when there is none. */
export function parseDate(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const digits = wireDate.exec(value)?.[1];
  if (digits !== undefined) return Number(digits);
  const milliseconds = Date.parse(zone.test(value) ? value : `${value}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

const offsetTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?[+-]\d\d:?\d\d$/;
/** Names of members in which an ISO time with an offset is converted: elsewhere it may be text that somebody wrote. */
const timeMember = /(?:time|date|start|end|expiry|timeout|entered|tagged|at)$/i;

/**
 * The same data with every wire date, and times with an offset, as ISO 8601 in UTC. A time without a zone stays: its zone is
 * unknown. Lists and objects are changed in place.
 * @param member the name of the member that holds the data; data without a member count as a time
 */
export function withIsoDates(data: unknown, member = 'time'): unknown {
  if (typeof data === 'string') return isoOf(data, member);
  if (Array.isArray(data)) {
    for (let index = 0; index < data.length; index += 1) data[index] = withIsoDates(data[index], member);
  } else if (data !== null && typeof data === 'object') {
    const members = data as Record<string, unknown>;
    for (const name of Object.keys(members)) members[name] = withIsoDates(members[name], name);
  }
  return data;
}

function isoOf(text: string, member: string): string {
  const digits = text.startsWith('/Date(') ? wireDate.exec(text)?.[1] : undefined;
  if (digits === undefined && !(offsetTime.test(text) && timeMember.test(member))) return text;
  const date = new Date(digits === undefined ? text : Number(digits));
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
