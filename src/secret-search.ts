import { maxGrowth, type SecretForm } from './secret-forms.js';
import { visible } from './visible.js';

/** Characters of an anchor that are looked up while a text is scanned. */
const windowLength = 4;

/** Shortest beginning of a secret that is removed at a cut; a shorter one reveals nothing. */
const minBeginningLength = 4;

/** Stands where a text was cut. */
export const cutMark = '…';

/** Stands in place of a secret. */
export const redactedMark = '[redacted]';

/**
 * Finds many secrets in one scan of a text, however many there are: a table tells for every four characters whether
 * they may end an anchor of one of the secrets (secret-forms.ts).
 */
export class SecretSearch {
  /** This search and those beneath it, whose secrets are found as well. */
  readonly #layers: readonly SecretSearch[];
  readonly #forms = new Map<string, SecretForm[]>();
  readonly #byWindow = new Map<number, SecretForm[]>();
  /** How many anchors end in a window of this number. */
  readonly #anchorCounts = new Uint16Array(0x1_0000);
  /** Forms with too few letters and digits in a row; they are looked for in every text. */
  readonly #withoutAnchor = new Set<SecretForm>();
  /** The secrets, as visible.ts writes them, by their first characters. */
  readonly #beginnings = new Map<string, Set<string>>();
  /** Characters of the longest secret of this layer so far. */
  #longestOwnLength = 0;

  constructor(beneath?: SecretSearch) {
    this.#layers = [this, ...(beneath ? beneath.#layers : [])];
  }

  has(secret: string): boolean {
    return this.#layers.some((layer) => layer.#forms.has(secret));
  }

  add(secret: string, makeForms: (secret: string) => SecretForm[]): void {
    if (this.#forms.has(secret)) return;
    const forms = makeForms(secret);
    this.#forms.set(secret, forms);
    this.#longestOwnLength = Math.max(this.#longestOwnLength, secret.length);
    const beginning = beginningOf(secret);
    this.#beginnings.set(beginning, (this.#beginnings.get(beginning) ?? new Set()).add(visible(secret)));
    for (const form of forms) {
      if (form.anchor.length < windowLength) this.#withoutAnchor.add(form);
      else {
        const window = windowAtEnd(form.anchor);
        const sameWindow = this.#byWindow.get(window) ?? [];
        sameWindow.push(form);
        this.#byWindow.set(window, sameWindow);
        this.#anchorCounts[window] = sameWindow.length;
      }
    }
  }

  delete(secret: string): void {
    for (const form of this.#forms.get(secret) ?? []) {
      if (this.#withoutAnchor.delete(form)) continue;
      const window = windowAtEnd(form.anchor);
      const remaining = this.#byWindow.get(window)?.filter((candidate) => candidate !== form) ?? [];
      if (remaining.length > 0) this.#byWindow.set(window, remaining);
      else this.#byWindow.delete(window);
      this.#anchorCounts[window] = remaining.length;
    }
    this.#forms.delete(secret);
    const beginning = beginningOf(secret);
    const sameBeginning = this.#beginnings.get(beginning);
    sameBeginning?.delete(visible(secret));
    if (sameBeginning?.size === 0) this.#beginnings.delete(beginning);
  }

  /** Most characters that any secret takes, in any form. */
  get longestFormLength(): number {
    return this.#longestLength * maxGrowth;
  }

  holdsSecret(text: string): boolean {
    return this.#formsIn(text).some((form) => form.isIn(text));
  }

  /** @param shortest secrets with fewer characters stay */
  without(text: string, shortest = 0): string {
    // The longest first: a secret may be part of another.
    const forms = this.#formsIn(text).sort((one, other) => other.secret.length - one.secret.length);
    return forms.reduce(
      (clean, form) => (form.secret.length < shortest ? clean : form.replacedIn(clean, redactedMark)),
      text,
    );
  }

  /**
   * Removes the beginnings of secrets that are left where the text was cut earlier.
   * @param shortest those of secrets with fewer characters stay
   */
  withoutBeginnings(text: string, shortest = 0): string {
    if (this.#longestLength === 0 || !text.includes(cutMark)) return text;
    const pieces = text.split(cutMark);
    const lastPiece = pieces.pop() ?? '';
    return [...pieces.map((piece) => this.#withoutBeginning(piece, shortest)), lastPiece].join(cutMark);
  }

  #withoutBeginning(piece: string, shortest: number): string {
    for (let start = Math.max(0, piece.length - this.#longestLength); start < piece.length; start += 1) {
      const beginning = piece.slice(start, start + minBeginningLength);
      for (const layer of this.#layers) {
        for (const secret of layer.#beginnings.get(beginning) ?? []) {
          if (secret.length < shortest || !secret.startsWith(piece.slice(start))) continue;
          return piece.slice(0, start) + redactedMark;
        }
      }
    }
    return piece;
  }

  get #longestLength(): number {
    return Math.max(...this.#layers.map((layer) => layer.#longestOwnLength));
  }

  #formsIn(text: string): SecretForm[] {
    return this.#layers.flatMap((layer) => layer.#ownFormsIn(text));
  }

  /** The forms of this layer that may be in the text: it has their anchor, or they have none. */
  #ownFormsIn(text: string): SecretForm[] {
    const forms = new Set(this.#withoutAnchor);
    if (this.#byWindow.size === 0) return [...forms];
    let window = 0;
    for (let end = 1; end <= text.length; end += 1) {
      window = shifted(window, text.charCodeAt(end - 1));
      if (this.#anchorCounts[window] === 0) continue;
      for (const form of this.#byWindow.get(window) ?? []) {
        if (!forms.has(form) && text.startsWith(form.anchor, end - form.anchor.length)) forms.add(form);
      }
    }
    return [...forms];
  }
}

/** A 16-bit number for the last four characters: each new character shifts it by four bits, so the fifth last has no part in it. */
const shifted = (window: number, code: number): number => ((window << 4) ^ code) & 0xffff;

const windowAtEnd = (anchor: string): number =>
  anchor
    .slice(-windowLength)
    .split('')
    .reduce((window, char) => shifted(window, char.charCodeAt(0)), 0);

const beginningOf = (secret: string): string => visible(secret).slice(0, minBeginningLength);
