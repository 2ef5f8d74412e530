import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { parseDate, withIsoDates } from '../../src/puzzel/dates.js';
import { unwrap } from '../../src/puzzel/envelope.js';
import { jwtLife } from '../../src/puzzel/jwt.js';
import { jwt } from '../support/fake-puzzel.js';

const answer = (body: unknown, status = 200) => ({
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('an answer of Puzzel', () => {
  it('is unwrapped', () => {
    expect(unwrap(answer({ result: [{ a: '/Date(0)/' }], code: 0 }), true)).toEqual([{ a: '/Date(0)/' }]);
  });

  it('without data is its envelope for a write, and null for a read', () => {
    expect(unwrap(answer({ result: null, code: 0, id: 5, message: 'OK' }), false)).toEqual({
      code: 0,
      id: 5,
      message: 'OK',
    });
    expect(unwrap(answer({ code: 0 }), true)).toBeNull();
  });

  it('keeps a 64-bit request id', () => {
    expect(unwrap(answer('{"result":9007199254740993,"code":0}'), false)).toBe('9007199254740993');
  });

  it('with a code other than 0 is a failure, also as text', () => {
    for (const code of [1, -1, '17']) {
      expect(() => unwrap(answer({ result: [1], code, message: 'no' }), true)).toThrow(Failure);
    }
    expect(unwrap(answer({ result: [1], code: '0' }), true)).toEqual([1]);
  });
});

describe('times', () => {
  it('are shown as ISO 8601, whichever of both forms they came in', () => {
    const record = {
      a: '/Date(1767016200000-0000)/',
      b: ['/Date(-1)/', { c: '/Date(0+0200)/' }],
      d: '2026-01-01T00:00:00Z',
      e: 'x /Date(1)/',
    };
    expect(withIsoDates([record])).toEqual([
      {
        a: '2025-12-29T13:50:00.000Z',
        b: ['1969-12-31T23:59:59.999Z', { c: '1970-01-01T00:00:00.000Z' }],
        d: '2026-01-01T00:00:00Z',
        e: 'x /Date(1)/',
      },
    ]);
  });

  it('that are impossible stay as they came', () => {
    expect(withIsoDates('/Date(99999999999999999)/')).toBe('/Date(99999999999999999)/');
  });

  it('are read in both forms, without zone as UTC', () => {
    expect(parseDate('/Date(5)/')).toBe(5);
    expect(parseDate('2024-08-12T21:26:50.51')).toBe(Date.UTC(2024, 7, 12, 21, 26, 50, 510));
    expect(parseDate('2024-08-12T21:26:50+02:00')).toBe(Date.UTC(2024, 7, 12, 19, 26, 50));
    expect(parseDate('tomorrow')).toBeUndefined();
    expect(parseDate(5)).toBeUndefined();
  });

  it('the life of a JWT counts from its own clock', () => {
    expect(jwtLife(jwt({ iat: 1000, exp: 1900 }))).toBe(900_000);
    expect(jwtLife(jwt({ exp: 1900 }), 1_000_000)).toBe(900_000);
    expect(jwtLife(jwt({}))).toBeUndefined();
    expect(jwtLife('opaque')).toBeUndefined();
    expect(jwtLife('a.%%%.c')).toBeUndefined();
  });
});
