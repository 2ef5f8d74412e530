import { needsConfirmation, type Vendor } from '../tools/effect.js';
import { isExplainedOperation } from './explained.js';
import { fitsKind, kindOf, type OperationKind, routeOutweighsKind } from './operation-kind.js';
import { operationNames } from './operation-names.js';
import type { Operation } from './operations.js';
import { hasSamePrefix, isKeyName, isSameCore, plainName } from './path.js';
import { type Mapping, mapPlaceholders } from './placeholders.js';
import type { ToolView } from './tool-view.js';
import { nameKeys, roughWords, saysSearch, tellingWords } from './words.js';

/**
 * What speaks for an operation being what a tool calls, the strongest first: the path and verb of our route, the same
 * behind another prefix, a place that is listed as an alternative, the operation's name, our path in other spelling,
 * our path with an id elsewhere.
 */
export const ranks = { route: 0, movedRoute: 1, alternative: 2, name: 3, shape: 4, literals: 5 } as const;

/** A tool and an operation that it may call. */
export interface Claim {
  view: ToolView;
  operation: Operation;
  /** The strongest of {@link ranks} that holds; the lowest number is the strongest. */
  rank: number;
  /** Which of several alternatives; 0 otherwise. */
  order: number;
  /** The operation is called what the tool is called. */
  hasToolName: boolean;
  /** Both say that something is searched. */
  isSearch: boolean;
  /** How the operation's names map to our arguments; `problems` has everything that speaks against the pair. */
  mapping: Mapping;
}

/** An operation with what its names say. */
export interface NamedOperation {
  operation: Operation;
  kind: OperationKind;
  names: ReadonlySet<string>;
  summary: readonly string[];
  /** Every word of its name, summary and path. */
  words: ReadonlySet<string>;
  /** Words of its name that its path does not have. */
  wordsNotInPath: readonly string[];
  /** Its name, tags or path say that something is searched. */
  isSearch: boolean;
}

/** Every pair of tool and operation for which one of {@link ranks} holds. */
export function claimsOf(vendor: Vendor, views: readonly ToolView[], operations: readonly NamedOperation[]): Claim[] {
  const ourWords = new Set(views.flatMap((view) => view.places.flatMap(({ path }) => path.literals)));
  return operations.flatMap((one) => {
    const claims = views.flatMap((view) => claimOf(view, one, ourWords) ?? []);
    addContradictions(claims, isExplainedOperation(vendor, one.operation));
    return claims;
  });
}

/** Adds problems where an operation's path points to one tool and its name to another: a person has to decide. */
function addContradictions(claims: readonly Claim[], isExplained: boolean): void {
  const possible = claims.filter(({ mapping }) => mapping.problems.length === 0);
  const byName = possible.find(({ hasToolName }) => hasToolName);
  const byPath = possible.find(({ hasToolName, rank }) => !hasToolName && rank <= ranks.movedRoute);
  for (const { mapping, hasToolName } of claims) {
    if (hasToolName && byPath) mapping.problems.push(`it stands where ${byPath.view.tool.name} should be`);
    if (!hasToolName && byName) mapping.problems.push(`it is named like ${byName.view.tool.name}`);
    if (!hasToolName && isExplained) mapping.problems.push('it is known, and none of our tools');
  }
}

/** Whether an operation is known and none of our tools calls it. */
export const hasNoTool = ({ operationId, tags }: Operation): boolean =>
  [operationId, ...tags].some((name) => namesWithoutTool.has(plainName(name)));
const namesWithoutTool = new Set(
  Object.entries(operationNames).flatMap(([name, tool]) => (tool ? [] : [plainName(name)])),
);

