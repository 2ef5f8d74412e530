import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Environment, type Setting, settings } from '../config/settings.js';
import { didYouMean } from '../nearest.js';

/** A command line that cannot be understood: one line that says so, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const commandNames = ['demo', 'tools', 'call', 'doctor', 'init', 'audit', 'contract'] as const;
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
} as const satisfies Record<string, CommandName>;
type CommandFlag = keyof typeof commandFlags;

/** Flags without a value that only one command takes. */
const commandSwitches = { write: 'init', project: 'init' } as const satisfies Record<string, CommandName>;

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
  const { tokens } = parseArgs({ args: argv, options, strict: false, allowPositionals: true, tokens: true });
  const flags: Environment = {};
  const own: CommandLine['options'] = {};
  const on = new Set<string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) {
      const known = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`Unknown flag "${token.rawName}".${didYouMean(token.rawName, known)} See --help.`);
    }
    if (isCommandFlag(token.name)) {
      own[token.name] = needed(token.rawName, token.value);
      continue;
    }
    const setting = flagged.find(({ flag }) => flag === token.name);
    if (!setting) on.add(token.name);
    else flags[setting.env] = settingValue(setting, token.rawName, token.value);
  }
  const command = commandIn(words[0]);
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
    options: own,
    help: on.has('help'),
    version: on.has('version'),
    environment: async () => ({ ...(await dotEnv()), ...processEnv, ...flags }),
  };
}

function settingValue(setting: Setting, rawName: string, value: string | undefined): string {
  if (setting.value === undefined) return value ?? 'true';
  return needed(rawName, value, ` (${setting.value})`);
}

function needed(rawName: string, value: string | undefined, what = ''): string {
  if (value === undefined || value === '') throw new UsageError(`${rawName} needs a value${what}.`);
  return value;
}

function commandIn(word: string | undefined): CommandName | undefined {
  if (word === undefined) return undefined;
  const command = commandNames.find((name) => name === word);
  if (command) return command;
  throw new UsageError(`Unknown command "${word}".${didYouMean(word, commandNames)} See --help.`);
}

/** The `.env` of the working directory, if there is one. */
async function dotEnv(): Promise<Environment> {
  if (!existsSync('.env')) return {};
  const { readDotEnv } = await import('../config/dot-env.js');
  try {
    return readDotEnv('.env');
  } catch (error) {
    throw new UsageError(`.env cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
