/** No answer's text is longer: about 25,000 tokens, where Claude Code cuts (mcp-notes, client limits). */
export const maxCharacters = 100_000;

/** Room for the members around the result (cursor, total, hint). */
export const roomForRows = maxCharacters - 2_000;

/** Records that are made ready at once. */
const batch = 50;

/** The first of the records, made ready, as far as they fit into the room; at least one. Those behind are not touched. */
export function fitting(
  rows: readonly unknown[],
  ready: (some: readonly unknown[]) => readonly unknown[],
  room: number = roomForRows,
): unknown[] {
  const shown: unknown[] = [];
  let used = 2;
  for (let start = 0; start < rows.length; start += batch) {
    for (const row of ready(rows.slice(start, start + batch))) {
      used += (JSON.stringify(row)?.length ?? 4) + 1;
      if (used > room) return shown.length > 0 ? shown : [row];
      shown.push(row);
    }
  }
  return shown;
}

const cutMark = (length: number) => `… [cut: ${length} characters in all]`;

/**
 * The value, made to fit: its longest texts are shortened and say so, and where that is not enough its longest lists
 * lose their end. The same value when it fits.
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
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shorten(member, text, items)]));
}
