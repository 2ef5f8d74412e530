import type { RateLimit } from '../failure.js';
import { type Headers, header } from './headers.js';

/**
 * Reads whatever a vendor says about its limits into one form: Gladly's per-second headers, `RateLimit-*` of the older
 * IETF drafts, `RateLimit` + `RateLimit-Policy` of the newer ones, `X-RateLimit-*`, and `Retry-After` (which the drafts
 * put above any reset). A header that names its window, a second, gives the reset when nothing else does. A date counts from
 * the answer's own `Date`, so that a clock that is wrong here does not matter. Undefined when the vendor says nothing.
 */
export function rateLimitOf(headers: Headers, now: number = Date.now()): RateLimit | undefined {
  if (!Object.keys(headers).some((name) => mayTell.test(name))) return undefined;
  const clock = Date.parse(header(headers, 'date') ?? '');
  const vendorNow = Number.isNaN(clock) ? now : clock;
  const structured = header(headers, 'ratelimit');
  const policy = header(headers, 'ratelimit-policy');
  const first = (...names: string[]) => names.map((name) => wholeNumber(header(headers, name))).find(isDefined);

  const limit =
    first('ratelimit-limit-second', 'ratelimit-limit', 'x-ratelimit-limit', 'x-rate-limit-limit') ??
    parameter(structured, 'limit') ??
    parameter(policy, 'q');
  const remaining =
    first('ratelimit-remaining-second', 'ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining') ??
    parameter(structured, 'remaining', 'r');
  const reset =
    seconds(header(headers, 'retry-after'), vendorNow) ??
    seconds(header(headers, 'ratelimit-reset'), vendorNow) ??
    parameter(structured, 'reset', 't') ??
    seconds(header(headers, 'x-ratelimit-reset') ?? header(headers, 'x-rate-limit-reset'), vendorNow) ??
    (namesSecond(headers) ? 1 : undefined);

  const found: RateLimit = {
    ...(isCount(limit) && { 'ratelimit-limit': limit }),
    ...(isCount(remaining) && { 'ratelimit-remaining': remaining }),
    ...(isCount(reset) && { 'ratelimit-reset': reset }),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Most answers have no such header, and every answer passes here. */
const mayTell = /rate-?limit|retry-after/i;

/** `Ratelimit-Limit-Second` speaks of a window of one second, which has ended by the time anybody calls again. */
const namesSecond = (headers: Headers): boolean =>
  wholeNumber(header(headers, 'ratelimit-limit-second')) !== undefined ||
  wholeNumber(header(headers, 'ratelimit-remaining-second')) !== undefined;

const isDefined = (value: number | undefined): value is number => value !== undefined;

/** Digits without end are no number that JSON or a model could hold. */
const isCount = (value: number | undefined): value is number => Number.isSafeInteger(value);

/** `100` out of `100`, `"100"` or `100, 100;w=60`. */
function wholeNumber(value: string | undefined): number | undefined {
  const digits = /^"?\s*(\d+)/.exec(value?.trim() ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** `50` out of `limit=100, remaining=50` or `"default";r=50;t=30`. */
function parameter(value: string | undefined, ...names: string[]): number | undefined {
  const digits = new RegExp(`(?:^|[\\s,;])(?:${names.join('|')})=(\\d+)`, 'i').exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Seconds from now: a number of seconds, a Unix time in seconds or milliseconds, or a date. */
function seconds(value: string | undefined, now: number): number | undefined {
  const plain =
    value
      ?.trim()
      .replace(/^"(.*)"$/, '$1')
      .trim() ?? '';
  if (plain === '') return undefined;
  const number = Number(plain.split(/[,;]/)[0]);
  if (Number.isFinite(number)) {
    if (number < 1e9) return Math.max(0, Math.ceil(number));
    return Math.max(0, Math.ceil(((number < 1e12 ? number * 1000 : number) - now) / 1000));
  }
  const date = Date.parse(plain);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
