import { isPlainId } from '../api/plain-id.js';
import type { Arguments } from '../api/route.js';
import { Failure, type FailureKind } from '../failure.js';
import { scalarText } from '../json.js';
import { didYouMean } from '../nearest.js';
import { Turns } from '../turns.js';
import type { CallContext } from './define.js';
import { type Effect, isRead } from './effect.js';
import { fold, hasFromWordOn } from './folded-names.js';
import { listOf, membersOf } from './members.js';
import { quoted } from './words.js';

/*
 * People name a queue or an agent; the APIs want an id. An argument that may be a name is looked up in a list of names,
 * unless it looks like an id.
 */

/** A list that pairs the ids of a kind of thing with their names. */
export interface NameList {
  /** The kind of thing, in the singular: "system queue". */
  thing: string;
  /** The tool that shows this list; errors point the model to it. */
  tool: string;
  /** Matches values that are ids already and are not looked up. */
  idPattern: RegExp;
  /** A name goes to the vendor as it is, not refused, when the list is empty, not offered, or unreadable for a lasting reason. */
  isOptional?: boolean;
  /** The list is kept for a while, so a name without exactly one exact match is looked up again in a freshly read list. */
  isKept?: boolean;
  /**
   * Reads the list.
   * @param notBefore a moment as `performance.now()`; a kept list that was requested before then is read again
   * @throws Failure when it cannot be read
   */
  read(context: CallContext, notBefore?: number): Promise<unknown>;
  /** The value that the argument takes: the id of an entry, or its key or name where the API wants that. */
  idOf(entry: Record<string, unknown>): unknown;
  /** What people call an entry: its name first, then others such as its key. */
  namesOf(entry: Record<string, unknown>): readonly unknown[];
  /** Whether an entry is out of use. It is then found by its whole name or id alone, when that fits no entry in use. */
  isDisabled?(entry: Record<string, unknown>): boolean;
}

/** Which arguments may be names, and of what; dots lead into an object, and a list may hold several names. */
export type NamedArguments = Readonly<Record<string, NameList>>;

/** The entry that a name stands for. */
interface FoundEntry {
  id: string;
  name: string;
  /** The whole name was given, not a part of it. */
  isExact: boolean;
}

interface Entry {
  id: string;
  name: string;
  foldedNames: readonly string[];
  foldedId: string;
  isDisabled: boolean;
}

/**
 * The entries that a name fits: those that have it as a whole name or id, else, unless the owner has pinned it, those in use
 * with a name that has it from the beginning of a word on: "all" is not meant for "Callum".
 */
interface Matches {
  entries: readonly Entry[];
  isExact: boolean;
  allEntries: readonly Entry[];
}

function matchesOf(allEntries: readonly Entry[], wantedName: string, isPinned: boolean): Matches {
  const foldedName = fold(wantedName);
  const entriesInUse = allEntries.filter(({ isDisabled }) => !isDisabled);
  const exactMatches = (entries: readonly Entry[]) =>
    entries.filter(({ foldedId, foldedNames }) => foldedId === foldedName || foldedNames.includes(foldedName));
  const exactEntries = [exactMatches(entriesInUse), exactMatches(allEntries)].find(({ length }) => length > 0);
  if (exactEntries) return { entries: exactEntries, isExact: true, allEntries };
  const partialEntries = entriesInUse.filter(
    ({ foldedNames }) => foldedName !== '' && !isPinned && foldedNames.some((name) => hasFromWordOn(name, foldedName)),
  );
  return { entries: partialEntries, isExact: false, allEntries };
}

/**
 * The one entry that a name means, as a whole name, key or id, else, unless it is pinned, as a part of a name. Undefined when
 * an optional list is empty, not offered or cannot be read.
 * @throws Failure `invalid_input` that lists the names when none or several fit; others as `entriesOf`
 */
export async function findByName(
  wantedName: string,
  argument: string,
  list: NameList,
  context: CallContext,
): Promise<FoundEntry | undefined> {
  const startedAt = performance.now();
  const lookUp = async (notBefore?: number): Promise<Matches | undefined> => {
    const entries = await entriesOf(list, argument, wantedName, context, notBefore);
    return entries && matchesOf(entries, wantedName, context.pinnedValues?.includes(wantedName) === true);
  };
  let matches = await lookUp();
  if (matches && list.isKept && !(matches.isExact && matches.entries.length === 1)) matches = await lookUp(startedAt);
  // A list may be empty because the user may not see it, so an empty one does not show that the value is no id.
  if (matches === undefined || (list.isOptional && matches.allEntries.length === 0)) return undefined;
  const { entries, isExact, allEntries } = matches;
  const [entry, ...otherEntries] = entries;
  if (entry && otherEntries.length === 0) return { id: entry.id, name: entry.name, isExact };
  const suggestion = didYouMean(
    wantedName.slice(0, 64),
    allEntries.map(({ name }) => name),
  );
  const problem = entry
    ? `more than one ${list.thing} is called ${quoted(wantedName)}.`
    : `no ${list.thing} is called ${quoted(wantedName)}.${suggestion}`;
  const choicesText = `${entry ? 'Ask the person which one is meant' : 'There are'}: ${choicesInWords(entry ? entries : allEntries, list.tool)}`;
  throw new Failure('invalid_input', `${argument}: ${problem}`, { hint: `${choicesText}. Nothing else was sent.` });
}

