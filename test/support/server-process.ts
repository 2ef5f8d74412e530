import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as ClientOne } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioClientTransportOne } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ProtocolCheck } from './protocol-check.js';

export const programFile = fileURLToPath(new URL('../../bin/puzzel-mcp.js', import.meta.url));

/** Later versions of Node do not know this flag of V8. */
const onlyInNode20 = process.versions.node.startsWith('20.') ? ['--interrupt-budget=1000000'] : [];

/**
 * The arguments with which Node starts the real program, chosen for the least processor time of a short process: with
 * V8's defaults a fifth of it goes into optimising undici's parser and code that hardly runs, and into collecting garbage.
 */
export const nodeArguments = ['--liftoff-only', '--min-semi-space-size=16', ...onlyInNode20, programFile];

/** An environment without the credentials of the person who runs the tests. */
export function cleanEnv(env: Record<string, string> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(PUZZEL|GLADLY)_|PROXY|NODE_EXTRA/i.test(entry[0]),
  );
  return { ...Object.fromEntries(inherited), ...env };
}

/** Where servers save files unless a test says otherwise: a folder for each worker, in that of the run (download-folder.ts). */
const downloadFolder = join(process.env.TEST_DOWNLOADS ?? tmpdir(), String(process.pid));

/** The environment of a server, which may not save files among the downloads of the person who runs the tests. */
const serverEnv = (env: Record<string, string>) => cleanEnv({ PUZZEL_MCP_DOWNLOAD_DIR: downloadFolder, ...env });

