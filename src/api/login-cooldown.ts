import { Failure, type FailureKind } from '../failure.js';
import { limits } from '../limits.js';

/**
 * Keeps logins rare, however many calls need one: none for a while after a login that failed or whose token is not accepted,
 * and a limited number in a minute. Further attempts could lock the account.
 */
export class LoginCooldown {
  readonly #maxPerMinute: number;
  #lastFailure: { failure: Failure; until: number } | undefined;
  #loginTimes: number[] = [];

  constructor(maxPerMinute: number = limits.loginsAMinute) {
    this.#maxPerMinute = maxPerMinute;
  }

  /** Whether no login is tried, because the last one failed or its token was not accepted. */
  get isOn(): boolean {
    return this.#lastFailure !== undefined && Date.now() < this.#lastFailure.until;
  }

  /**
   * Runs a login, unless the cooldown is on. A failure begins it, except a timeout, a cancellation and the read-only lock's.
   * @throws the failure of the login, or of the last one while its cooldown lasts, with the seconds that are left of it;
   * `unauthorized` after too many logins in a minute
   */
  async run<T>(login: () => Promise<T>): Promise<T> {
    if (this.#lastFailure && this.isOn) throw withCooldownHint(this.#lastFailure);
    const now = Date.now();
    this.#loginTimes = this.#loginTimes.filter((at) => now - at < 60_000);
    const [firstAt = now] = this.#loginTimes;
    if (this.#loginTimes.length >= this.#maxPerMinute) throw tooMany(this.#maxPerMinute, firstAt + 60_000 - now);
    this.#loginTimes.push(now);
    try {
      return await login();
    } catch (error) {
      if (!(error instanceof Failure) || kindsWithoutCooldown.has(error.kind)) throw error;
      throw error.kind === 'timeout' ? error.with(loginTimeout(error)) : this.begin(error);
    }
  }

  /**
   * Begins the cooldown after a login that failed, or whose token is not accepted.
   * @returns the failure, which says how long no login is tried
   */
  begin(failure: Failure): Failure {
    const resetSeconds = failure.rateLimit?.['ratelimit-reset'];
    const usualMs = failure.kind === 'unauthorized' ? limits.refusedLoginMs : limits.failedLoginMs;
    const cooldownMs =
      resetSeconds === undefined ? usualMs : Math.min(Math.max(1, resetSeconds) * 1000, limits.maxCooldownMs);
    this.#lastFailure = { failure, until: Date.now() + cooldownMs };
    return withCooldownHint(this.#lastFailure);
  }
}

const withCooldownHint = ({ failure, until }: { failure: Failure; until: number }): Failure =>
  failure.with({
    hint: `${failure.hint ?? ''} No further login is tried for ${Math.ceil((until - Date.now()) / 1000)} s.`.trim(),
  });

/** Says that it was the login that timed out. No cooldown follows, since the time limit was a pause already. */
const loginTimeout = ({ message }: Failure) => ({
  message: `The login failed: ${message}`,
  hint: 'The login service may be slow or out of reach: try again later, or raise PUZZEL_MCP_TIMEOUT_MS.',
});

/** Kinds of failure that this process caused itself: they say nothing about the credentials. */
const kindsWithoutCooldown: ReadonlySet<FailureKind> = new Set<FailureKind>(['cancelled', 'read_only']);

const tooMany = (logins: number, waitMs: number): Failure =>
  new Failure('unauthorized', `${logins} logins within a minute are all that this server tries.`, {
    hint: `No further login is tried for ${Math.ceil(waitMs / 1000)} s. \`puzzel-mcp doctor\` tests the credentials.`,
  });
