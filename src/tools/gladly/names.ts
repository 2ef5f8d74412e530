import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { didYouMean } from '../../nearest.js';
import type { CallContext } from '../define.js';
import { membersOf } from '../words.js';

/** A list that gives ids their names. */
export interface NamedList {
  tool: string;
  path: string;
  one: string;
  many: string;
  /** Other members that stand for the id as well as the name does. */
  also?: readonly string[];
}

export const lists = {
  agents: {
    tool: 'list_all_gladly_agents',
    path: '/api/v1/agents',
    one: 'agent',
    many: 'Agents',
    also: ['emailAddress'],
  },
  inboxes: { tool: 'list_all_gladly_inboxes', path: '/api/v1/inboxes', one: 'inbox', many: 'Inboxes' },
  teams: { tool: 'list_all_gladly_teams', path: '/api/v1/teams', one: 'team', many: 'Teams' },
  topics: { tool: 'list_all_gladly_topics', path: '/api/v1/topics', one: 'topic', many: 'Topics' },
} as const satisfies Record<string, NamedList>;

export type ListName = keyof typeof lists;

export interface Entry {
  id: string;
  name: string;
  disabled: boolean;
  /** Whatever a person may call it, made comparable. */
  keys: readonly string[];
}

/** Ids are 22 characters of URL-safe base64, or 32 hex digits in report filters (gladly.md, k). */
const isId = (value: string): boolean => /^(?:[\w-]{22}|[0-9a-f]{32})$/i.test(value);

/** Letters without their accents and case: "billing" finds "Billing", "Bergstrom" finds "Bergström". */
const folded = (text: string): string =>
  text.slice(0, 200).normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase();

/**
 * The entries of a list; undefined when it may not or cannot be read.
 * @param patienceMs how long to wait for it at most
 */
export async function entriesOf(
  list: ListName,
  context: CallContext,
  patienceMs?: number,
): Promise<Entry[] | undefined> {
  const { tool, path, also = [] }: NamedList = lists[list];
  if (context.mayRead?.(tool) === false) return undefined;
  const rows = await context.clients.gladly.lists.rows(path, context, patienceMs);
  return rows?.flatMap((row) => {
    const members = membersOf(row);
    const { id, name, disabled } = members;
    if (typeof id !== 'string' || typeof name !== 'string') return [];
    const keys = [name, ...also.map((member) => members[member])].flatMap((key) =>
      typeof key === 'string' ? [folded(key)] : [],
    );
    return [{ id, name, disabled: disabled === true, keys }];
  });
}

/** Where a call takes names for ids: `assignee.inboxId`, `topicIds` (each of a list). */
export type NameArguments = Readonly<Record<string, ListName>>;

/**
 * The arguments with ids in the place of names. What is an id already stays, and so does everything when the list
 * cannot be read: Gladly then decides.
 * @throws Failure `invalid_input` when a name stands for nothing or for several; with `retry` when one name contains it
 */
export async function withIds<T extends Arguments>(
  tool: string,
  args: T,
  names: NameArguments,
  context: CallContext,
): Promise<T> {
  let resolved = args;
  for (const [argument, list] of Object.entries(names)) {
    for (const given of textsAt(resolved, argument.split('.'))) {
      if (given === '' || isId(given)) continue;
      const found = find(given, await entriesOf(list, context));
      if (found === undefined) continue;
      const replaced = replacedAt(resolved, argument.split('.'), given, found.id);
      if (found.sure) resolved = replaced;
      else throw unclear(argument, given, list, found, { tool, arguments: replaced });
    }
  }
  return resolved;
}

interface Found {
  id: string;
  sure: boolean;
  entries: readonly Entry[];
  matches: readonly Entry[];
}

/** What a text stands for among the entries; undefined when nothing needs to change or nothing is known. */
function find(given: string, entries: readonly Entry[] | undefined): Found | undefined {
  if (entries === undefined || entries.some(({ id }) => id === given)) return undefined;
  const wanted = folded(given);
  const inUse = entries.filter(({ disabled }) => !disabled);
  const same = (candidates: readonly Entry[]) => candidates.filter(({ keys }) => keys.includes(wanted));
  // A disabled one is meant only when no other has the name.
  const exact = [same(inUse), same(entries)].find(({ length }) => length > 0) ?? [];
  const partial = wanted === '' ? [] : inUse.filter(({ keys }) => keys.some((key) => key.includes(wanted)));
  const matches = exact.length > 0 ? exact : partial;
  return { id: matches[0]?.id ?? '', sure: exact.length === 1, entries: inUse, matches };
}

const mostNamed = 40;

function unclear(
  argument: string,
  given: string,
  list: ListName,
  { matches, entries }: Found,
  retry: Failure['retry'],
): Failure {
  const { one, many, tool } = lists[list];
  const shown = matches.length > 1 ? matches : entries;
  const names = shown.slice(0, mostNamed).map(({ name, id }) => `${name} (${id})`);
  const more = shown.length > mostNamed ? `, and ${shown.length - mostNamed} more (${tool})` : '';
  const [match] = matches;
  const message =
    matches.length > 1
      ? `${argument}: several ${list} are called so. Give the id.`
      : match
        ? `${argument}: no ${one} is called exactly so. Did you mean "${match.name}"?`
        : `${argument}: no ${one} has this name.${didYouMean(
            given.slice(0, 64),
            entries.map(({ name }) => name),
          )}`;
  return new Failure('invalid_input', message, {
    hint: `${many}: ${names.join(', ')}${more}.`,
    retry: matches.length === 1 ? retry : undefined,
  });
}

/** The texts at a place of the arguments: one, or each of a list. */
function textsAt(value: unknown, [name, ...rest]: readonly string[]): string[] {
  const inside = name === undefined ? value : membersOf(value)[name];
  if (rest.length > 0) return textsAt(inside, rest);
  return (Array.isArray(inside) ? inside : [inside]).filter((one) => typeof one === 'string');
}

function replacedAt<T extends Arguments>(
  args: T,
  [name = '', ...rest]: readonly string[],
  from: string,
  to: string,
): T {
  const inside = args[name];
  if (rest.length > 0) return { ...args, [name]: replacedAt(membersOf(inside), rest, from, to) };
  return { ...args, [name]: Array.isArray(inside) ? inside.map((one) => (one === from ? to : one)) : to };
}
