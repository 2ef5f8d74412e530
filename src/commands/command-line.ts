import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DotEnv } from '../config/dot-env.js';
import { type Environment, type Setting, settings } from '../config/settings.js';
import { didYouMean } from '../nearest.js';
import { UnreadableText } from '../text-file.js';
import { readManifest } from './manifest.js';

/** A command line that cannot be understood: one line that says so, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const commandNames = ['demo', 'board', 'tools', 'call', 'doctor', 'init', 'audit', 'contract'] as const;
export type CommandName = (typeof commandNames)[number];

/** Flags with a value that only one command takes. */
const commandFlags = {
  since: 'audit',
  tool: 'audit',
  outcome: 'audit',
  effect: 'audit',
  spec: 'contract',
  out: 'contract',
  vendor: 'contract',
  platform: 'init',
  port: 'board',
} as const satisfies Record<string, CommandName>;
type CommandFlag = keyof typeof commandFlags;

/** Flags without a value that only one command takes. */
const commandSwitches = {
  write: 'init',
  project: 'init',
  'no-open': 'board',
  'until-closed': 'board',
} as const satisfies Record<string, CommandName>;

/** `--routes` without a value, and `--write` with one, are the doctor's; elsewhere they mean something else. */
const doctorFlags = ['routes', 'write'];

/** Commands that take no word behind them. */
const withoutWords: readonly CommandName[] = ['demo', 'tools', 'doctor'];

/** The command that a flag belongs to; undefined for those that every command takes. */
const ownerOf = (name: string): CommandName | undefined =>
  new Map<string, CommandName>([...Object.entries(commandFlags), ...Object.entries(commandSwitches)]).get(name);

const isCommandFlag = (name: string): name is CommandFlag => Object.hasOwn(commandFlags, name);

export interface CommandLine {
  /** Undefined: serve. */
  command: CommandName | undefined;
  /** What stands behind the command. */
  rest: string[];
  demo: boolean;
  json: boolean;
  /** `init`: into the client's file; into that of the project. */
  write: boolean;
  project: boolean;
  /** `doctor`: asks where the inferred reads live; the routes file for what was found. */
  findRoutes: boolean;
  writeTo: string | undefined;
  /** `board`: does not open the browser; ends when the last page has been closed. */
  noOpen: boolean;
  untilClosed: boolean;
  /** The flags of one command alone, see {@link commandFlags}. */
  options: Partial<Record<CommandFlag, string>>;
  help: boolean;
  version: boolean;
  /** `.env`, the process environment and the flags, each winning over the one before. */
  environment: () => Promise<Environment>;
}

const flagged: readonly Setting[] = settings.filter((setting) => 'flag' in setting);
const switches = ['demo', 'json', 'help', 'version', 'read-only', ...Object.keys(commandSwitches)];

