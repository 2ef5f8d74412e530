import type { RateLimit } from '../failure.js';
import { type Headers, header } from './headers.js';

/**
 * Reads whatever a vendor says about its limits into one form: Gladly's per-second headers, `RateLimit-*` of the older
 * IETF drafts, `RateLimit` + `RateLimit-Policy` of the newer ones, `X-RateLimit-*`, and the kinds of `Retry-After` (which
 * the drafts put above any reset). A header that names its window gives the reset when nothing else does. Of several limits
 * the one that is reached counts. A date or Unix time counts from the answer's own `Date`, so that a wrong clock on this
 * machine does not matter. Undefined when the vendor says nothing.
 */
export function rateLimitOf(headers: Headers, now: number = Date.now()): RateLimit | undefined {
  if (!Object.keys(headers).some((name) => limitHeader.test(name))) return undefined;
  const answerDate = Date.parse(header(headers, 'date') ?? '');
  const vendorNow = Number.isNaN(answerDate) ? now : answerDate;
  const namedItems = (name: string) => header(headers, name)?.split(/,\s*(?=")/) ?? [];
  const rateLimitItem =
    namedItems('ratelimit').find((item) => parameter(item, 'r') === 0) ?? header(headers, 'ratelimit');
  const window = windowIn(headers);
  const policyName = /"[^"]*"/.exec(rateLimitItem ?? '')?.[0] ?? '';
  const policy = namedItems('ratelimit-policy').find((item) => item.includes(policyName));
  const count = (...names: string[]) => names.map((name) => wholeNumber(header(headers, name))).find(isDefined);

  const limit =
    window?.limit ??
    count('ratelimit-limit', 'x-ratelimit-limit', 'x-rate-limit-limit', 'x-ratelimit-limit-requests') ??
    parameter(rateLimitItem, 'limit') ??
    parameter(policy, 'q');
  const remaining =
    window?.remaining ??
    count('ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining', 'x-ratelimit-remaining-requests') ??
    parameter(rateLimitItem, 'remaining', 'r');
  const wait = (...names: string[]) => names.map((name) => secondsIn(header(headers, name), vendorNow)).find(isDefined);
  const retryAfterMs = header(headers, 'retry-after-ms');
  const retryAfters = [headers['retry-after'], headers['x-retry-after'], retryAfterMs && `${retryAfterMs}ms`].flat();
  const reset =
    longestOf(retryAfters.map((value) => secondsIn(value, vendorNow)).filter(isDefined)) ??
    wait('ratelimit-reset') ??
    parameter(rateLimitItem, 'reset', 't') ??
    wait('x-ratelimit-reset-after', 'x-ratelimit-reset', 'x-rate-limit-reset', 'x-ratelimit-reset-requests') ??
    window?.seconds;

  const rateLimit: RateLimit = {
    ...(isCount(limit) && { 'ratelimit-limit': limit }),
    ...(isCount(remaining) && { 'ratelimit-remaining': remaining }),
    ...(isCount(reset) && { 'ratelimit-reset': reset }),
  };
  return Object.keys(rateLimit).length === 0 ? undefined : rateLimit;
}

/** A quick test, since most answers have no such header. */
const limitHeader = /rate-?limit|retry-after/i;

const windowSeconds = { second: 1, minute: 60, hour: 3_600, day: 86_400 };

/** The limit in headers that name a window (`Ratelimit-Limit-Second`): of the longest window used up, or else of the shortest. */
function windowIn(headers: Headers) {
  const candidates = Object.entries(windowSeconds).flatMap(([name, seconds]) => {
    const count = (what: string) =>
      wholeNumber(header(headers, `ratelimit-${what}-${name}`) ?? header(headers, `x-ratelimit-${what}-${name}`));
    const [limit, remaining] = [count('limit'), count('remaining')];
    return limit === undefined && remaining === undefined ? [] : [{ limit, remaining, seconds }];
  });
  return candidates.findLast(({ remaining }) => remaining === 0) ?? candidates[0];
}

/** A gateway and the service behind it may each send a header: the longest wait counts. */
const longestOf = (waits: number[]): number | undefined => (waits.length > 0 ? Math.max(...waits) : undefined);

const isDefined = (value: number | undefined): value is number => value !== undefined;

/** Digits beyond 2^53 are no count. */
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

const unitMilliseconds: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Seconds from now: a number of seconds, a time with units (`1m30s`), a Unix time in seconds or milliseconds, or a date. */
function secondsIn(value: string | undefined, now: number): number | undefined {
  const unquoted = value?.replace(/^\s*"(.*)"\s*$/, '$1').trim() ?? '';
  if (unquoted === '') return undefined;
  const number = Number(unquoted.split(/[,;]/)[0]);
  if (Number.isFinite(number)) {
    if (number < 1e9) return Math.max(0, Math.ceil(number));
    return Math.max(0, Math.ceil(((number < 1e12 ? number * 1000 : number) - now) / 1000));
  }
  if (/^(?:\d+(?:\.\d+)?\s*(?:ms|[smh])\s*)+$/.test(unquoted)) {
    const parts = [...unquoted.matchAll(/([\d.]+)\s*([a-z]+)/g)];
    const inMs = parts.map(([, count, unit = '']) => Number(count) * (unitMilliseconds[unit] ?? 0));
    return Math.ceil(inMs.reduce((sum, part) => sum + part) / 1000);
  }
  const date = Date.parse(unquoted);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
