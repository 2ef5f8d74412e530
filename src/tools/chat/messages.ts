import type { Arguments } from '../../api/route.js';
import { isObject } from '../../json.js';
import { parseDate } from '../../puzzel/dates.js';
import { listOf } from '../members.js';

/** Matches the beginning of an ISO 8601 time. */
const isoTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * The messages after `since`. It is unproven that the service knows `since`, so messages are filtered here as well. The
 * members of a message are unproven too: its first member that is a time counts (in UTC unless it has a zone), and a
 * message without a time is kept.
 */
export function messagesSince(data: unknown, { since }: Arguments): unknown {
  const messages = isObject(data) && Array.isArray(data.messages) ? data.messages : (listOf(data) ?? data);
  const sinceMs = Date.parse(String(since));
  if (!Array.isArray(messages)) return messages;
  return messages.filter((message) => !(timeOf(message) <= sinceMs));
}

function timeOf(message: unknown): number {
  const time = isObject(message)
    ? Object.values(message).find((value) => typeof value === 'string' && isoTimePattern.test(value))
    : undefined;
  return parseDate(time) ?? Number.NaN;
}
