/** `/Date(1767016200000-0000)/`: milliseconds since 1970 UTC, whatever the suffix says (puzzel.md, section 4). */
const wireDate = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

/** The instant of a wire date or an ISO time, in milliseconds; undefined for anything else. No zone counts as UTC. */
export function parseDate(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const digits = wireDate.exec(value)?.[1];
  if (digits !== undefined) return Number(digits);
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(value) ? value : `${value}Z`;
  const milliseconds = Date.parse(zoned);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** The same data with every wire date as ISO 8601 in UTC. Lists and objects are changed in place. */
export function withIsoDates(data: unknown): unknown {
  if (typeof data === 'string') return isoOf(data);
  if (Array.isArray(data)) {
    for (let index = 0; index < data.length; index += 1) data[index] = withIsoDates(data[index]);
  } else if (data !== null && typeof data === 'object') {
    const members = data as Record<string, unknown>;
    for (const name of Object.keys(members)) members[name] = withIsoDates(members[name]);
  }
  return data;
}

function isoOf(text: string): string {
  const digits = text.startsWith('/Date(') ? wireDate.exec(text)?.[1] : undefined;
  if (digits === undefined) return text;
  const date = new Date(Number(digits));
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
