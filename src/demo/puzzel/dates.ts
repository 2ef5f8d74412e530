// In milliseconds.
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The format of dates in answers of ContactCentre5: `/Date(1767016200000-0000)/`. */
export function puzzelDate(ms: number): string {
  return `/Date(${Math.round(ms)}-0000)/`;
}

/** `puzzelDate`, or null when there is no moment. */
export function optionalDate(ms: number | undefined): string | null {
  return ms === undefined ? null : puzzelDate(ms);
}

/**
 * Reads a moment in a request, in milliseconds since 1970: ISO 8601, or `/Date(…)/` as in answers. A time without a zone
 * counts as UTC. Undefined for any other text.
 */
export function parseMoment(text: string): number | undefined {
  const wrapped = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  if (wrapped !== undefined) return Number(wrapped);
  if (!/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text)) return undefined;
  const zoned = /T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const ms = Date.parse(zoned);
  return Number.isNaN(ms) ? undefined : ms;
}

/** `2024-08-12T21:26:50.51`: Norwegian local time, no zone, two fraction digits (puzzel.md, section 2). */
export function norwegianLocal(ms: number): string {
  const local = new Date(ms).toLocaleString('sv-SE', { timeZone: 'Europe/Oslo' }).replace(' ', 'T');
  const fraction = String(Math.floor((((ms % 1000) + 1000) % 1000) / 10)).padStart(2, '0');
  return `${local}.${fraction}`;
}

/** Midnight (UTC) of the day that holds this moment. */
export function startOfDay(ms: number): number {
  return ms - (((ms % day) + day) % day);
}
