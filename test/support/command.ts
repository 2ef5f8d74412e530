import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cleanEnv, program } from './server-process.js';

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** The environment without anything that decides about colours. */
export const uncoloured = (env: Record<string, string>) => {
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...rest } = cleanEnv();
  return { ...rest, TERM: 'xterm-256color', ...env };
};

/** Runs the real program with its output in pipes. */
export const piped = (args: string[], env: Record<string, string>, cwd: string): Promise<Ended> =>
  ended(process.execPath, [...program, ...args], env, cwd);

/** A line of the doctor's report. */
export interface Check {
  name: string;
  status: 'ok' | 'warn' | 'fail' | 'skipped';
  message: string;
  hint?: string;
}

/** Runs the doctor: its report, and all that it printed. */
export async function doctor(env: Record<string, string>, cwd: string, args: string[] = []) {
  return doctorReport(await piped(['doctor', '--json', ...args], env, cwd));
}

/** What `doctor --json` found. */
export function doctorReport({ code, out, err }: Ended) {
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
 * Runs the real program on a real terminal of so many columns.
 * @param streams which of its streams are the terminal; the other one is a pipe
 */
export async function onTerminal(
  args: string[],
  env: Record<string, string>,
  cwd: string,
  { columns = 100, streams = 'both' }: { columns?: number; streams?: 'both' | 'err' } = {},
): Promise<Ended & { screen: string }> {
  const command = [pseudoTerminal, String(columns), streams, process.execPath, ...program, ...args];
  return ended('python3', command, env, cwd);
}

const conversation = fileURLToPath(new URL('./terminal.py', import.meta.url));

/** Types on a real terminal: each step waits for a text, then sends keys. `out` is what the terminal showed. */
export const typed = (steps: [string, string][], args: string[], env: Record<string, string>, cwd: string) =>
  ended('python3', [conversation, JSON.stringify(steps), process.execPath, ...program, ...args], env, cwd);

function ended(command: string, args: string[], env: Record<string, string>, cwd: string) {
  return new Promise<Ended & { screen: string }>((resolve) => {
    const child = spawn(command, args, { env: uncoloured(env), cwd, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
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
