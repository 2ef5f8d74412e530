import { describe, expect, it } from 'vitest';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { connect } from '../support/server-process.js';
import { closedAfterAll } from '../support/set-up.js';

const puzzel = closedAfterAll(await fakePuzzel());
const client = closedAfterAll(await connect('sdk2-legacy', puzzel.env));

const record = (index: number) => ({
  callId: String(index),
  recordStart: `/Date(${index * 1000}-0000)/`,
  tags: [{ name: 'at', value: '/Date(0)/' }],
});
const iso = (index: number) => new Date(index * 1000).toISOString();

const search = async (args: object) =>
  (await client.call('list_all_puzzel_archive_records', { user_id: 1, ...args })).structuredContent ?? {};

describe("Puzzel's dates", () => {
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
