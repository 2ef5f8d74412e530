import { scalarText } from '../json.js';

/** Letters that Unicode does not split into a base letter and a mark, and what people type who lack them on their keyboard. */
const plainLetters: Readonly<Record<string, string>> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' };

/** A text without accents and case: "sorensen" finds "Sørensen". Only the first 200 characters are compared. */
export const fold = (value: unknown): string =>
  scalarText(value ?? '')
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .trim()
    .toLowerCase()
    .replace(/[øæœßłđı]/g, (letter) => plainLetters[letter] ?? letter);

/** A letter or digit of a script that writes spaces between words. */
const wordCharacter = String.raw`[[\p{L}\p{N}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]]`;
/** Matches everywhere but between two such characters. */
const wordStart = new RegExp(`(?<!${wordCharacter})|(?!${wordCharacter})`, 'gv');

/** Whether a name has a part that begins where a word begins; both folded. */
export const hasFromWordOn = (name: string, part: string): boolean =>
  [...name.matchAll(wordStart)].some(({ index }) => name.startsWith(part, index));
