/** How this process proves to Puzzel who it is; one for each way of logging in. */
export interface PuzzelSession {
  /** A bearer token that is good for a while; logs in or renews when need be. */
  token(signal: AbortSignal): Promise<string>;
  /** Puzzel answered 401 to this token. */
  refuse(token: string): void;
  /** The user whom the token stands for, when the credentials say so; otherwise ask for the token information. */
  readonly userId: number | string | undefined;
  /** Whether there is anything to log out from. */
  readonly open: boolean;
  /** Drops every token; the next call logs in afresh. */
  forget(): void;
  /** The refresh session, for the logout of the login service. */
  readonly sessionId: string | undefined;
}

/** A minute during which a refused login is not tried again: every further try counts towards locking the account. */
const holdMs = 60_000;

/** Remembers a refused login, so that any number of calls cause one attempt a minute. */
export class LoginHold {
  #refused: { failure: Error; until: number } | undefined;

  /** @throws the failure of the last login while the minute lasts */
  check(): void {
    if (this.#refused && Date.now() < this.#refused.until) throw this.#refused.failure;
    this.#refused = undefined;
  }

  set<T extends Error>(failure: T): T {
    this.#refused = { failure, until: Date.now() + holdMs };
    return failure;
  }
}
