import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { LongList, readJson } from '../../src/http/long-list.js';

const places = [['result'], ['result', 'entries'], [], ['entries']];

/** However short: most of these tests need no 64 KiB. */
const read = (text: string, shortest = 0) => readJson(text, places, shortest);

function listIn(data: unknown): LongList {
  if (!(data instanceof LongList)) throw new Error(`No long list, but ${JSON.stringify(data)}`);
  return data;
}
const all = (list: LongList) => list.slice(0, list.length);

const failureOf = (work: () => unknown): Failure => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};

const awkward = [
  { text: 'a "quoted" \\ [list], {of} \\" things\\\\', name: 'Zoë 李 😀' },
  [1, [2, [3, { four: [5] }]], 'six'],
  { '["': '\u2028\u0000\n', '\\': '\\"' },
  null,
  true,
  -0.5e-7,
  '',
  {},
  [],
];

describe('a long list', () => {
  it('stays as it came, and gives its records when asked for them', () => {
    const list = listIn(read(JSON.stringify(awkward)));
    expect(list.length).toBe(awkward.length);
    for (let from = 0; from <= awkward.length; from += 1) {
      for (let to = 0; to <= awkward.length + 2; to += 1) {
        expect(list.slice(from, to)).toEqual(awkward.slice(from, Math.max(from, to)));
      }
    }
    expect(list.slice(1e300, 1e301)).toEqual([]);
  });

  it('is one from 64 Ki characters on; a shorter one is an array', () => {
    const text = (length: number) => `["${'x'.repeat(length - 6)}",1]`;
    expect(readJson(text(65_535), [[]])).toEqual(JSON.parse(text(65_535)));
    expect(all(listIn(readJson(text(65_536), [[]])))).toEqual(JSON.parse(text(65_536)));
  });

  it.each([
    ['the answer', '[1,{"a":[2]},3]', (data: unknown) => data],
    ['its result', '{"result":[1,{"a":[2]},3],"code":0}', (data: unknown) => (data as { result: unknown }).result],
    ['behind the code', '{"code":0,"result":[1,{"a":[2]},3]}', (data: unknown) => (data as { result: unknown }).result],
    ['its entries', '{"entries":[1,{"a":[2]},3]}', (data: unknown) => (data as { entries: unknown }).entries],
    [
      "the result's entries",
      '{"x":[9,9],"result":{"n":1,"entries":[1,{"a":[2]},3]},"code":0}',
      (data: unknown) => (data as { result: { entries: unknown } }).result.entries,
    ],
    [
      'among shorter lists, and longer ones that are part of something else',
      '{"a":{"b":{}},"c":{},"more":[1,2],"result":[1,{"a":[2]},3],"last":[4,5],"x":{"y":{"z":[0,1,2,3,4,5,6,7,8,9,10]}}}',
      (data: unknown) => (data as { result: unknown }).result,
    ],
    ['behind a byte order mark that is gone, in blanks', ' \t\r\n[ 1 , {"a":[2]}\n,3 ] ', (data: unknown) => data],
  ])('may be %s', (_, text, listOf) => {
    expect(all(listIn(listOf(read(text))))).toEqual([1, { a: [2] }, 3]);
  });

  it('leaves what is around it as it is', () => {
    const text = '{"id":9007199254740993,"result":[1,2,3],"code":"0","message":"[\\"","more":[{"result":[1]}]}';
    expect(read(text)).toEqual({
      id: '9007199254740993',
      result: expect.any(LongList),
      code: '0',
      message: '["',
      more: [{ result: [1] }],
    });
  });

  it.each([
    '{"users":[1,2,3],"code":0}',
    '{"result":{"result":[1,2,3]}}',
    '{"result":[1,2],"users":[10,20,30]}',
    '{"result":[1,2,3],"result":null}',
    '{"result":[1,2,3],"result":[4]}',
    '{"result":{"entries":[1,2,3]},"result":7}',
    '{"a":{"result":[1,2,3]}}',
    '[[1,2,3]]',
    '[]',
    ' [ ] ',
    '[{"entries":[1,2,3]}]',
    '{}',
    '7',
    '"[1,2]"',
  ])('is none in %s', (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it('is the last of two with the same name', () => {
    expect(all(listIn((read('{"result":[1],"result":[2,3,4]}') as { result: unknown }).result))).toEqual([2, 3, 4]);
  });

  it('keeps every digit of whole numbers beyond 2^53, as text', () => {
    const list = listIn(read('[{"id":9223372036854775807},{"id":1},-9007199254740993]'));
    expect(list.slice(0, 1)).toEqual([{ id: '9223372036854775807' }]);
    expect(list.slice(1, 3)).toEqual([{ id: 1 }, '-9007199254740993']);
  });

  it('nests 200 levels deep with all that is around it, and no deeper', () => {
    const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const text = (depth: number) => `{"result":[1,${lists(depth - 2)}],"code":0}`;
    expect(all(listIn((read(text(200)) as { result: unknown }).result))[1]).toEqual(JSON.parse(lists(198)));
    expect(() => read(text(201))).toThrow(SyntaxError);
    expect(() => read(`[1,${lists(500_000)}]`)).toThrow(SyntaxError);
  });
});

describe('an answer that is no JSON', () => {
  const text = JSON.stringify({ before: 'x', result: awkward, code: 0 });

  it('is refused at once when it ends early', () => {
    for (let length = 0; length < text.length; length += 1) {
      expect(() => read(text.slice(0, length)), text.slice(0, length)).toThrow(SyntaxError);
    }
  });

  it.each([
    '<html>[1,2]</html>',
    '[1,2',
    '[1,2}',
    '[1,{"a":[2}],3]',
    '[1,{"a":"2},3]',
    '[1,2]]',
    '[1,2],[3,4]',
    '[1,2] more',
    '{"result":[1,2],}',
    '{"result":[1,2] "code":0}',
    '{"result":[1,2],"code":NaN}',
    "{'result':[1,2]}",
    '\u00a0[1,2]',
  ])('is refused at once: %s', (broken) => {
    expect(() => read(broken)).toThrow(SyntaxError);
  });

  it.each([
    '[1,2,3,nope,5,6]',
    '[1,2,3,{"a" 1},5,6]',
    '[1,2,3,,5,6]',
    '[1,2,3, \n ,5,6]',
    '[1,2,3,4 4,5,6]',
    '[1,2,3,"\u0001",5,6]',
    '[1,2,3,"\\x",5,6]',
    '[1,2,3,{"a":1,},5,6]',
    '[1,2,3,\u00a04,5,6]',
  ])('but only in one record is refused when that is asked for: %s', (broken) => {
    const list = listIn(read(broken));
    expect(list.length).toBe(6);
    expect(list.slice(0, 3)).toEqual([1, 2, 3]);
    expect(list.slice(4, 6)).toEqual([5, 6]);
    for (const [from, to] of [
      [3, 4],
      [0, 6],
      [2, 4],
      [3, 5],
    ] as const) {
      const failure = failureOf(() => list.slice(from, to));
      expect(failure.kind).toBe('upstream');
      expect(failure.message).toContain(`${from + 1} to ${to} of 6`);
      expect(failure.hint).toContain('without cursor');
    }
  });

  it('because of a comma too many is refused at its end', () => {
    const list = listIn(read('[1,2,]'));
    expect(list.slice(0, 2)).toEqual([1, 2]);
    expect(failureOf(() => list.slice(0, 50)).kind).toBe('upstream');
    expect(failureOf(() => list.slice(2, 50)).kind).toBe('upstream');
  });
});
