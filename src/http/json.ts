import { isInteger, isSafeNumber, parse } from 'lossless-json';

/** Numbers with fewer digits than these are exact. */
const longest = 16;

/** No vendor nests a tenth as deep; readers that recurse (ours, and those of MCP clients) overflow at some thousands. */
export const deepest = 200;

/**
 * Parses JSON; whole numbers beyond 2^53 become strings, so that no digit is lost.
 * @throws SyntaxError when the text is not JSON, or nested beyond reason
 */
export function parseJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (isDeeper(parsed, deepest)) throw new SyntaxError(`JSON nested more than ${deepest} levels deep`);
  if (!hasLongDigits(text)) return parsed;
  return parse(text, null, {
    parseNumber: (digits) => (isInteger(digits) && !isSafeNumber(digits) ? digits : Number(digits)),
    onDuplicateKey: ({ newValue }) => newValue,
  });
}

/** The members of a JSON object; none when the text is something else. */
export function membersOf(text: string): Record<string, unknown> {
  try {
    const parsed = parseJson(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && isDeeper(item, levels - 1)) return true;
    return false;
  }
  // What JSON.parse makes inherits nothing that is enumerable.
  for (const name in value) if (isDeeper((value as Record<string, unknown>)[name], levels - 1)) return true;
  return false;
}

/** Whether so many digits stand side by side somewhere: one of them then has a place that is a multiple of their number. */
function hasLongDigits(text: string): boolean {
  for (let at = longest - 1; at < text.length; at += longest) {
    if (!isDigit(text, at)) continue;
    let [from, to] = [at, at + 1];
    while (isDigit(text, from - 1)) from -= 1;
    while (isDigit(text, to)) to += 1;
    if (to - from >= longest) return true;
  }
  return false;
}

/** Beyond either end there is none. */
function isDigit(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  return char >= 0x30 && char <= 0x39;
}
