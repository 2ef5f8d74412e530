import { afterAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../src/commands/runtime.js';
import { parseDate, withIsoDates } from '../../src/puzzel/dates.js';
import { callIn } from '../support/call.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { closedAfterAll } from '../support/set-up.js';

describe('times', () => {
  it('are returned as ISO 8601 in UTC from /Date(…)/, and from ISO 8601 with a zone in members that hold times', () => {
    const record = {
      a: '/Date(1767016200000-0000)/',
      b: ['/Date(-1)/', { c: '/Date(0+0200)/' }],
      d: '2026-01-01T00:00:00Z',
      e: 'x /Date(1)/',
      beginTime: '2026-06-01T10:00:00+02:00',
      endTime: '2026-06-01T10:00:00',
      variables: [{ name: 'beginTime', value: '2026-06-01T10:00:00+02:00' }, { values: ['2026-06-01T10:00:00+02:00'] }],
    };
    expect(withIsoDates([record])).toEqual([
      {
        a: '2025-12-29T13:50:00.000Z',
        b: ['1969-12-31T23:59:59.999Z', { c: '1970-01-01T00:00:00.000Z' }],
        d: '2026-01-01T00:00:00Z',
        e: 'x /Date(1)/',
        beginTime: '2026-06-01T08:00:00.000Z',
        endTime: record.endTime,
        variables: [
          { name: 'beginTime', value: '2026-06-01T10:00:00+02:00' },
          { values: ['2026-06-01T10:00:00+02:00'] },
        ],
      },
    ]);
    expect(withIsoDates('2026-06-01T10:00:00+02:00')).toBe('2026-06-01T08:00:00.000Z');
    const names = ['dueDate', 'callStart', 'pauseEnd', 'tokenExpiry', 'timeout', 'entered', 'tagged', 'createdAt'];
    const withTime = (time: string) => Object.fromEntries(names.map((name) => [name, time]));
    expect(withIsoDates(withTime('2026-06-01T10:00:00+02:00'))).toEqual(withTime('2026-06-01T08:00:00.000Z'));
  });

  it('that are impossible are unchanged', () => {
    expect(withIsoDates('/Date(99999999999999999)/')).toBe('/Date(99999999999999999)/');
  });

  it('are read in both forms, and as UTC without a zone', () => {
    expect(parseDate('/Date(5)/')).toBe(5);
    expect(parseDate('2024-08-12T21:26:50.51')).toBe(Date.UTC(2024, 7, 12, 21, 26, 50, 510));
    expect(parseDate('2024-08-12T21:26:50+02:00')).toBe(Date.UTC(2024, 7, 12, 19, 26, 50));
    expect(parseDate('2024-08-12T21:26:50+0200')).toBe(Date.UTC(2024, 7, 12, 19, 26, 50));
    expect(parseDate('tomorrow')).toBeUndefined();
    expect(parseDate(5)).toBeUndefined();
  });
});

const puzzel = closedAfterAll(await fakePuzzel());
const runtime = createRuntime({ PUZZEL_MCP_LOG_LEVEL: 'silent', ...puzzel.env }, false);
afterAll(() => runtime.close(AbortSignal.timeout(500)));

const record = (index: number) => ({
  callId: String(index),
  recordStart: `/Date(${index * 1000}-0000)/`,
  tags: [{ name: 'at', value: '/Date(0)/' }],
});
const iso = (index: number) => new Date(index * 1000).toISOString();

const search = async (args: object) =>
  (await callIn(runtime, 'list_all_puzzel_archive_records', { user_id: 1, ...args })).structured;

describe('times in results', () => {
  it('are ISO 8601 on every page, with fields and without', async () => {
    puzzel.api = (_path, _request, response) => json(response, { result: [0, 1, 2, 3].map(record), code: 0 });
    const first = await search({ limit: 1 });
    expect(first.result).toEqual([{ ...record(0), recordStart: iso(0), tags: [{ name: 'at', value: iso(0) }] }]);
    const second = await search({ cursor: first.next_cursor });
    expect(second.result).toEqual([{ ...record(1), recordStart: iso(1), tags: [{ name: 'at', value: iso(0) }] }]);
    const third = await search({ cursor: second.next_cursor, fields: ['recordStart'] });
    expect(third.result).toEqual([{ recordStart: iso(2) }]);
    expect(await search({ fields: ['tags.value'], limit: 1 })).toMatchObject({
      result: [{ tags: [{ value: iso(0) }] }],
    });
  });

  it('are ISO 8601 in a single object, and in a list of dates', async () => {
    const answers: unknown[] = [{ at: '/Date(5000)/' }, ['/Date(6000)/']];
    puzzel.api = (_path, _request, response) => json(response, { result: answers.shift(), code: 0 });
    expect(await search({})).toMatchObject({ result: { at: iso(5) } });
    expect(await search({})).toMatchObject({ result: [iso(6)] });
  });
});
