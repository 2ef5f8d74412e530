import type { Environment } from '../config/settings.js';
import { version } from '../version.js';
import type { CommandLine } from './command-line.js';
import { exitCodeForOutputError } from './output-error.js';

/** Runs a command other than serving; resolves to the exit code. */
export async function runCommand(line: CommandLine, environment: () => Promise<Environment>): Promise<number> {
  process.stdout.on('error', (error) => process.exit(exitCodeForOutputError(error)));
  if (line.version) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (line.help) {
    const { help } = await import('./help.js');
    process.stdout.write(help(line.command));
    return 0;
  }
  const env = await environment();
  switch (line.command) {
    case 'demo':
      return (await import('./demo.js')).demo();
    case 'board':
      return (await import('./board/index.js')).board(env, line);
    case 'tools':
      return (await import('./tools.js')).tools(env, line);
    case 'call':
      return (await import('./call.js')).call(env, line);
    case 'doctor':
      return (await import('./doctor/index.js')).doctor(env, line);
    case 'init':
      return (await import('./init/index.js')).init(env, line);
    case 'audit':
      return (await import('./audit/index.js')).audit(env, line);
    case 'contract':
      return (await import('./contract.js')).contract(env, line);
    default:
      throw new Error('serving is not a command');
  }
}
