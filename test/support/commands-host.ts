import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandResult, doctorReport, envForCommand } from './command.js';
import { ScriptHost } from './script-host.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs many commands of the built program in one process, in a tenth of the time. It suits tests of what a command says
 * and does; tests of how a command ends, or finds its terminal and its colours, need a process of their own.
 */
export class CommandsHost {
  readonly #scripts: ScriptHost;
  readonly #cli: string;

  /**
   * @param root of the program, with `dist` in it; this repository, if left out
   * @param env what Node reads at its start, such as NODE_EXTRA_CA_CERTS
   */
  constructor({ root = repository, env = {} }: { root?: string; env?: Record<string, string> } = {}) {
    this.#cli = join(root, 'dist/cli.js');
    this.#scripts = new ScriptHost(env);
  }

  /** Runs a command as soon as those before it have ended. */
  run(args: string[], env: Record<string, string>, cwd: string): Promise<CommandResult> {
    return this.#scripts.run(this.#cli, args, envForCommand(env), cwd);
  }

  /** Runs the doctor: its report, and all that it printed. */
  async doctor(env: Record<string, string>, cwd: string, args: string[] = []) {
    return doctorReport(await this.run(['doctor', '--json', ...args], env, cwd));
  }

  close(): Promise<void> {
    return this.#scripts.close();
  }
}
