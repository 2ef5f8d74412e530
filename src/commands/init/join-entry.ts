import { settings } from '../../config/settings.js';
import { isObject } from '../../json.js';
import { serverName } from '../client-facts.js';
import { isLauncher, isProgram } from '../launch.js';
import { type Entry, isFilledIn } from './entry.js';
import { NotEditable } from './not-editable.js';

/**
 * Joins the old entry of a file with the new one, which wins. What only the old entry has stays, except `--demo`, so that
 * a limit that somebody set is never lost; a value that was filled in is not replaced by a placeholder.
 * @throws NotEditable when the old entry starts something else (a script, a container) or leads to a remote server: either
 *   may set limits of its own
 */
export function joinEntry(oldEntry: Record<string, unknown> | undefined, newEntry: Entry): Entry {
  if (oldEntry === undefined) return newEntry;
  const env = joinEnvironment(stringMembers(oldEntry.env), newEntry.env ?? {});
  const listedNames = [...new Set([...stringsIn(oldEntry.env_vars), ...(newEntry.env_vars ?? [])])].filter(
    (name) => !isFilledIn(env[name]),
  );
  const { env: _, env_vars: __, ...rest } = newEntry;
  const joinedEntry: Entry = { ...oldEntry, ...rest, args: joinArguments(oldEntry, newEntry) };
  if (Object.keys(env).length > 0) joinedEntry.env = env;
  if (oldEntry.env_vars !== undefined || listedNames.length > 0) joinedEntry.env_vars = listedNames;
  return joinedEntry;
}

function joinEnvironment(oldEnv: Record<string, string>, newEnv: Record<string, string>): Record<string, string> {
  const env = { ...oldEnv };
  for (const [name, value] of Object.entries(newEnv)) {
    if (isFilledIn(value) || !isFilledIn(oldEnv[name])) env[name] = value;
  }
  return env;
}

/** Keeps a pinned version, and the flags that the new configuration does not set: they may be limits. */
function joinArguments(oldEntry: Record<string, unknown>, { args, env = {} }: Entry): string[] {
  const oldWords = [oldEntry.command ?? [], oldEntry.args ?? []].flat().map(String);
  const at = oldWords.findIndex(isProgram);
  const end = at < 0 ? oldWords.length : at;
  // `url` in most clients, `serverUrl` in Windsurf, `httpUrl` in Gemini CLI.
  const isRemote = Object.keys(oldEntry).some((name) => /url$/i.test(name));
  if (isRemote || !oldWords.slice(0, end).every(isLauncher)) {
    throw new NotEditable(`"${serverName}" in it is started in a way of its own; remove it, or change it by hand`);
  }
  const oldProgram = oldWords[at] ?? 'puzzel-mcp';
  return [
    ...args.map((argument) => (argument === 'puzzel-mcp' && /^puzzel-mcp@/.test(oldProgram) ? oldProgram : argument)),
    ...flagsToKeep(oldWords.slice(end + 1), env),
  ];
}

/** The old flags, without `--demo` and without those that would override a setting in the new environment. */
function flagsToKeep(flags: readonly string[], env: Record<string, string>): string[] {
  const keptFlags: string[] = [];
  for (let at = 0; at < flags.length; at += 1) {
    const flag = flags[at] ?? '';
    const name = /^--([a-z-]+)/.exec(flag)?.[1];
    const setting = settings.find((candidate) => candidate.flag !== undefined && candidate.flag === name);
    const isReplaced = name === 'demo' || (setting !== undefined && env[setting.env] !== undefined);
    const isValueNext = setting?.value !== undefined && !flag.includes('=');
    if (!isReplaced) keptFlags.push(flag, ...(isValueNext ? flags.slice(at + 1, at + 2) : []));
    if (isValueNext) at += 1;
  }
  return keptFlags;
}

const stringsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const stringMembers = (value: unknown): Record<string, string> =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
    : {};
