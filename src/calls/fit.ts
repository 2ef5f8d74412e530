import { Turns, turn } from '../turns.js';
import { isLongerThan } from '../value-size.js';

/** Most tokens of an answer: Claude Code cuts results at 25,000. Some are reserved for the envelope around the data. */
export const tokenBudget = 24_000;

/**
 * Most tokens of a page when the call has no `limit`: 5,000 with the envelope around it. A model reads the whole page before
 * it knows whether it needs it; most questions are answered by far less.
 */
export const pageTokenBudget = 4_700;

/**
 * An upper bound of the model tokens in a text: its bytes, since every token of today's models is one byte or more.
 * Alternating letters and digits reach one token a byte; English stays below half of that (test/calls/fit.test.ts).
 */
export const tokenUpperBound = (text: string): number => Buffer.byteLength(text);

/** An upper bound of the tokens in the JSON of a value; infinite when a rough count exceeds `tokenBudget`. */
export const tokensOf = (value: unknown): number =>
  isLongerThan(tokenBudget, value) ? Number.POSITIVE_INFINITY : tokenUpperBound(JSON.stringify(value) ?? 'null');

/**
 * The first records, prepared, that fit into the budget of tokens; at least one.
 * @param frame gives what the answer holds for a list of records: a table names its columns only once
 */
export async function firstThatFit(
  records: readonly unknown[],
  prepare: (record: unknown) => Promise<unknown>,
  budget: number,
  frame: (records: unknown[]) => unknown = (list) => list,
): Promise<unknown[]> {
  const preparedRecords: unknown[] = [];
  let [usedTokens, firstTokens] = [0, 0];
  const turns = new Turns();
  for (const record of records) {
    if (usedTokens > budget) break;
    await turns.give();
    const prepared = await prepare(record);
    if (preparedRecords.length === 0) {
      firstTokens = tokensOf(frame([prepared]));
      usedTokens = firstTokens;
    } else {
      usedTokens += tokensOf(frame([preparedRecords[0], prepared])) - firstTokens;
      if (usedTokens > budget) break;
    }
    preparedRecords.push(prepared);
  }
  return preparedRecords;
}

/** The beginning of a text, no surrogate pair cut in two, and how long the text is. */
const cut = (text: string, length: number) =>
  `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}… [cut: ${text.length} characters in all]`;

/**
 * The value, shortened to fit: long texts, lists and objects end early and say so, at lengths that are lowered until the
 * value fits or its lists have one entry each. The same value when it fits already. Other calls get their turns in between.
 */
export async function truncate(value: unknown, budget = tokenBudget): Promise<{ value: unknown; isCut: boolean }> {
  if (tokensOf(value) <= budget) return { value, isCut: false };
  for (let size = 20_000, items = 10_000; ; size = Math.floor(size / 2), items = Math.max(1, Math.floor(items / 4))) {
    await turn();
    const shortened = shorten(value, size, items);
    if (tokensOf(shortened) <= budget || items === 1) return { value: shortened, isCut: true };
  }
}

function shorten(value: unknown, size: number, items: number): unknown {
  if (typeof value === 'string') return value.length <= size ? value : cut(value, size);
  if (Array.isArray(value)) {
    const kept = value.slice(0, items).map((item) => shorten(item, size, items));
    return value.length <= items ? kept : [...kept, `… [cut: ${value.length} entries in all]`];
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const kept = members.slice(0, items).map(([name, member]) => [shortName(name), shorten(member, size, items)]);
  if (members.length > items) kept.push(['…', `[cut: ${members.length} members in all]`]);
  return Object.fromEntries(kept);
}

/** Longest name in characters, above any of a vendor's; data used as names (counts by topic, say) may be of any length. */
const maxNameLength = 200;

const shortName = (name: string): string => (name.length <= maxNameLength ? name : cut(name, maxNameLength));
