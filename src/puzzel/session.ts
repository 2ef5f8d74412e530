import type { TokenKeeper } from '../api/token.js';

/** A login with Puzzel; there is one implementation for each kind of credentials. */
export interface PuzzelSession {
  /** Logs in or renews when a token is needed. */
  readonly tokens: TokenKeeper;
  /** The user whom the token stands for, when the credentials name one; undefined when only the token information does. */
  readonly userId: number | string | undefined;
  /** Whether there is anything to log out from. */
  readonly isOpen: boolean;
  /** Drops every token; the next call logs in afresh. */
  forget(): void;
  /** The id of the refresh session, for the logout at the login service. */
  readonly sessionId: string | undefined;
}
