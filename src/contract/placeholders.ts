import type { Argument, Offer, Place } from './offer.js';
import { contextAt } from './offer.js';
import type { Operation } from './operations.js';
import { isKeyName, plainName, type Segment } from './path.js';

/** How a document's names come to our arguments, so that a routes file can say it. */
export interface Mapping {
  /** Placeholders of the document's path and the arguments that fill them. */
  names: ReadonlyMap<string, string>;
  /** What the path has to carry in a query string: the document's name and our argument. */
  query: { name: string; argument: string }[];
  /** Why a routes file cannot say it. */
  problems: string[];
}

interface Guess {
  placeholder: string;
  argument: Argument;
  score: number;
}

/** Names that mean whatever stands before them. */
const generic = /^(?:[a-z]{1,3}\d*|key|number|index|name|value|identifier|param\d*)$/;
const meaning = /(?:id|key|number|no|name)$/;

/** Finds the argument for every placeholder, by name, by the word before it, and by its place. */
export function mapPlaceholders(offer: Offer, operation: Operation, known: ReadonlySet<string>): Mapping {
  const { core } = operation.path;
  const open = core.flatMap((segment, index) =>
    segment.parameter === undefined ? [] : [{ name: segment.parameter, index }],
  );
  const guesses = open.flatMap(({ name, index }, nth) =>
    offer.arguments.map(
      (argument): Guess => ({
        placeholder: name,
        argument,
        score: likelihood(offer, argument, core, index, nth, open.length),
      }),
    ),
  );
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const take = ({ placeholder, argument }: Pick<Guess, 'placeholder' | 'argument'>) => {
    if (names.has(placeholder) || taken.has(argument.name)) return;
    names.set(placeholder, argument.name);
    taken.add(argument.name);
  };
  for (const guess of guesses.filter(({ score }) => score >= 3).sort((a, b) => b.score - a.score)) take(guess);
  for (const guess of leftOver(offer, operation, names, taken, known)) take(guess);
  const problems = open
    .filter(({ name }) => !names.has(name))
    .map(({ name }) => `{${name}} is none of our arguments, or may be several`);
  return carry(offer, operation, names, problems);
}

/** How likely a placeholder is an argument: 3 and more is enough. */
function likelihood(
  offer: Offer,
  argument: Argument,
  core: readonly Segment[],
  index: number,
  nth: number,
  count: number,
): number {
  const name = plainName(core[index]?.parameter ?? '');
  const context = contextAt(core, index);
  let score = 0;
  if (!generic.test(name)) {
    if (argument.aliases.has(name)) score += name === plainName(argument.name) ? 6 : 5;
    else if (alike(name, argument)) score += 3;
  }
  // Where two of our arguments may stand behind the same word, that word tells nothing.
  const behind = offer.arguments.filter(({ contexts }) => contexts.has(context));
  if (behind.length === 1 && behind[0] === argument) score += 3;
  const places = placeholderNames(offer.places[0]);
  if (score > 0 && places.length === count && places[nth] === argument.name) score += 1;
  return score;
}

/** `window` is the `ticker_period_window`, `agentUserId` the `user_id`. */
function alike(name: string, { aliases }: Argument): boolean {
  const stem = name.replace(meaning, '');
  if (stem.length < 4) return false;
  return [...aliases].some((alias) => {
    const other = alias.replace(meaning, '');
    return other.length >= 4 && (other.endsWith(stem) || stem.endsWith(other));
  });
}

const placeholderNames = ({ path }: Place): string[] =>
  path.core.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]));

/**
 * Placeholders that neither name nor place tells: the last one left goes with the last argument left, and in a path of
 * the very shape of ours each goes with the one in its place, unless we know two orders for that shape.
 */
function leftOver(
  offer: Offer,
  operation: Operation,
  names: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Pick<Guess, 'placeholder' | 'argument'>[] {
  const { core } = operation.path;
  const open = core.flatMap(({ parameter }) => (parameter === undefined || names.has(parameter) ? [] : [parameter]));
  const argumentNamed = (name: string | undefined) =>
    offer.arguments.find((argument) => argument.name === name && !taken.has(argument.name));
  const pair = (placeholder: string, argument: Argument | undefined) => (argument ? [{ placeholder, argument }] : []);
  const sameShape = offer.places.filter(({ path }) => sameCore(path.core, core));
  const [place] = sameShape;
  if (place) {
    const orders = new Set(sameShape.map((one) => placeholderNames(one).join()));
    if (orders.size > 1 && open.length > 1) return [];
    return core.flatMap(({ parameter }, index) =>
      parameter === undefined || names.has(parameter)
        ? []
        : pair(parameter, argumentNamed(place.path.core[index]?.parameter)),
    );
  }
  const free = placeholderNames(offer.places[0]).filter((name) => argumentNamed(name));
  const [placeholder] = open;
  const last = argumentNamed(free[0]);
  if (placeholder === undefined || !last || open.length > 1 || free.length > 1) return [];
  return speaksOfAnother(placeholder, last, known) ? [] : pair(placeholder, last);
}

/** `{queueId}` is no `user_id`, wherever it stands. */
function speaksOfAnother(placeholder: string, argument: Argument, known: ReadonlySet<string>): boolean {
  const name = plainName(placeholder);
  return !generic.test(name) && known.has(name) && !argument.aliases.has(name);
}

/** The same words and placeholders in the same order, whatever the placeholders are called. */
export function sameCore(a: readonly Segment[], b: readonly Segment[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ text, parameter }, index) => {
      const other = b[index];
      if (other === undefined) return false;
      if (parameter !== undefined || other.parameter !== undefined)
        return (parameter !== undefined) === (other.parameter !== undefined);
      return text.toLowerCase() === other.text.toLowerCase();
    })
  );
}

/** What stands in our path and in the document's query, under its name there. */
function carry(offer: Offer, operation: Operation, names: ReadonlyMap<string, string>, problems: string[]): Mapping {
  const inPath = new Set(names.values());
  const query: Mapping['query'] = [];
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
  const used = new Set<string>();
  const hasBody = operation.verb !== 'GET' && operation.verb !== 'DELETE';
  for (const argument of offer.arguments) {
    if (inPath.has(argument.name) || !argument.always) continue;
    const same = (name: string) => argument.aliases.has(plainName(name)) || name.toLowerCase() === argument.name;
    const parameter = parameters.find(({ name }) => same(name) && !used.has(name));
    if (parameter) {
      used.add(parameter.name);
      const travels = !hasBody || offer.tool.route.query?.includes(argument.name);
      if (!travels || parameter.name.toLowerCase() !== argument.name.toLowerCase()) {
        query.push({ name: parameter.name, argument: argument.name });
      }
    } else if (argument.inPath) {
      const member = operation.body.fields.find(({ name }) => same(name));
      if (member && hasBody && member.name.toLowerCase() !== argument.name.toLowerCase()) {
        problems.push(`${argument.name} would travel in the body as ${member.name}, which a routes file cannot say`);
      } else if (!member && argument.required) {
        problems.push(`the document has no place for ${argument.name}`);
      }
    }
  }
  const key = operation.path.keyName === undefined ? parameters.find(({ name }) => isKeyName(name)) : undefined;
  if (key) query.push({ name: key.name, argument: 'customerKey' });
  return { names, query, problems };
}
