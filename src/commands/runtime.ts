import { type Config, loadConfig, secretsIn } from '../config/index.js';
import { isStatusSelected } from '../config/selection.js';
import { type Environment, settings } from '../config/settings.js';
import { createLog, type Log } from '../log.js';
import { Redactor } from '../redact.js';
import { AuditLog } from '../server/audit.js';
import { Caller } from '../server/call.js';
import { selectTools } from '../server/select.js';
import { statusTool } from '../server/status.js';
import { type Clients, createClients } from '../tools/clients.js';
import type { Callable, Tool } from '../tools/define.js';
import { catalogue } from '../tools/index.js';

/** Everything that one process needs to serve tools, whoever calls them. */
export interface Runtime {
  config: Config;
  tools: readonly Tool[];
  /** What this server answers by itself, whatever the vendors. */
  own: readonly Callable[];
  log: Log;
  redactor: Redactor;
  caller: Caller;
  /** The API clients, made (and for the demo, the tenant started) on first use. */
  connect: () => Promise<Clients>;
  /** Logs out, as far as the signal gives time, and ends all connections. */
  close: (signal: AbortSignal) => Promise<void>;
}

/** @throws ConfigError with everything that is wrong */
export function createRuntime(given: Environment, demo: boolean, redactor = new Redactor()): Runtime {
  const env = demo ? withoutCredentials(given) : given;
  const config = loadConfig(env, catalogue, { demo });
  for (const secret of secretsIn(env)) redactor.add(secret);
  const log = createLog(config.logLevel, redactor);
  const audit = config.auditLog === undefined ? undefined : new AuditLog(config.auditLog, log, redactor);
  let connected: Promise<Connection> | undefined;
  let clients: Clients | undefined;
  let expiry: { cancel: () => void } | undefined;

  const connect = async () => {
    connected ??= (
      demo ? connectDemo(env, log, redactor) : Promise.resolve({ clients: createClients(config, log, redactor) })
    ).then((connection) => {
      clients = connection.clients;
      expiry = atExpiry(config.expiresAt, () => {
        log.warn('access has expired: logging out');
        caller.close();
        connection.clients.close(AbortSignal.timeout(expiryLogoutMs)).catch((error: Error) => log.warn(error.message));
      });
      return connection;
    });
    return (await connected).clients;
  };
  const caller = new Caller(config, connect, log, redactor, audit);
  const status = statusTool({ config, catalogue, limits: () => clients?.limits() ?? {} });
  return {
    config,
    tools: selectTools(catalogue, config),
    own: isStatusSelected(config.selection) ? [status] : [],
    log,
    redactor,
    caller,
    connect,
    close: async (signal) => {
      expiry?.cancel();
      caller.close();
      const connection = await connected?.catch(() => undefined);
      await connection?.clients.close(signal);
      await connection?.stop?.();
      await audit?.close();
    },
  };
}

interface Connection {
  clients: Clients;
  stop?: () => Promise<void>;
}

/** The demo tenant is code that is loaded, and a server that is started, only now. */
async function connectDemo(env: Environment, log: Log, redactor: Redactor): Promise<Connection> {
  const { startDemo } = await import('../demo/index.js');
  const tenant = await startDemo();
  const config = loadConfig({ ...env, ...tenant.env }, catalogue);
  for (const secret of secretsIn(tenant.env)) redactor.add(secret);
  return { clients: createClients(config, log, redactor), stop: tenant.close };
}

/** In the demo no real credential is even looked at. */
function withoutCredentials(env: Environment): Environment {
  const ours = new Set<string>(
    settings.map((setting) => setting.env).filter((name) => !name.startsWith('PUZZEL_MCP_')),
  );
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.has(name)));
}

/** How long logging out may take at the expiry, in milliseconds. */
const expiryLogoutMs = 2_000;

/** Longest delay that a timer takes. */
const longestDelay = 2 ** 31 - 1;

/** When access ends, the session with the vendor ends too; the server stays to say so. */
function atExpiry(expiresAt: Date | undefined, end: () => void): { cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const wait = (until: number) => {
    const left = until - Date.now();
    // Later than a timer can count, or the clock was set back: wait again.
    if (left <= 0) end();
    else timer = setTimeout(() => wait(until), Math.min(left, longestDelay)).unref();
  };
  if (expiresAt) wait(expiresAt.getTime());
  return { cancel: () => clearTimeout(timer) };
}
