import { isRead, type Tool } from '../tools/define.js';
import type { Operation } from './operations.js';
import { roughWords } from './words.js';

/** What an operation does, as far as its verb and names say; `write` when they leave it open. */
export type Kind = 'read' | 'create' | 'update' | 'delete' | 'write';

const kindWords: Record<string, Kind> = {
  ...Object.fromEntries(
    'search find query lookup filter list get read fetch retrieve'.split(' ').map((word) => [word, 'read']),
  ),
  ...Object.fromEntries('delete remove cancel destroy erase purge'.split(' ').map((word) => [word, 'delete'])),
  ...Object.fromEntries('update edit modify change patch set'.split(' ').map((word) => [word, 'update'])),
  ...Object.fromEntries('create add insert register new'.split(' ').map((word) => [word, 'create'])),
};

/** ServiceStack and others append the verb to the name: that says nothing beyond the verb. */
const generated = /_(get|post|create|put|update|patch|delete)$/i;

/**
 * What an operation does. The end of the path speaks first (`…/delete`, `…/search`), then the operation's name, then
 * the verb; but whatever says "delete" anywhere is one.
 */
export function kindOf({ verb, path, operationId }: Operation): Kind {
  const last = path.core.at(-1);
  const byPath =
    last === undefined || last.parameter !== undefined ? undefined : kindOfWord(roughWords(last.text).at(-1));
  const byName = kindOfName(operationId);
  if (verb === 'DELETE' || byPath === 'delete' || byName === 'delete') return 'delete';
  if (verb === 'GET') return 'read';
  if (verb === 'POST') return byPath ?? byName ?? 'write';
  return byPath === 'read' || byName === 'read' ? 'read' : 'update';
}

function kindOfName(operationId: string): Kind | undefined {
  const [controller = '', action] = operationId.replace(generated, '').split('_', 2);
  const words = roughWords(action ?? controller);
  const [first, last] = [kindOfWord(words[0]), kindOfWord(words.at(-1))];
  return first === 'delete' || last === 'delete' ? 'delete' : (first ?? last);
}

const kindOfWord = (word: string | undefined): Kind | undefined =>
  word !== undefined && Object.hasOwn(kindWords, word) ? kindWords[word] : undefined;

/** Whether an operation of this kind may be what the tool does, without any other evidence. */
export function fits(tool: Tool, kind: Kind): boolean {
  if (tool.effect === 'delete') return kind === 'delete';
  if (isRead(tool)) return kind === 'read';
  if (tool.effect === 'create') return kind === 'create' || kind === 'write';
  if (tool.effect === 'update') return kind === 'update' || kind === 'write';
  return kind === 'update' || kind === 'create' || kind === 'write';
}
