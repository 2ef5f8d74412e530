import { maybeHidden, visible } from './visible.js';

/** Shorter secrets are not looked for: three characters stand in every text. */
const shortest = 4;

/** Shorter secrets are taken out of texts only, since they may be a number or the name of a member by chance. */
const unmistakable = 8;

/** Tokens that are remembered; older ones have ended. */
const mostIssued = 24;

/** What stands where a text was cut. */
const cutMark = '…';

/** A beginning of a secret that is left at a cut tells nothing when it is shorter. */
const shortestBeginning = 4;

const replacement = '[redacted]';

/**
 * The one way out: all text that leaves the process (results, errors, questions, log lines, audit lines, crash output)
 * passes through here. Knows every secret of this process and takes it out, and makes visible what hides in text
 * (visible.ts).
 */
export class Redactor {
  readonly #secrets = new Map<string, Pattern>();
  readonly #issued: string[] = [];

  /** Remembers a secret for good, in each form in which it may be echoed. */
  add(secret: string): void {
    if (secret.length >= shortest && !this.#secrets.has(secret)) this.#secrets.set(secret, patternOf(secret));
  }

  /** Remembers a token that ends by itself; of these only the latest are known. One still in use is named again. */
  issued(token: string): void {
    const known = this.#issued.indexOf(token);
    if (known >= 0) this.#issued.splice(known, 1);
    else if (this.#secrets.has(token)) return;
    this.add(token);
    this.#issued.push(token);
    const ended = this.#issued.length > mostIssued ? this.#issued.shift() : undefined;
    if (ended !== undefined) this.#secrets.delete(ended);
  }

  text(text: string): string {
    let clean = visible(text);
    for (const pattern of this.#secrets.values()) clean = without(clean, pattern);
    return clean.endsWith(cutMark) ? this.#withoutBeginning(clean) : clean;
  }

  /**
   * A copy of JSON-like data with clean texts; the same object when there is nothing to clean.
   * @param json the JSON of the data, for whoever has it already
   */
  data<T>(data: T, json = JSON.stringify(data)): T {
    if (json === undefined || !this.#concerns(json)) return data;
    // Of what has a JSON form of its own (a Date), that form leaves.
    return this.#clean(JSON.parse(json)) as T;
  }

  #concerns(json: string): boolean {
    if (maybeHidden(json) || json.includes(`${cutMark}"`)) return true;
    for (const pattern of this.#secrets.values()) if (isIn(json, pattern)) return true;
    return false;
  }

  /** Of a text that was cut before it came here, without the beginning of a secret at its end. */
  #withoutBeginning(text: string): string {
    for (const secret of this.#secrets.keys()) {
      for (let length = secret.length - 1; length >= shortestBeginning; length -= 1) {
        const end = secret.slice(0, length) + cutMark;
        if (text.endsWith(end)) return text.slice(0, -end.length) + replacement + cutMark;
      }
    }
    return text;
  }

  #clean(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.#isSecret(String(value)) ? replacement : value;
    if (Array.isArray(value)) return value.map((item) => this.#clean(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [this.#name(name), this.#clean(member)]));
  }

  #isSecret(digits: string): boolean {
    return digits.length >= unmistakable && this.#secrets.has(digits);
  }

  #name(name: string): string {
    let clean = visible(name);
    for (const [secret, pattern] of this.#secrets) {
      if (secret.length >= unmistakable) clean = without(clean, pattern);
    }
    return clean;
  }
}

interface Pattern {
  /** The longest run of letters and digits of each form: where none is found, which is quick, the rest cannot be. */
  anchors: string[];
  all: RegExp;
}

/**
 * Shortens a text that secrets have not been taken out of: back to where the last whole word ends, since half a secret in
 * one of its encodings is not recognised.
 */
export const cutAtWord = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length).replace(/[^\s"',;:&=<>{}]*$/, '')}${cutMark}`;

/** The secret itself, and base64 of any text that it is part of. */
function patternOf(secret: string): Pattern {
  const plain = visible(secret);
  const forms = [...(plain === secret ? [secret] : [secret, plain]), ...base64Cores(secret)];
  return { anchors: forms.map(anchorOf), all: new RegExp(forms.map(anyForm).join('|'), 'gu') };
}

const anchorOf = (form: string): string =>
  form.split(/[^A-Za-z0-9]+/).reduce((longest, run) => (run.length > longest.length ? run : longest), '');

const isIn = (text: string, { anchors, all }: Pattern): boolean =>
  anchors.some((anchor) => text.includes(anchor)) && text.search(all) >= 0;

const without = (text: string, pattern: Pattern): string =>
  pattern.anchors.some((anchor) => text.includes(anchor)) ? text.replace(pattern.all, replacement) : text;

/**
 * What base64 makes of the secret, at each of the three places where it may begin within a group of three bytes, without
 * the characters at either end that depend on its neighbours. Short ones would be found by chance.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = before === 0 ? 0 : before + 1;
    const core = encoded.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
    return core.length >= unmistakable ? [core] : [];
  });
}

/** A pattern for the text as it is or escaped for URLs, JSON (also within JSON) and HTML, in any mixture. */
const anyForm = (text: string): string => [...text].map((char) => formsOf(char)).join('');

const named: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const ofJson: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };
/** base64 for URLs writes these two otherwise; forms write a space as +. */
const twins: Record<string, string> = { '+': '-', '/': '_', ' ': '\\+' };

function formsOf(char: string): string {
  // No encoder touches letters and digits.
  if (/[A-Za-z0-9]/.test(char)) return char;
  const hex = (number: number, width: number) => anyCase(number.toString(16).padStart(width, '0'));
  const bytes = [...Buffer.from(char)];
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  const code = char.codePointAt(0) ?? 0;
  const literal = `\\u{${code.toString(16)}}`;
  return `(?:${[
    `\\\\{0,8}${literal}`,
    ...(twins[char] === undefined ? [] : [twins[char]]),
    bytes.map((byte) => `%(?:25){0,3}${hex(byte, 2)}`).join(''),
    units.map((unit) => `\\\\{1,8}u${hex(unit, 4)}`).join(''),
    ...(ofJson[char] === undefined ? [] : [`\\\\{1,8}${ofJson[char]}`]),
    `&(?:amp;){0,3}#(?:0{0,6}${code}|[xX]0{0,6}${hex(code, 1)});`,
    ...(named[char] === undefined ? [] : [`&(?:amp;){0,3}${named[char]};`]),
  ].join('|')})`;
}

const anyCase = (hex: string): string => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
