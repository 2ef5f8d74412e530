import { closest, distance } from 'fastest-levenshtein';

/** Nobody mistypes a longer word, and comparing takes the product of the lengths. */
const longest = 64;

/** Known words that are compared: names of fields in an answer may be many. */
const most = 2_000;

/** The nearest of the known words, when it is near enough to be what was meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  const candidates = known.slice(0, most).filter(({ length }) => length <= longest);
  if (candidates.length === 0) return undefined;
  const wanted = plain(word);
  const best = closest(wanted, candidates.map(plain));
  if (distance(wanted, best) > Math.max(2, Math.floor(wanted.length / 2))) return undefined;
  return candidates.find((candidate) => plain(candidate) === best);
}

const plain = (text: string): string => text.toLowerCase().replace(/[_\-\s.]/g, '');

/** ` Did you mean "x"?` or nothing, to be put behind a message. */
export function didYouMean(word: string, known: readonly string[]): string {
  const match = nearest(word, known);
  return match === undefined ? '' : ` Did you mean "${match}"?`;
}
