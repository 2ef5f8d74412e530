import { Failure } from '../failure.js';
import { limits } from '../limits.js';

/**
 * Parses JSON; numbers beyond 2^53 that would be rounded become strings, so that no digit is lost.
 * @throws SyntaxError when the text is no JSON or nested deeper than `limits.jsonDepth`, Failure `upstream` when it holds
 * so many values that parsing would hold up everything else
 */
export function parseJson(text: string): unknown {
  return JSON.parse(checked(text));
}

/** Whether a text looks like JSON by its beginning. */
export const isJson = (text: string): boolean => /^\s*[[{"]/.test(text.slice(0, 1000));

/** A page or text without secrets. JSON stays as it is: its values are redacted when they leave, after they were read. */
export const redactedUnlessJson = (text: string, redact: (text: string) => string): string =>
  isJson(text) ? text : redact(text);

/** The members of a JSON object; none when the text is something else. */
export function jsonMembers(text: string): Record<string, unknown> {
  try {
    const parsed = parseJson(text);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

const largestSafe = String(Number.MAX_SAFE_INTEGER);

/**
 * One pass over everything outside of strings, before JSON.parse: depth and counts are judged, and whole numbers beyond
 * 2^53 get quotation marks.
 */
function checked(text: string): string {
  let [containers, values, integers] = [0, 0, 0];
  let [quoted, done] = ['', 0];
  // One entry for each open bracket: the commas so far for an object, NaN for a list.
  const commas: number[] = [];
  const names = new Set<string>();
  let [nameStart, nameEnd] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      const end = endOfString(text, at);
      if (end - at - 1 > limits.jsonTextLength)
        throw tooMuch(`a text of more than ${limits.jsonTextLength} characters`);
      [nameStart, nameEnd] = [at + 1, end];
      at = end;
    } else if (char === colon) {
      names.add(text.slice(nameStart, nameEnd));
      if (names.size > limits.jsonNames) throw tooMuch(`more than ${limits.jsonNames} names of members`);
    } else if (char === comma) {
      values += 1;
      commas[commas.length - 1] = (commas.at(-1) ?? Number.NaN) + 1;
      if (values > limits.jsonValues) throw tooMuch(`more than ${limits.jsonValues} values`);
      if ((commas.at(-1) ?? 0) >= limits.jsonMembers)
        throw tooMuch(`an object of more than ${limits.jsonMembers} members`);
    } else if (char === openList || char === openObject) {
      commas.push(char === openObject ? 0 : Number.NaN);
      containers += 1;
      if (commas.length > limits.jsonDepth)
        throw new SyntaxError(`JSON nested more than ${limits.jsonDepth} levels deep`);
      if (containers > limits.jsonContainers) throw tooMuch(`more than ${limits.jsonContainers} lists and objects`);
    } else if (char === closeList || char === closeObject) {
      commas.pop();
    } else if (isDigit(char)) {
      const start = at;
      while (isDigit(text.charCodeAt(at + 1))) at += 1;
      const isLong = at - start >= largestSafe.length - 1;
      const rounded = isLong || /[eE]/.test(text[at + 1] ?? '') ? roundedAt(text, start) : undefined;
      if (rounded !== undefined && rounded.first >= done) {
        quoted += `${text.slice(done, rounded.first)}"${rounded.literal}"`;
        done = rounded.first + rounded.literal.length;
        at = done - 1;
      } else if (isLong && isUnsafe(text, start, at + 1)) {
        integers += 1;
        if (integers > limits.jsonLongIntegers)
          throw tooMuch(`more than ${limits.jsonLongIntegers} numbers beyond 2^53`);
        const first = text[start - 1] === '-' ? start - 1 : start;
        quoted += `${text.slice(done, first)}"${text.slice(first, at + 1)}"`;
        done = at + 1;
      }
    }
  }
  return done === 0 ? text : quoted + text.slice(done);
}

/** Beyond either end of the text there is none. */
const isDigit = (char: number): boolean => char >= 0x30 && char <= 0x39;

/** A number with a fraction or an exponent, around the place, of which JavaScript would lose digits beyond 2^53, or all. */
function roundedAt(text: string, place: number): { first: number; literal: string } | undefined {
  let first = place;
  while (/[\d.eE+-]/.test(text[first - 1] ?? '')) first -= 1;
  const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]|\s*:)/y;
  number.lastIndex = first;
  const literal = number.exec(text)?.[0] ?? '';
  if (!/[.eE]/.test(literal)) return undefined;
  const value = Math.abs(Number(literal));
  const isLost =
    value === Number.POSITIVE_INFINITY ||
    (value > Number.MAX_SAFE_INTEGER && digitsOf(literal) !== digitsOf(String(value)));
  return isLost ? { first, literal } : undefined;
}

/** The significant digits of a number, wherever its point stands. */
const digitsOf = (number: string): string =>
  number
    .replace(/[eE].*/, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '');

/** Whether so many digits are a whole number beyond 2^53, and stand where JSON allows one. */
function isUnsafe(text: string, start: number, end: number): boolean {
  if (end - start === largestSafe.length && text.slice(start, end) <= largestSafe) return false;
  // The digits of a fraction or an exponent, or before one; no JSON number begins with 0.
  if (/[\d.eE+]/.test(text[start - 1] ?? '') || /[.eE]/.test(text[end] ?? '') || text[start] === '0') return false;
  if (text[start - 1] === '-' && /[\w.]/.test(text[start - 2] ?? '')) return false;
  // With quotes it would become the name of a member, which a number cannot be.
  let next = end;
  while (text.charCodeAt(next) <= 0x20) next += 1;
  return text.charCodeAt(next) !== colon;
}

/** Where the string ends that begins there: at its quotation mark, or at the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) return at;
    if (char === backslash) at += 1;
  }
  return text.length;
}

const tooMuch = (what: string): Failure =>
  new Failure('upstream', `The answer holds ${what}; it was not read.`, {
    hint: 'Ask for less: a shorter period or a filter.',
  });
