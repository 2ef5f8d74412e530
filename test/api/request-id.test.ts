import { expect, it } from 'vitest';
import { plainRequestId, requestIdIn } from '../../src/api/request-id.js';

it('a request id is read unchanged, for redaction, and reduced to plain characters after that', () => {
  const header = 'a b\u0007"<c>1-2_3';
  expect(requestIdIn({ 'x-correlation-id': header, 'cf-ray': 'later' })).toBe(header);
  expect(requestIdIn({ 'x-request-id': 'x'.repeat(1000) })).toHaveLength(1000);
  expect(requestIdIn({})).toBeUndefined();
  expect(requestIdIn({ 'x-request-id': '', 'cf-ray': 'later' })).toBe('later');
  expect(plainRequestId(header)).toBe('abc1-2_3');
  expect(plainRequestId('Root=1-[redacted]')).toBe('Root=1-[redacted]');
});
