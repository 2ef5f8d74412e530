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

  it('takes the last of two equal keys, as JSON.parse does', () => {
    expect(parseJson('{"a":1,"a":12345678901234567890}')).toEqual({ a: '12345678901234567890' });
  });

  it.each(['', '{', '<html>', '{"id":12345678901234567890'])('throws a SyntaxError for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});
