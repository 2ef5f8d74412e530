import { closest, distance } from 'fastest-levenshtein';

/** The nearest of the known words, when it is near enough to be what was meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const plain = (text: string) => text.toLowerCase().replace(/[_\-\s.]/g, '');
  const wanted = plain(word);
  const best = closest(wanted, known.map(plain));
  if (distance(wanted, best) > Math.max(2, Math.floor(wanted.length / 2))) return undefined;
  return known.find((candidate) => plain(candidate) === best);
}

/** ` Did you mean "x"?` or nothing, to be put behind a message. */
export function didYouMean(word: string, known: readonly string[]): string {
  const match = nearest(word, known);
  return match === undefined ? '' : ` Did you mean "${match}"?`;
}
