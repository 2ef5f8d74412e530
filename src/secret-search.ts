import { formsOf, longestEscape, type SecretForm } from './secret-forms.js';
import { visible } from './visible.js';

/** Characters of an anchor that are looked up while a text is scanned. */
const windowLength = 4;

/** Shortest beginning of a secret that is removed at a cut; a shorter one reveals nothing. */
const shortestBeginning = 4;

/** What stands where a text was cut. */
export const cutMark = '…';

export const replacement = '[redacted]';

/**
 * Finds many secrets in one scan of a text, however many there are: a table tells for every four characters whether
 * they may end an anchor of one of the secrets (secret-forms.ts).
 */
export class SecretSearch {
  readonly #forms = new Map<string, SecretForm[]>();
  readonly #byWindow = new Map<number, SecretForm[]>();
  /** How many anchors end in a window of this number. */
  readonly #windows = new Uint16Array(0x1_0000);
  /** Forms with too few letters and digits in a row; they are looked for in every text. */
  readonly #withoutAnchor = new Set<SecretForm>();
  /** The secrets by their first characters. */
  readonly #beginnings = new Map<string, Set<string>>();
  /** Characters of the longest secret so far. */
  #longest = 0;

  has(secret: string): boolean {
    return this.#forms.has(secret);
  }

  add(secret: string): void {
    if (this.has(secret)) return;
    const forms = formsOf(secret);
    this.#forms.set(secret, forms);
    this.#longest = Math.max(this.#longest, secret.length);
    const beginning = beginningOf(secret);
    this.#beginnings.set(beginning, (this.#beginnings.get(beginning) ?? new Set()).add(visible(secret)));
    for (const form of forms) {
      if (form.anchor.length < windowLength) this.#withoutAnchor.add(form);
      else {
        const window = windowAtEnd(form.anchor);
        this.#byWindow.set(window, [...(this.#byWindow.get(window) ?? []), form]);
        this.#windows[window] = (this.#windows[window] ?? 0) + 1;
      }
    }
  }

  delete(secret: string): void {
    for (const form of this.#forms.get(secret) ?? []) {
      if (this.#withoutAnchor.delete(form)) continue;
      const window = windowAtEnd(form.anchor);
      const left = this.#byWindow.get(window)?.filter((other) => other !== form) ?? [];
      if (left.length > 0) this.#byWindow.set(window, left);
      else this.#byWindow.delete(window);
      this.#windows[window] = left.length;
    }
    this.#forms.delete(secret);
    const beginning = beginningOf(secret);
    const alike = this.#beginnings.get(beginning);
    alike?.delete(visible(secret));
    if (alike?.size === 0) this.#beginnings.delete(beginning);
  }

  /** Characters that a secret takes at most, in any form. */
  get longestForm(): number {
    return this.#longest * longestEscape;
  }

  isIn(text: string): boolean {
    return this.#formsIn(text).some((form) => text.search(form.pattern) >= 0);
  }

  /** @param shortest shorter secrets stay */
  without(text: string, shortest = 0): string {
    // The longest first: a secret may be part of another.
    const forms = this.#formsIn(text).sort((one, other) => other.secret.length - one.secret.length);
    return forms.reduce(
      (clean, { secret, pattern }) => (secret.length < shortest ? clean : clean.replace(pattern, replacement)),
      text,
    );
  }

  /**
   * Removes the beginnings of secrets that are left where the text was cut earlier.
   * @param shortest those of shorter secrets stay
   */
  withoutBeginnings(text: string, shortest = 0): string {
    if (this.#forms.size === 0 || !text.includes(cutMark)) return text;
    const pieces = text.split(cutMark);
    const rest = pieces.pop() ?? '';
    return [...pieces.map((piece) => this.#withoutBeginning(piece, shortest)), rest].join(cutMark);
  }

  #withoutBeginning(piece: string, shortest: number): string {
    for (let start = Math.max(0, piece.length - this.#longest); start < piece.length; start += 1) {
      const alike = this.#beginnings.get(piece.slice(start, start + shortestBeginning));
      if (alike === undefined) continue;
      const end = piece.slice(start);
      for (const secret of alike) {
        if (secret.length >= shortest && secret.startsWith(end)) return piece.slice(0, start) + replacement;
      }
    }
    return piece;
  }

  /** The forms whose anchor is in the text. */
  #formsIn(text: string): SecretForm[] {
    const found = new Set(this.#withoutAnchor);
    if (this.#byWindow.size === 0) return [...found];
    let window = 0;
    for (let end = 1; end <= text.length; end += 1) {
      window = shifted(window, text.charCodeAt(end - 1));
      if (this.#windows[window] === 0) continue;
      for (const form of this.#byWindow.get(window) ?? []) {
        if (text.startsWith(form.anchor, end - form.anchor.length)) found.add(form);
      }
    }
    return [...found];
  }
}

/** A number for the last four characters: each takes four bits beyond the others, and the fifth last is shifted out. */
const shifted = (window: number, code: number): number => ((window << 4) ^ code) & 0xffff;

const windowAtEnd = (anchor: string): number =>
  [...anchor.slice(-windowLength)].reduce((window, char) => shifted(window, char.charCodeAt(0)), 0);

const beginningOf = (secret: string): string => visible(secret).slice(0, shortestBeginning);
