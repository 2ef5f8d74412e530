import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect as connectTcp, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientOne } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as StreamableHTTPClientTransportOne } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { binary, type ClientKind, cleanEnv, type ToolAnswer } from '../support/server-process.js';

const bridgeBinary = fileURLToPath(new URL('bin/mcp-proxy.mjs', import.meta.resolve('mcp-proxy')));

export interface Bridge {
  url: URL;
  port: number;
  process: ChildProcess;
  pid: number;
  /** What the bridge and the server behind it wrote. */
  output: () => string;
  exit: Promise<unknown>;
}

/** Starts mcp-proxy around the real program, as docs/remote.md says. */
export async function startBridge(options: string[], server: string[], env: Record<string, string>): Promise<Bridge> {
  const port = await freePort();
  const args = ['--server', 'stream', '--port', String(port), ...options, '--', process.execPath, binary, ...server];
  const child = spawn(process.execPath, [bridgeBinary, ...args], {
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const exit = once(child, 'exit');
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  const until = Date.now() + 20_000;
  while (
    !(await fetch(new URL('/ping', url)).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`the bridge did not start: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, port, process: child, pid: child.pid ?? 0, output: () => output, exit };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Whether a program listens on this port. */
export async function listens(host: string, port: number): Promise<boolean> {
  const socket = connectTcp({ host, port, timeout: 2_000 });
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    for (const event of ['error', 'timeout']) socket.once(event, () => resolve(false));
  });
  socket.destroy();
  return connected;
}

/** The ids of the processes that a process started; undefined without /proc. */
export function childrenOf(pid: number): number[] | undefined {
  if (!existsSync('/proc/self/status')) return undefined;
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      return Number(parent) === pid ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

export interface RemoteClient {
  list: () => Promise<string[]>;
  call: (name: string, args?: Record<string, unknown>) => Promise<ToolAnswer>;
  /** Bytes of a file that the server saved. */
  read: (uri: string) => Promise<number>;
  /** Ends the session, as clients should, and the connection. */
  close: () => Promise<void>;
}

/**
 * Connects a client of this kind to the bridge.
 * @param asked called with every question to the person; the SDK 1 client does not call it
 */
export async function connectRemote(kind: ClientKind, url: URL, key: string, asked = () => {}): Promise<RemoteClient> {
  const info = { name: 'remote', version: '1' };
  const requestInit = { headers: { 'X-API-Key': key } };
  const capabilities = { elicitation: { form: {} } };
  if (kind === 'sdk1') {
    const transport = new StreamableHTTPClientTransportOne(url, { requestInit });
    const client = new ClientOne(info, { capabilities });
    await client.connect(transport as never);
    return {
      list: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: (name, args = {}) => client.callTool({ name, arguments: args }) as unknown as Promise<ToolAnswer>,
      read: async (uri) => bytesIn(await client.readResource({ uri })),
      close: async () => {
        await transport.terminateSession();
        await client.close();
      },
    };
  }
  const transport = new StreamableHTTPClientTransport(url, { requestInit });
  const mode = kind === 'sdk2-modern' ? { pin: '2026-07-28' } : 'legacy';
  const client = new Client(info, { capabilities, versionNegotiation: { mode } });
  client.setRequestHandler('elicitation/create', () => {
    asked();
    return { action: 'accept', content: { confirm: true } };
  });
  await client.connect(transport);
  return {
    list: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: (name, args = {}) => client.callTool({ name, arguments: args }) as unknown as Promise<ToolAnswer>,
    read: async (uri) => bytesIn(await client.readResource({ uri })),
    close: async () => {
      if (transport.sessionId !== undefined) await transport.terminateSession();
      await client.close();
    },
  };
}

const bytesIn = ({ contents }: { contents: object[] }): number =>
  contents.reduce((sum, one) => sum + ('blob' in one ? Buffer.from(String(one.blob), 'base64').length : 0), 0);
