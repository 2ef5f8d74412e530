import { expect, it } from 'vitest';
import { jwtLife } from '../../src/puzzel/jwt.js';
import { jwt } from '../support/fake-puzzel.js';

it('the life of a JWT counts from its issue, or from now when it has no time of issue', () => {
  expect(jwtLife(jwt({ iat: 1000, exp: 1900 }))).toBe(900_000);
  expect(jwtLife(jwt({ exp: 1900 }), 1_000_000)).toBe(900_000);
  expect(jwtLife(jwt({}))).toBeUndefined();
  expect(jwtLife('opaque')).toBeUndefined();
  expect(jwtLife('a.%%%.c')).toBeUndefined();
});
