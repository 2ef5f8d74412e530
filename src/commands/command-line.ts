import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Environment, type Setting, settings } from '../config/settings.js';
import { didYouMean } from '../nearest.js';

/** A command line that cannot be understood: one line that says so, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const commandNames = ['demo', 'tools', 'call', 'doctor', 'contract'] as const;
export type CommandName = (typeof commandNames)[number];

export interface CommandLine {
  /** Undefined: serve. */
  command: CommandName | undefined;
  /** What stands behind the command. */
  rest: string[];
  demo: boolean;
  json: boolean;
  help: boolean;
  version: boolean;
  /** What `contract` works with. */
  spec: string | undefined;
  out: string | undefined;
  vendor: string | undefined;
  /** `.env`, the process environment and the flags, each winning over the one before. */
  environment: () => Promise<Environment>;
}

const flagged: readonly Setting[] = settings.filter((setting) => 'flag' in setting);
/** Flags of `contract` alone, and what stands for their value. */
const contractFlags: Readonly<Record<string, string>> = { spec: 'FILE|URL', out: 'FILE', vendor: 'VENDOR' };
const switches = ['demo', 'json', 'help', 'version', 'read-only'];

/** @throws UsageError for an unknown flag or command, naming the nearest */
export function parseCommandLine(argv: string[], processEnv: Environment): CommandLine {
  const options = Object.fromEntries([
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
    ...flagged.flatMap(({ flag, value }) => (flag && value ? [[flag, { type: 'string' as const }]] : [])),
    ...Object.keys(contractFlags).map((name) => [name, { type: 'string' as const }]),
    ['help', { type: 'boolean' as const, short: 'h' }],
    ['version', { type: 'boolean' as const, short: 'v' }],
  ]);
  const { tokens } = parseArgs({ args: argv, options, strict: false, allowPositionals: true, tokens: true });
  const flags: Environment = {};
  const on = new Set<string>();
  const words: string[] = [];
  const own: Partial<Record<string, string>> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) {
      const known = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`Unknown flag "${token.rawName}".${didYouMean(token.rawName, known)} See --help.`);
    }
    const place = contractFlags[token.name];
    if (place !== undefined) {
      own[token.name] = settingValue({ env: '', value: place, about: '' }, token.rawName, token.value);
      continue;
    }
    const setting = flagged.find(({ flag }) => flag === token.name);
    if (!setting) on.add(token.name);
    else flags[setting.env] = settingValue(setting, token.rawName, token.value);
  }
  const command = commandIn(words[0]);
  const [stray] = Object.keys(own);
  if (stray !== undefined && command !== 'contract')
    throw new UsageError(`--${stray} belongs to \`contract\`. See --help.`);
  return {
    command,
    rest: words.slice(1),
    demo: on.has('demo'),
    json: on.has('json'),
    help: on.has('help'),
    version: on.has('version'),
    spec: own.spec,
    out: own.out,
    vendor: own.vendor,
    environment: async () => ({ ...(await dotEnv()), ...processEnv, ...flags }),
  };
}

function settingValue(setting: Setting, rawName: string, value: string | undefined): string {
  if (setting.value === undefined) return value ?? 'true';
  if (value === undefined || value === '') throw new UsageError(`${rawName} needs a value (${setting.value}).`);
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
