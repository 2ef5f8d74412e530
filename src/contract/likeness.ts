import type { Described, Lexicon } from './lexicon.js';
import type { Offer, Place } from './offer.js';
import type { Operation } from './operations.js';
import { plainName, type Segment } from './path.js';

/** How much each kind of likeness counts. */
const shares = { path: 0.42, name: 0.33, shape: 0.15, fields: 0.1 };

/** How alike a tool and an operation are in words, shape and arguments: 0 to 1. */
export function likeness(offer: Offer, described: Described, lexicon: Lexicon): number {
  const { tool, places } = offer;
  const { weights } = lexicon;
  const toolWords = lexicon.words(tool.name);
  const title = lexicon.words(tool.title);
  const paths = places.map((place) => lexicon.pathWords(place.path.core));
  const path = Math.max(...paths.map((own, index) => pathLikeness(own, described, lexicon) * (index === 0 ? 1 : 0.97)));
  const name =
    described.name.length + described.summary.length === 0
      ? weights.likeness(toolWords, described.path)
      : Math.max(
          weights.likeness(toolWords, described.name),
          weights.likeness(title, described.summary) * 0.9,
          weights.likeness(toolWords, described.summary) * 0.9,
          ...paths.map((own) => weights.likeness(own, described.name) * 0.95),
        );
  // The tool's rarest word is often the one that tells it from its neighbours, and so is the operation's.
  const theirs = [...described.path, ...described.name, ...described.summary, ...described.asked];
  const covered = Math.max(...[toolWords, ...paths].map((words) => weights.share(words, theirs)));
  const explained = Math.max(name, weights.share(described.path, [...toolWords, ...title, ...paths.flat()]));
  const shape = Math.max(...places.map((place) => shapeLikeness(place, described.operation)));
  const sum =
    shares.path * path + shares.name * name + shares.shape * shape + shares.fields * fieldLikeness(offer, described);
  // The very name, of several words, is strong though the path says nothing. Deleting and sending need more (match.ts).
  const sameName = toolWords.length > 1 && weights.likeness(toolWords, described.name) > 0.95;
  return Math.max(sameName ? 0.78 + 0.05 * path : 0, (0.7 + 0.3 * covered) * (0.6 + 0.4 * explained) * sum);
}

/** What stands in our path may stand in the query there: its word is not lost. */
function pathLikeness(own: readonly string[], { path, asked }: Described, { weights }: Lexicon): number {
  return weights.likeness(own, [...new Set([...path, ...asked.filter((word) => own.includes(word))])]);
}

/** Whether two paths ask alike: for one thing or for many, with as many ids, of one user or of all. */
function shapeLikeness({ path }: Place, operation: Operation): number {
  const ends = (core: readonly Segment[]) => core.at(-1)?.parameter !== undefined;
  const count = (core: readonly Segment[]) => core.filter(({ parameter }) => parameter !== undefined).length;
  const ofUser = (core: readonly Segment[]) =>
    core[0]?.text.toLowerCase() === 'users' && core[1]?.parameter !== undefined;
  const [a, b] = [path.core, operation.path.core];
  return (
    (ends(a) === ends(b) ? 0.4 : 0) +
    Math.max(0, 0.4 - 0.2 * Math.abs(count(a) - count(b))) +
    (ofUser(a) === ofUser(b) ? 0.2 : 0)
  );
}

function fieldLikeness({ arguments: args }: Offer, { fields }: Described): number {
  const ours = args.filter(({ inPath }) => !inPath).map(({ name }) => plainName(name));
  const either = new Set([...ours, ...fields]).size;
  return either === 0 ? 1 : ours.filter((name) => fields.has(name)).length / either;
}
