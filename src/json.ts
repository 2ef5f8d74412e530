import { randomInt } from 'node:crypto';
import { Failure } from './failure.js';
import { limits } from './limits.js';
import { longStep, turn } from './turns.js';

/**
 * Parses JSON. A number beyond 2^53 becomes a string, so that no digit is lost: always when it is whole, with a fraction or
 * an exponent only when JavaScript would change a digit.
 * @throws SyntaxError when the text is no JSON or nested deeper than `limits.jsonDepth`, Failure `upstream` when it holds
 * so many values that parsing would hold up everything else
 */
export function parseJson(text: string): unknown {
  return JSON.parse(checked(text));
}

/** The same for a text of any length: before a long one is judged, and before it is parsed, other calls get a turn. */
export async function parseJsonInTurns(text: string): Promise<unknown> {
  if (text.length <= limits.longBytes) return parseJson(text);
  return longStep('values', async () => {
    const judged = checked(text);
    await turn();
    return JSON.parse(judged);
  });
}

/** Whether a text looks like JSON by its beginning. */
export const isJson = (text: string): boolean => /^\s*[[{"]/.test(text.slice(0, 1000));

/** A page or text without secrets. JSON stays as it is: its values are redacted after they were read, before they leave. */
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
const point = 0x2e;
const plus = 0x2b;
const minus = 0x2d;
/** The bit that makes an ASCII letter lower-case. */
const lowerCaseBit = 0x20;
const smallE = 0x65;

const largestSafe = String(Number.MAX_SAFE_INTEGER);

/**
 * One pass over the text before JSON.parse: checks depth and counts, and puts numbers that would lose digits into quotation
 * marks.
 */
function checked(text: string): string {
  let [containers, values, unsafe] = [0, 0, 0];
  let [quoted, done] = ['', 0];
  // One entry for each open bracket: the commas so far for an object, NaN for a list.
  const commas: number[] = [];
  const names = new Set<number>();
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
      names.add(hashOf(text, nameStart, nameEnd));
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
      const { end, isLong } = numberAt(text, at);
      const first = text.charCodeAt(at - 1) === minus ? at - 1 : at;
      const literal = isLong ? text.slice(first, end) : '';
      at = end - 1;
      if (!isUnsafe(literal)) continue;
      unsafe += 1;
      if (unsafe > limits.jsonUnsafeNumbers) throw tooMuch(`more than ${limits.jsonUnsafeNumbers} numbers beyond 2^53`);
      if (!isExact(literal) && !isName(text, end)) {
        quoted += `${text.slice(done, first)}"${literal}"`;
        done = end;
      }
    }
  }
  return done === 0 ? text : quoted + text.slice(done);
}

/** False for NaN, which `charCodeAt` gives beyond either end of the text. */
const isDigit = (char: number): boolean => char >= 0x30 && char <= 0x39;

/** Where the number with a digit at `start` ends, and whether it may be beyond 2^53: by its many digits, or an exponent. */
function numberAt(text: string, start: number): { end: number; isLong: boolean } {
  let end = start + 1;
  while (isDigit(text.charCodeAt(end))) end += 1;
  let isLong = end - start >= largestSafe.length;
  for (; ; end += 1) {
    const char = text.charCodeAt(end);
    if ((char | lowerCaseBit) === smallE) isLong = true;
    else if (!isDigit(char) && char !== point && char !== plus && char !== minus) return { end, isLong };
  }
}

/** Whether the literal is a JSON number beyond 2^53, or too long to compare. */
const isUnsafe = (literal: string): boolean =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(literal) &&
  (literal.length > longestExact || Math.abs(Number(literal)) > Number.MAX_SAFE_INTEGER);

/** Whether JavaScript keeps all digits of such a number. Whole ones never count as exact: their neighbours are not. */
const isExact = (literal: string): boolean =>
  literal.length <= longestExact && /[.eE]/.test(literal) && digitsOf(literal) === digitsOf(String(Number(literal)));

/** Characters of a number that are compared digit by digit: the largest whole number has 309 digits. */
const longestExact = 400;

/** The significant digits of a number, without its point. */
const digitsOf = (number: string): string => number.replace(/[eE].*|[-.]/g, '').replace(/^0+|0+$/g, '');

/** Whether a colon follows: with quotes a number would become the name of a member, which it cannot be. */
function isName(text: string, end: number): boolean {
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

/** Random, so that nobody can choose names that count as one. */
const hashFactor = 2 * randomInt(2 ** 30) + 1;

/** A number that tells a name from others: to keep them all as texts would take as long as JSON.parse. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, hashFactor) + text.charCodeAt(at)) | 0;
  return hash;
}

const tooMuch = (what: string): Failure =>
  new Failure('upstream', `The answer holds ${what}; it was not read.`, {
    hint: 'Ask for less: a shorter period or a filter.',
  });
