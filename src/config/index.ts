import { homedir } from 'node:os';
import { join } from 'node:path';
import { type LogLevel, logLevels } from '../log.js';
import type { Outline } from '../tools/define.js';
import { readGladly } from './gladly.js';
import { type Pins, readPins } from './pins.js';
import { proxyPasswords } from './proxy.js';
import { readChat, readPuzzel } from './puzzel.js';
import { Reader } from './reader.js';
import { type RoutesFile, readRoutes } from './routes-file.js';
import { readSelection, type Selection } from './selection.js';
import { type Environment, given, settings } from './settings.js';

export type PuzzelLoginConfig =
  | { kind: 'password'; customerKey: string; userName: string; password: string }
  | { kind: 'client-credentials'; customerKey: string; clientId: string; clientSecret: string; userId: string };

export interface PuzzelConfig {
  login: PuzzelLoginConfig;
  apiUrl: string;
  authUrl: string;
  idUrl: string;
}

export interface ChatConfig {
  tenantId: string;
  apiUrl: string;
  idUrl: string;
  customerKey: string | undefined;
}

export interface GladlyConfig {
  /** Without `/api/v1`. */
  apiUrl: string;
  email: string;
  apiToken: string;
}

/** A vendor's settings: complete, or which are missing; `present` when any credential was given. */
export type VendorConfig<T> = { present: boolean } & (
  | { ready: T; missing?: never }
  | { ready?: never; missing: string[] }
);

export const confirmModes = ['auto', 'always', 'never'] as const;

export interface Config {
  demo: boolean;
  puzzel: VendorConfig<PuzzelConfig>;
  chat: VendorConfig<ChatConfig>;
  gladly: VendorConfig<GladlyConfig>;
  selection: Selection;
  pins: Pins;
  expiresAt: Date | undefined;
  confirm: (typeof confirmModes)[number];
  downloadDir: string;
  auditLog: string | undefined;
  logLevel: LogLevel;
  timeoutMs: number;
  routes: RoutesFile;
}

/** Everything that is wrong with the configuration, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads the environment (flags already merged in) against the tools that exist.
 * @throws ConfigError with every problem; a setting that cannot be understood is never ignored
 */
export function loadConfig(env: Environment, catalogue: readonly Outline[], { demo = false } = {}): Config {
  const problems: string[] = [];
  const reader = new Reader(env, problems);
  const config: Config = {
    demo,
    puzzel: readPuzzel(reader),
    chat: readChat(reader),
    gladly: readGladly(reader),
    selection: readSelection(reader.policy, catalogue, problems),
    pins: readPins(reader),
    expiresAt: readExpiry(reader),
    confirm: reader.oneOf('PUZZEL_MCP_CONFIRM', confirmModes, 'auto'),
    downloadDir: reader.path('PUZZEL_MCP_DOWNLOAD_DIR') ?? join(homedir(), 'Downloads', 'puzzel-mcp'),
    auditLog: reader.path('PUZZEL_MCP_AUDIT_LOG'),
    logLevel: reader.oneOf('PUZZEL_MCP_LOG_LEVEL', logLevels, 'warn'),
    timeoutMs: reader.milliseconds('PUZZEL_MCP_TIMEOUT_MS', 30_000),
    routes: readRoutes(reader, catalogue),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Secrets among the settings and what is made of them, for redaction. */
export function secretsIn(env: Environment): string[] {
  const set = settings.flatMap((setting) => {
    const value = 'secret' in setting ? given(env, setting.env) : undefined;
    return value === undefined ? [] : [value];
  });
  const [email, apiToken] = [given(env, 'GLADLY_EMAIL'), given(env, 'GLADLY_API_TOKEN')];
  const basic = email && apiToken ? [Buffer.from(`${email}:${apiToken}`).toString('base64')] : [];
  return [...set, ...basic, ...proxyPasswords(env)];
}

function readExpiry(reader: Reader): Date | undefined {
  const value = reader.policy('PUZZEL_MCP_EXPIRES_AT');
  if (value === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) {
    reader.problems.push(`PUZZEL_MCP_EXPIRES_AT: "${value}" is no ISO time such as 2027-01-31T17:00:00Z.`);
  } else if (time.getTime() <= Date.now()) {
    reader.problems.push(
      `PUZZEL_MCP_EXPIRES_AT: ${time.toISOString()} has passed; access through this server is over.`,
    );
  }
  return time;
}
