import type { Vendor } from '../tools/effect.js';

/** Other spellings of a word, and other words for the same thing: Puzzel's names of 2015 say agent for user. */
const spellings: Readonly<Record<string, string>> = {
  info: 'information',
  stat: 'statistic',
  sm: 'sms',
  msg: 'message',
  organisation: 'organization',
  agent: 'user',
};

/** Words that do not tell two operations apart: grammar, vendors, and words for the kind of operation. */
const stopWords = new Set(
  'a an the of for to in by with and or one all single list get fetch retrieve read return search find lookup filter create add insert new post update edit modify change set put patch delete remove cancel id ids api rest v puzzel gladly'.split(
    ' ',
  ),
);

/** Words that tell no two operations of Puzzel apart: the customer key is in all of its paths. */
const puzzelStopWords = new Set(['customer', 'key']);

/** Cuts a name at separators and capitals: `VisualQueueList`, `visual-queues`, `list_all_puzzel_queues`. */
export const rawWords = (text: string): string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

/** Whether a text says that something is searched. */
export const saysSearch = (text: string): boolean => rawWords(text).includes('search');

const singularOf = (word: string): string => {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /(x|ch|sh|ss|z)es$/.test(word) ? word.slice(0, -2) : word.replace(/s$/, '');
};

const oneSpelling = (word: string): string => spellings[singularOf(word)] ?? singularOf(word);

/** A part of a path in one spelling: singular, without hyphens, in lower case. */
export const spellingOf = (text: string): string => oneSpelling(rawWords(text).join(''));

/** The words without stop words (those of the vendor too, when it is given), in the singular and in one spelling. */
export const meaningfulWords = (text: string, vendor?: Vendor): string[] =>
  rawWords(text)
    .map(oneSpelling)
    .filter((word) => !stopWords.has(word) && !(vendor === 'puzzel' && puzzelStopWords.has(word)));

/**
 * What two names have in common when they name the same thing: their words joined, once in their order and once sorted.
 * Joined, because `ETask` would be two words and `etask` one. None for a name of stop words alone.
 */
export function keysOfName(text: string, vendor: Vendor): string[] {
  const words = meaningfulWords(text, vendor);
  return words.length === 0 ? [] : [words.join(''), [...words].sort().join('')];
}
