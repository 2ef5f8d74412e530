import { parseArgs } from 'node:util';
import { type Environment, processEnvironment, type Setting, settings } from '../config/settings.js';
import { didYouMean, nearest } from '../nearest.js';
import { UsageError } from '../usage-error.js';
import { withDotEnv } from './environment.js';

export const commandNames = ['demo', 'board', 'tools', 'call', 'doctor', 'init', 'audit', 'contract'] as const;
type CommandName = (typeof commandNames)[number];

/** Flags with a value, each with the only command that takes it. */
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

/** Flags without a value, each with the only command that takes it. The doctor has another `--write`, with a value. */
const commandSwitches = {
  write: 'init',
  project: 'init',
  'no-open': 'board',
  'until-closed': 'board',
} as const satisfies Record<string, CommandName>;

/** Commands that print JSON with --json. */
const commandsWithJson: readonly CommandName[] = ['tools', 'call', 'doctor', 'audit', 'contract'];

/** Commands that take no further word, only flags. `board` takes none either, and says so with its own usage. */
const commandsWithoutWords: readonly CommandName[] = ['demo', 'tools', 'doctor'];

/** The commands of {@link commandFlags} and {@link commandSwitches}, by flag. */
const commandByFlag = new Map<string, CommandName>(Object.entries({ ...commandFlags, ...commandSwitches }));

const isCommandFlag = (name: string): name is CommandFlag => Object.hasOwn(commandFlags, name);

/** The arguments as parsed, before it is checked whether they go together. */
interface ParsedArguments {
  words: string[];
  /** Values of settings, under the names of their variables. */
  settingValues: Environment;
  /** Values of the flags in {@link commandFlags}. */
  options: Partial<Record<CommandFlag, string>>;
  switchesOn: Set<string>;
  /** `doctor`: ask the tenant where the inferred reads live. */
  findRoutes: boolean;
  /** `doctor`: the routes file that receives the routes that were found; empty when the flag has no value. */
  writeTo: string | undefined;
  /** The first flag that no command takes. */
  unknownFlag: string | undefined;
}

export interface CommandLine extends Pick<ParsedArguments, 'options' | 'findRoutes' | 'writeTo'> {
  /** Undefined when none is named: the program then serves, unless `help` or `version` is set. */
  command: CommandName | undefined;
  /** The words after the command. */
  rest: string[];
  demo: boolean;
  json: boolean;
  /** `init`: write the configuration into the client's file, instead of printing it. */
  write: boolean;
  /** `init`: the file of the project, instead of the person's own. */
  project: boolean;
  /** `board`: do not open the browser. */
  noOpen: boolean;
  /** `board`: end when the last page has been closed. */
  untilClosed: boolean;
  help: boolean;
  version: boolean;
  /** Joins `.env`, the process environment and the flags. */
  environment: () => Promise<Environment>;
}

const settingsWithFlag = settings.filter(({ flag }) => flag !== undefined);

/** @throws UsageError for an unknown flag or command, a missing, wrong or second value, and whatever the command does not take */
export function parseCommandLine(argv: string[], processEnv: Environment): CommandLine {
  const parsed = readArguments(argv);
  const { switchesOn, options, findRoutes, writeTo } = parsed;
  const helpOrVersion = ['help', 'version'].find((word) => word === parsed.words[0]);
  // `help board` is `board --help`.
  const words = parsed.words.filter((word) => word !== helpOrVersion);
  // A word after an unknown flag may be the flag's value, so it is not reported as an unknown command.
  const mayBeFlagValue = parsed.unknownFlag !== undefined && !commandNames.some((name) => name === words[0]);
  const command = mayBeFlagValue ? undefined : commandNamed(words[0]);
  checkFlags({ ...parsed, words }, command);
  return {
    command,
    rest: words.slice(1),
    demo: switchesOn.has('demo'),
    json: switchesOn.has('json'),
    write: switchesOn.has('write'),
    project: switchesOn.has('project'),
    options,
    findRoutes,
    writeTo,
    noOpen: switchesOn.has('no-open'),
    untilClosed: switchesOn.has('until-closed'),
    help: switchesOn.has('help') || helpOrVersion === 'help',
    version: switchesOn.has('version') || helpOrVersion === 'version',
    environment: () =>
      withDotEnv({ ...processEnvironment(processEnv), ...parsed.settingValues }, switchesOn.has('demo')),
  };
}

/** Every flag that any command takes, as `parseArgs` wants them. */
const knownFlags = Object.fromEntries([
  ...['demo', 'json', ...Object.keys(commandSwitches)].map((name) => [name, { type: 'boolean' as const }]),
  ...settingsWithFlag.map(({ flag, value }) => [flag, { type: value ? ('string' as const) : ('boolean' as const) }]),
  ...Object.keys(commandFlags).map((name) => [name, { type: 'string' as const }]),
  ['help', { type: 'boolean' as const, short: 'h' }],
  ['version', { type: 'boolean' as const, short: 'v' }],
]);

