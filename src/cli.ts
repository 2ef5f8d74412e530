import { type CommandLine, parseCommandLine } from './commands/command-line.js';
import { readManifest } from './commands/manifest.js';
import { readSettings } from './commands/settings.js';
import { secretsIn } from './config/index.js';
import type { Environment } from './config/settings.js';
import { Redactor } from './redact.js';

/** Redacts errors that end the program: knows the secrets of the environment, and those of `.env` once it is read. */
const redactor = new Redactor();
for (const secret of secretsIn(process.env)) redactor.add(secret);

/** Runs one command; resolves to the exit code, or never while serving. */
async function main(argv: string[]): Promise<number | undefined> {
  const line = parseCommandLine(argv, process.env);
  const isServing = line.command === undefined && !line.version && !line.help;
  if (!isServing) {
    const { runCommand } = await import('./commands/index.js');
    return runCommand(line, () => environmentOf(line));
  }
  const manifest = readManifest();
  const settings = readSettings(await environmentOf(line), line.demo, manifest.tools, redactor);
  const { serve } = await import('./commands/serve.js');
  serve(settings, manifest);
  return undefined;
}

async function environmentOf(line: CommandLine): Promise<Environment> {
  const env = await line.environment();
  for (const secret of secretsIn(env)) redactor.add(secret);
  return env;
}

/** Compared by name: the commands are a separate bundle, so their error classes are different objects. */
const isUsage = (error: Error): boolean => error.name === 'UsageError' || error.name === 'ConfigError';

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    const usage = error instanceof Error && isUsage(error);
    const text = error instanceof Error ? (usage ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`${redactor.text(text).replace(/^/gm, 'puzzel-mcp: ')}\n`);
    process.exitCode = usage ? 2 : 1;
  },
);
