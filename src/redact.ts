import { formsOf, wholeFormsOf } from './secret-forms.js';
import { cutMark, redactedMark, SecretSearch } from './secret-search.js';
import { Turns, turn } from './turns.js';
import { isLongerThan } from './value-size.js';
import { maybeHidden, visible } from './visible.js';

/** Shorter secrets are not looked for: any three characters occur in too many texts. */
const minSecretLength = 4;

/** Shorter secrets are taken out of texts only: a number or the name of a member may equal one by chance. */
const minLengthOutsideTexts = 8;

/** Characters at the beginning of a secret that are searched for: a pattern for more would be too large. */
const maxSearchedLength = 8_192;

/** The beginning of a secret with at most 500 special characters: each of them makes a pattern much longer. */
const searchablePart = /^(?:[A-Za-z0-9]*[^A-Za-z0-9]){0,500}[A-Za-z0-9]*/;

/** More than 16 of the same special character in a row, and all that follows; searching for it would take quadratic time. */
const longRun = /(([^A-Za-z0-9])\2{15})\2.*$/s;

/** Tokens of our own sessions that are remembered; older ones have ended. */
const maxIssuedTokens = 24;

/** Secrets among arguments that are remembered, for later echoes: a vendor keeps some dozens, 20 webhooks for example. */
const maxGivenSecrets = 100;

/** Characters of data that are cleaned without giving other calls a turn. */
const charactersPerTurn = 64 * 1024;

/** Levels of lists and objects that cleaned data keep. */
const maxLevels = 200;
const tooDeep = '[too deep]';

/**
 * Knows every secret of this process and takes it out of text, and makes hidden characters visible (visible.ts). All text
 * that leaves the process passes through here: results, errors, questions, log lines, audit lines, crash output.
 */
export class Redactor {
  /** Finds the owner's secrets and issued tokens. */
  readonly #ownerSearch: SecretSearch;
  /** Finds the same, and secrets that came as arguments. */
  readonly #search: SecretSearch;
  readonly #addedSecrets = new Set<string>();
  readonly #issuedTokens = new Set<string>();
  readonly #givenSecrets = new Set<string>();

  constructor(ownerSearch = new SecretSearch()) {
    this.#ownerSearch = ownerSearch;
    this.#search = new SecretSearch(ownerSearch);
  }

