import { audit } from '../../src/commands/audit/index.js';
import { call } from '../../src/commands/call.js';
import { parseCommandLine } from '../../src/commands/command-line.js';

/** Commands that check their arguments when they run, and need nothing but the tools for it. */
const commands = { audit, call };

/**
 * The message with which a command line is refused, without a process; undefined when it is accepted. src/cli.ts prints
 * every such message on standard error with exit code 2, which tests of the real program show.
 */
export async function refusalOf(args: string[], env: Record<string, string> = {}): Promise<string | undefined> {
  try {
    const line = parseCommandLine(args, env);
    if (line.command === 'audit' || line.command === 'call') await commands[line.command](env, line);
    return undefined;
  } catch (error) {
    if (error instanceof Error && ['UsageError', 'ConfigError'].includes(error.name)) return error.message;
    throw error;
  }
}

/** The command lines whose refusal is not one line with the given words, each with the message that came instead. */
export async function wrongRefusals(rows: readonly [args: string[], words: string][]): Promise<string[]> {
  const found: string[] = [];
  for (const [args, words] of rows) {
    const message = (await refusalOf(args)) ?? 'no refusal';
    if (!message.includes(words) || message.trim().includes('\n')) found.push(`${JSON.stringify(args)}: ${message}`);
  }
  return found;
}
