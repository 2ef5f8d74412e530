// What adds the server to a client in one step: links for Cursor and VS Code, a command for Claude Code.
import { serverName } from '../src/commands/client-facts.js';
import type { Entry, Input } from '../src/commands/init/entry.js';

/**
 * A web page that opens Cursor, which asks before it adds the server (cursor.com/docs/mcp/install-links). Not a
 * `cursor://` link, since GitHub removes those.
 */
export function cursorLink(entry: Entry): string {
  const config = Buffer.from(JSON.stringify(entry)).toString('base64');
  return `https://cursor.com/en/install-mcp?${new URLSearchParams({ name: serverName, config })}`;
}

/** The same for VS Code (code.visualstudio.com/api/extension-guides/ai/mcp). */
export function vscodeLink(entry: Entry, inputs: readonly Input[] = []): string {
  const parts = {
    name: serverName,
    ...(inputs.length > 0 && { inputs: JSON.stringify(inputs) }),
    config: JSON.stringify(entry),
  };
  // A space is written as %20, since not every reader of a query takes + for a space.
  return `https://insiders.vscode.dev/redirect/mcp/install?${new URLSearchParams(parts).toString().replaceAll('+', '%20')}`;
}

/**
 * The command that adds the server to Claude Code for all projects. The name comes first because `--env` takes every word
 * after it; a secret is named by its variable and filled in by the shell.
 */
export function claudeMcpAdd({ command, args, env = {} }: Entry): string {
  const variables = Object.entries(env).map(([name, value]) => `--env ${name}=${shellQuoted(value)}`);
  return ['claude mcp add', serverName, '--scope user', ...variables, '--', command, ...args].join(' ');
}

const shellQuoted = (value: string): string => {
  const variable = /^\$\{(\w+)\}$/.exec(value)?.[1];
  if (variable !== undefined) return `"$${variable}"`;
  return /^[\w.,:@/-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
};