  /**
   * A redactor for questions and the audit log. It leaves secrets that came as arguments in place, since a call could hide
   * any word by passing it as one.
   */
  get withoutGiven(): Redactor {
    return new Redactor(this.#ownerSearch);
  }

  /** A redactor for one call that knows these secrets as well; this one does not remember them. */
  with(secrets: readonly string[]): Redactor {
    if (secrets.length === 0) return this;
    const extended = new Redactor(this.#search);
    extended.addGiven(secrets);
    return extended;
  }

  /** Remembers a secret for good, in each form in which it may be echoed. */
  add(secret: string): void {
    this.#remember(secret, this.#addedSecrets, Number.POSITIVE_INFINITY);
  }

  /** Remembers a token that ends by itself. Only the latest are kept, so one that stays in use has to be added again. */
  addIssued(token: string): void {
    this.#remember(token, this.#issuedTokens, maxIssuedTokens);
  }

  /**
   * Remembers secrets that came as arguments (webhook credentials, tokens): vendors echo them in the answer, in errors
   * and in later reads. Only the latest are remembered.
   */
  addGiven(secrets: readonly string[]): void {
    for (const secret of secrets) this.#remember(secret, this.#givenSecrets, maxGivenSecrets);
  }

  /** The text with secrets removed and hidden characters made visible. */
  text(text: string): string {
    return this.#search.withoutBeginnings(this.#search.without(visible(text)));
  }

  /** The clean text in at most `length` characters. Secrets are removed before it is cut, since a part of one is not recognised. */
  short(text: string, length: number): string {
    // Of a long text only the beginning is cleaned, with enough after the cut to hold any secret that begins before it.
    const reach = length + this.#search.longestFormLength;
    if (text.length > 2 * reach) {
      const clean = this.text(text.slice(0, 2 * reach));
      if (clean.length >= reach) return cut(clean, length);
    }
    return cut(this.text(text), length);
  }

  /** A copy of JSON-like data with clean texts; the same object when there is nothing to clean. */
  data<T>(data: T): T {
    const json = jsonOf(data);
    if (json === tooDeep) return this.#clean(data, 0) as T;
    if (json === undefined || !this.#needsCleaning(json)) return data;
    // An object with its own toJSON, such as a Date, is replaced by its JSON.
    return this.#clean(JSON.parse(json), 0) as T;
  }

  /** Like `data`, for JSON data of any size: while a large copy is made, other calls get their turns. */
  async dataInTurns<T>(data: T): Promise<T> {
    if (!isLongerThan(charactersPerTurn, data)) return this.data(data);
    await turn();
    const cleaned = await this.#cleanInTurns(data, 0, new Turns());
    await turn();
    return cleaned as T;
  }

  /** The name of a member as `data` writes it. */
  name(name: string): string {
    return this.#search.withoutBeginnings(
      this.#search.without(visible(name), minLengthOutsideTexts),
      minLengthOutsideTexts,
    );
  }

  #remember(secret: string, secrets: Set<string>, maxSecrets: number): void {
    const searchedPart = (searchablePart.exec(secret.slice(0, maxSearchedLength))?.[0] ?? '').replace(longRun, '$1');
    if (searchedPart.length < minSecretLength) return;
    const isGiven = secrets === this.#givenSecrets;
    const search = isGiven ? this.#search : this.#ownerSearch;
    secrets.delete(searchedPart);
    secrets.add(searchedPart);
    search.add(searchedPart, isGiven ? wholeFormsOf : formsOf);
    const [oldest] = secrets;
    if (secrets.size <= maxSecrets || oldest === undefined) return;
    secrets.delete(oldest);
    if (isGiven || !this.#addedSecrets.has(oldest)) search.delete(oldest);
  }

  #needsCleaning(json: string): boolean {
    return maybeHidden(json) || json.includes(cutMark) || this.#search.holdsSecret(json);
  }

  #clean(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.#isSecret(value) ? redactedMark : value;
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= maxLevels) return tooDeep;
    if (Array.isArray(value)) return value.map((item) => this.#clean(item, depth + 1));
    const members = Object.entries(value);
    return Object.fromEntries(members.map(([name, member]) => [this.name(name), this.#clean(member, depth + 1)]));
  }

  async #cleanInTurns(value: unknown, depth: number, turns: Turns): Promise<unknown> {
    await turns.give();
    if (typeof value !== 'object' || value === null || depth >= maxLevels) return this.#clean(value, depth);
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const item of value) items.push(await this.#cleanInTurns(item, depth + 1, turns));
      return items;
    }
    const members: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      members.push([this.name(name), await this.#cleanInTurns(member, depth + 1, turns)]);
    }
    return Object.fromEntries(members);
  }

  /** Compares the digits, whatever the sign or fraction. */
  #isSecret(number: number): boolean {
    const digits = String(Math.trunc(Math.abs(number)));
    return digits.length >= minLengthOutsideTexts && this.#search.has(digits);
  }
}

/** The JSON of data; `tooDeep`, which is no JSON, where JSON.stringify runs out of stack. */
const jsonOf = (data: unknown): string | undefined => {
  try {
    return JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
};

/** The text in at most `length` characters, the mark included. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : cutAt(text, length - cutMark.length);

/** The first characters of a longer text, no surrogate pair cut in two, and the mark. Secrets must be removed before. */
export const cutAt = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\ud800-\udbff]$/, '') + cutMark;

/**
 * Shortens a text that may hold secrets, where no redactor is at hand. It is cut after a blank, comma or angle bracket, since a
 * redactor does not recognise half a secret in one of its encodings; without one of these, only the mark is left.
 */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = length;
  // No escape sequence holds one of these characters, so none is cut in two.
  while (end > 0 && !/[\s,<>]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end) + cutMark;
}
