import { visible } from './visible.js';

/** Shorter parts of base64 would be found by chance. */
const minCoreLength = 8;

/** Longest anchor in characters; only texts that hold the anchor are searched for the whole pattern. */
const maxAnchorLength = 32;

/** One form in which a secret may be echoed. */
export interface SecretForm {
  readonly secret: string;
  /** A part of the form that stands in every text that has the form. */
  readonly anchor: string;
  /** Whether a text that holds the anchor has the form. */
  isIn: (text: string) => boolean;
  replacedIn: (text: string, replacement: string) => string;
}

/** A form that is found as it is or escaped in any way. */
class EscapedForm implements SecretForm {
  readonly secret: string;
  /** The end of its longest run of letters and digits, which no encoder changes. */
  readonly anchor: string;
  readonly #text: string;
  #pattern: RegExp | undefined;

  constructor(secret: string, text: string) {
    this.secret = secret;
    this.#text = text;
    this.anchor = text
      .split(/[^A-Za-z0-9]+/)
      .reduce((longest, run) => (run.length > longest.length ? run : longest), '')
      .slice(-maxAnchorLength);
  }

  isIn(text: string): boolean {
    return text.search(this.#expression) >= 0;
  }

  replacedIn(text: string, replacement: string): string {
    return text.replace(this.#expression, replacement);
  }

  /** Made on first use: the anchors of most forms are never found. */
  get #expression(): RegExp {
    this.#pattern ??= new RegExp(anyEscape(this.#text), 'gu');
    return this.#pattern;
  }
}

/** A form that is found only as it is. */
const wholeForm = (secret: string, text: string): SecretForm => ({
  secret,
  anchor: text.slice(-maxAnchorLength),
  isIn: (searched) => searched.includes(text),
  replacedIn: (searched, replacement) => searched.replaceAll(text, replacement),
});

/**
 * The secret as it is, in both forms that Unicode has for accents, as visible.ts leaves it, and as a part of base64: of
 * plain text, and of JSON, which escapes quotation marks and backslashes.
 */
export const formsOf = (secret: string): SecretForm[] =>
  [...spellingsOf(secret), ...base64Of(secret)].map((text) => new EscapedForm(secret, text));

/**
 * The same forms as the usual encoders write them, each as a whole: for secrets that a model may have made up. A pattern for
 * any mixture of escapes takes a millisecond for each special character, and far more in a text that it nearly matches, so
 * that a few made-up secrets would stop the server.
 */
export function wholeFormsOf(secret: string): SecretForm[] {
  const encodings = spellingsOf(secret).flatMap(encodingsOf);
  const base64 = base64Of(secret).flatMap((text) => [text, text.replace(/\+/g, '-').replace(/\//g, '_')]);
  const texts = [...encodings, ...encodings.map(withLowerCaseHex), ...base64, ...base64.map(encodeURIComponent)];
  // Data are searched as JSON first, which escapes once more.
  return [...new Set([...texts, ...texts.map(inJson)])].map((text) => wholeForm(secret, text));
}

const spellingsOf = (secret: string): string[] => [
  ...new Set([secret, secret.normalize('NFC'), secret.normalize('NFD'), visible(secret)]),
];

const base64Of = (secret: string): string[] => [...new Set([secret, inJson(secret)])].flatMap(base64Cores);

/** Longest text that is also encoded twice: each pair of encoders makes a form. */
const maxEncodedTwiceLength = 500;

/** The text as it stands in JSON, URLs, form data and HTML, also one within another, and with all special characters escaped. */
function encodingsOf(text: string): string[] {
  const encodedOnce = encoders.map((encode) => encode(text));
  const encodedTwice =
    text.length > maxEncodedTwiceLength ? [] : encodedOnce.flatMap((inner) => encoders.map((encode) => encode(inner)));
  const escapedTexts = escapers.map((escaper) => text.replace(/[^A-Za-z0-9]/gu, escaper));
  return [text, ...encodedOnce, ...encodedTwice, text.replace(/[^A-Za-z0-9 ]/g, inUnicode), ...escapedTexts];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const hexOf = (number: number, width = 1): string => number.toString(16).toUpperCase().padStart(width, '0');
const inUnicode = (unit: string): string => `\\u${hexOf(unit.charCodeAt(0), 4)}`;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const encoders: readonly ((text: string) => string)[] = [
  inJson,
  (text) => inJson(text).replace(/[^ -~]/g, inUnicode),
  (text) => encodeURIComponent(Buffer.from(text).toString()),
  (text) => new URLSearchParams({ '': text }).toString().slice(1),
  (text) => text.replace(/[&<>"']/g, (char) => entities[char] ?? char),
];

const escapers: readonly ((char: string) => string)[] = [
  (char) => Buffer.from(char).toString('hex').toUpperCase().replace(/../g, '%$&'),
  (char) => `&#${char.codePointAt(0)};`,
  (char) => `&#x${hexOf(char.codePointAt(0) ?? 0)};`,
];

/** The text with the hexadecimal digits of its escapes in lower case. */
const withLowerCaseHex = (text: string): string =>
  text.replace(/%(?:25)*[0-9A-F]{2}|\\u[0-9A-F]{4}|&#x[0-9A-F]+;/g, (code) => code.toLowerCase());

/** No likely form of a secret is longer than this many times the secret; the longest is base64 escaped as HTML four times. */
export const maxGrowth = 32;

/**
 * What base64 makes of the secret, at each of the three places where it may begin within a group of three bytes, without
 * the characters at either end that depend on its neighbours.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((bytesBefore) => {
    const encoded = Buffer.concat([Buffer.alloc(bytesBefore), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = bytesBefore === 0 ? 0 : bytesBefore + 1;
    const core = encoded.slice(start, Math.floor(((bytesBefore + bytes.length) * 8) / 6));
    return core.length >= minCoreLength ? [core] : [];
  });
}

/** A pattern for the text as it is or escaped for URLs, JSON (also within JSON) and HTML, in any mixture. */
const anyEscape = (text: string): string =>
  (text.match(/\\+|[^\\]/gu) ?? [])
    .map((part) => (part.startsWith('\\') ? backslashes(part.length) : escapesOf(part)))
    .join('');

const backslash = String.raw`(?:\\(?:u005[cC])?|%(?:25){0,3}5[cC]|&(?:amp;){0,3}#(?:0{0,6}92|[xX]0{0,6}5[cC]);)`;

/**
 * One pattern for a run of backslashes, each with up to eight more that escape it. With a pattern for each, a search would
 * try all ways to divide the run, for ever.
 */
const backslashes = (count: number): string => `${backslash}{${count},${9 * count}}`;

/** HTML names signs and letters: `&sect;`, `&oslash;`. */
const namedEntity = '&(?:amp;){0,3}[A-Za-z]{2,31}[0-9]{0,2};';
const jsonEscapes: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };
/** What base64 for URLs writes instead of + and /, and an HTML form instead of a space. */
const substitutes: Record<string, string> = { '+': '-', '/': '_', ' ': '\\+' };

function escapesOf(char: string): string {
  if (/[A-Za-z0-9]/.test(char)) return char;
  const hex = (number: number, width: number) => anyCase(number.toString(16).padStart(width, '0'));
  const bytes = [...Buffer.from(char)];
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  const code = char.codePointAt(0) ?? 0;
  const escapes = [
    `\\u{${code.toString(16)}}`,
    ...(substitutes[char] === undefined ? [] : [substitutes[char]]),
    bytes.map((byte) => `%(?:25){0,3}${hex(byte, 2)}`).join(''),
    // Latin-1 in addresses.
    ...(code < 256 ? [`%(?:25){0,3}${hex(code, 2)}`] : []),
    `&(?:amp;){0,3}#(?:0{0,6}${code}|[xX]0{0,6}${hex(code, 1)});`,
    namedEntity,
  ];
  const afterBackslash = [
    ...(code < 256 ? [`x${hex(code, 2)}`] : []),
    `u\\{0{0,4}${hex(code, 1)}\\}`,
    ...(jsonEscapes[char] === undefined ? [] : [jsonEscapes[char]]),
  ];
  const codeUnits = units.map((unit) => `${backslash}{1,8}u${hex(unit, 4)}`).join('');
  return `(?:${backslash}{0,8}(?:${escapes.join('|')})|${backslash}{1,8}(?:${afterBackslash.join('|')})|${codeUnits})`;
}

const anyCase = (hex: string): string => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
