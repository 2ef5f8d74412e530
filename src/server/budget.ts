/** No answer's text is longer: about 25,000 tokens, where Claude Code cuts (mcp-notes, client limits). */
export const maxCharacters = 100_000;

/** Room for the members around the result (cursor, total, hint). */
export const roomForRows = maxCharacters - 2_000;

/** How many of the records, from the first on, fit into the room; at least one. */
export function fitting(rows: readonly unknown[], room: number = roomForRows): number {
  let used = 2;
  for (let count = 0; count < rows.length; count += 1) {
    used += (JSON.stringify(rows[count])?.length ?? 4) + 1;
    if (used > room) return Math.max(1, count);
  }
  return rows.length;
}

const cutMark = (length: number) => `… [cut: ${length} characters in all]`;

/**
 * The value, made to fit: its longest texts are shortened and say so, and where that is not enough its longest lists
 * and objects lose their end. The same value when it fits.
 */
export function shrink(value: unknown, room: number = roomForRows): { value: unknown; cut: boolean } {
  if ((JSON.stringify(value)?.length ?? 0) <= room) return { value, cut: false };
  for (let text = 20_000, items = 10_000; ; text = Math.floor(text / 2), items = Math.max(1, Math.floor(items / 4))) {
    const smaller = shorten(value, Math.max(16, text), items);
    if (JSON.stringify(smaller).length <= room || (text < 16 && items === 1)) return { value: smaller, cut: true };
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
