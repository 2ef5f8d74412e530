import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { cleanEnv, program } from '../support/server-process.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** Waits until something has become true. */
export const eventually: typeof expect.poll = (look) => expect.poll(look, { timeout: 60_000 });

/** A recipe that runs as a process of its own, as cron or a service manager would start it. */
export interface Recipe {
  pid: number;
  /** Standard output so far. */
  stdout: () => string;
  stderr: () => string;
  /** Standard output, each line read as JSON. */
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
  const command = JSON.stringify([process.execPath, ...program]);
  const child = spawn(process.execPath, [`${examples}/${script}`, ...args], {
    env: { ...cleanEnv(), NO_COLOR: '1', TZ: 'UTC', PUZZEL_MCP_COMMAND: command, ...env },
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
    events: () =>
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    kill: (signal) => void child.kill(signal),
    exit: new Promise((resolve) => child.on('close', resolve)),
  };
}

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
