import { isDeepStrictEqual } from 'node:util';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { parseJson } from '../../src/http/json.js';
import { LongList, readJson } from '../../src/http/long-list.js';
import { fuzzTimeMs, runs } from './runs.js';
import { json } from './vendor-answers.js';

const places = [['result'], ['result', 'entries'], [], ['entries']];

const blank = fc.constantFrom('', '', '', ' ', '\n', '\t \r\n');

/** A number that JSON.parse would round, or one with every part that a number may have. */
const written = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.constantFrom('-0', '1E+2', '0.10', '12345678901234567890.5'),
);

/** Strings as they may be written, not only as JSON.stringify does. */
const string = fc.oneof(
  fc.constantFrom('"\\""', '"\\\\"', '"\\\\\\""', '"[,{"', '"]}"', '"\\u005b\\u0022"', '"\\ud800"', '"æøå 李"', '""'),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text)),
);

const joined = (parts: Arbitrary<string>, [open, close]: readonly [string, string], maxLength: number) =>
  fc
    .array(fc.tuple(blank, parts, blank), { maxLength })
    .map((all) => open + all.map((part) => part.join('')).join(',') + close);

/** JSON in every way that it may be written. */
const anyText: Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(string, written, json.map((value) => JSON.stringify(value).slice(0, 2000)).filter(isJson)),
    joined(tie('value'), ['[', ']'], 4),
    joined(
      fc.tuple(string, blank, tie('value')).map(([name, space, value]) => `${name}${space}:${value}`),
      ['{', '}'],
      4,
    ),
  ),
})).value;

const list = joined(anyText, ['[', ']'], 12);

/** A list with what may be around it: envelopes, other members and lists before and behind, names twice. */
const answer: Arbitrary<string> = fc.letrec<{ member: string; answer: string }>((tie) => ({
  member: fc
    .tuple(fc.constantFrom('result', 'entries', 'code', 'message', 'x'), fc.oneof(list, anyText, tie('answer')))
    .map(([name, value]) => `"${name}": ${value}`),
  answer: fc.oneof({ maxDepth: 2 }, list, joined(tie('member'), ['{', '}'], 4)),
})).answer;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What a reader says: the value, or that it is none. */
const outcome = (work: () => unknown): { value: unknown } | { refused: true } => {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Failure && error.kind === 'upstream')) {
      return { refused: true };
    }
    throw error;
  }
};

/** The data with all records of its long list, which are read so many at a time. */
function whole(data: unknown, size: number): unknown {
  if (data instanceof LongList) {
    const records: unknown[] = [];
    for (let from = 0; from < data.length; from += size) records.push(...data.slice(from, from + size));
    return records;
  }
  if (typeof data !== 'object' || data === null) return data;
  for (const name of ['result', 'entries']) {
    const own = Object.getOwnPropertyDescriptor(data, name);
    if (own === undefined) continue;
    const inner = name === 'result' || own.value instanceof LongList ? whole(own.value, size) : own.value;
    Object.defineProperty(data, name, { ...own, value: inner });
  }
  return data;
}

/** A text with something in it added, taken away, or written twice. */
const damaged = fc
  .tuple(answer, fc.nat(), fc.nat({ max: 3 }), fc.constantFrom(...'[]{},:"\\1ax \n', '', '', 'null', '[]', '{"a":1}'))
  .map(([text, place, taken, given]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + given + text.slice(at + taken);
  });

const pageSize = fc.integer({ min: 1, max: 13 });

/** `toStrictEqual` takes a member called `constructor` for the type. */
const same = (value: unknown, expected: unknown) => expect(isDeepStrictEqual(value, expected)).toBe(true);

const holds = <T>(arbitrary: Arbitrary<T>, property: (value: T) => void, small: number) =>
  fc.assert(fc.property(arbitrary, property), runs(small));

describe('for every answer, a long list', { timeout: fuzzTimeMs }, () => {
  it('has the very records that parsing all of it gives, whatever the pages', () => {
    let lists = 0;
    holds(
      fc.tuple(answer, pageSize),
      ([text, size]) => {
        const read = readJson(text, places, 0);
        const plain = parseJson(text);
        if (JSON.stringify(read) !== JSON.stringify(plain)) lists += 1;
        same(whole(read, size), plain);
      },
      2_000,
    );
    expect(lists).toBeGreaterThan(500);
  });

  it('is refused at once when the text ends early', () => {
    holds(
      fc.tuple(answer, fc.nat()),
      ([text, place]) => {
        const cut = text.slice(0, place % text.length);
        expect(outcome(() => readJson(cut, places, 0))).toEqual({ refused: true });
      },
      2_000,
    );
  });

  it('is refused at once or with its records when, and only when, parsing all of it is', () => {
    let broken = 0;
    holds(
      fc.tuple(damaged, pageSize),
      ([text, size]) => {
        const plain = outcome(() => parseJson(text));
        if ('refused' in plain) broken += 1;
        same(
          outcome(() => whole(readJson(text, places, 0), size)),
          plain,
        );
      },
      4_000,
    );
    expect(broken).toBeGreaterThan(500);
  });

  it('shows no record that is not in the text: those before and behind a broken one are right', () => {
    holds(
      fc.tuple(fc.array(anyText, { minLength: 2, maxLength: 9 }), fc.constantFrom('', 'nope', '1 1', '{"a"}', '"\n"')),
      ([records, wrong]) => {
        for (let at = 0; at < records.length; at += 1) {
          const data = readJson(`[${records.with(at, wrong).join(',')}]`, places, 0);
          if (!(data instanceof LongList)) throw new Error('no long list');
          for (let place = 0; place < records.length; place += 1) {
            const shown = outcome(() => data.slice(place, place + 1));
            same(shown, place === at ? { refused: true } : { value: [parseJson(records[place] ?? '')] });
          }
        }
      },
      300,
    );
  });
});
