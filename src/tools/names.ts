import type { Arguments } from '../api/route.js';
import { Failure } from '../failure.js';
import type { CallContext } from './define.js';
import { membersOf, quoted } from './words.js';

/*
 * People name a queue or an agent; the APIs want an id. An argument that may be a name is looked up in the list of the
 * thing, once per call, and only when it does not look like an id.
 */

/** Where the names of a thing stand. */
export interface NameList {
  /** What it is, in the singular: "system queue". */
  thing: string;
  /** The tool that lists all of them, for the model. */
  tool: string;
  /** What passes without being looked up. */
  isId: RegExp;
  /** Reads the list. */
  read(context: CallContext): Promise<unknown>;
  /** What an argument wants of an entry. */
  idOf(entry: Record<string, unknown>): unknown;
  /** What people call an entry: its name first, then its key and whatever else. */
  namesOf(entry: Record<string, unknown>): readonly unknown[];
}

/** An entry that was meant. */
export interface Found {
  id: string;
  name: string;
  /** The name was given whole, not in part. */
  isExact: boolean;
}

const fold = (value: unknown): string =>
  String(value ?? '')
    .normalize('NFC')
    .trim()
    .toLowerCase();

/**
 * The one entry that a name means: by its whole name or key in any case, else by a part of it.
 * @throws Failure `invalid_input` that lists the names when none or several fit
 */
export async function findByName(
  given: string,
  argument: string,
  list: NameList,
  context: CallContext,
): Promise<Found> {
  const entries = await entriesOf(list, argument, given, context);
  const wanted = fold(given);
  const named = entries.map((entry) => {
    const names = list.namesOf(entry).filter((name) => fold(name) !== '');
    return { id: String(list.idOf(entry)), name: String(names[0] ?? list.idOf(entry)), folded: names.map(fold) };
  });
  const exact = named.filter(({ id, folded }) => fold(id) === wanted || folded.includes(wanted));
  const partly = named.filter(({ folded }) => folded.some((name) => name.includes(wanted)));
  const [one, ...others] = exact.length > 0 ? exact : partly;
  if (one && others.length === 0) return { id: one.id, name: one.name, isExact: exact.length > 0 };
  const choice = one ? [one, ...others] : named;
  const many = one ? `several are called ${quoted(given)}` : `none is called ${quoted(given)}`;
  throw new Failure('invalid_input', `${argument} wants a ${list.thing}, and ${many}.`, {
    hint: `${one ? 'Ask the person which one is meant' : 'There are'}: ${shown(choice, list.tool)}. Nothing else was asked.`,
  });
}

/** So many names stand in an error; the list tool tells the rest. */
const mostShown = 40;

function shown(choice: readonly { id: string; name: string }[], tool: string): string {
  const names = choice
    .slice(0, mostShown)
    .map(({ id, name }) => (id === name ? quoted(name) : `${id} ${quoted(name)}`));
  const more = choice.length > mostShown ? ` and ${choice.length - mostShown} more (${tool})` : '';
  return names.length === 0 ? `none at all (${tool})` : names.join(', ') + more;
}

async function entriesOf(list: NameList, argument: string, given: string, context: CallContext) {
  if (context.mayRead?.(list.tool) === false) {
    throw new Failure(
      'invalid_input',
      `${argument}: ${quoted(given)} is no id, and the owner of this server does not let names be looked up.`,
      {
        hint: `Give the id of the ${list.thing}.`,
      },
    );
  }
  try {
    const data = await list.read(context);
    const entries = Array.isArray(data) ? data : membersOf(data).entries;
    return Array.isArray(entries) ? entries.map(membersOf) : [];
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === 'cancelled' || error.kind === 'timeout') throw error;
    throw new Failure(
      'invalid_input',
      `${argument}: ${quoted(given)} is no id, and ${list.tool} could not be read: ${error.message}`,
      {
        hint: `Give the id of the ${list.thing}.`,
        cause: error,
      },
    );
  }
}

/** Which arguments may be names, and of what. */
export type NamedArguments = Readonly<Record<string, NameList>>;

/** The arguments with ids, and what was taken for what, to be told beside the answer. */
export interface Resolved {
  args: Arguments;
  taken: string[];
}

/** Puts ids in the place of names, in lists too. */
export async function withIds(args: Arguments, named: NamedArguments, context: CallContext): Promise<Resolved> {
  const resolved: Arguments = { ...args };
  const taken: string[] = [];
  for (const [argument, list] of Object.entries(named)) {
    const given = args[argument];
    const values = Array.isArray(given) ? given : given === undefined ? [] : [given];
    const ids: unknown[] = [];
    for (const value of values) {
      if (typeof value !== 'string' || list.isId.test(value.trim())) {
        ids.push(value);
        continue;
      }
      const { id, name, isExact } = await findByName(value, argument, list, context);
      ids.push(id);
      if (!isExact) taken.push(`${quoted(value)} was taken for ${quoted(name)} (${id}).`);
    }
    if (values.length > 0) resolved[argument] = Array.isArray(given) ? ids : ids[0];
  }
  return { args: resolved, taken };
}

/**
 * The same for a call that writes: a whole name goes on, a part of one is refused with the same call put right. Who reads
 * the name and the id knows what is about to change.
 * @throws Failure `invalid_input` with `retry`, or with the names when none or several fit
 */
export async function withExactIds(
  tool: string,
  args: Arguments,
  named: NamedArguments,
  context: CallContext,
): Promise<Resolved> {
  const resolved = await withIds(args, named, context);
  if (resolved.taken.length === 0) return resolved;
  throw new Failure('invalid_input', `${resolved.taken.join(' ')} Nothing was sent.`, {
    hint: 'If that is what was meant, call error.retry.',
    retry: { tool, arguments: resolved.args },
  });
}
