import { type Launch, npx } from '../launch.js';
import type { Variable } from './variables.js';

/** The version of mcp-proxy that test/remote tests. */
export const mcpProxyVersion = '6.7.19';

/** Where the bridge listens: on this machine only, since anyone who reaches it and has the key can use the credentials. */
export const bridgeAddress = 'http://127.0.0.1:8080/mcp';

/**
 * The commands that put the server behind HTTP, for clients that reach servers only over a network. The key goes through
 * the environment (mcp-proxy reads MCP_PROXY_API_KEY as `--apiKey`): everybody on the machine can see arguments.
 */
export function bridgeCommands(variables: readonly Variable[], demo: boolean, launch: Launch = npx): string {
  const settings = variables.map(({ name, secret, value }) =>
    value === undefined || secret ? `export ${name}='<${name}>'` : `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  );
  const words = [launch.command, ...launch.args, ...(demo ? ['--demo'] : [])];
  const serverCommand = words
    .map((word) => (/[^\w@./-]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word))
    .join(' ');
  return [
    ...settings,
    'export MCP_PROXY_API_KEY="$(openssl rand -hex 32)"',
    `npx -y mcp-proxy@${mcpProxyVersion} --server stream --host 127.0.0.1 --port 8080 -- ${serverCommand}`,
    '',
  ].join('\n');
}
