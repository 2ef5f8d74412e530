import { randomInt } from 'node:crypto';
import { Failure } from './failure.js';
import { limits } from './limits.js';
import { longStep, turn } from './turns.js';

/**
 * Parses JSON. Numbers beyond 2^53 become strings, so that no digit is lost: all whole ones, and those with a fraction or an
 * exponent when JavaScript would change a digit.
 * @throws SyntaxError when the text is no JSON or nested deeper than `limits.jsonDepth`, Failure `upstream` when it holds
 * so much that parsing would hold up everything else
 */
export function parseJson(text: string): unknown {
  return JSON.parse(safeJson(text));
}

/** Parses JSON of any length: other calls get a turn before a long text is checked and before it is parsed. */
export async function parseJsonInTurns(text: string): Promise<unknown> {
  if (text.length <= limits.longBytes) return parseJson(text);
  return longStep('values', async () => {
    const safe = safeJson(text);
    await turn();
    return JSON.parse(safe);
  });
}

/** Whether a text begins like a list, an object or a string of JSON. */
export const looksLikeJson = (text: string): boolean => /^\s*[[{"]/.test(text);

/** A scalar of JSON as text; empty for a list or an object, which may have a member `toString` that is no function. */
export const scalarText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? '' : String(value);

/** A scalar of JSON as `Number` reads it, 0 for null; NaN for a list, an object and undefined. */
export const scalarNumber = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Number.NaN : Number(value);

/** Redacts a web page or plain text. JSON stays as it is, since its values are redacted later, after parsing. */
export const redactedUnlessJson = (text: string, redact: (text: string) => string): string =>
  looksLikeJson(text) ? text : redact(text);

/** The value that a JSON text holds; undefined when the text is something else, or more than `parseJson` reads. */
export function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The members of a JSON object; none when the text is something else. */
export function jsonMembers(text: string): Record<string, unknown> {
  const parsed = jsonIn(text);
  return isObject(parsed) ? parsed : {};
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const point = 0x2e;
const plus = 0x2b;
const minus = 0x2d;
/** The bit that makes an ASCII letter lower-case. */
const lowerCaseBit = 0x20;
const smallE = 0x65;

const largestSafe = String(Number.MAX_SAFE_INTEGER);

/** The text for JSON.parse: within the limits, and with quotation marks around the numbers that would lose digits. */
function safeJson(text: string): string {
  let [containerCount, valueCount, unsafeCount] = [0, 0, 0];
  // The output so far, and the place in `text` up to which it goes.
  let [output, outputEnd] = ['', 0];
  // One entry for each open bracket: the commas so far for an object, NaN for a list.
  const commaCounts: number[] = [];
  const nameHashes = new Set<number>();
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
      nameHashes.add(hashOf(text, nameStart, nameEnd));
      if (nameHashes.size > limits.jsonNames) throw tooMuch(`more than ${limits.jsonNames} names of members`);
    } else if (char === comma) {
      valueCount += 1;
      commaCounts[commaCounts.length - 1] = (commaCounts.at(-1) ?? Number.NaN) + 1;
      if (valueCount > limits.jsonValues) throw tooMuch(`more than ${limits.jsonValues} values`);
      if ((commaCounts.at(-1) ?? 0) >= limits.jsonMembers)
        throw tooMuch(`an object of more than ${limits.jsonMembers} members`);
    } else if (char === openBracket || char === openBrace) {
      commaCounts.push(char === openBrace ? 0 : Number.NaN);
      containerCount += 1;
      if (commaCounts.length > limits.jsonDepth)
        throw new SyntaxError(`JSON nested more than ${limits.jsonDepth} levels deep`);
      if (containerCount > limits.jsonContainers) throw tooMuch(`more than ${limits.jsonContainers} lists and objects`);
    } else if (char === closeBracket || char === closeBrace) {
      commaCounts.pop();
    } else if (isDigit(char)) {
      const { end, mayBeUnsafe } = numberAt(text, at);
      const literalStart = text.charCodeAt(at - 1) === minus ? at - 1 : at;
      const literal = mayBeUnsafe ? text.slice(literalStart, end) : '';
      at = end - 1;
      if (!isUnsafe(literal)) continue;
      unsafeCount += 1;
      if (unsafeCount > limits.jsonUnsafeNumbers)
        throw tooMuch(`more than ${limits.jsonUnsafeNumbers} numbers beyond 2^53`);
      if (!keepsDigits(literal) && !isFollowedByColon(text, end)) {
        output += `${text.slice(outputEnd, literalStart)}"${literal}"`;
        outputEnd = end;
      }
    }
  }
  return outputEnd === 0 ? text : output + text.slice(outputEnd);
}

/** False for NaN, which `charCodeAt` gives beyond either end of the text. */
const isDigit = (char: number): boolean => char >= 0x30 && char <= 0x39;

/** Where the number with a digit at `start` ends, and whether it may be beyond 2^53: by its many digits, or an exponent. */
function numberAt(text: string, start: number): { end: number; mayBeUnsafe: boolean } {
  let end = start + 1;
  while (isDigit(text.charCodeAt(end))) end += 1;
  let mayBeUnsafe = end - start >= largestSafe.length;
  for (; ; end += 1) {
    const char = text.charCodeAt(end);
    if ((char | lowerCaseBit) === smallE) mayBeUnsafe = true;
    else if (!isDigit(char) && char !== point && char !== plus && char !== minus) return { end, mayBeUnsafe };
  }
}

/** Whether the literal is a JSON number beyond 2^53, or too long to compare. */
const isUnsafe = (literal: string): boolean =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(literal) &&
  (literal.length > maxComparedLength || Math.abs(Number(literal)) > Number.MAX_SAFE_INTEGER);

/**
 * Whether JavaScript keeps all digits of a number beyond 2^53. False for every whole number, so that large ids in one list
 * do not come as numbers and strings in turn.
 */
const keepsDigits = (literal: string): boolean =>
  literal.length <= maxComparedLength &&
  /[.eE]/.test(literal) &&
  digitsOf(literal) === digitsOf(String(Number(literal)));

/** Longest number that is compared digit by digit, in characters: the largest that JavaScript knows has 309 digits. */
const maxComparedLength = 400;

/** The significant digits of a number, without its point. */
const digitsOf = (number: string): string => number.replace(/[eE].*|[-.]/g, '').replace(/^0+|0+$/g, '');

/** Whether a colon follows: malformed JSON, which would pass if the number became a name by its quotation marks. */
function isFollowedByColon(text: string, end: number): boolean {
  let next = end;
  while (text.charCodeAt(next) <= 0x20) next += 1;
  return text.charCodeAt(next) === colon;
}

/** Where the string that begins at `start` ends: at its closing quotation mark, or at the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** Random, so that nobody can choose names that have the same hash. */
const hashFactor = 2 * randomInt(2 ** 30) + 1;

/** The hash of a name. Names are counted by it, since keeping them as texts would take as long as JSON.parse. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, hashFactor) + text.charCodeAt(at)) | 0;
  return hash;
}

const tooMuch = (what: string): Failure =>
  new Failure('upstream', `The answer holds ${what}; it was not read.`, {
    hint: 'Ask for less: a shorter period or a filter.',
  });
