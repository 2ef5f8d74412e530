import { isObject, scalarText } from '../../json.js';
import type { CallContext } from '../define.js';
import { agents, entriesWithin, type GladlyNameList, inboxes, topics } from './name-lists.js';

/** Members that hold ids, the list with the names of these ids, and the member that shows the names. */
const idMembers = new Map<string, readonly [list: GladlyNameList, nameMember: string]>([
  ['agentId', [agents, 'agentName']],
  ['agentIds', [agents, 'agentNames']],
  ['inboxId', [inboxes, 'inboxName']],
  ['topicIds', [topics, 'topicNames']],
  ['addedTopicIds', [topics, 'addedTopicNames']],
  ['removedTopicIds', [topics, 'removedTopicNames']],
]);

/** Longest wait for names, in milliseconds: they only add to an answer that is there already. */
export const maxWaitMs = 5_000;

/** Deepest level that is searched, the data being level 0; the vendor's documents have no ids of these kinds below it. */
const maxDepth = 4;

/**
 * The data with names beside the ids of agents, inboxes and topics. The lists of names may be a minute old; an id that
 * is not in its list, or whose list cannot be read, stands alone.
 */
export async function withNames(data: unknown, context: CallContext): Promise<unknown> {
  const neededLists = new Set<GladlyNameList>();
  collectLists(data, neededLists, 0);
  if (neededLists.size === 0) return data;
  const names = new Map<GladlyNameList, ReadonlyMap<string, string>>();
  await Promise.all(
    [...neededLists].map(async (list) => {
      const entries = await entriesWithin(list, context, maxWaitMs);
      names.set(list, new Map(entries?.map(({ id, name }) => [id, name])));
    }),
  );
  return withNamesFrom(data, (list, id) => names.get(list)?.get(id), 0);
}

function collectLists(value: unknown, neededLists: Set<GladlyNameList>, depth: number): void {
  if (depth > maxDepth) return;
  if (Array.isArray(value)) for (const one of value) collectLists(one, neededLists, depth + 1);
  if (!isObject(value)) return;
  if (isAgent(value)) neededLists.add(agents);
  for (const [member, inside] of Object.entries(value)) {
    const [list] = idMembers.get(member) ?? [];
    if (list && (typeof inside === 'string' || (Array.isArray(inside) && inside.length > 0))) neededLists.add(list);
    else collectLists(inside, neededLists, depth + 1);
  }
}

function withNamesFrom(
  value: unknown,
  nameOf: (list: GladlyNameList, id: string) => string | undefined,
  depth: number,
): unknown {
  if (depth > maxDepth) return value;
  if (Array.isArray(value)) return value.map((one) => withNamesFrom(one, nameOf, depth + 1));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([member, inside]): [string, unknown][] => {
    const entry: [string, unknown] = [member, withNamesFrom(inside, nameOf, depth + 1)];
    const [list, nameMember] = idMembers.get(member) ?? [];
    if (list === undefined || nameMember === undefined || Object.hasOwn(value, nameMember)) return [entry];
    const names = (Array.isArray(inside) ? inside : [inside]).map((id) =>
      typeof id === 'string' ? nameOf(list, id) : undefined,
    );
    if (!names.some((name) => name !== undefined)) return [entry];
    // An id without a name keeps its place in the list.
    return [entry, [nameMember, Array.isArray(inside) ? names.map((name, index) => name ?? inside[index]) : names[0]]];
  });
  const name = isAgent(value) && !Object.hasOwn(value, 'name') ? nameOf(agents, scalarText(value.id)) : undefined;
  return Object.fromEntries(name === undefined ? entries : [...entries, ['name', name]]);
}

/** Whether an object, such as an initiator, stands for an agent: `{ id, type: 'AGENT' }`. */
const isAgent = ({ id, type }: Readonly<Record<string, unknown>>): boolean =>
  type === 'AGENT' && typeof id === 'string';