/** @throws UsageError for an unknown flag or command, naming the nearest */
export function parseCommandLine(argv: string[], processEnv: Environment): CommandLine {
  const options = Object.fromEntries([
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
    ...flagged.flatMap(({ flag, value }) => (flag && value ? [[flag, { type: 'string' as const }]] : [])),
    ...Object.keys(commandFlags).map((name) => [name, { type: 'string' as const }]),
    ['help', { type: 'boolean' as const, short: 'h' }],
    ['version', { type: 'boolean' as const, short: 'v' }],
  ]);
  const isBareRoutes = (arg: string, index: number) =>
    arg === '--routes' && (argv[index + 1] === undefined || argv[index + 1]?.startsWith('-') === true);
  const findRoutes = argv.some(isBareRoutes);
  const args = argv.filter((arg, index) => !isBareRoutes(arg, index));
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const flags: Environment = {};
  const own: CommandLine['options'] = {};
  const on = new Set<string>();
  const words: string[] = [];
  let unknown: string | undefined;
  let writeTo: string | undefined;
  let isWriteOpen = false;
  for (const token of tokens) {
    if (token.kind === 'positional' && isWriteOpen) writeTo = token.value;
    else if (token.kind === 'positional') words.push(token.value);
    isWriteOpen = false;
    if (token.kind !== 'option') continue;
    if (token.name === 'write' && words[0] === 'doctor') {
      writeTo = token.value ?? '';
      isWriteOpen = token.value === undefined;
      continue;
    }
    if (!Object.hasOwn(options, token.name)) {
      unknown ??= token.rawName;
      continue;
    }
    if (isCommandFlag(token.name)) {
      own[token.name] = needed(token.rawName, token.value);
      continue;
    }
    const setting = flagged.find(({ flag }) => flag === token.name);
    if (!setting && isOn(token.rawName, token.value)) on.add(token.name);
    if (setting) flags[setting.env] = settingValue(setting, token.rawName, token.value);
  }
  const asked = words[0] === 'help' || words[0] === 'version' ? words[0] : undefined;
  const command = asked === undefined ? commandIn(words[0]) : undefined;
  if (unknown !== undefined) {
    const known = Object.keys(options).filter(
      (name) => [undefined, command].includes(ownerOf(name)) || (command === 'doctor' && doctorFlags.includes(name)),
    );
    const near = didYouMean(
      unknown,
      known.map((name) => `--${name}`),
    );
    throw new UsageError(`Unknown flag "${unknown}".${near} See --help.`);
  }
  if (findRoutes && command !== 'doctor') needed('--routes', undefined, ' (FILE)');
  if (writeTo === '') needed('--write', undefined, ' (FILE)');
  if (writeTo !== undefined && !findRoutes) {
    throw new UsageError(
      '--write FILE of `puzzel-mcp doctor` needs --routes without a value: `doctor --routes --write FILE`.',
    );
  }
  if (command !== undefined && withoutWords.includes(command) && words[1] !== undefined) {
    throw new UsageError(`\`puzzel-mcp ${command}\` takes no further word, but there is "${words[1]}". See --help.`);
  }
  const stray = Object.keys(own).find((name) => isCommandFlag(name) && commandFlags[name] !== command);
  if (stray !== undefined) {
    throw new UsageError(`--${stray} belongs to \`puzzel-mcp ${commandFlags[stray as CommandFlag]}\`.`);
  }
  for (const [name, owner] of Object.entries(commandSwitches)) {
    if (on.has(name) && owner !== command) throw new UsageError(`--${name} belongs to \`puzzel-mcp ${owner}\`.`);
  }
  return {
    command,
    rest: words.slice(1),
    demo: on.has('demo'),
    json: on.has('json'),
    write: on.has('write'),
    project: on.has('project'),
    findRoutes,
    writeTo,
    noOpen: on.has('no-open'),
    untilClosed: on.has('until-closed'),
    options: own,
    help: on.has('help') || asked === 'help',
    version: on.has('version') || asked === 'version',
    environment: () => environmentIn('.', { ...processEnv, ...flags }, on.has('demo')),
  };
}

function settingValue(setting: Setting, rawName: string, value: string | undefined): string {
  if (setting.value === undefined) return needed(rawName, value ?? 'true', ', or none');
  return needed(rawName, value, ` (${setting.value})`);
}

/** A switch is on by its name alone; `--demo=false`, as templates write it, is off. */
function isOn(rawName: string, value: string | undefined): boolean {
  if (value === undefined || value === 'true') return true;
  if (value === 'false') return false;
  throw new UsageError(`${rawName} takes no value but true or false.`);
}

function needed(rawName: string, value: string | undefined, what = ''): string {
  // Blanks and quotation marks are what a template leaves whose variable is empty.
  if (value === undefined || /^[\s"'“”„]*$/.test(value)) throw new UsageError(`${rawName} needs a value${what}.`);
  return value;
}

function commandIn(word: string | undefined): CommandName | undefined {
  if (word === undefined) return undefined;
  const command = commandNames.find((name) => name === word);
  if (command) return command;
  throw new UsageError(`Unknown command "${word}".${didYouMean(word, commandNames)} See --help.`);
}

/**
 * The `.env` of the working directory joined with what wins over it. Lines in it that have no effect are reported at
 * once.
 */
async function environmentIn(folder: string, trusted: Environment, demo: boolean): Promise<Environment> {
  const path = resolve(folder, '.env');
  if (!existsSync(path)) return trusted;
  const { isDotEnv, readDotEnv } = await import('../config/dot-env.js');
  if (!isDotEnv(path)) return trusted;
  let read: DotEnv;
  try {
    read = readDotEnv(path);
  } catch (error) {
    if (error instanceof UnreadableText) throw new UsageError(`${path} ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be read (${code ?? message}).`);
  }
  const { mergeSources } = await import('../config/trust.js');
  const { env, problems, warnings } = mergeSources(read.values, trusted, {
    folder,
    demo,
    tools: () => readManifest().tools,
  });
  problems.push(...read.problems);
  if (problems.length > 0) throw await everyProblem(problems, env, demo);
  if (env.PUZZEL_MCP_LOG_LEVEL !== 'silent') {
    for (const warning of [...read.warnings, ...warnings]) process.stderr.write(`puzzel-mcp: ${warning}\n`);
  }
  return env;
}

/** Together with whatever else is wrong, so that nobody has to start again for each. */
async function everyProblem(problems: string[], env: Environment, demo: boolean): Promise<Error> {
  const { ConfigError, loadConfig } = await import('../config/index.js');
  try {
    loadConfig(env, readManifest().tools, { demo });
  } catch (error) {
    if (error instanceof ConfigError) problems.push(...error.problems);
  }
  return new ConfigError(problems);
}
