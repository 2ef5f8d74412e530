import { needsConfirmation } from '../tools/define.js';
import type { Described, Lexicon } from './lexicon.js';
import type { Offer } from './offer.js';
import { isKeyName, plainName } from './path.js';
import type { Mapping } from './placeholders.js';
import { sure } from './sure.js';

/** Why an operation may be another one although it scores well; any of it leaves the decision to a person. */
export function doubts(
  offer: Offer,
  described: Described,
  score: number,
  mapping: Mapping,
  lexicon: Lexicon,
): string[] {
  return [
    ...(score < sure.likeness ? withoutPlace(offer, mapping, described) : []),
    ...(score < sure.route ? foreignDemands(offer, mapping, score, described, lexicon) : []),
    ...(score < sure.movedRoute ? lostWords(offer, described, lexicon) : []),
  ];
}

/** Arguments of our path that the operation has nowhere: it answers another question. */
function withoutPlace(offer: Offer, { names, query }: Mapping, { fields }: Described): string[] {
  const placed = new Set([...names.values(), ...query.map(({ argument }) => argument)]);
  return offer.arguments
    .filter(
      ({ name, inPath, aliases }) =>
        inPath && !placed.has(name) && ![...aliases, plainName(name)].some((alias) => fields.has(alias)),
    )
    .map(({ name }) => `the document has no place for ${name}`);
}

/** What the operation demands in its query and we don't have; at a place on record only what is an id elsewhere. */
function foreignDemands(
  { arguments: args }: Offer,
  { names, query }: Mapping,
  score: number,
  { operation }: Described,
  { aliases }: Lexicon,
): string[] {
  const inPath = new Set(names.values());
  const free = args.filter(({ name }) => !inPath.has(name));
  const ours = new Set([
    ...free.flatMap((argument) => [...argument.aliases, plainName(argument.name)]),
    ...query.map(({ name }) => plainName(name)),
  ]);
  const isId = (name: string) => aliases.has(plainName(name)) || /^(id|key)$/i.test(name);
  return operation.parameters
    .filter(({ name, required, ...parameter }) => parameter.in === 'query' && required && !isKeyName(name))
    .filter(({ name }) => !ours.has(plainName(name)) && (score <= sure.sameWords || isId(name)))
    .map(({ name }) => `it demands ${name}, which is none of our arguments`);
}

/** For a tool that deletes or sends every word has to be right. */
function lostWords({ tool, places }: Offer, described: Described, lexicon: Lexicon): string[] {
  if (!needsConfirmation(tool)) return [];
  const { operation, path, name, summary, asked } = described;
  const ours = [tool.name, tool.title].flatMap((text) => lexicon.words(text));
  const inPaths = places.flatMap((place) => lexicon.pathWords(place.path.core));
  const theirs = new Set([...path, ...name, ...summary, ...asked]);
  const lost = lexicon.pathWords(places[0].path.core).filter((word) => !theirs.has(word));
  const foreign = lexicon.weights.share(name, [...ours, ...inPaths]) < 0.6;
  return [
    ...(foreign ? [`${operation.operationId} seems to be something else`] : []),
    ...lost.map((word) => `nothing in it says "${word}"`),
  ];
}
