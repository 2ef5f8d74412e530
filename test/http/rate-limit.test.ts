import { describe, expect, it } from 'vitest';
import { rateLimitOf } from '../../src/http/rate-limit.js';

const now = Date.parse('2026-11-21T10:00:00Z');
const read = (headers: Record<string, string>) => rateLimitOf(headers, now);
const limits = (limit?: number, remaining?: number, reset?: number) => ({
  ...(limit !== undefined && { 'ratelimit-limit': limit }),
  ...(remaining !== undefined && { 'ratelimit-remaining': remaining }),
  ...(reset !== undefined && { 'ratelimit-reset': reset }),
});

describe('rate limits come in one form, whatever the vendor sends', () => {
  it.each([
    ['Gladly, per second', { 'ratelimit-limit-second': '10', 'ratelimit-remaining-second': '0' }, limits(10, 0)],
    [
      'older IETF drafts',
      { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '3', 'ratelimit-reset': '12' },
      limits(100, 3, 12),
    ],
    ['draft 7', { ratelimit: 'limit=100, remaining=50, reset=5' }, limits(100, 50, 5)],
    [
      'newer drafts',
      { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60' },
      limits(100, 50, 30),
    ],
    [
      'X-RateLimit',
      { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' },
      limits(5, 0, 9),
    ],
    ['X-RateLimit, Unix time', { 'x-ratelimit-reset': String(now / 1000 + 42) }, limits(undefined, undefined, 42)],
    ['X-RateLimit, Unix milliseconds', { 'x-ratelimit-reset': String(now + 42_000) }, limits(undefined, undefined, 42)],
    ['Retry-After in seconds', { 'retry-after': '7' }, limits(undefined, undefined, 7)],
    ['Retry-After as a date', { 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, limits(undefined, undefined, 30)],
    ['Retry-After before any reset', { 'retry-after': '7', 'ratelimit-reset': '90' }, limits(undefined, undefined, 7)],
    ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, limits(undefined, undefined, 0)],
  ])('%s', (_, headers, expected) => {
    expect(read(headers as Record<string, string>)).toEqual(expected);
  });

  it('is undefined when the vendor says nothing, or nonsense', () => {
    expect(read({})).toBeUndefined();
    expect(read({ 'retry-after': 'soon', 'x-ratelimit-limit': '' })).toBeUndefined();
    expect(read({ 'ratelimit-limit': '9'.repeat(400), 'retry-after': '1e308' })).toBeUndefined();
  });
});
