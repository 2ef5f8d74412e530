import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/http/json.js';

describe('JSON', () => {
  it('keeps every digit of whole numbers beyond 2^53, as text', () => {
    expect(parseJson('{"id":9223372036854775807,"neg":-9007199254740993,"safe":9007199254740991}')).toEqual({
      id: '9223372036854775807',
      neg: '-9007199254740993',
      safe: 9007199254740991,
    });
  });

  it('leaves fractions, exponents and digits inside texts alone', () => {
    const text = '{"f":0.12345678901234567,"e":1e20,"s":"12345678901234567890","m":null,"b":[true]}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('finds a number too large wherever it stands', () => {
    for (let before = 0; before < 40; before += 1) {
      for (const digits of ['9007199254740993', '12345678901234567890']) {
        const text = `{"${'x'.repeat(before)}":[${digits},1]}`;
        expect(parseJson(text)).toEqual({ ['x'.repeat(before)]: [digits, 1] });
      }
      expect(parseJson(`${' '.repeat(before)}9007199254740993`)).toBe('9007199254740993');
    }
  });

  it('reads 200 levels of lists and objects, and no more', () => {
    const lists = (depth: number, inner = '') => '['.repeat(depth) + inner + ']'.repeat(depth);
    const objects = (depth: number) => '{"a":'.repeat(depth) + 1 + '}'.repeat(depth);
    for (const text of [lists(200), objects(200), lists(100, objects(100)), '["[[[{{{"]']) {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }
    for (const text of [
      lists(201),
      objects(201),
      lists(100, objects(101)),
      lists(500_000),
      `{"a":0,"b":${lists(200)}}`,
    ]) {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    }
  });

  it('takes the last of two equal keys, as JSON.parse does', () => {
    expect(parseJson('{"a":1,"a":12345678901234567890}')).toEqual({ a: '12345678901234567890' });
  });

  it.each(['', '{', '<html>', '{"id":12345678901234567890'])('throws a SyntaxError for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});
