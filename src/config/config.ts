import type { LogLevel } from '../log.js';
import type { Pins } from './pins.js';
import type { RoutesFile } from './routes-file.js';
import type { Selection } from './selection.js';

type PuzzelLoginConfig =
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

/** A vendor's settings when they are complete, otherwise the names of those that are missing. */
export type VendorConfig<T> = {
  /** Whether any part of its login is given. */
  isPresent: boolean;
} & ({ ready: T; missing?: never } | { ready?: never; missing: string[] });

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
  /** Undefined when none is set and the user has no home directory: then nothing can be saved. */
  downloadDir: string | undefined;
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
