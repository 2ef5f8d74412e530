import { AuditLog } from '../calls/audit-log.js';
import type { Result } from '../calls/result.js';
import { type CallOptions, type Interruption, ToolRunner } from '../calls/runner.js';
import { type Config, configuredSecrets, loadVendors } from '../config/index.js';
import { isStatusSelected } from '../config/selection.js';
import type { Log } from '../log.js';
import type { Redactor } from '../redact.js';
import { type Clients, createClients } from '../tools/clients.js';
import type { Tool, VendorTool } from '../tools/define.js';
import { catalogue } from '../tools/index.js';
import { statusTool } from '../tools/server-status.js';
import { RunningCalls } from './running-calls.js';
import { offeredTools } from './settings.js';

/** Everything that one process needs to run tools: for MCP clients, for the command line and for the board. */
export interface Engine {
  /** The vendors' tools that the owner's settings allow. */
  tools: readonly VendorTool[];
  /** All tools that can be called: `tools`, and `server_status` where it is selected. */
  callableTools: readonly Tool[];
  runner: ToolRunner;
  /** Calls a tool by its name. @throws Error for a name that is not offered */
  call: (name: string, args: unknown, options: CallOptions) => Promise<Result | Interruption>;
  /** The API clients, made (and for the demo, the tenant started) on first use. */
  connect: () => Promise<Clients>;
  /** Cancels the calls under way, logs out, ends all connections, and waits for those calls until the signal aborts. */
  close: (signal: AbortSignal) => Promise<void>;
}

/** How long logging out may take at the expiry, in milliseconds. */
const expiryLogoutMs = 2_000;

export function createEngine(config: Config, log: Log, redactor: Redactor): Engine {
  const audit = config.auditLog === undefined ? undefined : new AuditLog(config.auditLog, log, redactor);
  let connectionPromise: Promise<Connection> | undefined;
  let clients: Clients | undefined;
  let expiryTimer: { cancel: () => void } | undefined;
  let closePromise: Promise<void> | undefined;

  const open = async (): Promise<Connection> => {
    const connection = config.demo
      ? await connectDemo(config, log, redactor)
      : { clients: createClients(config, log, redactor) };
    clients = connection.clients;
    // `close` may have been called meanwhile.
    if (closePromise) return connection;
    expiryTimer = atExpiry(config.expiresAt, () => {
      log.warn('access has expired: logging out');
      runner.close();
      connection.clients.close(AbortSignal.timeout(expiryLogoutMs)).catch((error: Error) => log.warn(error.message));
    });
    return connection;
  };
  const connect = async () => {
    // After a failure the next call tries again.
    connectionPromise ??= open().catch((error: unknown) => {
      connectionPromise = undefined;
      throw error;
    });
    return (await connectionPromise).clients;
  };
  const status = statusTool({ config, catalogue, limits: () => clients?.limits() ?? {} });
  const tools = offeredTools(config, catalogue);
  const callableTools: readonly Tool[] = [...(isStatusSelected(config.selection) ? [status] : []), ...tools];
  const calls = new RunningCalls();
  const close = async (signal: AbortSignal) => {
    expiryTimer?.cancel();
    calls.cancel();
    runner.close();
    const connection = await connectionPromise?.catch(() => undefined);
    await connection?.clients.close(signal);
    await calls.waitForEnd(signal);
    await connection?.stop?.();
    await audit?.close();
  };
  const toolsByName = new Map(callableTools.map((tool) => [tool.name, tool]));
  const runner = new ToolRunner({ config, connect, log, redactor, audit, isOffered: (name) => toolsByName.has(name) });
  return {
    tools,
    callableTools,
    runner,
    call: async (name, args, options) => {
      const tool = toolsByName.get(name);
      if (!tool) throw new Error(`${name} is not offered`);
      return calls.run(options, (cancellableOptions) => runner.call(tool, args, cancellableOptions));
    },
    connect,
    close: (signal) => {
      closePromise ??= close(signal);
      return closePromise;
    },
  };
}

interface Connection {
  clients: Clients;
  stop?: () => Promise<void>;
}

/** Loads the code of the demo tenant and starts its server, which nothing before the first call needs. */
async function connectDemo(config: Config, log: Log, redactor: Redactor): Promise<Connection> {
  const { startDemo } = await import('../demo/index.js');
  const tenant = await startDemo();
  for (const secret of configuredSecrets(tenant.env)) redactor.add(secret);
  return { clients: createClients({ ...config, ...loadVendors(tenant.env) }, log, redactor), stop: tenant.close };
}

/** The longest delay that a timer takes, in milliseconds. */
const maxDelayMs = 2 ** 31 - 1;

/** Calls `end` when access expires. The server itself keeps running, to tell its clients that access has expired. */
function atExpiry(expiresAt: Date | undefined, end: () => void): { cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const wait = (until: number) => {
    const msLeft = until - Date.now();
    // The timer may fire too early: the delay was longer than a timer takes, or the clock was set back.
    if (msLeft <= 0) end();
    else timer = setTimeout(() => wait(until), Math.min(msLeft, maxDelayMs)).unref();
  };
  if (expiresAt) wait(expiresAt.getTime());
  return { cancel: () => clearTimeout(timer) };
}
