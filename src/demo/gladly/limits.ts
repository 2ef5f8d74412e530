import type { DemoResponse } from '../router.js';

/** Gladly's limit for each of GET, POST, PUT, PATCH and DELETE, over all tokens of an organization. */
const requestsPerSecond = 10;
const reportsPerMinute = 10;
const reportsAtOnce = 2;

/** Body and Retry-After of a 429 are undocumented: plain text, and no Retry-After. */
export const tooManyRequests: DemoResponse = {
  status: 429,
  headers: { 'content-type': 'text/plain' },
  body: 'Too Many Requests',
};

/**
 * Counts the requests of each method in each second of the clock, so a client that stays within the limit over any
 * period of one second is never refused.
 */
export class RequestLimit {
  readonly #counts = new Map<string, { second: number; requestCount: number }>();

  constructor(readonly perSecond = requestsPerSecond) {}

  /** Counts a request; false when it is above the limit. */
  take(method: string): boolean {
    const second = Math.floor(Date.now() / 1000);
    const count = this.#counts.get(method);
    if (count?.second !== second) {
      this.#counts.set(method, { second, requestCount: 1 });
      return true;
    }
    count.requestCount += 1;
    return count.requestCount <= this.perSecond;
  }

  /** The two documented headers for an answer to `method`. */
  headers(method: string): Record<string, string> {
    const requestCount = this.#counts.get(method)?.requestCount ?? 0;
    return {
      'Ratelimit-Limit-Second': String(this.perSecond),
      'Ratelimit-Remaining-Second': String(Math.max(0, this.perSecond - requestCount)),
    };
  }
}

/** 10 reports in any 60 seconds and 2 at the same time, over both report operations. */
export class ReportLimit {
  #startTimes: number[] = [];
  #runningCount = 0;

  /** Runs `report`, or answers 429 when a limit is reached. */
  async run(report: () => Promise<DemoResponse>): Promise<DemoResponse> {
    const now = Date.now();
    this.#startTimes = this.#startTimes.filter((time) => now - time < 60_000);
    if (this.#startTimes.length >= reportsPerMinute || this.#runningCount >= reportsAtOnce) return tooManyRequests;
    this.#startTimes.push(now);
    this.#runningCount += 1;
    try {
      return await report();
    } finally {
      this.#runningCount -= 1;
    }
  }
}
