import type { CallContext } from '../define.js';
import { membersOf } from '../members.js';
import type { NameList } from '../names.js';

/** A list of Gladly that pairs ids with names. */
export interface GladlyNameList extends NameList {
  path: string;
}

interface Entry {
  id: string;
  name: string;
  isDisabled: boolean;
}

/**
 * Ids are 22 characters of URL-safe base64, or 32 hex digits in report filters (gladly.md, k). Since a name may have 22
 * characters too ("International-Shipping"), an id must have a digit or a capital after a small letter. The rare id
 * without either is looked up like a name, which finds it too.
 */
const idPattern = /^(?:(?=.*(?:\d|[a-z][A-Z]))[\w-]{22}|[0-9a-fA-F]{32})$/;

/** @param otherNames further members by which people name an entry */
function nameList(thing: string, segment: string, otherNames: readonly string[] = []): GladlyNameList {
  const path = `/api/v1/${segment}`;
  return {
    thing,
    tool: `list_all_gladly_${segment}`,
    path,
    idPattern,
    isOptional: true,
    isKept: true,
    read: (context, notBefore) => context.clients.gladly.lists.rows(path, context, notBefore),
    idOf: ({ id }) => id,
    namesOf: (entry) => ['name', ...otherNames].map((member) => entry[member]),
    isDisabled: ({ disabled }) => disabled === true,
  };
}

export const agents = nameList('agent', 'agents', ['emailAddress']);
export const inboxes = nameList('inbox', 'inboxes');
export const teams = nameList('team', 'teams');
export const topics = nameList('topic', 'topics');

/**
 * The entries of a list; undefined when the owner's filters forbid its tool, or it cannot be read in time.
 * @param maxWaitMs longest wait for the list in milliseconds
 */
export async function entriesWithin(
  { tool, path }: GladlyNameList,
  context: CallContext,
  maxWaitMs: number,
): Promise<Entry[] | undefined> {
  if (context.isOffered?.(tool) === false) return undefined;
  const rows = await context.clients.gladly.lists.rowsWithin(path, context, maxWaitMs);
  return rows?.flatMap((row) => {
    const { id, name, disabled } = membersOf(row);
    return typeof id === 'string' && typeof name === 'string' ? [{ id, name, isDisabled: disabled === true }] : [];
  });
}
