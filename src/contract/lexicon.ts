import type { Vendor } from '../tools/define.js';
import { type Kind, kindOf } from './kind.js';
import { knownNames } from './known-names.js';
import type { Offer } from './offer.js';
import type { Operation } from './operations.js';
import { plainName, type Segment } from './path.js';
import { Vocabulary, Weights } from './words.js';

/** An operation in the words of the field. */
export interface Described {
  operation: Operation;
  kind: Kind;
  /** Of the path, of the operation's name, of its summary, of its query parameters. */
  path: readonly string[];
  name: readonly string[];
  summary: readonly string[];
  asked: readonly string[];
  /** Names of everything that it takes, in plain letters. */
  fields: ReadonlySet<string>;
}

/** The words of our tools and of a document, and what they weigh. */
export class Lexicon {
  readonly weights: Weights;
  /** Every name that one of our arguments may have. */
  readonly aliases: ReadonlySet<string>;
  readonly #vocabulary: Vocabulary;
  readonly #ownWords: ReadonlySet<string>;

  constructor(vendor: Vendor, offers: readonly Offer[], operations: readonly Operation[]) {
    const own = ownNames(offers);
    // Puzzel's paths begin with the customer key: with Puzzel these words say nothing.
    const ignored = vendor === 'puzzel' ? ['customer', 'key'] : [];
    this.#vocabulary = new Vocabulary([...own, ...operations.flatMap(namesIn)], ignored);
    this.#ownWords = new Set(own.flatMap((name) => this.words(name)));
    this.aliases = new Set(offers.flatMap((offer) => offer.arguments.flatMap(({ aliases }) => [...aliases])));
    this.weights = new Weights(
      offers.map(({ tool, places }) => [
        ...this.words(tool.name),
        ...places.flatMap(({ path }) => this.pathWords(path.core)),
      ]),
    );
  }

  words(name: string): readonly string[] {
    return this.#vocabulary.words(name);
  }

  pathWords(core: readonly Segment[]): string[] {
    const literals = core.filter(({ parameter }) => parameter === undefined);
    return [...new Set(literals.flatMap(({ text }) => this.words(text.replace(/\{[^}]*\}/g, ' '))))];
  }

  describe(operation: Operation): Described {
    const { operationId, summary, parameters, body, path } = operation;
    return {
      operation,
      kind: kindOf(operation),
      path: this.pathWords(path.core),
      name: this.#telling(operationId),
      summary: this.#telling(summary),
      asked: parameters.flatMap(({ name }) => this.words(name)),
      fields: new Set([...parameters, ...body.fields].map(({ name }) => plainName(name))),
    };
  }

  /** Whether two paths are the same but for number and spelling, and for words in front that no tool of ours knows. */
  sameWords(ours: readonly Segment[], theirs: readonly Segment[]): boolean {
    const [a, b] = [this.#sequence(ours), this.#sequence(theirs)];
    const more = b.length - a.length;
    return (
      more >= 0 &&
      a.every((word, index) => word === b[index + more]) &&
      b.slice(0, more).every((word) => word !== '{}' && !this.#ownWords.has(word))
    );
  }

  #sequence(core: readonly Segment[]): string[] {
    return core.flatMap(({ text, parameter }) => (parameter === undefined ? this.#vocabulary.allWords(text) : ['{}']));
  }

  /** Names that a generator made up (`usingGET_4`) say nothing. */
  #telling(text: string): readonly string[] {
    const words = this.words(text);
    return words.some((word) => this.#ownWords.has(word)) ? words : [];
  }
}

const ownNames = (offers: readonly Offer[]): string[] => [
  ...knownNames,
  ...offers.flatMap(({ tool, arguments: args }) => [tool.name, ...args.map(({ name }) => name)]),
];

const namesIn = ({ operationId, parameters, body }: Operation): string[] => [
  operationId,
  ...[...parameters, ...body.fields].map(({ name }) => name),
];
