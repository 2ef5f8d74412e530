import { isObject } from '../json.js';

/** The members of a record; none when it is something else. */
export const membersOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

/** The members without those of the given names. */
export const without = (members: Record<string, unknown>, names: readonly string[] = []): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));

/**
 * The list in a vendor's answer: the answer itself, or its member `entries` (in Puzzel's answers in upper or lower case,
 * and null for an empty list); undefined when there is none.
 */
export function listOf(data: unknown): readonly unknown[] | undefined {
  if (Array.isArray(data)) return data;
  const [entries] = Object.entries(membersOf(data)).filter(([name]) => /^entries$/i.test(name));
  const list = entries?.[1];
  return list === null ? [] : Array.isArray(list) ? list : undefined;
}
