import { describe, expect, it } from 'vitest';
import { statusFailure } from '../../src/api/status.js';
import type { Headers } from '../../src/http/headers.js';
import { rateLimitOf } from '../../src/http/rate-limit.js';

const now = Date.parse('2026-11-21T10:00:00Z');
/** What is read from headers; the prefix `ratelimit-` of the members is left out here. */
const cases: [name: string, headers: Headers, expected: Record<string, number> | undefined][] = [
  [
    'Gladly, per second',
    { 'ratelimit-limit-second': '10', 'ratelimit-remaining-second': '0' },
    { limit: 10, remaining: 0, reset: 1 },
  ],
  ['Gladly, only what remains', { 'ratelimit-remaining-second': '0' }, { remaining: 0, reset: 1 }],
  [
    'several windows that are used up, of which the longest counts',
    { 'ratelimit-remaining-second': '0', 'ratelimit-remaining-minute': '0' },
    { remaining: 0, reset: 60 },
  ],
  ['Gladly, with Retry-After', { 'ratelimit-limit-second': '10', 'retry-after': '5' }, { limit: 10, reset: 5 }],
  [
    'older IETF drafts',
    { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '3', 'ratelimit-reset': '12' },
    { limit: 100, remaining: 3, reset: 12 },
  ],
  ['draft 7', { ratelimit: 'limit=100, remaining=50, reset=5' }, { limit: 100, remaining: 50, reset: 5 }],
  [
    'newer drafts',
    { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60' },
    { limit: 100, remaining: 50, reset: 30 },
  ],
  [
    'newer drafts with two policies, of which the one that is reached counts',
    { ratelimit: '"a";r=50;t=30, "b";r=0;t=100', 'ratelimit-policy': '"a";q=100;w=60, "b";q=10;w=3600' },
    { limit: 10, remaining: 0, reset: 100 },
  ],
  [
    'X-RateLimit',
    { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' },
    { limit: 5, remaining: 0, reset: 9 },
  ],
  [
    'X-Rate-Limit',
    { 'x-rate-limit-limit': '5', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '9' },
    { limit: 5, remaining: 0, reset: 9 },
  ],
  ['a repeated header, whose first value counts', { 'x-ratelimit-limit': ['5', '9'] }, { limit: 5 }],
  ['X-RateLimit, Unix time', { 'x-ratelimit-reset': String(now / 1000 + 42) }, { reset: 42 }],
  ['X-RateLimit, Unix milliseconds', { 'x-ratelimit-reset': String(now + 42_000) }, { reset: 42 }],
  ['Retry-After, seconds', { 'retry-after': '7' }, { reset: 7 }],
  ['several values, of which the longest counts', { 'retry-after': ['2', 'soon', '40'] }, { reset: 40 }],
  ['Retry-After, seconds in quotes', { 'retry-after': '"30"', 'ratelimit-limit': '"10"' }, { limit: 10, reset: 30 }],
  ['Retry-After, a date', { 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, { reset: 30 }],
  [
    'a date by a clock that is an hour ahead of ours',
    { 'retry-after': 'Sat, 21 Nov 2026 11:00:30 GMT', date: 'Sat, 21 Nov 2026 11:00:00 GMT' },
    { reset: 30 },
  ],
  [
    'a date by a clock that is behind ours',
    { 'retry-after': 'Sat, 21 Nov 2026 09:00:30 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' },
    { reset: 30 },
  ],
  ['Retry-After before any reset', { 'retry-after': '7', 'ratelimit-reset': '90' }, { reset: 7 }],
  ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, { reset: 0 }],
  [
    'Kong, per second',
    { 'x-ratelimit-limit-second': '5', 'x-ratelimit-remaining-second': '0' },
    { limit: 5, remaining: 0, reset: 1 },
  ],
  [
    'windows, of which the one that is used up counts',
    {
      'ratelimit-limit-second': '10',
      'ratelimit-remaining-second': '9',
      'ratelimit-limit-hour': '1000',
      'ratelimit-remaining-hour': '0',
    },
    { limit: 1000, remaining: 0, reset: 3600 },
  ],
  [
    'policies, of which the one that is used up counts',
    { ratelimit: '"burst";r=50;t=1, "daily";r=0;t=3600' },
    { remaining: 0, reset: 3600 },
  ],
  [
    'windows of which none is used up, of which the shortest counts',
    { 'ratelimit-remaining-second': '9', 'ratelimit-remaining-day': '90' },
    { remaining: 9, reset: 1 },
  ],
  ['a day', { 'x-ratelimit-remaining-day': '0' }, { remaining: 0, reset: 86_400 }],
  ['a Unix time in the past', { 'x-ratelimit-reset': String(now / 1000 - 42) }, { reset: 0 }],
  ['a negative number', { 'retry-after': '-5' }, { reset: 0 }],
  ['a number with parameters', { 'ratelimit-reset': '12;w=60' }, { reset: 12 }],
  ['a time with a unit', { 'retry-after': '30s' }, { reset: 30 }],
  ['a time with several units', { 'x-ratelimit-reset': '1h1m30.2s' }, { reset: 3691 }],
  ['milliseconds as a unit', { 'retry-after': '2500 ms' }, { reset: 3 }],
  ['Retry-After in milliseconds', { 'retry-after-ms': '1500' }, { reset: 2 }],
  ['X-Retry-After', { 'x-retry-after': '12' }, { reset: 12 }],
  [
    'several headers, of which the longest time counts',
    { 'retry-after': '2', 'x-retry-after': '4', 'retry-after-ms': '7000' },
    { reset: 7 },
  ],
  [
    'X-RateLimit-Reset-After, before a time of day',
    { 'x-ratelimit-reset-after': '1.25', 'x-ratelimit-reset': String(now / 1000 + 42) },
    { reset: 2 },
  ],
  [
    'X-RateLimit of requests',
    {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '6m0s',
    },
    { limit: 60, remaining: 0, reset: 360 },
  ],
  ['unknown units', { 'retry-after': '30x', 'retry-after-ms': 'soon', 'x-ratelimit-reset': '5s later' }, undefined],
  ['nothing', {}, undefined],
  ['nonsense', { 'retry-after': 'soon', 'x-ratelimit-limit': '' }, undefined],
  ['numbers that are too large', { 'ratelimit-limit': '9'.repeat(400), 'retry-after': '1e308' }, undefined],
];

describe('rate limits', () => {
  it('are read from every known form of the headers, into members of the same names', () => {
    const read = cases.map(([name, headers]) => [name, rateLimitOf(headers, now)]);
    const prefixed = (members: Record<string, number>) =>
      Object.fromEntries(Object.entries(members).map(([name, value]) => [`ratelimit-${name}`, value]));
    expect(read).toEqual(cases.map(([name, , expected]) => [name, expected && prefixed(expected)]));
  });

  it.each([429, 503, 500, 403])('are part of an error of status %d that names a time', (status) => {
    for (const headers of [{ 'retry-after': '17' }, { 'x-retry-after': '17s' }, { 'retry-after-ms': '17000' }]) {
      const failure = statusFailure('Puzzel', { status, headers }, {});
      expect(failure.rateLimit).toEqual({ 'ratelimit-reset': 17 });
      // The hint of a 403 is about rights instead.
      if (status !== 403) expect(failure.hint).toContain('17 s');
    }
  });

  it('whose time has passed are not in the hint', () => {
    const over = { 'retry-after': 'Sat, 21 Nov 2020 09:00:00 GMT' };
    const hintOf = (status: number) => statusFailure('Puzzel', { status, headers: over }, {}).hint;
    expect(hintOf(429)).toBe('Wait a few seconds, then call again.');
    expect(hintOf(503)).toMatch(/^Try again later\. /);
  });
});
