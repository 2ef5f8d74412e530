import type { Arguments } from '../../api/route.js';

/** ISO 8601, as the clients hand times out. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/**
 * The messages after `since`. Whether the service knows that argument is unproven, and so are the members of a message
 * and their order: the first member that holds a time counts, and a message without any always stays.
 */
export function newer(data: unknown, { since }: Arguments): unknown {
  const messages = isObject(data) && Array.isArray(data.messages) ? data.messages : data;
  const after = Date.parse(String(since));
  if (!Array.isArray(messages)) return messages;
  return messages.filter((message) => !(timeOf(message) <= after));
}

function timeOf(message: unknown): number {
  const time = isObject(message)
    ? Object.values(message).find((value) => typeof value === 'string' && isoTime.test(value))
    : undefined;
  return typeof time === 'string' ? Date.parse(time) : Number.NaN;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