export interface ToolAnswer {
  content: { type: string; text?: string; uri?: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
  _meta?: Record<string, unknown>;
}

/** To find out the era, the SDK starts a second process for a transport of its own class, but none for a subclass. */
class OneProcessTransport extends StdioClientTransport {}

/** What the tests need of a client, from either SDK. */
export interface TestClient {
  call: (name: string, args?: Record<string, unknown>, options?: CallOptions) => Promise<ToolAnswer>;
  list: () => Promise<{ name: string; inputSchema: unknown; outputSchema?: unknown }[]>;
  instructions: () => string | undefined;
  prompts: () => Promise<
    { name: string; arguments?: { name: string; required?: boolean | undefined }[] | undefined }[]
  >;
  /** The text of the prompt's one message. */
  prompt: (name: string, args?: Record<string, string>) => Promise<string>;
  /** The completions of an argument of a prompt. */
  complete: (prompt: string, argument: string, value: string) => Promise<string[]>;
  resources: () => Promise<{ uri: string; name: string; mimeType?: string | undefined; size?: number | undefined }[]>;
  read: (uri: string) => Promise<{ uri: string; mimeType?: string | undefined; text?: string; blob?: string }>;
  close: () => Promise<void>;
  pid: () => number | null;
}

const textOf = (content: unknown): string => (content as { text: string }).text;

interface CallOptions {
  signal?: AbortSignal;
  onprogress?: (progress: { progress: number; total?: number | undefined }) => void;
}

export type ClientKind = 'sdk2-modern' | 'sdk2-legacy' | 'sdk1';
export const clientKinds: ClientKind[] = ['sdk2-modern', 'sdk2-legacy', 'sdk1'];

/** Checks every message against the protocol's schemas; the returned function throws when the server violated them. */
function watch<M>(transport: { send: (message: M) => Promise<void>; onmessage?: (message: M) => void }): () => void {
  const check = new ProtocolCheck();
  const send = transport.send.bind(transport);
  transport.send = (message) => {
    check.fromClient(JSON.stringify(message));
    return send(message);
  };
  // Clients still call a listener that was set before theirs.
  transport.onmessage = (message) => check.fromServer(JSON.stringify(message));
  return () => {
    if (check.problems.length > 0) throw new Error(`against the protocol: ${check.problems.join('\n')}`);
  };
}

/** The methods that are the same in both SDKs. */
const commonMethods = (client: Client | ClientOne): Omit<TestClient, 'call' | 'close' | 'pid'> => ({
  list: async () => (await client.listTools()).tools,
  instructions: () => client.getInstructions(),
  prompts: async () => (await client.listPrompts()).prompts,
  prompt: async (prompt, given = {}) =>
    textOf((await client.getPrompt({ name: prompt, arguments: given })).messages[0]?.content),
  complete: async (prompt, argument, value) =>
    (await client.complete({ ref: { type: 'ref/prompt', name: prompt }, argument: { name: argument, value } }))
      .completion.values,
  resources: async () => (await client.listResources()).resources,
  read: async (uri) => (await client.readResource({ uri })).contents[0] as { uri: string },
});

/**
 * Starts the real program and connects a real client: the current SDK in both eras, or its predecessor. Closing it
 * fails when the server wrote anything that the protocol does not allow.
 */
export async function connect(
  kind: ClientKind,
  env: Record<string, string>,
  args: string[] = [],
  elicit?: (message: string) => { action: 'accept' | 'decline'; content?: { confirm: boolean } },
): Promise<TestClient> {
  const command = {
    command: process.execPath,
    args: [...nodeArguments, ...args],
    env: serverEnv(env),
    stderr: 'pipe' as const,
  };
  const info = { name: 'test', version: '1' };
  const capabilities = elicit ? { elicitation: { form: {} } } : {};
  if (kind === 'sdk1') {
    const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
    const transport = new StdioClientTransportOne(command);
    const check = watch(transport);
    const client = new ClientOne(info, { capabilities });
    if (elicit) client.setRequestHandler(ElicitRequestSchema, (request) => elicit(request.params.message));
    await client.connect(transport);
    return {
      call: (name, given = {}, options = {}) =>
        client.callTool({ name, arguments: given }, undefined, options) as unknown as Promise<ToolAnswer>,
      ...commonMethods(client),
      close: () => client.close().then(check),
      pid: () => transport.pid,
    };
  }
  const transport = new OneProcessTransport(command);
  const check = watch(transport);
  const mode = kind === 'sdk2-modern' ? { pin: '2026-07-28' } : 'legacy';
  const client = new Client(info, { capabilities, versionNegotiation: { mode } });
  if (elicit) client.setRequestHandler('elicitation/create', (request) => elicit(request.params.message) as never);
  await client.connect(transport);
  return {
    call: (name, given = {}, options = {}) =>
      client.callTool({ name, arguments: given }, options) as unknown as Promise<ToolAnswer>,
    ...commonMethods(client),
    close: () => client.close().then(check),
    pid: () => transport.pid,
  };
}

/** The program with its bare streams, for messages that no client would send. */
export interface RawProcess {
  child: ChildProcessWithoutNullStreams;
  /** Sends a message as one line, or a text as it is. */
  send: (message: object | string) => void;
  /** Lines of standard output so far. */
  lines: string[];
  stderr: () => string;
  /** The answer to a request. */
  answer: (
    id: number | string,
  ) => Promise<{ result?: ToolAnswer & Record<string, unknown>; error?: { code: number; message: string } }>;
  exit: Promise<{ code: number | null; signal: string | null }>;
}

/** @param start what Node gets before `args`, to start the program */
export function spawnRaw(env: Record<string, string>, args: string[] = [], start = nodeArguments): RawProcess {
  const child = spawn(process.execPath, [...start, ...args], { env: serverEnv(env) });
  const lines: string[] = [];
  /** Ids of the answers so far, since parsing all lines for each answer takes quadratic time. */
  const answered = new Set<number | string>();
  const waiting = new Map<number | string, (message: never) => void>();
  let rest = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      const message = JSON.parse(line) as { id?: number | string; method?: string };
      if (message.id === undefined || message.method !== undefined) continue;
      answered.add(message.id);
      waiting.get(message.id)?.(message as never);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => {});
  return {
    child,
    lines,
    stderr: () => stderr,
    send: (message) => child.stdin.write(typeof message === 'string' ? message : `${JSON.stringify(message)}\n`),
    answer: (id) =>
      new Promise((resolve) => {
        waiting.set(id, resolve);
        if (!answered.has(id)) return;
        const messages = lines.map((line) => JSON.parse(line) as { id?: number | string; method?: string });
        const answer = messages.find((message) => message.id === id && message.method === undefined);
        if (answer) resolve(answer as never);
      }),
    exit: new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal }))),
  };
}

const clientInfo = { name: 'raw', version: '1' };

/** The id of `initialize`, which no other request of a test has. */
export const initializeId = 'hello';

/** The first request of the older era. */
export const initialize = (params: object = {}) => ({
  jsonrpc: '2.0',
  id: initializeId,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo, ...params },
});

export const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };

/** How a client of the older era begins. */
export const handshake = [initialize(), initialized];

/** The `_meta` of every request of the newer era, which has no handshake. */
export const modernMeta = (clientCapabilities: unknown = {}) => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': clientInfo,
  'io.modelcontextprotocol/clientCapabilities': clientCapabilities,
});

export const toolCall = (id: number, name: string, args: object = {}, meta?: object) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args, ...(meta && { _meta: meta }) },
});
