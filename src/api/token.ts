import { Failure, type FailureKind } from '../failure.js';
import { unlessAborted } from '../http/deadline.js';
import { notSent } from '../http/network-failure.js';
import { limits } from '../limits.js';
import { LoginCooldown } from './login-cooldown.js';

export interface IssuedToken {
  token: string;
  /** Milliseconds until the token ends, as its issuer says. */
  lifeMs: number;
}

/**
 * Keeps one bearer token for any number of callers, who share one request for it. It is renewed before it ends: a minute
 * before, or a tenth of its life if that is shorter.
 */
export class TokenKeeper {
  /** The cooldown of the logins that get the tokens. */
  readonly cooldown = new LoginCooldown();
  readonly #issue: () => Promise<IssuedToken>;
  readonly #now: () => number;
  #current: { token: string; renewAt: number; endsAt: number } | undefined;
  #pending: Promise<string> | undefined;

  /** @param issue gets a token; its failure reaches every caller that waits, and the next caller asks again */
  constructor(issue: () => Promise<IssuedToken>, now: () => number = Date.now) {
    this.#issue = issue;
    this.#now = now;
  }

  /** The current token, which may have ended. */
  get currentToken(): string | undefined {
    return this.#current?.token;
  }

  /**
   * A token that is still valid. `signal` ends this caller's wait only.
   * @throws Failure that says that the request which needs the token was not sent
   */
  async get(signal: AbortSignal): Promise<string> {
    if (this.#current && this.#now() < this.#current.renewAt) return this.#current.token;
    this.#pending ??= this.#renew();
    try {
      return await unlessAborted(this.#pending, signal);
    } catch (error) {
      // Tokens are renewed early, so the current token may still work.
      if (this.#current && this.#now() < this.#current.endsAt && !signal.aborted) return this.#current.token;
      throw withNotSentHint(error);
    }
  }

  /**
   * Sends a request with a token, and once more with a fresh one when the vendor answers 401. When that request is
   * answered with 401 too, and no other call has replaced the token since, the cooldown of logins begins.
   * @param refusal makes the cooldown's failure from the second 401
   */
  async sendWithToken<T extends { status: number }>(
    signal: AbortSignal,
    send: (token: string) => Promise<T>,
    refusal: (answer: T) => Failure,
  ): Promise<T> {
    const token = await this.get(signal);
    const answer = await send(token);
    if (answer.status !== 401) return answer;
    const wasCooldownOn = this.cooldown.isOn;
    this.invalidate(token);
    const freshToken = await this.get(signal);
    // During the cooldown no token was requested, so the same one would be refused again. Without a cooldown the same text may
    // be a renewed token: a vendor may issue it once more.
    if (wasCooldownOn && freshToken === token) return answer;
    const secondAnswer = await send(freshToken);
    if (secondAnswer.status === 401 && this.currentToken === freshToken && !this.cooldown.isOn)
      this.cooldown.begin(refusal(secondAnswer));
    return secondAnswer;
  }

  /** Drops a token that was refused, unless it has been replaced already or no login may be tried now. */
  invalidate(token: string): void {
    if (!this.cooldown.isOn && this.#current?.token === token) this.#current = undefined;
  }

  /** Waits until no request for a token is under way, whether or not it succeeded. */
  async waitForPending(): Promise<void> {
    await this.#pending?.catch(() => {});
  }

  forget(): void {
    this.#current = undefined;
  }

  async #renew(): Promise<string> {
    try {
      const { token, lifeMs: statedLifeMs } = await this.#issue();
      // Where the clock of this machine is ahead, every token seems to have ended, and each call would request another.
      const lifeMs = statedLifeMs > 0 ? statedLifeMs : limits.tokenLifeMs;
      const endsAt = this.#now() + lifeMs;
      this.#current = { token, endsAt, renewAt: endsAt - Math.min(60_000, lifeMs / 10) };
      return token;
    } finally {
      this.#pending = undefined;
    }
  }
}

/** Kinds that leave open whether a request was carried out. The others say that it was not. */
const unknownOutcome: ReadonlySet<FailureKind> = new Set<FailureKind>(['timeout', 'network', 'upstream', 'cancelled']);

function withNotSentHint(error: unknown): unknown {
  if (!(error instanceof Failure) || !unknownOutcome.has(error.kind) || error.hint?.startsWith(notSent)) return error;
  return error.with({ hint: `${notSent} ${error.hint ?? ''}`.trim() });
}
