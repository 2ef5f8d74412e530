import type { Environment } from '../../config/settings.js';
import { didYouMean } from '../../nearest.js';
import { UsageError } from '../../usage-error.js';
import { docsPage } from '../../version.js';
import type { CommandLine } from '../command-line.js';
import { typedCommand, withTypedCommands } from '../launch.js';
import { bridgeAddress, bridgeCommands } from './bridge.js';
import { isHere, platformOf } from './client-file.js';
import { clientNamed, clientNames, type Platform, platforms } from './clients.js';
import { reasonOf } from './not-editable.js';
import { type Choice, pathFor, planFor, remarks, textToPaste, writeConfiguration } from './plan.js';

/** Prints what to paste into a client's configuration, or writes it there; without a client, asks in an interview. */
export async function init(env: Environment, line: CommandLine): Promise<number> {
  const [name, ...extraWords] = line.rest;
  if (extraWords.length > 0)
    throw new UsageError('Usage: `puzzel-mcp init CLIENT [--write] [--project] [--platform NAME]`');
  const choice: Choice = { env, demo: line.demo, project: line.project, platform: platformIn(line.options.platform) };
  const isWritable = choice.project || isHere(choice.platform);
  if ((line.write || name === undefined) && !isWritable) {
    throw new UsageError(
      'The file of another machine cannot be written: give CLIENT without --write to print it, or add --project.',
    );
  }
  if (name === undefined) {
    if (process.stdin.isTTY && process.stdout.isTTY) return (await import('./interview.js')).interview(choice);
    throw new UsageError(`Which client? \`puzzel-mcp init CLIENT [--write]\`; clients: ${clientNames.join(', ')}.`);
  }
  if (name === 'chatgpt') return printBridge(choice, line.write);
  const client = clientNamed(name);
  if (!client) {
    throw new UsageError(
      `Unknown client "${name}".${didYouMean(name, clientNames)} Clients: ${clientNames.join(', ')}.`,
    );
  }
  const plan = planFor(choice);
  const path = pathFor(client, choice);
  if (!line.write) {
    const { text, configuration } = textToPaste(client, plan);
    process.stdout.write(text);
    say([
      isWritable
        ? `This belongs in ${path}; \`${commandAsGiven()} --write\` puts it there and leaves the rest as it is.`
        : `This belongs in ${path} of that machine.`,
      ...remarks(client, plan, configuration),
    ]);
    return 0;
  }
  try {
    say(await writeConfiguration(client, plan, path));
    return 0;
  } catch (error) {
    say([`${path} was left alone: ${reasonOf(error)}.`]);
    return 1;
  }
}

/** The command as it was given, with every flag: if one such as `--read-only` were left out, the entry would allow more. */
const commandAsGiven = (): string => typedCommand(process.argv.slice(2));

/** For ChatGPT on the web, which has no file, and reaches servers only over the network. */
function printBridge(choice: Choice, mustWrite: boolean): number {
  if (mustWrite)
    throw new UsageError('ChatGPT has no file to write to; without --write the commands for it are printed.');
  const { variables, demo, launch } = planFor(choice);
  process.stdout.write(bridgeCommands(variables, demo, launch));
  say([
    `ChatGPT on the web speaks to remote servers only. These commands serve ${bridgeAddress} to holders of the key (header X-API-Key).`,
    `ChatGPT sends no key of its own and must reach the address from outside; what to put in front: ${docsPage('remote')}`,
    'The ChatGPT desktop app starts local servers and shares the file of Codex: `puzzel-mcp init codex --write`.',
  ]);
  return 0;
}

/** @throws UsageError for a word that is no platform */
function platformIn(word: string | undefined): Platform {
  if (word === undefined) return platformOf(process.platform);
  const platform = platforms.find((name) => name === word.toLowerCase());
  if (platform) return platform;
  throw new UsageError(`Unknown platform "${word}".${didYouMean(word, platforms)} Platforms: ${platforms.join(', ')}.`);
}

const say = (lines: readonly string[]): void => {
  process.stderr.write(withTypedCommands(lines.map((text) => `${text}\n`).join('')));
};
