import { isInteger, isSafeNumber, parse } from 'lossless-json';

const longDigits = /\d{16}/;

/** No vendor nests a tenth as deep; readers that recurse (ours, and those of MCP clients) overflow at some thousands. */
const deepest = 200;

/**
 * Parses JSON; whole numbers beyond 2^53 become strings, so that no digit is lost.
 * @throws SyntaxError when the text is not JSON, or nested beyond reason
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`JSON nested more than ${deepest} levels deep`);
  if (!longDigits.test(text)) return JSON.parse(text);
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

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) at = endOfString(text, at);
    else if (char === openList || char === openObject) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (char === closeList || char === closeObject) depth -= 1;
  }
  return false;
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Where the string that begins here ends. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
