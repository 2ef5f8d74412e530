import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as ClientOne } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as StreamableHTTPClientTransportOne } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { freePort } from '../support/free-port.js';
import { type ClientKind, cleanEnv, programFile, type ToolAnswer } from '../support/server-process.js';

const bridgeFile = fileURLToPath(new URL('bin/mcp-proxy.mjs', import.meta.resolve('mcp-proxy')));

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
  const args = [
    '--server',
    'stream',
    '--port',
    String(port),
    ...options,
    '--',
    process.execPath,
    programFile,
    ...server,
  ];
  const child = spawn(process.execPath, [bridgeFile, ...args], {
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
  const deadline = Date.now() + 20_000;
  while (
    !(await fetch(new URL('/ping', url)).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the bridge did not start: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, port, process: child, pid: child.pid ?? 0, output: () => output, exit };
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

export interface RemoteClient {
  list: () => Promise<string[]>;
  call: (name: string, args?: Record<string, unknown>) => Promise<ToolAnswer>;
  /** Reads a file that the server saved, and returns how many bytes it has. */
  readLength: (uri: string) => Promise<number>;
  /** Ends the session, as clients should, and the connection. */
  close: () => Promise<void>;
}

/**
 * Connects a client of this kind to the bridge.
 * @param onQuestion called at every question to the person, not for SDK 1
 */
export async function connectRemote(
  kind: ClientKind,
  url: URL,
  key: string,
  onQuestion = () => {},
): Promise<RemoteClient> {
  const info = { name: 'remote', version: '1' };
  const requestInit = { headers: { 'X-API-Key': key } };
  const capabilities = { elicitation: { form: {} } };
  if (kind === 'sdk1') {
    const transport = new StreamableHTTPClientTransportOne(url, { requestInit });
    const client = new ClientOne(info, { capabilities });
    await client.connect(transport as never);
    return {
      ...commonMethods(client),
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
    onQuestion();
    return { action: 'accept', content: { confirm: true } };
  });
  await client.connect(transport);
  return {
    ...commonMethods(client),
    close: async () => {
      if (transport.sessionId !== undefined) await transport.terminateSession();
      await client.close();
    },
  };
}

/** The methods that are the same in both SDKs. */
const commonMethods = (client: Client | ClientOne): Omit<RemoteClient, 'close'> => ({
  list: async () => (await client.listTools()).tools.map(({ name }) => name),
  call: (name, args = {}) => client.callTool({ name, arguments: args }) as unknown as Promise<ToolAnswer>,
  readLength: async (uri) => lengthOf(await client.readResource({ uri })),
});

const lengthOf = ({ contents }: { contents: object[] }): number =>
  contents.reduce((sum, one) => sum + ('blob' in one ? Buffer.from(String(one.blob), 'base64').length : 0), 0);
