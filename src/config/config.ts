import type { ChatOptions } from '../chat/client.js';
import type { GladlyOptions } from '../gladly/client.js';
import type { LogLevel } from '../log.js';
import type { PuzzelOptions } from '../puzzel/client.js';
import type { ClientCredentials } from '../puzzel/client-credentials.js';
import type { PasswordCredentials } from '../puzzel/password-login.js';
import type { Pins } from './pins.js';
import type { RoutesFile } from './routes-file.js';
import type { Selection } from './selection.js';

export interface PuzzelConfig extends Pick<PuzzelOptions, 'apiUrl' | 'authUrl' | 'idUrl'> {
  login: ({ kind: 'password' } & PasswordCredentials) | ({ kind: 'client-credentials' } & ClientCredentials);
}

export type GladlyConfig = Pick<GladlyOptions, 'apiUrl' | 'email' | 'apiToken'>;

/** A vendor's settings when they are complete, otherwise the names of those that are missing. */
export type VendorConfig<T> = {
  /** Whether any part of its login is given. */
  isPresent: boolean;
} & ({ ready: T; missing?: never } | { ready?: never; missing: string[] });

export const confirmModes = ['auto', 'always', 'never'] as const;

export interface Config {
  demo: boolean;
  puzzel: VendorConfig<PuzzelConfig>;
  chat: VendorConfig<ChatOptions>;
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
