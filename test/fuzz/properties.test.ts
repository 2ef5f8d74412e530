import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFilename } from '../../src/api/filename.js';
import { buildRequest } from '../../src/api/route.js';
import { pick } from '../../src/calls/fields.js';
import { tokenBudget, tokenUpperBound, truncate } from '../../src/calls/fit.js';
import { rateLimitOf } from '../../src/http/rate-limit.js';
import { parseJson } from '../../src/json.js';
import { limits } from '../../src/limits.js';
import { parseDate, withIsoDates } from '../../src/puzzel/dates.js';
import { confirmed, get } from '../../src/tools/routes.js';
import { percentEncoded } from '../http/hostile-names.js';
import { anyText } from '../support/any-text.js';
import { anyJsonValue } from './any-json-value.js';
import { fuzzTimeMs, runs } from './runs.js';

const holds = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void, count = 300) =>
  fc.assert(fc.property(arbitrary, property), runs(count));

describe('for every input', { timeout: fuzzTimeMs }, () => {
  it('a file name is one harmless segment of bounded length', () => {
    const names = fc.array(
      fc.oneof(
        anyText(),
        fc.constantFrom('..', '/', '\\', 'CON', '.', ' ', '\u0000', '\u202e', ':', '%2f', '~', '．．／'),
      ),
      { maxLength: 12 },
    );
    const disposition = names
      .map((parts) => parts.join(''))
      .chain((name) =>
        fc.constantFrom(name, `attachment; filename="${name}"`, `attachment; filename*=UTF-8''${percentEncoded(name)}`),
      );
    holds(
      fc.tuple(disposition, anyText(), anyText()),
      ([header, fallback, type]) => {
        const safe = safeFilename(header, fallback, type);
        expect(safe).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}]+$/u);
        expect(safe).not.toMatch(/^[.~\s-]|[. ]$/);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(limits.nameBytes);
      },
      2_000,
    );
  });

  it('a rate limit is made of whole numbers from zero on, or is not there', () => {
    const value = fc.oneof(
      fc.stringMatching(/^[\x20-\x7e]{0,30}$/),
      fc.constantFrom(
        '9'.repeat(400),
        '-1',
        '1e308',
        'Infinity',
        '0x10',
        'limit=1, remaining=2, reset=3',
        '"a";r=5;t=9',
      ),
      fc.date().map((date) => date.toUTCString()),
    );
    const names = [
      ...['ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'ratelimit-limit-second', 'retry-after'],
      ...['ratelimit-remaining', 'x-ratelimit-reset', 'x-rate-limit-limit', 'ratelimit-reset'],
    ];
    const headers = fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.array(value, { maxLength: 2 })));
    holds(
      headers,
      (sent) => {
        for (const number of Object.values(rateLimitOf(sent) ?? {})) {
          expect(Number.isSafeInteger(number), String(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(0);
        }
      },
      2_000,
    );
  });

  it('the JSON parser agrees with JSON.parse, but for the digits of numbers that JavaScript rounds', () => {
    holds(anyJsonValue, (value) => {
      const text = JSON.stringify(value);
      expect(rounded(parseJson(text))).toBe(rounded(JSON.parse(text)));
    });
  });

  it('the JSON parser throws nothing but SyntaxError, and never touches a prototype', () => {
    const texts = fc.oneof(
      anyText(),
      anyJsonValue.map((value) => JSON.stringify(value).slice(1)),
      anyText().map((more) => `[12345678901234567890${more}`),
    );
    holds(texts, (text) => {
      try {
        parseJson(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    });
    const parsed = parseJson('{"n":12345678901234567890,"__proto__":{"polluted":true}}') as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  it('a date in Puzzel’s form becomes the same instant in ISO 8601, and any other text is unchanged', () => {
    holds(fc.date({ noInvalidDate: true }), (date) => {
      const iso = withIsoDates({ at: [`/Date(${date.getTime()}+0200)/`] }) as { at: string[] };
      expect(new Date(iso.at[0] ?? '').getTime()).toBe(date.getTime());
      expect(parseDate(`/Date(${date.getTime()})/`)).toBe(date.getTime());
    });
    holds(anyText(), (text) => {
      if (!/^\/Date\(-?\d+/.test(text)) expect(withIsoDates(text)).toBe(text);
      expect(Number.isNaN(parseDate(text))).toBe(false);
    });
  });

  it('a path argument stays within its segment, or is refused', () => {
    const route = get('/{customerKey}/x/{id}/y', confirmed);
    holds(
      fc.oneof(anyText(), fc.constantFrom('..', '.', '', '\ud800', '../..', '%2e%2e', '\\', '?a=b#c')),
      (id) => {
        let target: string;
        try {
          target = buildRequest(route, { customerKey: 'key', id }).target;
        } catch (error) {
          expect(error).toMatchObject({ kind: 'invalid_input' });
          return;
        }
        const { pathname, search, hash } = new URL(`http://host${target}`);
        const segments = pathname.split('/');
        expect([segments.length, search, hash]).toEqual([5, '', '']);
        expect(decodeURIComponent(segments[3] ?? '')).toBe(id);
      },
      1_000,
    );
  });

  it('a truncated value fits the budget, and a value that fits already is unchanged', async () => {
    const budget = fc.integer({ min: 1_000, max: tokenBudget });
    const fits = fc.asyncProperty(anyJsonValue, budget, async (value, allowed) => {
      const { value: truncated, isCut } = await truncate(value, allowed);
      expect(tokenUpperBound(JSON.stringify(truncated))).toBeLessThanOrEqual(allowed);
      expect(isCut).toBe(tokenUpperBound(JSON.stringify(value)) > allowed);
      if (!isCut) expect(truncated).toBe(value);
    });
    await fc.assert(fits, runs(200));
  });

  it('picking fields leaves the prototype of objects alone', () => {
    const names = fc.constantFrom('__proto__', 'constructor', 'prototype', 'a', 'b', '__proto__.polluted');
    const field = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
    holds(fc.tuple(anyJsonValue, fc.array(field, { maxLength: 4 })), ([record, fields]) => {
      pick(record, fields);
      pick(JSON.parse('{"__proto__":{"polluted":1},"a":[{"__proto__":{"polluted":1}}]}'), fields);
      expect(['polluted', 'a', 'b'].filter((name) => Object.hasOwn(Object.prototype, name))).toEqual([]);
    });
  });
});

/** JSON of a value with long integers rounded, as JSON.parse has them: `parseJson` keeps them as text. */
const rounded = (value: unknown) =>
  JSON.stringify(value, (_, member) =>
    typeof member === 'string' && /^-?\d{16}/.test(member) ? Number(member) : member,
  );
