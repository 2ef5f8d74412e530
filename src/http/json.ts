import { isInteger, isSafeNumber, parse } from 'lossless-json';

const longDigits = /\d{16}/;

/**
 * Parses JSON; whole numbers beyond 2^53 become strings, so that no digit is lost.
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): unknown {
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
