import { needsConfirmation, type Vendor } from '../tools/effect.js';
import { isExplainedOperation } from './explained.js';
import { fits, type Kind, kindOf, mayDiffer } from './kind.js';
import { operationNames } from './operation-names.js';
import type { Operation } from './operations.js';
import { isKeyName, plainName, sameCore } from './path.js';
import { type Mapping, mapPlaceholders } from './placeholders.js';
import type { ToolView } from './tool-view.js';
import { nameKeys, roughWords, tellingWords } from './words.js';

/**
 * What says that an operation is what a tool calls, the strongest first: the very path and verb of our route, the same
 * behind another prefix, a place that is listed as an alternative, the operation's name, our path in other spelling,
 * our path with an id elsewhere.
 */
export const evidence = ['route', 'moved route', 'alternative', 'name', 'spelling', 'words'] as const;

export interface Claim {
  view: ToolView;
  operation: Operation;
  /** Index in {@link evidence}. */
  rank: number;
  /** Which of several alternatives; 0 otherwise. */
  order: number;
  named: boolean;
  /** Both say that something is searched. */
  searches: boolean;
  /** The operation, with everything that speaks against the match in `problems`. */
  mapping: Mapping;
}

/** An operation with what its names say. */
interface Described {
  operation: Operation;
  kind: Kind;
  names: ReadonlySet<string>;
  summary: readonly string[];
  /** Words of its name that its path does not have. */
  foreign: readonly string[];
  searches: boolean;
}

/** Every pair of tool and operation with at least one kind of {@link evidence}. */
export function claimsOf(vendor: Vendor, views: readonly ToolView[], operations: readonly Operation[]): Claim[] {
  const known = new Set(views.flatMap((view) => view.places.flatMap(({ path }) => path.literals)));
  const pairs = operations
    .map((operation) => describe(vendor, operation))
    .flatMap((described) => views.flatMap((view) => claim(view, described, known) ?? []));
  for (const operation of operations)
    contradict(
      vendor,
      pairs.filter((pair) => pair.operation === operation),
    );
  return pairs;
}

/** When an operation's path points to one tool and its name to another, a person has to decide. */
function contradict(vendor: Vendor, pairs: readonly Claim[]): void {
  const possible = pairs.filter(({ mapping }) => mapping.problems.length === 0);
  const [named] = possible.filter((pair) => pair.named);
  const [placed] = possible.filter((pair) => !pair.named && pair.rank <= 1);
  for (const { operation, mapping, ...pair } of pairs) {
    if (pair.named && placed) mapping.problems.push(`it stands where ${placed.view.tool.name} should be`);
    if (!pair.named && named) mapping.problems.push(`it is named like ${named.view.tool.name}`);
    if (!pair.named && isExplainedOperation(vendor, operation))
      mapping.problems.push('it is known, and none of our tools');
  }
}

/** A known operation that none of our tools calls. */
export const isNoTool = ({ operationId, tags }: Operation): boolean =>
  [operationId, ...tags].some((name) => noTools.has(plainName(name)));
const noTools = new Set(Object.entries(operationNames).flatMap(([name, tool]) => (tool ? [] : [plainName(name)])));

function describe(vendor: Vendor, operation: Operation): Described {
  const { operationId, tags, summary, path } = operation;
  const [controller = '', ...rest] = operationId.split(/[_.]/);
  // `Realtime_VisualQueueList`: the name of a group stands before it.
  const behind = roughWords(controller).length <= 2 ? rest.join('_') : '';
  const texts = [operationId, behind, ...tags, ...tags.map((tag) => `${tag}_${operationId}`)];
  const pathWords = new Set(path.core.flatMap(({ text }) => tellingWords(text, vendor)));
  return {
    operation,
    kind: kindOf(operation),
    names: new Set(texts.flatMap((text) => nameKeys(text, vendor))),
    summary: nameKeys(summary, vendor),
    foreign: tellingWords(operationId, vendor).filter((word) => !pathWords.has(word)),
    searches: [operationId, ...tags, ...path.core.map(({ text }) => text)].some(isSearch),
  };
}

