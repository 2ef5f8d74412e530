/** Words that are the same word in other letters. */
const spellings: Record<string, string> = {
  info: 'information',
  infos: 'information',
  stats: 'statistic',
  stat: 'statistic',
  sm: 'sms',
  msg: 'message',
  organisation: 'organization',
  callback: 'callout',
  datetime: 'date time',
  customise: 'customize',
};

/** Words that say nothing about which operation is meant: grammar, vendors, and what the kind of operation says. */
const empty = new Set(
  'a an the of for to in by with and or one all single list get fetch retrieve read return search find lookup filter create add insert post update edit modify change set put patch delete remove cancel id ids api rest v puzzel gladly'.split(
    ' ',
  ),
);

const singular = (word: string): string => {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(x|ch|sh|ss|z)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
};

/** Cuts at separators and capitals: `VisualQueueList`, `visual-queues`, `list_all_puzzel_queues`. */
export const roughWords = (text: string): string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');

/**
 * Splits names into the field's words. Puzzel joins words without a sign (`iqsessionstateinformation`), other documents
 * may not: with one vocabulary for all names, both come to the same words.
 */
export class Vocabulary {
  readonly #words: Set<string>;
  readonly #ignored: ReadonlySet<string>;
  readonly #telling = new Map<string, string[]>();
  readonly #split = new Map<string, string[]>();

  /** `ignored`: words that say nothing with this vendor. */
  constructor(names: Iterable<string>, ignored: Iterable<string> = []) {
    this.#ignored = new Set([...empty, ...ignored]);
    const words = [...names].flatMap(roughWords).map(singular);
    this.#words = new Set(words.filter((word) => word.length >= 3 || word === 'iq'));
  }

  /** The words that carry meaning, each once. */
  words(name: string): readonly string[] {
    let words = this.#telling.get(name);
    if (!words) {
      words = [...new Set(this.allWords(name).filter((word) => !this.#ignored.has(word)))];
      this.#telling.set(name, words);
    }
    return words;
  }

  /** Every word, in order. */
  allWords(name: string): string[] {
    return roughWords(name).flatMap((word) => this.#parts(word));
  }

  #parts(word: string): string[] {
    let parts = this.#split.get(word);
    if (!parts) {
      parts = this.#cut(word).flatMap((part) =>
        (spellings[part] ?? spellings[singular(part)] ?? singular(part)).split(' '),
      );
      this.#split.set(word, parts);
    }
    return parts;
  }

  /** The finest way to cut a word into known ones; the word itself when there is none. */
  #cut(word: string): string[] {
    const best: (string[] | undefined)[] = [[]];
    for (let end = 1; end <= word.length; end += 1) {
      for (let start = 0; start < end; start += 1) {
        const before = best[start];
        const part = word.slice(start, end);
        const known = part.length >= 3 ? this.#words.has(singular(part)) : part === 'iq';
        if (!before || !known || (start === 0 && end === word.length)) continue;
        const found = [...before, part];
        if (found.length > (best[end]?.length ?? 0)) best[end] = found;
      }
    }
    return best[word.length] ?? [word];
  }
}

/** How much a word tells: the rarer among the names, the more. */
export class Weights {
  readonly #count = new Map<string, number>();
  readonly #of: number;

  constructor(names: readonly (readonly string[])[]) {
    this.#of = names.length;
    for (const words of names)
      for (const word of new Set(words)) this.#count.set(word, (this.#count.get(word) ?? 0) + 1);
  }

  weigh(words: Iterable<string>): number {
    let sum = 0;
    for (const word of words) sum += Math.log(1 + this.#of / (this.#count.get(word) ?? 1));
    return sum;
  }

  /** How much of the first the second has as well: 0 to 1. */
  share(of: readonly string[], within: readonly string[]): number {
    const all = this.weigh(of);
    return all === 0 ? 1 : this.weigh(of.filter((word) => within.includes(word))) / all;
  }

  /** 0 (nothing in common) to 1 (the same words). */
  likeness(a: readonly string[], b: readonly string[]): number {
    const common = a.filter((word) => b.includes(word));
    const all = this.weigh(a) + this.weigh(b);
    return all === 0 ? 0 : (2 * this.weigh(common)) / all;
  }
}