/** The id as it is when it has only the characters of an id, else in quotation marks. */
const idInWords = (id: string): string => (isPlainId(id) ? id : quoted(id));

/** Largest number of names in an error; the list tool shows the rest. */
const maxListedNames = 40;

function choicesInWords(choices: readonly Entry[], tool: string): string {
  const names = choices.slice(0, maxListedNames).map(({ id, name, isDisabled }) => {
    const idAndName = id === name ? quoted(name) : `${idInWords(id)} ${quoted(name)}`;
    return isDisabled ? `${idAndName} (disabled)` : idAndName;
  });
  const moreText = choices.length > maxListedNames ? ` and ${choices.length - maxListedNames} more (${tool})` : '';
  return names.length === 0 ? `none at all (${tool})` : names.join(', ') + moreText;
}

/** Kinds of failures after which the list may be readable later. */
const transientKinds: ReadonlySet<FailureKind> = new Set(['rate_limited', 'upstream', 'network', 'timeout']);

/**
 * Reads the entries of a list; undefined when an optional list is not offered or cannot be read.
 * @throws Failure `invalid_input` when that happens to a list that is not optional; `cancelled` and the kinds of
 * {@link transientKinds} for every list
 */
async function entriesOf(
  list: NameList,
  argument: string,
  wantedName: string,
  context: CallContext,
  notBefore?: number,
): Promise<Entry[] | undefined> {
  const refusal = (why: string, cause?: Failure) =>
    new Failure('invalid_input', `${argument}: ${quoted(wantedName)} is not an id, and ${why}`, {
      hint: `Give the id of the ${list.thing}.`,
      cause,
    });
  if (context.isOffered?.(list.tool) === false) {
    if (list.isOptional) return undefined;
    throw refusal('the owner of this server does not let names be looked up.');
  }
  const data = await list.read(context, notBefore).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.kind === 'cancelled') throw error;
    if (transientKinds.has(error.kind)) {
      throw error.with({
        message: `${argument}: ${quoted(wantedName)} could not be looked up with ${list.tool}. ${error.message}`,
        hint: 'Nothing else was sent. Make this call again later; an id of the usual form needs no look-up.',
      });
    }
    if (list.isOptional) return undefined;
    throw refusal(`${list.tool} could not be read: ${error.message}`, error);
  });
  if (data === undefined && list.isOptional) return undefined;
  const entries: Entry[] = [];
  const turns = new Turns();
  for (const element of listOf(data) ?? []) {
    await turns.give();
    const row = membersOf(element);
    const id = list.idOf(row);
    // Without an id the entry cannot be named to the vendor.
    if (typeof id !== 'string' && typeof id !== 'number') continue;
    const names = list.namesOf(row).filter((name) => fold(name) !== '');
    entries.push({
      id: scalarText(id),
      name: scalarText(names[0] ?? id),
      foldedNames: names.map(fold),
      foldedId: fold(id),
      isDisabled: list.isDisabled?.(row) === true,
    });
  }
  return entries;
}

/** The arguments with ids in place of names, and a sentence for each name of which only a part was given. */
interface ResolvedArguments<A> {
  args: A;
  notes: string[];
}

/**
 * Puts ids in the place of names, in lists and nested objects too. A call that writes accepts whole names only: a part of
 * one is refused with the corrected call as `retry`, so that the model sees the full name and the id before anything changes.
 * @throws Failure `invalid_input`, with the names when none or several fit
 */
export async function withIds<A extends Arguments>(
  { name: tool, effect, named = {} }: { name: string; effect: Effect; named?: NamedArguments },
  args: A,
  context: CallContext,
): Promise<ResolvedArguments<A>> {
  const notes: string[] = [];
  let resolved = args;
  for (const [argument, list] of Object.entries(named)) {
    const path = argument.split('.');
    for (const text of new Set(textsAt(resolved, path))) {
      if (text === '' || list.idPattern.test(text.trim())) continue;
      const entry = await findByName(text, argument, list, context);
      if (entry === undefined) continue;
      resolved = replaceAt(resolved, path, text, entry.id);
      if (!entry.isExact) notes.push(`${quoted(text)} was taken for ${quoted(entry.name)} (${idInWords(entry.id)}).`);
    }
  }
  if (isRead({ effect }) || notes.length === 0) return { args: resolved, notes };
  throw new Failure('invalid_input', `${notes.join(' ')} Nothing was sent.`, {
    hint: 'If that is what was meant, call error.retry.',
    retry: { tool, arguments: resolved },
  });
}

/** The texts at a path of the arguments, which may lead to one text or to a list. */
function textsAt(value: unknown, [name, ...rest]: readonly string[]): string[] {
  const member = name === undefined ? value : membersOf(value)[name];
  if (rest.length > 0) return textsAt(member, rest);
  return (Array.isArray(member) ? member : [member]).filter((element) => typeof element === 'string');
}

function replaceAt<A extends Arguments>(args: A, [name = '', ...rest]: readonly string[], from: string, to: string): A {
  const member = args[name];
  if (rest.length > 0) return { ...args, [name]: replaceAt(membersOf(member), rest, from, to) };
  return { ...args, [name]: Array.isArray(member) ? member.map((element) => (element === from ? to : element)) : to };
}
