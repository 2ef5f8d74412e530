import { isObject } from '../json.js';
import { visible } from '../visible.js';

/** The members of a record; none when it is something else. */
export const membersOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/**
 * The list in a vendor's answer: the data themselves, or their member `entries` (in Puzzel's answers in any case of
 * letters, and null for an empty list); undefined when there is none.
 */
export function listOf(data: unknown): readonly unknown[] | undefined {
  if (Array.isArray(data)) return data;
  const [entries] = Object.entries(membersOf(data)).filter(([name]) => /^entries$/i.test(name));
  const list = entries?.[1];
  return list === null ? [] : Array.isArray(list) ? list : undefined;
}

const longest = 80;

/** A text that somebody chose, in quotation marks that it cannot close. */
export function quoted(value: unknown): string {
  const text = visible(String(value)).replace(/["“”„‟″＂]/g, "'");
  return `"${text.length > longest ? `${text.slice(0, longest)}…` : text}"`;
}

/** The texts and numbers among the values, separated by commas. */
export const listed = (...values: unknown[]): string =>
  values.filter((value) => (typeof value === 'string' && value !== '') || typeof value === 'number').join(', ');

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The members without those of the given names. */
export const without = (members: Record<string, unknown>, names: readonly string[] = []): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
