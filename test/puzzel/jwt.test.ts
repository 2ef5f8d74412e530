import { expect, it } from 'vitest';
import { jwtLifeMs } from '../../src/puzzel/jwt.js';
import { jwt } from '../support/fake-puzzel.js';

it('the life of a JWT counts from its issue, or from now when it has no time of issue', () => {
  expect(jwtLifeMs(jwt({ iat: 1000, exp: 1900 }))).toBe(900_000);
  expect(jwtLifeMs(jwt({ exp: 1900 }), 1_000_000)).toBe(900_000);
  expect(jwtLifeMs(jwt({}))).toBeUndefined();
  expect(jwtLifeMs('opaque')).toBeUndefined();
  expect(jwtLifeMs('a.%%%.c')).toBeUndefined();
});
