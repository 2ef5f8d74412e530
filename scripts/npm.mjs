import { execFileSync } from 'node:child_process';

const isWindows = process.platform === 'win32';

/**
 * Runs a command that npm installed and returns its standard output. On Windows it is a batch file, which Node starts only
 * through a shell, so its arguments need quotes.
 * @param command name or path, without the extension that it has on Windows
 */
export function runCommand(command, args, options) {
  const allOptions = { encoding: 'utf8', shell: isWindows, ...options };
  if (!isWindows) return execFileSync(command, args, allOptions);
  const quotedWords = [`${command}.cmd`, ...args].map((word) => `"${word.replaceAll('"', '\\"')}"`);
  return execFileSync(quotedWords[0], quotedWords.slice(1), allOptions);
}

export const npm = (args, options) => runCommand('npm', args, options);
