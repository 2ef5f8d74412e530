import { needsConfirmation, type Vendor } from '../tools/effect.js';
import { isExplainedOperation } from './explained.js';
import { fitsKind, kindOf, type OperationKind, routeOutweighsKind } from './operation-kind.js';
import { namesWithoutTool } from './operation-names.js';
import type { Operation } from './operations.js';
import { hasSamePrefix, isKeyName, isSameCore, plainName } from './path.js';
import { type Mapping, mapPlaceholders } from './placeholders.js';
import type { ToolView } from './tool-view.js';
import { keysOfName, meaningfulWords, rawWords, saysSearch } from './words.js';

/**
 * What speaks for an operation being what a tool calls, the strongest first: the path and verb of our route, the same
 * behind another prefix, an endpoint that is listed as an alternative, the operation's name, our path in other spelling,
 * the words of our path with other ids between them.
 */
export const ranks = { route: 0, movedRoute: 1, alternative: 2, name: 3, shape: 4, literals: 5 } as const;

/** A tool and an operation that it may call. */
export interface Claim {
  view: ToolView;
  operation: Operation;
  /** The strongest of {@link ranks} that holds; the lowest number is the strongest. */
  rank: number;
  /** The number of the alternative, the likeliest being 1; 0 for every other claim. */
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
  /** The keys (words.ts) of its id and tags. */
  nameKeys: ReadonlySet<string>;
  /** The keys of its summary. */
  summaryKeys: readonly string[];
  /** The meaningful words (words.ts) of its name, summary and path. */
  words: ReadonlySet<string>;
  /** Words of its name that its path does not have. */
  wordsNotInPath: readonly string[];
  /** Its name, tags or path say that something is searched. */
  isSearch: boolean;
}

/** Every pair of tool and operation for which one of {@link ranks} holds. */
export function claimsOf(vendor: Vendor, views: readonly ToolView[], operations: readonly NamedOperation[]): Claim[] {
  const ourWords = new Set(views.flatMap((view) => view.endpoints.flatMap(({ path }) => path.literals)));
  return operations.flatMap((named) => {
    const claims = views.flatMap((view) => claimOf(view, named, ourWords) ?? []);
    addContradictions(claims, isExplainedOperation(vendor, named.operation));
    return claims;
  });
}

/** Adds problems where the path points to one tool and the name to another, or the operation is known to have no tool. */
function addContradictions(claims: readonly Claim[], isExplained: boolean): void {
  const possibleClaims = claims.filter(({ mapping }) => mapping.problems.length === 0);
  const claimByName = possibleClaims.find(({ hasToolName }) => hasToolName);
  const claimByPath = possibleClaims.find(({ hasToolName, rank }) => !hasToolName && rank <= ranks.movedRoute);
  for (const { mapping, hasToolName } of claims) {
    if (hasToolName && claimByPath) mapping.problems.push(`it stands where ${claimByPath.view.tool.name} should be`);
    if (!hasToolName && claimByName) mapping.problems.push(`it is named like ${claimByName.view.tool.name}`);
    if (!hasToolName && isExplained) mapping.problems.push('it is known, and none of our tools');
  }
}

const plainNamesWithoutTool = new Set(namesWithoutTool.map(plainName));

/** Whether the operation is known by one of its names, and none of our tools calls it. */
export const hasNoTool = ({ operationId, tags }: Operation): boolean =>
  [operationId, ...tags].some((name) => plainNamesWithoutTool.has(plainName(name)));

/** Reads the names of an operation. */
export function namedOperation(vendor: Vendor, operation: Operation): NamedOperation {
  const { operationId, tags, summary, path } = operation;
  const [controller = '', ...rest] = operationId.split(/[_.]/);
  // In `Realtime_VisualQueueList`, the name of a group stands before that of the operation.
  const withoutGroup = rawWords(controller).length <= 2 ? rest.join('_') : '';
  const texts = [operationId, withoutGroup, ...tags, ...tags.map((tag) => `${tag}_${operationId}`)];
  const nameWords = meaningfulWords(operationId, vendor);
  const pathWords = path.core.flatMap(({ text }) => meaningfulWords(text, vendor));
  return {
    operation,
    kind: kindOf(operation),
    nameKeys: new Set(texts.flatMap((text) => keysOfName(text, vendor))),
    summaryKeys: keysOfName(summary, vendor),
    words: new Set([...nameWords, ...meaningfulWords(summary, vendor), ...pathWords]),
    wordsNotInPath: nameWords.filter((word) => !pathWords.includes(word)),
    isSearch: [operationId, ...tags, ...path.core.map(({ text }) => text)].some(saysSearch),
  };
}

