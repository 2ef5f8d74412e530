import fc from 'fast-check';
import { isInteger, isSafeNumber, parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../src/json.js';
import { limits } from '../src/limits.js';
import { anyText } from './support/any-text.js';

/** What parseJson should return, according to a library that reads every number as text. */
const lossless = (text: string) =>
  parse(text, null, {
    parseNumber: (digits) => {
      // The generated numbers with a fraction or an exponent are either exact in JavaScript or infinite.
      const isSafe = isInteger(digits) ? isSafeNumber(digits) : Number.isFinite(Number(digits));
      return isSafe ? Number(digits) : digits;
    },
    onDuplicateKey: ({ newValue }) => newValue,
  });

/** The error with which a parser refuses a text; undefined when it reads the text. */
const errorOf = (read: (text: string) => unknown, text: string): Error | undefined => {
  try {
    read(text);
  } catch (error) {
    return error as Error;
  }
};

describe('parseJson', () => {
  it('makes text of numbers beyond 2^53 that are written as integers or would lose digits, and changes nothing else', () => {
    // A number of this length is kept as text: to compare its exact value would take minutes.
    const longNumber = `1${'0'.repeat(500_000)}1e-499900`;
    /** The value is null where it is what JSON.parse returns. */
    const cases: [text: string, value: unknown][] = [
      ['9223372036854775807', '9223372036854775807'],
      [
        '[-9007199254740993,9007199254740991,9007199254740992]',
        ['-9007199254740993', 9007199254740991, '9007199254740992'],
      ],
      ['{"id" : 12345678901234567890 , "n":1}', { id: '12345678901234567890', n: 1 }],
      ['{"a":1,"a":12345678901234567890}', { a: '12345678901234567890' }],
      ['[0.12345678901234567,1e20,1.5e-20,1.2345678901234567e+30,1e21,-1E5,1.7976931348623157e308]', null],
      [
        '[9007199254740993.0, -9007199254740993e0,1e400,1.5E999]',
        ['9007199254740993.0', '-9007199254740993e0', '1e400', '1.5E999'],
      ],
      [
        '{"a":12345678901234567890.5,"b":[12345678901234567890e2]}',
        { a: '12345678901234567890.5', b: ['12345678901234567890e2'] },
      ],
      ['{"12345678901234567890":"12345678901234567890","q":"\\"12345678901234567890","b":"\\\\"}', null],
      ['{"path":"C:\\\\","n":12345678901234567890}', { path: 'C:\\', n: '12345678901234567890' }],
      [`[${'1'.repeat(1000)}]`, ['1'.repeat(1000)]],
      [`[${longNumber},1e5]`, [longNumber, 100_000]],
    ];
    const wrong = cases.filter(([text, value]) => {
      const expected = JSON.stringify(value ?? JSON.parse(text));
      return JSON.stringify(parseJson(text)) !== expected;
    });
    expect(wrong.map(([text]) => text.slice(0, 100))).toEqual([]);
  });

  it('reads what a lossless parser reads', () => {
    const number = fc.oneof(
      fc.bigInt(-(2n ** 80n), 2n ** 80n).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
      fc.constantFrom('9007199254740991', '9007199254740992', '-9007199254740992', '1E400', '0', '-0', '1e5'),
    );
    const string = anyText({ maxLength: 12 }).map((text) => JSON.stringify(text));
    const blank = fc.constantFrom('', ' ', '\n', '\t ');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        number,
        string,
        fc.constantFrom('true', 'null'),
        fc
          .array(fc.tuple(blank, tie('value'), blank).map((parts) => parts.join('')))
          .map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(string, blank, fc.constant(':'), tie('value'), blank).map((parts) => parts.join('')))
          .map((members) => `{${members.join(',')}}`),
      ),
    }));
    fc.assert(
      fc.property(value, (text) => {
        expect(parseJson(text)).toEqual(lossless(text));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses exactly what JSON.parse refuses, also beside a long number', () => {
    const piece = fc.constantFrom('12345678901234567890', ...'-0.e":,[]{}a \\');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(errorOf(parseJson, text)?.name).toBe(errorOf(JSON.parse, text)?.name);
      }),
      { numRuns: 3_000 },
    );
  });

  it('reads up to exactly its limits of depth, counts and length, and refuses more', () => {
    const nestedLists = (depth: number, inner = '') => '['.repeat(depth) + inner + ']'.repeat(depth);
    const nestedObjects = (depth: number) => '{"a":'.repeat(depth) + 1 + '}'.repeat(depth);
    const { jsonDepth: depth, jsonContainers, jsonValues, jsonUnsafeNumbers } = limits;
    const { jsonMembers, jsonNames, jsonTextLength } = limits;
    const distinctNames = (count: number) =>
      `[${Array.from({ length: count }, (_, index) => `{"\\"n${index}":1}`).join(',')}]`;
    const listOf = (unit: string, count: number) => `[${Array.from({ length: count }, () => unit).join(',')}]`;
    const objectOf = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;
    const readable = [
      nestedLists(depth),
      nestedObjects(depth),
      nestedLists(100, nestedObjects(depth - 100)),
      '["[[[{{{"]',
      listOf('[]', jsonContainers - 1),
      // Commas are counted, so a list may hold one value more than the limit.
      listOf('1', jsonValues + 1),
      listOf('12345678901234567890', jsonUnsafeNumbers),
      listOf('1234567890123456', jsonUnsafeNumbers + 1),
      listOf('1e5', jsonUnsafeNumbers + 1),
      `[${objectOf(jsonMembers)},${objectOf(jsonMembers)},1,2]`,
      `[${distinctNames(jsonNames)},${distinctNames(jsonNames)}]`,
      JSON.stringify({ a: Array.from({ length: jsonNames + 1 }, (_, index) => `n${index}":`) }),
      JSON.stringify(['x'.repeat(jsonTextLength), 'y'.repeat(jsonTextLength)]),
    ];
    const refused = [
      nestedLists(depth + 1),
      nestedObjects(depth + 1),
      nestedLists(100, nestedObjects(depth - 99)),
      nestedLists(500_000),
      listOf('[]', jsonContainers),
      listOf('1', jsonValues + 2),
      listOf('12345678901234567890', jsonUnsafeNumbers + 1),
      `[[],${objectOf(jsonMembers + 1)}]`,
      distinctNames(jsonNames + 1),
      JSON.stringify({ a: 'x'.repeat(jsonTextLength + 1) }),
    ];
    const messages = (texts: string[]) => texts.map((text) => errorOf(parseJson, text)?.message);
    expect(messages(readable)).toEqual(readable.map(() => undefined));
    const reasons = [...Array(4).fill('levels'), 'lists', 'values', 'numbers', 'an object', 'names', 'a text'];
    expect(errorOf(parseJson, distinctNames(jsonNames + 1))).toMatchObject({
      hint: expect.stringMatching(/shorter period/),
    });
    expect(messages(refused)).toEqual(reasons.map((reason) => expect.stringContaining(reason)));
  });

  it('throws a SyntaxError for text that is not JSON', () => {
    const texts = ['', '{', '<html>', '{"id":12345678901234567890', '{12345678901234567890 :1}', '"', '"\\'];
    expect(texts.filter((text) => !(errorOf(parseJson, text) instanceof SyntaxError))).toEqual([]);
  });
});