/** Reads the names of an operation. */
export function namedOperation(vendor: Vendor, operation: Operation): NamedOperation {
  const { operationId, tags, summary, path } = operation;
  const [controller = '', ...rest] = operationId.split(/[_.]/);
  // In `Realtime_VisualQueueList`, the name of a group stands before that of the operation.
  const withoutGroup = roughWords(controller).length <= 2 ? rest.join('_') : '';
  const texts = [operationId, withoutGroup, ...tags, ...tags.map((tag) => `${tag}_${operationId}`)];
  const nameWords = tellingWords(operationId, vendor);
  const pathWords = path.core.flatMap(({ text }) => tellingWords(text, vendor));
  return {
    operation,
    kind: kindOf(operation),
    names: new Set(texts.flatMap((text) => nameKeys(text, vendor))),
    summary: nameKeys(summary, vendor),
    words: new Set([...nameWords, ...tellingWords(summary, vendor), ...pathWords]),
    wordsNotInPath: nameWords.filter((word) => !pathWords.includes(word)),
    isSearch: [operationId, ...tags, ...path.core.map(({ text }) => text)].some(saysSearch),
  };
}

function claimOf(view: ToolView, named: NamedOperation, ourWords: ReadonlySet<string>): Claim | undefined {
  const { operation, kind } = named;
  const isOfKind = fitsKind(view.tool, kind);
  const isHere = ({ verb, path }: ToolView['places'][number]) =>
    verb === operation.verb && isSameCore(path.core, operation.path.core);
  const place = view.places.findIndex(
    (one) => isHere(one) && (isOfKind || routeOutweighsKind(view.tool, one.verb, kind)),
  );
  const hasToolName = isOfKind && sharesName(view, named);
  const isSpelledAlike = (part: 'shape' | 'literals') =>
    isOfKind && view.places.some(({ path }) => sameSpelling(path[part], operation.path[part], ourWords));
  const spelling = (['shape', 'literals'] as const).find(isSpelledAlike);
  const routeRank = hasSamePrefix(view.places[0].path, operation.path) ? ranks.route : ranks.movedRoute;
  const placeRank = place > 0 ? ranks.alternative : routeRank;
  const rank = place >= 0 ? placeRank : hasToolName ? ranks.name : spelling && ranks[spelling];
  if (rank === undefined) return undefined;
  const mapping = mapPlaceholders(view, operation);
  const problems = [
    ...mapping.problems,
    ...(rank >= ranks.name ? missingArguments(view, mapping, operation) : []),
    ...(rank >= ranks.alternative ? unmetDemands(view, mapping, operation) : []),
    ...(!hasToolName && (rank >= ranks.shape || (rank === ranks.alternative && needsConfirmation(view.tool)))
      ? unknownWords(view, named)
      : []),
  ];
  return {
    view,
    operation,
    rank,
    order: Math.max(0, place),
    hasToolName,
    isSearch: named.isSearch && view.isSearch,
    mapping: { ...mapping, problems: [...new Set(problems)] },
  };
}

const sharesName = ({ names, title }: ToolView, { names: theirs, summary }: NamedOperation): boolean =>
  [...theirs].some((key) => names.has(key)) || summary.some((key) => title.has(key) || names.has(key));

/** Whether the words are the same, or theirs have one more in front that is in no path of ours. */
function sameSpelling(ours: readonly string[], theirs: readonly string[], ourWords: ReadonlySet<string>): boolean {
  const more = theirs.length - ours.length;
  if (more !== 0 && (more !== 1 || theirs.length === 1 || ourWords.has(theirs[0] ?? ''))) return false;
  return ours.every((word, index) => word === theirs[index + more]);
}

/** Problems of arguments in our path that the operation does not have: without them it answers another question. */
function missingArguments(view: ToolView, { names, query }: Mapping, { parameters, body }: Operation): string[] {
  const placed = new Set([...names.values(), ...query.map(({ argument }) => argument)]);
  const fields = new Set([...parameters, ...body.fields].map(({ name }) => plainName(name)));
  return view.arguments
    .filter(
      ({ isInPath, name, aliases }) => isInPath && !placed.has(name) && ![...aliases].some((one) => fields.has(one)),
    )
    .map(({ name }) => `the document has no place for ${name}`);
}

/** Problems of query parameters that the operation demands and we don't have. */
function unmetDemands(view: ToolView, { names, query }: Mapping, { parameters }: Operation): string[] {
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

/** A problem when the operation's name has a word that neither the tool nor the operation's path has. */
const unknownWords = ({ words }: ToolView, { operation, wordsNotInPath }: NamedOperation): string[] =>
  wordsNotInPath.some((word) => !words.has(word)) ? [`${operation.operationId} seems to be something else`] : [];
