import { type CommandLine, parseCommandLine } from './commands/command-line.js';
import { serve } from './commands/serve.js';
import { secretsIn } from './config/index.js';
import type { Environment } from './config/settings.js';
import { Redactor } from './redact.js';

/** For what ends the program: the variables of the process, then those of `.env` too. */
const redactor = new Redactor();
for (const secret of secretsIn(process.env)) redactor.add(secret);

/** Runs one command; resolves to the exit code, or never while serving. */
async function main(argv: string[]): Promise<number | undefined> {
  const line = parseCommandLine(argv, process.env);
  // What a client starts is bundled into one file; everything else is loaded by those who ask for it (tsup.config.ts).
  if (line.command === undefined && !line.version && !line.help) {
    serve(await environmentOf(line), line.demo, redactor);
    return undefined;
  }
  const { runCommand } = await import('./commands/index.js');
  return runCommand(line, () => environmentOf(line));
}

async function environmentOf(line: CommandLine): Promise<Environment> {
  const env = await line.environment();
  for (const secret of secretsIn(env)) redactor.add(secret);
  return env;
}

/** By name: the commands are bundled apart, with classes of their own. */
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
