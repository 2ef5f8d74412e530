import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The beginning of a command line that starts this program. The arguments of the program follow. */
export interface Launch {
  command: string;
  args: readonly string[];
}

/** The published package: anybody who has Node.js can start it. */
export const npx: Launch = { command: 'npx', args: ['-y', 'puzzel-mcp'] };

/** How this very program is started: a clone from its own path, because the registry may have another version, or none. */
export function launchHere(): Launch {
  const program = fileURLToPath(new URL('../bin/puzzel-mcp.js', import.meta.url));
  const isInstalled = program.split(sep).includes('node_modules');
  return isInstalled || !existsSync(program) ? npx : { command: 'node', args: [program] };
}

/** Stands for the path of a clone on another machine, which is not known here. */
export const clonePlaceholder = '<path of the clone>';

/** How this program is started on another machine: from a clone there, if this copy is a clone. */
export const launchElsewhere = (): Launch =>
  launchHere() === npx ? npx : { command: 'node', args: [`${clonePlaceholder}/bin/puzzel-mcp.js`] };

/** A command of this program, with its arguments, as a person can type it here. */
export function typedCommand(words: readonly string[]): string {
  const { command, args } = launchHere();
  const commandWords = [command, ...args, ...words];
  return commandWords.map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** A text for a person at a terminal, in which commands of this program stand as they can be typed here. */
export const withTypedCommands = (text: string): string =>
  text.replace(/`puzzel-mcp(?= )/g, () => `\`${typedCommand([])}`);

const baseName = (word: string): string => (/[^\\/]*$/.exec(word)?.[0] ?? '').replace(/\.(cmd|exe|js)$/i, '');

/** Whether a word of a command line is this program, by its package or by its file. */
export const isProgram = (word: string): boolean => /^puzzel-mcp(@.+)?$/.test(baseName(word));

/** Whether a word of a command line only starts the program that follows, and passes no setting to it. */
export const isLauncher = (word: string): boolean =>
  /^(-y|--yes|--|\/c)$/i.test(word) || /^(cmd|node|npx|npm|exec|pnpm|yarn|dlx|bunx)$/i.test(baseName(word));
