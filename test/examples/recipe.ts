import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { ScriptHost } from '../support/script-host.js';
import { cleanEnv, nodeArguments } from '../support/server-process.js';
import { closedAfterAll } from '../support/set-up.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

const baseEnv = {
  ...cleanEnv(),
  NO_COLOR: '1',
  TZ: 'UTC',
  PUZZEL_MCP_COMMAND: JSON.stringify([process.execPath, ...nodeArguments]),
};

/** Waits until an expectation is met. */
export const eventually: typeof expect.poll = (look) => expect.poll(look, { timeout: 60_000 });

/** A recipe that runs as a process of its own, as cron or a service manager would start it. */
export interface Recipe {
  pid: number;
  /** Standard output so far. */
  stdout: () => string;
  stderr: () => string;
  /** The complete lines of standard output, read as JSON. */
  events: () => Record<string, unknown>[];
  kill: (signal: NodeJS.Signals) => void;
  /** Exit code; null after a kill. */
  exit: Promise<number | null>;
}

/**
 * @param script below `examples/`
 * @param env the tenant's variables, and whatever else the recipe reads
 */
export function startRecipe(script: string, args: string[], env: Record<string, string> = {}): Recipe {
  const child = spawn(process.execPath, [`${examples}/${script}`, ...args], {
    env: { ...baseEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    events: () => eventsIn(stdout),
    kill: (signal) => void child.kill(signal),
    exit: new Promise((resolve) => child.on('close', resolve)),
  };
}

/** The complete lines of a recipe's standard output, read as JSON. */
export const eventsIn = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export async function runRecipe(...start: Parameters<typeof startRecipe>): Promise<Finished> {
  const recipe = startRecipe(...start);
  const code = await recipe.exit;
  return { code, stdout: recipe.stdout(), stderr: recipe.stderr() };
}

/** Like {@link runRecipe}, but all scripts of a test file run one after the other in one process. */
export function startScriptHost(): typeof runRecipe {
  const host = closedAfterAll(new ScriptHost());
  return async (script, args, env = {}) => {
    const ended = await host.run(resolve(examples, script), args, { ...baseEnv, ...env }, process.cwd());
    return { code: ended.code, stdout: ended.out, stderr: ended.err };
  };
}

/** The rows whose arguments are not refused with exit code 2 and the given words. */
export async function notRefused(
  run: (...args: string[]) => Promise<Finished>,
  rows: [args: string[], says: string][],
): Promise<object[]> {
  const offenders: object[] = [];
  for (const [args, says] of rows) {
    const { code, stderr } = await run(...args);
    if (code !== 2 || !stderr.includes(says)) offenders.push({ args, says, code, stderr });
  }
  return offenders;
}
