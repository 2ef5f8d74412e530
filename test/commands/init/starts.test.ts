import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { clients, platforms } from '../../../src/commands/init/clients.js';
import { freePort } from '../../support/free-port.js';
import { cleanEnv, programFile } from '../../support/server-process.js';
import { newFolder } from '../../support/set-up.js';
import { homeEnv, initIn, parseFile } from './set-up.js';

const proxy = fileURLToPath(new URL('../../../node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs', import.meta.url));

const home = newFolder();
const init = initIn(home);
const commandFolder = join(home, 'bin');
const searchPath = `${commandFolder}:${process.env.PATH}`;

/** Puts scripts in place of `npx` and `cmd`. They start the programs of this repository. */
beforeAll(async () => {
  await mkdir(commandFolder);
  const npx = `#!/bin/sh
[ "$1" = -y ] || exit 97
case "$2" in
  puzzel-mcp) shift 2; exec '${process.execPath}' '${programFile}' "$@" ;;
  mcp-proxy@*) shift 2; exec '${process.execPath}' '${proxy}' "$@" ;;
  *) exit 98 ;;
esac
`;
  const cmd = '#!/bin/sh\n[ "$1" = /c ] || exit 96\nshift\nexec "$@"\n';
  await writeFile(join(commandFolder, 'npx'), npx, { mode: 0o755 });
  await writeFile(join(commandFolder, 'cmd'), cmd, { mode: 0o755 });
});

/** Lists the tools and makes a call, as a client would after reading the file. */
async function useServer(transport: Transport): Promise<{ tools: string[]; queues: unknown[] }> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  try {
    const { tools } = await client.listTools();
    const answer = await client.callTool({ name: 'list_all_puzzel_queues', arguments: { limit: 2 } });
    const { result } = answer.structuredContent as { result: unknown[] };
    return { tools: tools.map(({ name }) => name), queues: result };
  } finally {
    await client.close();
  }
}

describe.skipIf(process.platform === 'win32')('what init prints', () => {
  it('starts the server, for every client on every platform', async () => {
    // Many clients have the same command, which is started once for all of them.
    const clientsByCommand = new Map<string, string[]>();
    for (const client of clients) {
      for (const platform of platforms) {
        const flags = ['--demo', '--tags', 'queues,tasks', '--platform', platform];
        const { code, out, err } = await init([client.name, ...flags]);
        expect(code, err).toBe(0);
        const { command, args, env = {} } = parseFile(client, out)[client.serversKey].puzzel;
        const start = JSON.stringify({ command, args, env });
        clientsByCommand.set(start, [...(clientsByCommand.get(start) ?? []), `${client.name} on ${platform}`]);
      }
    }
    expect([...clientsByCommand.values()].flat()).toHaveLength(clients.length * platforms.length);
    for (const [start, users] of clientsByCommand) {
      const { command, args, env } = JSON.parse(start);
      const transport = new StdioClientTransport({ command, args, env: { ...cleanEnv(env), PATH: searchPath } });
      const { tools, queues } = await useServer(transport).catch((error) => {
        throw new Error(`the file of ${users.join(', ')} starts no server: ${error}`);
      });
      expect(queues, users.join()).toHaveLength(2);
      expect(tools, users.join()).toContain('create_a_puzzel_etask');
      expect(tools, users.join()).not.toContain('list_all_puzzel_missed_calls');
    }
  });

  it('starts a bridge for ChatGPT, which refuses requests without the key', async () => {
    const { out } = await init(['chatgpt', '--demo', '--tags', 'queues']);
    const port = await freePort();
    // The test has to know the port and the key.
    const script = out.replace('--port 8080', `--port ${port}`).replace('"$(openssl rand -hex 32)"', 'test-key');
    expect(script).not.toBe(out);
    const url = new URL(`http://127.0.0.1:${port}/mcp`);
    const bridge = spawn('sh', ['-c', script.replace(/^npx/m, 'exec npx')], {
      env: { ...cleanEnv(homeEnv(home)), PATH: searchPath },
      stdio: 'ignore',
    });
    try {
      await untilListening(url, bridge);
      expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
      const headers = { 'X-API-Key': 'test-key' };
      const { tools, queues } = await useServer(
        new StreamableHTTPClientTransport(url, { requestInit: { headers } }) as unknown as Transport,
      );
      expect(queues).toHaveLength(2);
      expect(tools).not.toContain('create_a_puzzel_etask');
    } finally {
      bridge.kill('SIGTERM');
      if (bridge.exitCode === null) await once(bridge, 'exit');
    }
  });
});

/** Waits until the bridge answers. @throws when the bridge ends before that */
async function untilListening(url: URL, bridge: ChildProcess): Promise<void> {
  while (bridge.exitCode === null) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the bridge does not listen (${bridge.exitCode})`);
}
