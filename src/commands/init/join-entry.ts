import { settings } from '../../config/settings.js';
import { isObject } from '../../json.js';
import { serverName } from '../client-facts.js';
import { isLauncher, isProgram } from '../launch.js';
import { type Entry, isFilledIn } from './entry.js';
import { NotEditable } from './not-editable.js';

/**
 * Joins the earlier entry of a file with the wanted one, which wins. What only the earlier entry has stays, so that a limit
 * that somebody set is never lost; a value that was filled in is not replaced by a placeholder.
 * @throws NotEditable when the earlier entry starts something else (a script, a container), which may set limits of its own
 */
export function joinEntry(before: Record<string, unknown> | undefined, wanted: Entry): Entry {
  if (before === undefined) return wanted;
  const env = joinEnvironment(stringMembers(before.env), wanted.env ?? {});
  const listed = [...new Set([...stringsIn(before.env_vars), ...(wanted.env_vars ?? [])])].filter(
    (name) => !isFilledIn(env[name]),
  );
  const { env: _, env_vars: __, ...rest } = wanted;
  const joined: Entry = { ...before, ...rest, args: joinArguments(wordsOf(before), wanted) };
  if (Object.keys(env).length > 0) joined.env = env;
  if (listed.length > 0) joined.env_vars = listed;
  else delete joined.env_vars;
  return joined;
}

function joinEnvironment(before: Record<string, string>, wanted: Record<string, string>): Record<string, string> {
  const env = { ...before };
  for (const [name, value] of Object.entries(wanted)) {
    if (isFilledIn(value) || !isFilledIn(before[name])) env[name] = value;
  }
  return env;
}

/** The command of an entry and its arguments. */
const wordsOf = ({ command = [], args = [] }: Record<string, unknown>): string[] => [command, args].flat().map(String);

/** Keeps a pinned version, and the flags that the new configuration does not set: they may be limits. */
function joinArguments(before: readonly string[], { args, env = {} }: Entry): string[] {
  const at = before.findIndex(isProgram);
  const end = at < 0 ? before.length : at;
  if (!before.slice(0, end).every(isLauncher)) {
    throw new NotEditable(`"${serverName}" in it is started in a way of its own; remove it, or change it by hand`);
  }
  const pinned = before[at] ?? 'puzzel-mcp';
  return [
    ...args.map((argument) => (argument === 'puzzel-mcp' && /^puzzel-mcp@/.test(pinned) ? pinned : argument)),
    ...flagsToKeep(before.slice(end + 1), env),
  ];
}

/** The earlier flags, without `--demo` and those whose setting is in the new environment: a flag would win over it. */
function flagsToKeep(flags: readonly string[], env: Record<string, string>): string[] {
  const kept: string[] = [];
  for (let at = 0; at < flags.length; at += 1) {
    const flag = flags[at] ?? '';
    const name = /^--([a-z-]+)/.exec(flag)?.[1];
    const setting = settings.find((one) => 'flag' in one && one.flag === name);
    const isReplaced = name === 'demo' || (setting !== undefined && env[setting.env] !== undefined);
    const isValueNext = setting !== undefined && 'value' in setting && !flag.includes('=');
    if (!isReplaced) kept.push(flag, ...(isValueNext ? flags.slice(at + 1, at + 2) : []));
    if (isValueNext) at += 1;
  }
  return kept;
}

const stringsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

const stringMembers = (value: unknown): Record<string, string> =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
    : {};