function claimOf(view: ToolView, named: NamedOperation, ourWords: ReadonlySet<string>): Claim | undefined {
  const { operation, kind } = named;
  const isOfKind = fitsKind(view.tool, kind);
  const isSameEndpoint = ({ verb, path }: ToolView['endpoints'][number]) =>
    verb === operation.verb && isSameCore(path.core, operation.path.core);
  const endpointIndex = view.endpoints.findIndex(
    (endpoint) => isSameEndpoint(endpoint) && (isOfKind || routeOutweighsKind(view.tool, endpoint.verb, kind)),
  );
  const hasToolName = isOfKind && sharesName(view, named);
  const isAlike = (part: 'shape' | 'literals') =>
    isOfKind && view.endpoints.some(({ path }) => areSameWords(path[part], operation.path[part], ourWords));
  const alikePart = (['shape', 'literals'] as const).find(isAlike);
  const routeRank = hasSamePrefix(view.endpoints[0].path, operation.path) ? ranks.route : ranks.movedRoute;
  const endpointRank = endpointIndex > 0 ? ranks.alternative : routeRank;
  const rank = endpointIndex >= 0 ? endpointRank : hasToolName ? ranks.name : alikePart && ranks[alikePart];
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
    order: Math.max(0, endpointIndex),
    hasToolName,
    isSearch: named.isSearch && view.isSearch,
    mapping: { ...mapping, problems: [...new Set(problems)] },
  };
}

const sharesName = ({ nameKeys, titleKeys }: ToolView, operation: NamedOperation): boolean =>
  [...operation.nameKeys].some((key) => nameKeys.has(key)) ||
  operation.summaryKeys.some((key) => titleKeys.has(key) || nameKeys.has(key));

/** Whether the document's words are a tool's, or have one more in front that is in no path of ours. */
function areSameWords(
  toolWords: readonly string[],
  documentWords: readonly string[],
  ourWords: ReadonlySet<string>,
): boolean {
  const extraCount = documentWords.length - toolWords.length;
  if (extraCount === 1 && (documentWords.length === 1 || ourWords.has(documentWords[0] ?? ''))) return false;
  if (extraCount !== 0 && extraCount !== 1) return false;
  return toolWords.every((word, index) => word === documentWords[index + extraCount]);
}

/** Problems of arguments in our path that the operation does not take: without them it would mean something else. */
function missingArguments(view: ToolView, { names, query }: Mapping, { parameters, body }: Operation): string[] {
  const mappedArguments = new Set([...names.values(), ...query.map(({ argument }) => argument)]);
  const fieldNames = new Set([...parameters, ...body.fields].map(({ name }) => plainName(name)));
  return view.arguments
    .filter(
      ({ isInPath, name, aliases }) =>
        isInPath && !mappedArguments.has(name) && ![...aliases].some((alias) => fieldNames.has(alias)),
    )
    .map(({ name }) => `the document has no place for ${name}`);
}

/** Problems of query parameters that the operation demands and we don't have. */
function unmetDemands(view: ToolView, { names, query }: Mapping, { parameters }: Operation): string[] {
  const inPath = new Set(names.values());
  const freeArguments = view.arguments.filter(({ name }) => !inPath.has(name));
  const ourNames = new Set([
    ...freeArguments.flatMap(({ name, aliases }) => [...aliases, plainName(name)]),
    ...query.map(({ name }) => plainName(name)),
  ]);
  const isOurs = (name: string) => ourNames.has(plainName(name)) || isKeyName(view.tool.vendor, name);
  return parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required && !isOurs(parameter.name))
    .map(({ name }) => `it demands ${name}, which is none of our arguments`);
}

/** A problem when the operation's name has a word that neither the tool nor the operation's path has. */
const unknownWords = ({ words }: ToolView, { operation, wordsNotInPath }: NamedOperation): string[] =>
  wordsNotInPath.some((word) => !words.has(word)) ? [`${operation.operationId} seems to be something else`] : [];
