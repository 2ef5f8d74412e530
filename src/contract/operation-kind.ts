import type { VendorTool } from '../tools/define.js';
import { isRead } from '../tools/effect.js';
import type { Operation, Verb } from './operations.js';
import { rawWords } from './words.js';

/** What an operation does, as far as its verb and names say; `write` when they leave it open. */
export type OperationKind = 'read' | 'create' | 'update' | 'delete' | 'write';

const wordsByKind: Readonly<Record<Exclude<OperationKind, 'write'>, string>> = {
  read: 'search find query lookup filter list get read fetch retrieve',
  delete: 'delete remove cancel destroy erase purge',
  update: 'update edit modify change patch set',
  create: 'create add insert register new',
};
const kindsByWord = new Map(
  (['read', 'delete', 'update', 'create'] as const).flatMap((kind) =>
    wordsByKind[kind].split(' ').map((word) => [word, kind] as const),
  ),
);
/** Puzzel writes words together: `reservecancel` is a deletion, too. */
const kindOfWord = (word = ''): OperationKind | undefined =>
  word.endsWith('cancel') ? 'delete' : kindsByWord.get(word);

/** Endings of names that only repeat the verb, as ServiceStack and others append them. */
const verbEndings: Readonly<Record<Verb, RegExp>> = {
  GET: /_get$/i,
  POST: /_(post|create)$/i,
  PUT: /_(put|update)$/i,
  PATCH: /_(patch|update)$/i,
  DELETE: /_delete$/i,
};

type KindSource = Pick<Operation, 'verb' | 'path' | 'operationId' | 'tags'>;

/**
 * What an operation does. With the verb DELETE, or a word for it at the end of its path or in its names (operation id and
 * tags), it is a deletion; any other GET is a read. Of a POST, the end of its path decides (`…/search`), then its names. A
 * PUT or PATCH is an update unless its path or its names say "read".
 */
export function kindOf({ verb, path, operationId, tags }: KindSource): OperationKind {
  const lastSegment = path.core.at(-1);
  const kindByPath =
    lastSegment?.parameter === undefined ? kindOfWord(rawWords(lastSegment?.text ?? '').at(-1)) : undefined;
  const kindsByNames = [operationId, ...tags].flatMap((name) => {
    // `Users_list`: the action follows the name of a controller.
    const [controller = '', action = controller] = name.replace(verbEndings[verb], '').split('_', 2);
    const actionWords = rawWords(action);
    return [kindOfWord(actionWords[0]), kindOfWord(actionWords.at(-1))].filter((kind) => kind !== undefined);
  });
  if (verb === 'DELETE' || kindByPath === 'delete' || kindsByNames.includes('delete')) return 'delete';
  if (verb === 'GET') return 'read';
  if (verb === 'POST') return kindByPath ?? kindsByNames[0] ?? 'write';
  return kindByPath === 'read' || kindsByNames[0] === 'read' ? 'read' : 'update';
}

/** Whether an operation of this kind may be what the tool does. */
export function fitsKind(tool: VendorTool, kind: OperationKind): boolean {
  if (tool.effect === 'delete' || kind === 'delete') return tool.effect === 'delete' && kind === 'delete';
  if (isRead(tool) || kind === 'read') return isRead(tool) && kind === 'read';
  return kind === 'write' || tool.effect === 'custom-write' || kind === tool.effect;
}

/**
 * Whether an identical path and verb count more than a name that suggests another kind of operation. A tool that deletes: no.
 * An operation that deletes: only with the verb DELETE, which our route has too. Otherwise yes, except on an inferred route
 * when one of the two reads and the other is named as a change.
 */
export function routeOutweighsKind(tool: VendorTool, verb: Verb, kind: OperationKind): boolean {
  if (tool.effect === 'delete') return false;
  if (kind === 'delete') return verb === 'DELETE';
  return tool.route.provenance !== 'inferred' || (isRead(tool) ? kind === 'write' : kind !== 'read');
}
