import { commandNames, parseCommandLine, UsageError } from './commands/command-line.js';
import { ConfigError, secretsIn } from './config/index.js';
import { Redactor } from './redact.js';

/** For what ends the program: the variables of the process, then those of `.env` too. */
const redactor = new Redactor();
for (const secret of secretsIn(process.env)) redactor.add(secret);

/** Runs one command; resolves to the exit code, or never while serving. */
async function main(argv: string[]): Promise<number | undefined> {
  const line = parseCommandLine(argv, process.env);
  if (line.version) {
    const { version } = await import('./version.js');
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (line.help) {
    const { help } = await import('./commands/help.js');
    process.stdout.write(help());
    return 0;
  }
  // A reader that has seen enough (`| head`) is no crash; the server has ends of its own.
  if (line.command !== undefined) process.stdout.on('error', () => process.exit(0));
  const env = await line.environment();
  for (const secret of secretsIn(env)) redactor.add(secret);
  switch (line.command) {
    case undefined: {
      const { serve } = await import('./commands/serve.js');
      serve(env, line.demo);
      return undefined;
    }
    case 'demo':
      return (await import('./commands/demo.js')).demo();
    case 'tools':
      return (await import('./commands/tools.js')).tools(env, line);
    case 'call':
      return (await import('./commands/call.js')).call(env, line);
    case 'doctor':
      return (await import('./commands/doctor/index.js')).doctor(env, line);
    case 'init':
      return (await import('./commands/init/index.js')).init(env, line);
    case 'audit':
      return (await import('./commands/audit.js')).audit(env, line);
    case 'contract':
      return (await import('./commands/contract.js')).contract(env, line);
    default:
      throw new UsageError(`Unknown command "${line.command}". Commands: ${commandNames.join(', ')}.`);
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    const usage = error instanceof UsageError || error instanceof ConfigError;
    const text = error instanceof Error ? (usage ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`${redactor.text(text).replace(/^/gm, 'puzzel-mcp: ')}\n`);
    process.exitCode = usage ? 2 : 1;
  },
);
