import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cleanEnv, nodeArguments } from './server-process.js';

export interface CommandResult {
  code: number | null;
  out: string;
  err: string;
}

/** The inherited environment without credentials and without variables that turn colours on or off, and with `env`. */
export const envForCommand = (env: Record<string, string>) => {
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...rest } = cleanEnv();
  return { ...rest, TERM: 'xterm-256color', ...env };
};

/** Runs the real program with its output in pipes. */
export const runPiped = (args: string[], env: Record<string, string>, cwd: string): Promise<CommandResult> =>
  run(process.execPath, [...nodeArguments, ...args], env, cwd);

/** A line of the doctor's report. */
interface Check {
  name: string;
  status: 'ok' | 'warn' | 'fail' | 'skipped';
  message: string;
  hint?: string;
}

/** Runs the doctor: its report, and all that it printed. */
export async function doctor(env: Record<string, string>, cwd: string, args: string[] = []) {
  return doctorReport(await runPiped(['doctor', '--json', ...args], env, cwd));
}

/** The report in the output of `doctor --json`. */
export function doctorReport({ code, out, err }: CommandResult) {
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: Check[] };
  return { code, ok, checks, printed: out + err, check: (name: string) => checks.find((one) => one.name === name) };
}

const pseudoTerminal = fileURLToPath(new URL('./pseudo-terminal.py', import.meta.url));

/** Whether this machine can open a pseudo-terminal; without Python the tests that need one are skipped with a note. */
export const hasTerminal = ((): boolean => {
  try {
    execFileSync('python3', ['-c', 'import pty, termios'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('Skipped: no python3 to make a pseudo-terminal with.\n');
    return false;
  }
})();

/**
 * Runs the real program on a real terminal; `screen` is what the terminal showed.
 * @param streams which of its output streams are the terminal; with `err`, standard output is a pipe
 */
export async function runOnTerminal(
  args: string[],
  env: Record<string, string>,
  cwd: string,
  { columns = 100, streams = 'both' }: { columns?: number; streams?: 'both' | 'err' } = {},
): Promise<CommandResult & { screen: string }> {
  const command = [pseudoTerminal, String(columns), streams, process.execPath, ...nodeArguments, ...args];
  return run('python3', command, env, cwd);
}

const typeKeys = fileURLToPath(new URL('./type-keys.py', import.meta.url));

/** A text on the terminal to wait for, and the keys to type then. */
export type Step = [text: string, keys: string];

/** Runs Node on a real terminal and types. `out` is what the terminal showed. */
export const typeOnTerminal = (steps: Step[], nodeArgs: string[], env: Record<string, string>, cwd: string) =>
  run('python3', [typeKeys, JSON.stringify(steps), process.execPath, ...nodeArgs], env, cwd);

/** Runs a command without input; `screen` is what it writes to file descriptor 3. */
function run(command: string, args: string[], env: Record<string, string>, cwd: string) {
  return new Promise<CommandResult & { screen: string }>((resolve) => {
    const child = spawn(command, args, { env: envForCommand(env), cwd, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    const texts = ['', '', '', ''];
    for (const stream of [1, 2, 3]) {
      const readable = child.stdio[stream];
      if (readable && 'setEncoding' in readable) {
        readable.setEncoding('utf8').on('data', (text: string) => {
          texts[stream] += text;
        });
      }
    }
    child.stdin?.end();
    child.on('close', (code) => resolve({ code, out: texts[1] ?? '', err: texts[2] ?? '', screen: texts[3] ?? '' }));
  });
}
