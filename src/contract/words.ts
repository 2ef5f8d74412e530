import type { Vendor } from '../tools/effect.js';

/** Other spellings of a word, and other words for the same thing: the names of 2015 call users agents. */
const spellings: Readonly<Record<string, string>> = {
  info: 'information',
  stat: 'statistic',
  sm: 'sms',
  msg: 'message',
  organisation: 'organization',
  agent: 'user',
};

/** Words that say nothing about which operation is meant: grammar, vendors, and what the kind of operation says. */
const silentWords = new Set(
  'a an the of for to in by with and or one all single list get fetch retrieve read return search find lookup filter create add insert new post update edit modify change set put patch delete remove cancel id ids api rest v puzzel gladly'.split(
    ' ',
  ),
);

/** Puzzel's paths begin with the customer key: in its names these words say nothing. */
const silentWordsOfPuzzel = new Set(['customer', 'key']);

/** Cuts a name at separators and capitals: `VisualQueueList`, `visual-queues`, `list_all_puzzel_queues`. */
export const roughWords = (text: string): string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

/** Whether a text says that something is searched. */
export const saysSearch = (text: string): boolean => roughWords(text).includes('search');

const singular = (word: string): string => {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /(x|ch|sh|ss|z)es$/.test(word) ? word.slice(0, -2) : word.replace(/s$/, '');
};

const oneSpelling = (word: string): string => spellings[singular(word)] ?? singular(word);

/** A part of a path in one spelling: singular, without hyphens, in lower case. */
export const spellingOf = (text: string): string => oneSpelling(roughWords(text).join(''));

/** The words that carry meaning, in the singular and in one spelling; with a vendor, not those that say nothing in its names. */
export const tellingWords = (text: string, vendor?: Vendor): string[] =>
  roughWords(text)
    .map(oneSpelling)
    .filter((word) => !silentWords.has(word) && !(vendor === 'puzzel' && silentWordsOfPuzzel.has(word)));

/**
 * What two names have in common when they name the same thing: their words joined, once in their order and once sorted.
 * Joined, because one writes `IQSession` and `ETask`, another `iq_session` and `etask`. None for a name without meaning.
 */
export function nameKeys(text: string, vendor: Vendor): string[] {
  const words = tellingWords(text, vendor);
  return words.length === 0 ? [] : [words.join(''), [...words].sort().join('')];
}
