import { isObject } from '../json.js';
import { oneLine } from '../visible.js';

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

const longest = 60;

/**
 * A text that somebody chose, on one line, in quotation marks that it cannot close. Names of the tenant enter hints in this
 * form alone; a result whose hint quotes something is marked (calls/result.ts).
 */
export function quoted(value: unknown): string {
  const text = oneLine(String(value)).replace(/["“”„‟″＂]/g, "'");
  return `"${text.length > longest ? `${text.slice(0, longest)}…` : text}"`;
}

/** Whether a hint may hold a name that was put into it with {@link quoted}. */
export const isQuoting = (hint: unknown): boolean => typeof hint === 'string' && hint.includes('"');

/** The texts and numbers among the values, separated by commas. */
export const listed = (...values: unknown[]): string =>
  values.filter((value) => (typeof value === 'string' && value !== '') || typeof value === 'number').join(', ');

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The members without those of the given names. */
export const without = (members: Record<string, unknown>, names: readonly string[] = []): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
