import type { Failure } from '../failure.js';

/** A login with Puzzel; there is one implementation for each kind of credentials. */
export interface PuzzelSession {
  /** A bearer token that is good for a while; logs in or renews when need be. */
  token(signal: AbortSignal): Promise<string>;
  /** Puzzel answered 401 to this token: the next one is another, unless no login may be tried now. */
  refuse(token: string): void;
  /** Puzzel answered 401 to a token that is new: logging in is of no use for a while. */
  useless(failure: Failure): void;
  /** Waits for a login that is under way, whatever becomes of it. */
  settled(): Promise<void>;
  /** The user whom the token stands for, when the credentials say so; otherwise ask for the token information. */
  readonly userId: number | string | undefined;
  /** Whether there is anything to log out from. */
  readonly open: boolean;
  /** Drops every token; the next call logs in afresh. */
  forget(): void;
  /** The refresh session, for the logout of the login service. */
  readonly sessionId: string | undefined;
}
