import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { doctorReport, type Ended, uncoloured } from './command.js';
import { cleanEnv } from './server-process.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('./commands-host.mjs', import.meta.url));

/**
 * One process for many commands of the built program, a tenth of what their own processes would cost. For rules about
 * what a command says and does; that it ends, and how it finds its terminal and its colours, a process of its own has to show.
 */
export class CommandsHost {
  readonly #host: ChildProcess;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param root of the program, with `dist` in it; this repository, if left out
   * @param env what Node reads at its start, such as NODE_EXTRA_CA_CERTS
   */
  constructor({ root = repository, env = {} }: { root?: string; env?: Record<string, string> } = {}) {
    this.#host = fork(script, [join(root, 'dist/cli.js')], { env: cleanEnv(env), execArgv: ['--liftoff-only'] });
  }

  /** Runs a command as soon as those before it have ended. */
  run(args: string[], env: Record<string, string>, cwd: string): Promise<Ended> {
    const ended = this.#last.then(() => this.#run({ args, env: uncoloured(env), cwd }));
    this.#last = ended.catch(() => {});
    return ended;
  }

  /** Runs the doctor: its report, and all that it printed. */
  async doctor(env: Record<string, string>, cwd: string, args: string[] = []) {
    return doctorReport(await this.run(['doctor', '--json', ...args], env, cwd));
  }

  async #run(command: object): Promise<Ended> {
    const gone = new AbortController();
    const ended = once(this.#host, 'message', { signal: gone.signal });
    const lost = once(this.#host, 'exit', { signal: gone.signal }).then(([code, signal]) => {
      throw new Error(`the process of the commands ended with ${code ?? signal}`);
    });
    // One that never ends must not hold up all others for the time of a test each.
    const patience = setTimeout(() => this.#host.kill('SIGKILL'), 60_000);
    try {
      this.#host.send(command);
      const [answer] = (await Promise.race([ended, lost])) as [Ended];
      return answer;
    } finally {
      clearTimeout(patience);
      gone.abort();
      await Promise.allSettled([ended, lost]);
    }
  }

  async close(): Promise<void> {
    if (!this.#host.connected) return;
    const ended = once(this.#host, 'exit');
    this.#host.disconnect();
    await ended;
  }
}
