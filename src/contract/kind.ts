import type { VendorTool } from '../tools/define.js';
import { isRead } from '../tools/effect.js';
import type { Operation, Verb } from './operations.js';
import { roughWords } from './words.js';

/** What an operation does, as far as its verb and names say; `write` when they leave it open. */
export type Kind = 'read' | 'create' | 'update' | 'delete' | 'write';

const words: Readonly<Record<Exclude<Kind, 'write'>, string>> = {
  read: 'search find query lookup filter list get read fetch retrieve',
  delete: 'delete remove cancel destroy erase purge',
  update: 'update edit modify change patch set',
  create: 'create add insert register new',
};
const kinds = new Map(
  (['read', 'delete', 'update', 'create'] as const).flatMap((kind) =>
    words[kind].split(' ').map((word) => [word, kind] as const),
  ),
);
/** `reservecancel` takes something back: Puzzel writes words together. */
const kindOfWord = (word = ''): Kind | undefined => (word.endsWith('cancel') ? 'delete' : kinds.get(word));

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
 * What an operation does. The end of the path decides first (`…/delete`, `…/search`), then the names, then the verb;
 * but an operation that says "delete" anywhere is a deletion.
 */
export function kindOf({ verb, path, operationId, tags }: KindSource): Kind {
  const last = path.core.at(-1);
  const byPath = last?.parameter === undefined ? kindOfWord(roughWords(last?.text ?? '').at(-1)) : undefined;
  const said = [operationId, ...tags].flatMap((name) => {
    const [controller = '', action = controller] = name.replace(verbEndings[verb], '').split('_', 2);
    const named = roughWords(action);
    return [kindOfWord(named[0]), kindOfWord(named.at(-1))].filter((kind) => kind !== undefined);
  });
  if (verb === 'DELETE' || byPath === 'delete' || said.includes('delete')) return 'delete';
  if (verb === 'GET') return 'read';
  if (verb === 'POST') return byPath ?? said[0] ?? 'write';
  return byPath === 'read' || said[0] === 'read' ? 'read' : 'update';
}

/** Whether an operation of this kind may be what the tool does. */
export function fits(tool: VendorTool, kind: Kind): boolean {
  if (tool.effect === 'delete' || kind === 'delete') return tool.effect === 'delete' && kind === 'delete';
  if (isRead(tool) || kind === 'read') return isRead(tool) && kind === 'read';
  return kind === 'write' || tool.effect === 'custom-write' || kind === tool.effect;
}

/**
 * Whether an identical path and verb outweigh a name that suggests another kind of operation. Never for a tool that
 * deletes; for an operation that deletes, only when its verb is DELETE, which our route has too.
 */
export function mayDiffer(tool: VendorTool, verb: Verb, kind: Kind): boolean {
  if (tool.effect === 'delete') return false;
  if (kind === 'delete') return verb === 'DELETE';
  return tool.route.provenance !== 'inferred' || (isRead(tool) ? kind === 'write' : kind !== 'read');
}