function readArguments(argv: string[]): ParsedArguments {
  const isBareRoutes = (arg: string, index: number) =>
    arg === '--routes' && (argv[index + 1] === undefined || argv[index + 1]?.startsWith('-') === true);
  const parsed: ParsedArguments = {
    words: [],
    settingValues: {},
    options: {},
    switchesOn: new Set(),
    findRoutes: argv.some(isBareRoutes),
    writeTo: undefined,
    unknownFlag: undefined,
  };
  const args = argv.filter((arg, index) => !isBareRoutes(arg, index));
  // Whether the next word is the value of the doctor's `--write`.
  let isWriteValueNext = false;
  const earlierValues = new Map<string, string | undefined>();
  const { tokens } = parseArgs({ args, options: knownFlags, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional' && isWriteValueNext) parsed.writeTo = token.value;
    else if (token.kind === 'positional') parsed.words.push(token.value);
    const isDoctorsWrite = token.kind === 'option' && token.name === 'write' && parsed.words[0] === 'doctor';
    isWriteValueNext = isDoctorsWrite && token.value === undefined;
    if (token.kind !== 'option') continue;
    // The whole word for `-demo`, which is parsed as `-d -e -m -o`.
    if (!Object.hasOwn(knownFlags, token.name)) parsed.unknownFlag ??= args[token.index]?.replace(/=.*/s, '');
    else if (earlierValues.has(token.name) && (isDoctorsWrite || earlierValues.get(token.name) !== token.value))
      throw givenTwiceError(token.rawName);
    else if (isDoctorsWrite) parsed.writeTo = token.value ?? '';
    // A flag in the place of a value is no value: a limit such as `--read-only` would be lost.
    else if (token.inlineValue === false && token.value.startsWith('-')) throw missingValueError(token.rawName, '');
    else keepFlag(parsed, token);
    earlierValues.set(token.name, token.value);
  }
  return parsed;
}

/** Keeps the value of a known flag. @throws UsageError when its value is missing or not allowed */
function keepFlag(
  parsed: ParsedArguments,
  { name, rawName, value }: { name: string; rawName: string; value?: string | undefined },
): void {
  const setting = settingsWithFlag.find(({ flag }) => flag === name);
  if (isCommandFlag(name)) parsed.options[name] = requireValue(rawName, value);
  else if (setting) parsed.settingValues[setting.env] = settingValue(setting, rawName, value);
  else if (isOn(rawName, value)) parsed.switchesOn.add(name);
}

/** @throws UsageError for an unknown flag, a missing value, and whatever the command does not take */
function checkFlags(
  { words, options, switchesOn, findRoutes, writeTo, unknownFlag }: ParsedArguments,
  command: CommandName | undefined,
): void {
  if (unknownFlag !== undefined) throw unknownFlagError(unknownFlag, command);
  if (findRoutes && command !== 'doctor') throw missingValueError('--routes', ' (FILE)');
  if (writeTo === '') throw missingValueError('--write', ' (FILE)');
  if (writeTo !== undefined && !findRoutes) {
    throw new UsageError('--write FILE of `doctor` needs --routes without a value: `doctor --routes --write FILE`.');
  }
  if (command !== undefined && commandsWithoutWords.includes(command) && words[1] !== undefined) {
    throw new UsageError(`\`${command}\` takes no further word, but there is "${words[1]}". See --help.`);
  }
  if (command !== undefined && switchesOn.has('json') && !commandsWithJson.includes(command))
    throw new UsageError(`\`${command}\` takes no --json; ${commandsWithJson.join(', ')} do.`);
  for (const name of [...Object.keys(options), ...switchesOn]) {
    const owner = commandByFlag.get(name);
    if (owner !== undefined && owner !== command) throw new UsageError(`--${name} belongs to \`${owner}\`.`);
  }
}

function unknownFlagError(flag: string, command: CommandName | undefined): UsageError {
  const possibleFlags = Object.keys(knownFlags).filter(
    (name) => [undefined, command].includes(commandByFlag.get(name)) || (command === 'doctor' && name === 'write'),
  );
  const suggestionFrom = (names: readonly string[]) =>
    didYouMean(
      flag,
      names.map((name) => `--${name}`),
    );
  // Without a command, the flag may belong to a command that was forgotten.
  const suggestion =
    suggestionFrom(possibleFlags) || (command === undefined ? suggestionFrom(Object.keys(knownFlags)) : '');
  const jsonHint = command === 'call' ? ' The arguments of the tool belong in the JSON: \'{"limit": 5}\'.' : '';
  return new UsageError(`Unknown flag "${flag}".${suggestion}${jsonHint} See --help.`);
}

function settingValue(setting: Setting, rawName: string, value: string | undefined): string {
  if (setting.value === undefined) return requireValue(rawName, value ?? 'true', ', or none');
  return requireValue(rawName, value, ` (${setting.value})`);
}

/** A switch is on by its name alone; `--demo=false`, as templates write it, is off. @throws UsageError for other values */
function isOn(rawName: string, value: string | undefined): boolean {
  if (value === undefined || value === 'true') return true;
  if (value === 'false') return false;
  throw new UsageError(`${rawName} takes no value but true or false.`);
}

/** The value of a flag. @throws UsageError when there is none, or only blanks and quotes, which an empty template leaves */
function requireValue(rawName: string, value: string | undefined, expected = ''): string {
  if (value === undefined || /^[\s"'“”„]*$/.test(value)) throw missingValueError(rawName, expected);
  return value;
}

const missingValueError = (rawName: string, expected: string): UsageError =>
  new UsageError(`${rawName} needs a value${expected}.`);

/**
 * A second, different value is refused: it would win silently, and a limit that the first sets would be lost. A second
 * `--write` of the doctor is always refused, since its value may be the next word, which is not read yet.
 */
const givenTwiceError = (rawName: string): UsageError =>
  new UsageError(`${rawName} is given more than once. Give it once; the values of a list are separated by commas.`);

/** @throws UsageError for a word that is no command */
function commandNamed(word: string | undefined): CommandName | undefined {
  if (word === undefined) return undefined;
  const command = commandNames.find((name) => name === word);
  if (command) return command;
  const words = [...commandNames, 'help', 'version', 'serve'];
  const suggestion =
    nearest(word, words) === 'serve'
      ? ' Serving takes no command.'
      : didYouMean(word, words) || ` Commands: ${commandNames.join(', ')}.`;
  throw new UsageError(`Unknown command "${word}".${suggestion} See --help.`);
}