const isSearch = (text: string): boolean => roughWords(text).includes('search');

function claim(view: ToolView, described: Described, known: ReadonlySet<string>): Claim | undefined {
  const { operation, kind } = described;
  const fitting = fits(view.tool, kind);
  const isHere = ({ verb, path }: ToolView['places'][number]) =>
    verb === operation.verb && sameCore(path.core, operation.path.core);
  const place = view.places.findIndex((one) => isHere(one) && (fitting || mayDiffer(view.tool, one.verb, kind)));
  const named = fitting && isNamed(view, described);
  const isSpelled = (of: 'shape' | 'literals') =>
    fitting && view.places.some(({ path }) => sameSpelling(path[of], operation.path[of], known));
  const spelled = isSpelled('shape') ? 4 : isSpelled('literals') ? 5 : undefined;
  const [ours] = view.places;
  const samePrefix =
    ours.path.prefix === operation.path.prefix &&
    (ours.path.keyName === undefined) === (operation.path.keyName === undefined);
  const at = place === 0 ? (samePrefix ? 0 : 1) : 2;
  const rank = place >= 0 ? at : named ? 3 : spelled;
  if (rank === undefined) return undefined;
  const mapping = mapPlaceholders(view, operation);
  const problems = [
    ...mapping.problems,
    ...(rank >= 3 ? withoutPlace(view, mapping, operation) : []),
    ...(rank >= 2 ? foreignDemands(view, mapping, operation) : []),
    ...(!named && (rank >= 4 || (rank === 2 && needsConfirmation(view.tool))) ? otherWords(view, described) : []),
  ];
  return {
    view,
    operation,
    rank,
    order: Math.max(0, place),
    named,
    searches: described.searches && view.searches,
    mapping: { ...mapping, problems: [...new Set(problems)] },
  };
}

const isNamed = ({ names, title }: ToolView, { names: theirs, summary }: Described): boolean =>
  [...theirs].some((key) => names.has(key)) || summary.some((key) => title.has(key) || names.has(key));

/** The same words, or one more in front that no path of ours has. */
const sameSpelling = (ours: readonly string[], theirs: readonly string[], known: ReadonlySet<string>): boolean =>
  ours.join('/') === theirs.join('/') ||
  (!known.has(theirs[0] ?? '') && theirs.length > 1 && ours.join('/') === theirs.slice(1).join('/'));

/** Arguments of our path that the operation has nowhere: it answers another question. */
function withoutPlace(view: ToolView, { names, query }: Mapping, { parameters, body }: Operation): string[] {
  const placed = new Set([...names.values(), ...query.map(({ argument }) => argument)]);
  const fields = new Set([...parameters, ...body.fields].map(({ name }) => plainName(name)));
  return view.arguments
    .filter(({ inPath, name, aliases }) => inPath && !placed.has(name) && ![...aliases].some((one) => fields.has(one)))
    .map(({ name }) => `the document has no place for ${name}`);
}

/** What the operation demands in its query and we don't have. */
function foreignDemands(view: ToolView, { names, query }: Mapping, { parameters }: Operation): string[] {
  const inPath = new Set(names.values());
  const free = view.arguments.filter(({ name }) => !inPath.has(name));
  const ours = new Set([
    ...free.flatMap(({ name, aliases }) => [...aliases, plainName(name)]),
    ...query.map(({ name }) => plainName(name)),
  ]);
  return parameters
    .filter(({ name, required, ...parameter }) => parameter.in === 'query' && required && !isKeyName(name))
    .filter(({ name }) => !ours.has(plainName(name)))
    .map(({ name }) => `it demands ${name}, which is none of our arguments`);
}

/** The name says something that neither the tool nor the path does. */
const otherWords = ({ words }: ToolView, { operation, foreign }: Described): string[] =>
  foreign.some((word) => !words.has(word)) ? [`${operation.operationId} seems to be something else`] : [];
