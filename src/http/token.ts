import { unlessAborted } from './deadline.js';

export interface IssuedToken {
  token: string;
  /** Milliseconds that it lives from now on. */
  lifeMs: number;
}

/**
 * Keeps one bearer token for any number of callers: they share one request for it, and it is renewed before it ends,
 * by a minute or a tenth of its life, whichever is shorter.
 */
export class TokenKeeper {
  readonly #issue: () => Promise<IssuedToken>;
  readonly #now: () => number;
  #current: { token: string; renewAt: number } | undefined;
  #pending: Promise<string> | undefined;

  /** @param issue gets a token; its failure reaches every caller that waits, and the next caller asks again */
  constructor(issue: () => Promise<IssuedToken>, now: () => number = Date.now) {
    this.#issue = issue;
    this.#now = now;
  }

  get held(): string | undefined {
    return this.#current?.token;
  }

  /** A token that is good for a while. `signal` ends this caller's wait only. */
  async get(signal: AbortSignal): Promise<string> {
    if (this.#current && this.#now() < this.#current.renewAt) return this.#current.token;
    this.#pending ??= this.#renew();
    return unlessAborted(this.#pending, signal);
  }

  /** The vendor refused this token: unless it has been replaced already, the next caller gets a new one. */
  refuse(token: string): void {
    if (this.#current?.token === token) this.#current = undefined;
  }

  forget(): void {
    this.#current = undefined;
  }

  async #renew(): Promise<string> {
    try {
      const { token, lifeMs } = await this.#issue();
      this.#current = { token, renewAt: this.#now() + lifeMs - Math.min(60_000, lifeMs / 10) };
      return token;
    } finally {
      this.#pending = undefined;
    }
  }
}
