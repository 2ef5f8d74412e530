import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import type { Client } from '../../../src/commands/init/clients.js';
import type { Entry } from '../../../src/commands/init/entry.js';
import type { CommandResult } from '../../support/command.js';
import { CommandsHost } from '../../support/commands-host.js';
import { closedAfterAll } from '../../support/set-up.js';

/** The package as npm installs it, because `init` from a clone writes the clone's own path. One for each worker. */
const cache = new URL(`../../../node_modules/.cache/installed-${process.env.VITEST_POOL_ID ?? 0}/`, import.meta.url);
const root = join(fileURLToPath(cache), 'node_modules/puzzel-mcp');
rmSync(cache, { recursive: true, force: true });
for (const part of ['bin', 'dist', 'package.json']) {
  const from = fileURLToPath(new URL(`../../../${part}`, import.meta.url));
  cpSync(from, join(root, part), { recursive: true, filter: (file) => !file.endsWith('.map') });
}
export const installedBinary = join(root, 'bin/puzzel-mcp.js');
export const installedCli = join(root, 'dist/cli.js');

/** The variables that make a folder the home directory, on every platform. */
export const homeEnv = (home: string): Record<string, string> => ({
  NO_COLOR: '1',
  HOME: home,
  USERPROFILE: home,
  APPDATA: join(home, 'AppData', 'Roaming'),
  LOCALAPPDATA: join(home, 'AppData', 'Local'),
  XDG_CONFIG_HOME: '',
  CODEX_HOME: '',
  CLAUDE_CONFIG_DIR: '',
});

/**
 * Runs the installed program's `init` with a folder as the home and working directory; one process serves a whole test file.
 * To be called at the top of the file.
 */
export function initIn(home: string): (args: string[], env?: Record<string, string>) => Promise<CommandResult> {
  const host = closedAfterAll(new CommandsHost({ root }));
  return (args, env = {}) => host.run(['init', ...args], { ...homeEnv(home), ...env }, home);
}

/** What a client's configuration file says, with the entry of our server in it. */
export function parseFile({ format }: Client, text: string): Record<Client['serversKey'], { puzzel: Entry }> {
  const file = format === 'toml' ? parse(text) : JSON.parse(text);
  return file;
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

/** Matches each of the secrets that these tests set. */
export const secretPattern = /canary-/;
