import { closest, distance } from 'fastest-levenshtein';

/** Longest word that is compared, in characters: the time grows with the product of both lengths. */
const maxLength = 64;

/** Most known words that are compared: an answer may have many names of fields. */
const maxCandidates = 2_000;

/** The nearest of the known words, when it is near enough to be what was meant. */
export function nearest(word: string, knownWords: readonly string[]): string | undefined {
  if (word.length > maxLength) return undefined;
  const candidates = knownWords.slice(0, maxCandidates).filter(({ length }) => length <= maxLength);
  if (candidates.length === 0) return undefined;
  const normalizedWord = normalized(word);
  const best = closest(normalizedWord, candidates.map(normalized));
  if (distance(normalizedWord, best) > Math.max(2, Math.floor(normalizedWord.length / 2))) return undefined;
  return candidates.find((candidate) => normalized(candidate) === best);
}

const normalized = (text: string): string => text.toLowerCase().replace(/[_\-\s.]/g, '');

/** ` Did you mean "x"?` for the end of a message; empty when no known word is near. */
export function didYouMean(word: string, knownWords: readonly string[]): string {
  const match = nearest(word, knownWords);
  return match === undefined ? '' : ` Did you mean "${match}"?`;
}
