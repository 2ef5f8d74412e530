import { describe, expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { parseArguments } from '../../src/calls/arguments.js';
import { truncate } from '../../src/calls/fit.js';
import { Failure } from '../../src/failure.js';
import type { VendorTool } from '../../src/tools/define.js';
import { isRead } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { periods } from '../../src/tools/periods.js';
import { anyJson } from '../../src/tools/schema.js';
import { nameOf, type Place, places, withValue } from '../support/argument-places.js';
import { recordingRuntime } from '../support/recording-runtime.js';
import { closedAfterAll } from '../support/set-up.js';

/*
 * Rules for the arguments of all tools, whatever their names: a value that could be misunderstood is refused with advice, and
 * no request is sent; what is empty counts as omitted, or is refused where it would change something.
 */

const program = closedAfterAll(await recordingRuntime());

const allPlaces = places();
const ofType = (...types: string[]) => allPlaces.filter(({ node }) => types.includes(node.type ?? ''));
const isWrite = ({ tool }: Place) => !isRead(tool);
const isTime = ({ node }: Place) => node.format === 'date-time';

/** The arguments as the tool gets them, or the error with which they are refused before anything else happens. */
function parsed(tool: VendorTool, args: unknown) {
  try {
    return parseArguments(tool, args, {});
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { error };
  }
}

/**
 * Undefined when the call was refused as invalid, in words that the pattern matches; otherwise what happened instead. A whole
 * call is made only where the arguments are not refused at once, since it takes twenty times as long.
 */
async function problemWith(tool: VendorTool, args: unknown, pattern: RegExp): Promise<string | undefined> {
  const early = parsed(tool, args);
  const { error } = 'error' in early ? early : await program.call(tool, args);
  const sent = program.takeRequests();
  if (sent.length > 0) return `sent ${sent[0]?.method} ${sent[0]?.target} ${sent[0]?.body}`.slice(0, 300);
  if (error?.kind !== 'invalid_input') return `answered ${error?.kind ?? 'a result'}: ${error?.message}`;
  const text = `${error.message} ${error.hint}`;
  return pattern.test(text) ? undefined : `said ${text.slice(0, 300)}`;
}

/** The offenders among the places, a line each. */
async function offenders(where: readonly Place[], values: readonly unknown[], pattern: RegExp): Promise<string[]> {
  expect(where.length).toBeGreaterThan(0);
  const lines: string[] = [];
  for (const place of where) {
    for (const value of values) {
      const problem = await problemWith(place.tool, withValue(place, value), pattern);
      if (problem) lines.push(`${nameOf(place)} = ${JSON.stringify(value)?.slice(0, 60)}: ${problem}`);
    }
  }
  return lines;
}

describe('of every tool', { timeout: 120_000 }, () => {
  it('a request with a body has a content type and is JSON, and a request without a body has no content type', async () => {
    const wrong: string[] = [];
    for (const tool of catalogue) {
      await program.call(tool, tool.example);
      for (const { method, target, body, headers } of program.takeRequests()) {
        const type = headers['content-type'];
        const isRight = body === '' ? type === undefined : type === 'application/json' && JSON.parse(body) !== null;
        if (!isRight) wrong.push(`${tool.name}: ${method} ${target} with ${type}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('a number that JSON cannot represent exactly is refused, with the advice to write it in quotes', async () => {
    const unsafe = [
      Number('9007199254740993'),
      Number('-9007199254740995'),
      2 ** 64,
      Number('12345678901234567890123'),
      1e300,
    ];
    expect(await offenders(ofType('string', 'integer'), unsafe, /in quotes/)).toEqual([]);
  });

  it('an id in quotes keeps each of its digits', async () => {
    const digits = '90071992547409931234567';
    const ids = ofType('string').filter(({ path }) => path.length === 1 && /(^|_)id$|Id$/.test(String(path[0])));
    const [lost, kept]: [string[], string[]] = [[], []];
    for (const place of ids) {
      await program.call(place.tool, withValue(place, digits));
      for (const { target, body } of program.takeRequests()) {
        const sent = target + body;
        if (sent.replaceAll(digits, '').includes('9007199') || /\de\+\d/.test(sent))
          lost.push(`${nameOf(place)}: ${sent}`);
        else if (sent.includes(digits)) kept.push(nameOf(place));
      }
    }
    expect(lost).toEqual([]);
    expect(new Set(kept).size).toBeGreaterThan(100);
  });

  it('a text that is no whole number is refused where a whole number belongs', async () => {
    const notWhole = ['0x10', '1e3', '5.5', '1,000', '9007199254740993', '١٢', 'Infinity', 'five', '1_000', '--1'];
    expect(
      await offenders(ofType('integer'), notWhole, /whole number|must be of type integer|must be a number|in quotes/),
    ).toEqual([]);
  });

  it('in a write, an invalid time or a time without a zone is refused', async () => {
    const invalid = [
      ['next monday at 9', '9', '03/04/2026', '2026-02-30T10:00:00Z', '2026-01-31 09:00', '2026-01-31T09:00:00'],
      ['2026-01-31', '2025-02-29T08:00:00+01:00', '2026-13-01T00:00:00Z', '2026-01-31 09:00Z', '20260131T090000Z'],
      ['2026-01-31T24:00:01Z', '2026-01-31T09:60:00Z', '2026-01-31T09:00:00+25:00', '31.01.2026 09:00', '1769850000'],
      ['2026-W05-6T09:00:00Z', 'Sat, 31 Jan 2026 09:00:00 GMT', '2026-01-31T09:00:00 Europe/Oslo', 'tomorrow', ''],
      ['2026-01-31T09:00:00CET', '2026-1-31T09:00:00Z', '/Date(1769850000000)/', '٢٠٢٦-٠١-٣١T09:00:00Z'],
    ].flat();
    expect(await offenders(allPlaces.filter(isWrite).filter(isTime), invalid, /ISO 8601|time zone|the T/)).toEqual([]);
  });

  it('in a read, an invalid time is refused, and a time without a zone counts as UTC, which the hint says', async () => {
    const reads = allPlaces.filter((place) => isTime(place) && !isWrite(place));
    expect(await offenders(reads, ['2026-02-30T10:00:00Z', 'yesterday', '03/04/2026', '9'], /ISO 8601/)).toEqual([]);
    const silent: string[] = [];
    for (const place of reads) {
      const args = withValue(place, '2026-01-31T09:00');
      const { error, hint } = await program.call(place.tool, args);
      program.takeRequests();
      // Some tools refuse this time for another reason, after it was parsed.
      const isRight = error === undefined ? /UTC/.test(hint ?? '') : !('error' in parsed(place.tool, args));
      if (!isRight) silent.push(`${nameOf(place)}: ${error?.message}`);
    }
    expect(silent).toEqual([]);
  });

  it('a period that does not end after it begins is refused, and two times in one object are always a known period', async () => {
    const times = allPlaces.filter(isTime);
    const sibling = (place: Place, name: string): Place => ({ ...place, path: [...place.path.slice(0, -1), name] });
    const isTimePlace = (one: Place) => times.some((time) => nameOf(time) === nameOf(one));
    const ends = periods.flatMap(([begin, end]) =>
      times
        .filter((place) => place.path.at(-1) === end && isTimePlace(sibling(place, begin)))
        .map((place) => ({ place, begin: sibling(place, begin) })),
    );
    const paired = new Set(ends.flatMap(({ place, begin }) => [nameOf(place), nameOf(begin)]));
    const parentOf = ({ tool, path }: Place) => [tool.name, ...path.slice(0, -1)].join('.');
    const alone = times.filter((place) => !paired.has(nameOf(place)));
    const unknown = alone.filter((one) => times.some((other) => other !== one && parentOf(other) === parentOf(one)));
    expect(unknown.map(nameOf)).toEqual([]);
    expect(ends.length).toBeGreaterThan(12);
    const problems: string[] = [];
    for (const { place, begin } of ends) {
      for (const [from, to] of [
        ['2031-01-31T09:00:00Z', '2031-01-31T09:00:00Z'],
        ['2031-02-01T09:00:00Z', '2031-01-31T09:00:00Z'],
        ['2031-01-31T09:00:00Z', '2031-01-31T10:30:00+02:00'],
      ]) {
        const args = withValue({ ...place, tool: { ...place.tool, example: withValue(begin, from) as Arguments } }, to);
        const problem = await problemWith(place.tool, args, /does not come after/);
        if (problem) problems.push(`${nameOf(place)} ${from} to ${to}: ${problem}`);
      }
    }
    expect(problems).toEqual([]);
  });

  it('what is planned for a time in the past is refused', async () => {
    const planned = ['dueAt', 'scheduledDateTime', 'nextAttempt'];
    const plans = allPlaces.filter(({ path }) => planned.includes(String(path.at(-1))));
    expect(new Set(plans.map(({ path }) => path.at(-1)))).toEqual(new Set(planned));
    const justPassed = new Date(Date.now() - 1_000).toISOString();
    expect(
      await offenders(plans, ['2020-01-01T00:00:00Z', '2026-01-31T09:00:00+14:00', justPassed], /has passed: it is 20/),
    ).toEqual([]);
  });

  it('in a write, a text with half a character, or with what an answer has in place of removed text, is refused', async () => {
    const damaged = [
      'https://hook:[redacted]@hooks.example.com/',
      '\u{fffd}',
      '+47\u{fffd}90000000',
      'ខ្ញុំ\u{fffd}ចង់',
      `${'x'.repeat(9_000)}\u{fffd}`,
      'A\ud83d',
      // A text as this server truncates it.
      JSON.stringify((await truncate({ text: 'Dear Anna, '.repeat(5_000) }, 1_000)).value),
      '[too deep]',
    ];
    // Times, time zones, ids and short texts have rules of their own, which may refuse them first.
    const freeTexts = ofType('string').filter((place) => isWrite(place) && place.node.enum === undefined);
    expect(
      await offenders(
        freeTexts,
        damaged,
        /U\+FFFD|\[redacted\]|half a character|was cut|ISO 8601|IANA|at most|Too big|every id must/i,
      ),
    ).toEqual([]);
    const jsonPlaces = allPlaces.filter((place) => isWrite(place) && place.node.description === anyJson);
    expect(await offenders(jsonPlaces, [{ 'A\u{fffd}': 1 }, { '[redacted]': 1 }], /U\+FFFD|\[redacted\]/)).toEqual([]);
  });

  it('an empty text that would go to a customer is refused', async () => {
    const isForCustomer = (path: readonly unknown[]) =>
      /^(body|message|text|html|prompt|label)$/.test(String(path.at(-1)));
    const texts = ofType('string').filter(
      ({ tool, path, isRequired }) => tool.sends && (isRequired || isForCustomer(path)),
    );
    expect(texts.length).toBeGreaterThan(10);
    expect(
      await offenders(
        texts,
        ['', ' \n', '\u200b', '\u2800\u3164'],
        /is empty|must|Too small|may not be|Invalid option|ISO 8601/i,
      ),
    ).toEqual([]);
  });

  it('a required argument that is empty is refused, in a read too', async () => {
    const required = allPlaces.filter(({ isRequired, path, node }) => isRequired && path.length === 1 && !node.enum);
    const isText = ({ node }: Place) => node.type === 'string' && node.format !== 'date-time';
    const emptyTexts = ['', ' \n', '\u200b', '\u2800\u3164', '\u034f\ufe0f'];
    expect(await offenders(required.filter(isText), emptyTexts, /is empty/)).toEqual([]);
    const lists = required.filter(({ node }) => node.type === 'array');
    expect(await offenders(lists, [[], '[]'], /is empty|whole list/)).toEqual([]);
    expect(required.filter((place) => !isWrite(place) && isText(place)).length).toBeGreaterThan(20);
  });

  it('an update that would empty a stored list is refused', async () => {
    const lists = ofType('array').filter(({ tool, path }) => tool.effect === 'update' && path.length === 1);
    expect(await offenders(lists, [[], '[]', ' [ ] '], /leave|whole list/)).toEqual([]);
    const emptyItems = [[''], [' \u200b'], [{ original: ' ' }]];
    expect(await offenders(lists, emptyItems, /leave|whole list|must|unknown|expected|missing|invalid/i)).toEqual([]);
  });

  it('an empty optional argument is left out of a read', async () => {
    const changedBy: string[] = [];
    for (const place of allPlaces) {
      if (isWrite(place) || place.isRequired || place.path.length !== 1) continue;
      const { [String(place.path[0])]: _, ...without } = place.tool.example;
      const expected = JSON.stringify(parsed(place.tool, without));
      for (const nothing of [null, '', ' \n', ...(place.node.type === 'array' ? [[], '[]'] : [])]) {
        const actual = JSON.stringify(parsed(place.tool, withValue(place, nothing)));
        if (actual !== expected)
          changedBy.push(`${nameOf(place)} = ${JSON.stringify(nothing)}: ${actual}\nnot ${expected}`);
      }
    }
    expect(changedBy).toEqual([]);
  });

  it('null is the same as a missing argument, also inside objects and in a write', async () => {
    const optional = allPlaces.filter(({ isRequired, path }) => !isRequired && typeof path.at(-1) === 'string');
    const changedBy: string[] = [];
    for (const place of optional) {
      const without = JSON.stringify(parsed(place.tool, withValue(place, undefined)));
      const withNull = JSON.stringify(parsed(place.tool, withValue(place, null)));
      if (withNull !== without) changedBy.push(`${nameOf(place)}: ${withNull}\nnot ${without}`);
    }
    expect(changedBy).toEqual([]);
  });

  it('an unknown argument is refused by its name, at the top and inside every object', async () => {
    const objects = ofType('object').filter(({ node }) => node.properties !== undefined);
    const problems: string[] = [];
    for (const tool of catalogue) {
      for (const unheardOf of ['unheardOf', '__proto__', 'constructor', 'customerKey', 'ïd']) {
        const args = JSON.parse(JSON.stringify(tool.example).replace(/^\{/, `{"${unheardOf}":1,`).replace(',}', '}'));
        const problem = await problemWith(tool, args, new RegExp(`unknown argument "${unheardOf}"`));
        if (problem) problems.push(`${tool.name} ${unheardOf}: ${problem}`);
      }
    }
    for (const place of objects) {
      const value = { unheardOf: 1 };
      const problem = await problemWith(place.tool, withValue(place, value), /unknown argument "[\w.]*unheardOf"/);
      if (problem) problems.push(`${nameOf(place)}: ${problem}`);
    }
    expect(problems).toEqual([]);
  });

  it('arguments that are nested more than a hundred deep are refused, as text too', async () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
    const inObjects = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as unknown;
    const tooDeep = [nested(101), inObjects(150), nested(5_000)];
    expect(
      await offenders(
        allPlaces.filter(({ path }) => path.length === 1),
        tooDeep,
        /levels deep/,
      ),
    ).toEqual([]);
    const texts = [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`];
    expect(await offenders(ofType('array', 'object').filter(isWrite), texts, /levels deep/)).toEqual([]);
  });
});
