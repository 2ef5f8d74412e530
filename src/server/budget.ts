import { estimateTokens } from './tokens.js';

/** No answer's text is longer than this, whatever it holds (design: exact forms). */
export const maxCharacters = 100_000;

/** Claude Code cuts results at 25,000 tokens; the estimate may be an eighth too low for nothing but random characters. */
export const maxTokens = 22_000;

/** Room for the data, in tokens, beside the members around it (cursor, total, hint). */
export const roomForData = maxTokens - 500;

/**
 * Room for a page that nobody said a `limit` for. A model reads it whole before it knows whether it wanted it; most
 * questions are answered by far less.
 */
export const roomUnasked = 4_500;

/** What a JSON text costs: its tokens, or a quarter of its characters where that is more. */
const weigh = (json: string): number => Math.max(estimateTokens(json), json.length / 4);

/** A text of fewer characters than tokens allowed needs no counting. */
const surelyFits = (characters: number, room: number): boolean => characters <= room * 0.8;

const fits = (json: string, room: number): boolean => surelyFits(json.length, room) || weigh(json) <= room;

/** Records that are made ready at once. */
const batch = 50;

/** A value and its JSON, which had to be made to measure it. */
export interface Measured<T = unknown> {
  value: T;
  json: string;
}

/** The first of the records, made ready, as far as they fit into the room; at least one. Those behind are not touched. */
export function fitting(
  rows: readonly unknown[],
  ready: (some: readonly unknown[]) => readonly unknown[] = (some) => some,
  room: number = roomForData,
): Measured<unknown[]> {
  const shown: unknown[] = [];
  const jsons: string[] = [];
  let used = 0;
  for (let start = 0; start < rows.length; start += batch) {
    const some = ready(rows.slice(start, start + batch));
    const texts = some.map((row) => JSON.stringify(row) ?? 'null');
    const characters = texts.reduce((sum, text) => sum + text.length + 1, 0);
    if (start + batch >= rows.length && surelyFits(characters, room - used)) {
      return list([...shown, ...some], [...jsons, ...texts]);
    }
    for (const [index, row] of some.entries()) {
      const json = texts[index] ?? '';
      used += weigh(json) + 1;
      if (used > room) return shown.length > 0 ? list(shown, jsons) : list([row], [json]);
      shown.push(row);
      jsons.push(json);
    }
  }
  return list(shown, jsons);
}

const list = (value: unknown[], jsons: readonly string[]) => ({ value, json: `[${jsons.join(',')}]` });

const cutMark = (length: number) => `… [cut: ${length} characters in all]`;

/**
 * The value, made to fit: its longest texts are shortened and say so, and where that is not enough its longest lists
 * and objects lose their end. The same value when it fits.
 */
export function shrink(value: unknown, room: number = roomForData): Measured & { cut: boolean } {
  const json = JSON.stringify(value);
  if (fits(json, room)) return { value, json, cut: false };
  for (let text = 20_000, items = 10_000; ; text = Math.floor(text / 2), items = Math.max(1, Math.floor(items / 4))) {
    const smaller = shorten(value, Math.max(16, text), items);
    const itsJson = JSON.stringify(smaller);
    if (fits(itsJson, room) || (text < 16 && items === 1)) return { value: smaller, json: itsJson, cut: true };
  }
}

function shorten(value: unknown, text: number, items: number): unknown {
  if (typeof value === 'string') return value.length <= text ? value : value.slice(0, text) + cutMark(value.length);
  if (Array.isArray(value)) {
    const kept = value.slice(0, items).map((item) => shorten(item, text, items));
    return value.length <= items ? kept : [...kept, `… [cut: ${value.length} entries in all]`];
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const kept = members.slice(0, items).map(([name, member]) => [shortName(name), shorten(member, text, items)]);
  if (members.length > items) kept.push(['…', `[cut: ${members.length} members in all]`]);
  return Object.fromEntries(kept);
}

/** Longer than any name of either vendor; data used as names (counts by topic, say) may be as long as they like. */
const longestName = 200;

const shortName = (name: string): string =>
  name.length <= longestName ? name : name.slice(0, longestName) + cutMark(name.length);
