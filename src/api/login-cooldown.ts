import { Failure, type FailureKind } from '../failure.js';
import { limits } from '../limits.js';

/**
 * Keeps logins rare, however many calls need one: none for a while after a login that failed or whose token is not accepted,
 * and a limited number in a minute. Further attempts could lock the account.
 */
export class LoginCooldown {
  readonly #mostAMinute: number;
  #failed: { failure: Failure; until: number } | undefined;
  #logins: number[] = [];

  constructor(mostAMinute: number = limits.loginsAMinute) {
    this.#mostAMinute = mostAMinute;
  }

  /** Whether no login is tried, because the last one failed or its token was not accepted. */
  get isOn(): boolean {
    return this.#failed !== undefined && Date.now() < this.#failed.until;
  }

  /**
   * Runs a login, unless the cooldown is on.
   * @throws the failure of the last login while its cooldown lasts, with the seconds that are left of it; `unauthorized`
   * after too many logins in a minute
   */
  async run<T>(login: () => Promise<T>): Promise<T> {
    if (this.#failed && this.isOn) throw withPause(this.#failed);
    const now = Date.now();
    this.#logins = this.#logins.filter((at) => now - at < 60_000);
    const [first = now] = this.#logins;
    if (this.#logins.length >= this.#mostAMinute) throw tooMany(this.#mostAMinute, first + 60_000 - now);
    this.#logins.push(now);
    try {
      return await login();
    } catch (error) {
      if (!(error instanceof Failure) || withoutCooldown.has(error.kind)) throw error;
      throw error.kind === 'timeout' ? error.with(loginTimeout(error)) : this.begin(error);
    }
  }

  /**
   * Begins the cooldown after a login that failed, or whose token is not accepted.
   * @returns the failure, which says how long no login is tried
   */
  begin(failure: Failure): Failure {
    const resetSeconds = failure.rateLimit?.['ratelimit-reset'];
    const usual = failure.kind === 'unauthorized' ? limits.refusedLoginMs : limits.failedLoginMs;
    const milliseconds =
      resetSeconds === undefined ? usual : Math.min(Math.max(1, resetSeconds) * 1000, limits.longestCooldownMs);
    this.#failed = { failure, until: Date.now() + milliseconds };
    return withPause(this.#failed);
  }
}

const withPause = ({ failure, until }: { failure: Failure; until: number }): Failure =>
  failure.with({
    hint: `${failure.hint ?? ''} No further login is tried for ${Math.ceil((until - Date.now()) / 1000)} s.`.trim(),
  });

/** Says that it was the login that timed out. No cooldown follows, since the time limit was a pause already. */
const loginTimeout = ({ message }: Failure) => ({
  message: `The login failed: ${message}`,
  hint: 'The login service may be slow or out of reach: try again later, or raise PUZZEL_MCP_TIMEOUT_MS.',
});

/** Kinds of failure that this process caused itself: they say nothing about the credentials. */
const withoutCooldown: ReadonlySet<FailureKind> = new Set<FailureKind>(['cancelled', 'read_only']);

const tooMany = (logins: number, milliseconds: number): Failure =>
  new Failure('unauthorized', `${logins} logins within a minute are all that this server tries.`, {
    hint: `No further login is tried for ${Math.ceil(milliseconds / 1000)} s. \`puzzel-mcp doctor\` tests the credentials.`,
  });
