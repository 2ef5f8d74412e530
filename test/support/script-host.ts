import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CommandResult } from './command.js';
import { cleanEnv } from './server-process.js';

const host = fileURLToPath(new URL('./script-host.mjs', import.meta.url));

/** Milliseconds after which the process is killed, so that a script that never ends does not block the others. */
const runTimeoutMs = 60_000;

/** Runs many scripts in one process, since most of them run in less time than their imports need to load. */
export class ScriptHost {
  readonly #process: ChildProcess;
  readonly #output = { stdout: '', stderr: '' };
  #last: Promise<unknown> = Promise.resolve();
  #onOutput = () => {};

  /** @param env what Node reads at its start, such as NODE_EXTRA_CA_CERTS */
  constructor(env: Record<string, string> = {}) {
    this.#process = fork(host, { env: cleanEnv(env), execArgv: ['--liftoff-only'], silent: true });
    for (const name of ['stdout', 'stderr'] as const) {
      this.#process[name]?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output[name] += chunk;
        this.#onOutput();
      });
    }
    this.#process.on('close', () => this.#onOutput());
  }

  /** Runs a script as soon as those before it have ended. */
  run(script: string, args: string[], env: Record<string, string>, cwd: string): Promise<CommandResult> {
    const ended = this.#last.then(() => this.#run({ script, args, env, cwd }));
    this.#last = ended.catch(() => {});
    return ended;
  }

  async #run(message: {
    script: string;
    args: string[];
    env: Record<string, string>;
    cwd: string;
  }): Promise<CommandResult> {
    Object.assign(this.#output, { stdout: '', stderr: '' });
    const limit = setTimeout(() => this.#process.kill('SIGKILL'), runTimeoutMs);
    const ended = new Promise<CommandResult>((resolve, reject) => {
      this.#onOutput = () => {
        const [, out = '', code] = /^([^\0]*)\0(\d+)\0/.exec(this.#output.stdout) ?? [];
        const [err = '', afterMark] = this.#output.stderr.split('\0');
        if (code !== undefined && afterMark !== undefined) resolve({ code: Number(code), out, err });
        else if (this.#process.exitCode !== null || this.#process.signalCode !== null)
          reject(new Error(`${message.script} ended the process of all scripts: ${this.#output.stderr}`));
      };
    });
    this.#process.send(message);
    return ended.finally(() => clearTimeout(limit));
  }

  async close(): Promise<void> {
    if (!this.#process.connected) return;
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }
}
