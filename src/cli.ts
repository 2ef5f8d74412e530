import { type CommandLine, parseCommandLine } from './commands/command-line.js';
import { withTypedCommands } from './commands/launch.js';
import { readManifest } from './commands/manifest.js';
import { readSettings } from './commands/settings.js';
import { ConfigError } from './config/config.js';
import { configuredSecrets } from './config/index.js';
import { type Environment, settings } from './config/settings.js';
import { Redactor } from './redact.js';
import { UsageError } from './usage-error.js';

/** For the server, and for errors that end the program: knows the secrets of the environment, and of `.env` once it is read. */
const redactor = new Redactor();
for (const secret of configuredSecrets(process.env)) redactor.add(secret);

/** Runs a command, `--help` or `--version`, and resolves to the exit code; else starts the server and resolves to undefined. */
async function main(argv: string[]): Promise<number | undefined> {
  const line = parseCommandLine(argv, process.env);
  const isServing = line.command === undefined && !line.version && !line.help;
  if (!isServing) {
    const { runCommand } = await import('./commands/index.js');
    return runCommand(line, () => environmentOf(line));
  }
  const manifest = readManifest();
  const serverSettings = readSettings(await environmentOf(line), line.demo, manifest.tools, redactor);
  const { serve } = await import('./commands/serve.js');
  serve(serverSettings, manifest);
  return undefined;
}

async function environmentOf(line: CommandLine): Promise<Environment> {
  const env = await line.environment();
  for (const secret of configuredSecrets(env)) redactor.add(secret);
  return env;
}

const isUsageError = (error: Error): boolean => error instanceof UsageError || error instanceof ConfigError;

const noWorkingDirectory =
  'The working directory does not exist any more, or cannot be read: start elsewhere, or give whole paths.';

/** What Node throws when a path is resolved against a working directory that was deleted. */
const isWorkingDirectoryGone = (error: Error): boolean => 'syscall' in error && error.syscall === 'uv_cwd';

/** The text with settings named as the person typed them: `--read-only`, for example, instead of PUZZEL_MCP_READ_ONLY. */
function withTypedFlags(text: string): string {
  return text.replace(/^PUZZEL_MCP_\w+(?=:)/gm, (name) => {
    const flag = `--${settings.find(({ env }) => env === name)?.flag}`;
    return process.argv.some((word) => word === flag || word.startsWith(`${flag}=`)) ? flag : name;
  });
}

/** What to tell the person about an error that ends the program, and the exit code. */
function exitFor(error: unknown): { text: string; code: number } {
  if (!(error instanceof Error)) return { text: String(error), code: 1 };
  if (isWorkingDirectoryGone(error)) return { text: noWorkingDirectory, code: 2 };
  return isUsageError(error)
    ? { text: withTypedFlags(error.message), code: 2 }
    : { text: error.stack ?? error.message, code: 1 };
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    const { text, code } = exitFor(error);
    process.stderr.write(`${redactor.text(withTypedCommands(text)).replace(/^/gm, 'puzzel-mcp: ')}\n`);
    process.exitCode = code;
  },
);
