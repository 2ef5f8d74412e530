import { describe, expect, it } from 'vitest';
import { parseDate, withIsoDates } from '../../src/puzzel/dates.js';

describe('times', () => {
  it('are returned as ISO 8601 in UTC from /Date(…)/, and from ISO 8601 with a zone in members that hold times', () => {
    const record = {
      a: '/Date(1767016200000-0000)/',
      b: ['/Date(-1)/', { c: '/Date(0+0200)/' }],
      d: '2026-01-01T00:00:00Z',
      e: 'x /Date(1)/',
      beginTime: '2026-06-01T10:00:00+02:00',
      endTime: '2026-06-01T10:00:00',
      variables: [{ name: 'beginTime', value: '2026-06-01T10:00:00+02:00' }],
    };
    expect(withIsoDates([record])).toEqual([
      {
        a: '2025-12-29T13:50:00.000Z',
        b: ['1969-12-31T23:59:59.999Z', { c: '1970-01-01T00:00:00.000Z' }],
        d: '2026-01-01T00:00:00Z',
        e: 'x /Date(1)/',
        beginTime: '2026-06-01T08:00:00.000Z',
        endTime: record.endTime,
        variables: [{ name: 'beginTime', value: '2026-06-01T10:00:00+02:00' }],
      },
    ]);
    expect(withIsoDates('2026-06-01T10:00:00+02:00')).toBe('2026-06-01T08:00:00.000Z');
  });

  it('that are impossible are unchanged', () => {
    expect(withIsoDates('/Date(99999999999999999)/')).toBe('/Date(99999999999999999)/');
  });

  it('are read in both forms, and as UTC without a zone', () => {
    expect(parseDate('/Date(5)/')).toBe(5);
    expect(parseDate('2024-08-12T21:26:50.51')).toBe(Date.UTC(2024, 7, 12, 21, 26, 50, 510));
    expect(parseDate('2024-08-12T21:26:50+02:00')).toBe(Date.UTC(2024, 7, 12, 19, 26, 50));
    expect(parseDate('tomorrow')).toBeUndefined();
    expect(parseDate(5)).toBeUndefined();
  });
});
