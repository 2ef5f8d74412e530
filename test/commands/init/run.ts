import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ended } from '../../support/command.js';
import { CommandsHost } from '../../support/commands-host.js';
import { cleanEnv } from '../../support/server-process.js';

/** A home directory of the test's own, for every platform. */
export interface Home {
  path: string;
  env: Record<string, string>;
  /** Runs the installed program's `init`, in one process for a test file, which {@link stopInit} ends. */
  init: (args: string[], env?: Record<string, string>) => Promise<Ended>;
  /** The same in a process of its own. */
  initAlone: (args: string[], env?: Record<string, string>) => Promise<Ended>;
  remove: () => Promise<void>;
}

export async function newHome(): Promise<Home> {
  const path = await mkdtemp(join(tmpdir(), 'puzzel-mcp-init-'));
  const env = {
    NO_COLOR: '1',
    HOME: path,
    USERPROFILE: path,
    APPDATA: join(path, 'AppData', 'Roaming'),
    LOCALAPPDATA: join(path, 'AppData', 'Local'),
    XDG_CONFIG_HOME: '',
    CODEX_HOME: '',
    CLAUDE_CONFIG_DIR: '',
  };
  return {
    path,
    env,
    init: (args, more = {}) => {
      host ??= new CommandsHost({ root: place });
      return host.run(['init', ...args], { ...env, ...more }, path);
    },
    initAlone: (args, more = {}) => runInit(args, { ...env, ...more }, path),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** The package as npm installs it, because `init` from a clone writes the clone's own path. One for each worker. */
const cache = new URL(`../../../node_modules/.cache/installed-${process.env.VITEST_POOL_ID ?? 0}/`, import.meta.url);
const installed = fileURLToPath(cache);
rmSync(installed, { recursive: true, force: true });
for (const part of ['bin', 'dist', 'package.json']) {
  const from = fileURLToPath(new URL(`../../../${part}`, import.meta.url));
  const filter = (file: string) => !file.endsWith('.map');
  cpSync(from, join(installed, 'node_modules/puzzel-mcp', part), { recursive: true, filter });
}
const place = join(installed, 'node_modules/puzzel-mcp');
export const binary = join(place, 'bin/puzzel-mcp.js');
export const cli = join(place, 'dist/cli.js');

let host: CommandsHost | undefined;

/** To be called after the last test of a file. */
export async function stopInit(): Promise<void> {
  await host?.close();
  host = undefined;
}

function runInit(args: string[], env: Record<string, string>, cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [binary, 'init', ...args], { env: cleanEnv(env), cwd });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdin.end();
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** Credentials of both vendors, none of them real. */
export const credentials = {
  PUZZEL_CUSTOMER_KEY: '4711',
  PUZZEL_USERNAME: 'api.user',
  PUZZEL_PASSWORD: 'canary-password-1',
  GLADLY_HOST: 'acme.us-1.gladly.com',
  GLADLY_EMAIL: 'api@acme.example',
  GLADLY_API_TOKEN: 'canary-token-2',
};

export const canary = /canary-/;
