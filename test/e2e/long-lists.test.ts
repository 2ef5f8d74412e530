import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, type Handler } from '../support/fake-server.js';
import { connect } from '../support/server-process.js';
import { closedAfterAll } from '../support/set-up.js';

/** More records than any page has. */
const recordCount = 10_000;
const puzzelRecord = (index: number) => ({
  callId: String(index),
  recordStart: `/Date(${index * 1000}-0000)/`,
  comment: `Spørsmål ${index}: "[{" og \\ i én tekst, 李 😀`,
});
const returnedRecord = (index: number) => ({
  ...puzzelRecord(index),
  recordStart: new Date(index * 1000).toISOString(),
});
const agent = (index: number) => ({
  id: `a${index}`,
  name: `Agent Number ${index}`,
  emailAddress: `a${index}@x.example`,
});
/** All records, each as a JSON text. */
const jsonRecords = (make: (index: number) => unknown) =>
  Array.from({ length: recordCount }, (_, index) => JSON.stringify(make(index)));
const puzzelRecords = jsonRecords(puzzelRecord);
const agents = jsonRecords(agent);

/** What the vendors answer, byte for byte. */
let body: string | Buffer;
let headers: Record<string, string>;

const sendBody: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(body);
};
const puzzel = closedAfterAll(await fakePuzzel());
puzzel.api = (_path, request, response) => sendBody(request, response);
const gladly = closedAfterAll(await fakeServer(sendBody));
const gladlyEnv = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'a@example.com', GLADLY_API_TOKEN: 'token-1234' };
const client = closedAfterAll(await connect('sdk2-legacy', { ...puzzel.env, ...gladlyEnv }));
beforeEach(() => {
  headers = {};
});

const ask = async (tool: string, args: Record<string, unknown> = {}) =>
  (await client.call(tool, args)).structuredContent ?? {};
const search = (args: object = {}) => ask('list_all_puzzel_archive_records', { user_id: 1, ...args });

const envelopes: [name: string, envelop: (list: string) => string][] = [
  ['in the envelope', (list) => `{"result":${list},"code":0,"id":0,"message":"OK"}`],
  ['behind the code', (list) => `{"code":0,"more":[1,2,3],"id":9007199254740993,"result":${list}}`],
  ["in the result's entries", (list) => `\ufeff{"result":{"count":1,"entries":${list}},"code":"0"}\n`],
  ['as entries alone', (list) => `{"entries":${list}}`],
  ['as the answer itself', (list) => ` ${list} `],
];

describe('ten thousand records', () => {
  it('of Puzzel are all returned, in pages, wherever they are in the answer', async () => {
    const list = `[${puzzelRecords.join(' ,\n')}]`;
    const result = Array.from({ length: 40 }, (_record, index) => returnedRecord(index));
    for (const [name, envelop] of envelopes) {
      body = envelop(list);
      expect.soft(await search({ limit: 40 }), name).toMatchObject({ total: recordCount, result });
    }
    const seen: unknown[] = [];
    let page = await search({ limit: 1000, fields: ['callId'] });
    for (; page.next_cursor !== undefined; page = await search({ cursor: page.next_cursor })) {
      expect(page.total).toBe(recordCount);
      seen.push(...(page.result as unknown[]));
    }
    seen.push(...(page.result as unknown[]));
    expect(seen).toEqual(Array.from({ length: recordCount }, (_record, index) => ({ callId: String(index) })));
  });

  it('of Gladly are returned in pages, marked as limited when Gladly cut the list', async () => {
    body = `[${agents.join(',')}]`;
    headers = { 'gladly-limited-data': 'true' };
    const first = await ask('list_all_gladly_agents', { limit: 2 });
    expect(first).toMatchObject({ result: [agent(0), agent(1)], total: recordCount, limited: true });
    const second = await ask('list_all_gladly_agents', { cursor: first.next_cursor, fields: ['id'] });
    expect(second).toMatchObject({ result: [{ id: 'a2' }, { id: 'a3' }], total: recordCount, limited: true });
  });

  it('are marked as limited where they reach the number that Gladly cuts at without saying so', async () => {
    body = `[${agents.join(',')}]`;
    const found = await ask('list_all_gladly_customers', { email: 'a@x.example', limit: 1 });
    expect(found).toMatchObject({ result: [agent(0)], total: recordCount, limited: true });
  });

  it('are read completely by tools that need all of them', async () => {
    body = `[${agents.join(',')}]`;
    const last = await ask('list_all_gladly_customer_conversations', { customer_id: 'c', from_end: 2 });
    expect(last).toMatchObject({ result: [agent(recordCount - 2), agent(recordCount - 1)], total: 2 });
    headers = { 'content-type': 'application/x-ndjson' };
    body = agents.join('\n');
    const events = await ask('list_all_gladly_events', {
      startAt: new Date(Date.now() - 3_600_000).toISOString(),
      entities: ['TASK'],
      limit: 1,
    });
    expect(events).toMatchObject({ result: [agent(0)], total: recordCount });
  });

  it('can be reduced to a field that they have, but not to one that none of them has', async () => {
    body = `{"result":[${puzzelRecords.join(',')}],"code":0}`;
    expect(await search({ fields: ['comment'], limit: 1 })).toMatchObject({
      result: [{ comment: puzzelRecord(0).comment }],
    });
    const { error } = await search({ fields: ['coment'] });
    expect(error).toMatchObject({ kind: 'invalid_input', message: expect.stringContaining('comment') });
  });

  it('keep ids beyond 2^53, as text, on the first and on the second page', async () => {
    const ids = Array.from(
      { length: recordCount },
      (_, index) => `{"callId":${9_007_199_254_740_993n + BigInt(index)}}`,
    );
    body = `{"result":[${ids.join(',')}],"code":0}`;
    const first = await search({ limit: 1 });
    expect(first.result).toEqual([{ callId: '9007199254740993' }]);
    expect((await search({ cursor: first.next_cursor })).result).toEqual([{ callId: '9007199254740994' }]);
  });
});

describe('ten thousand records in a failed answer', () => {
  it('are a failure with the error code, which stands behind or before them', async () => {
    const list = `[${puzzelRecords.join(',')}]`;
    for (const answer of [
      `{"result":${list},"code":17,"message":"Not now"}`,
      `{"code":17,"message":"Not now","result":${list}}`,
    ]) {
      body = answer;
      const { error } = await search();
      expect
        .soft(error, answer.slice(0, 20))
        .toMatchObject({ kind: 'upstream', code: 17, message: expect.stringContaining('Not now') });
    }
  });

  it('are a failure even for a page of one record when anything in the answer is damaged', async () => {
    const records = Array.from({ length: recordCount }, (_record, index) => `{"padding":"xxxxxx","callId":"${index}"}`);
    const text = `[${records.join(',')}]`;
    const nested = `"x":${'['.repeat(300)}${']'.repeat(300)}`;
    const damaged = {
      'cut off': text.slice(0, -3000),
      'without its end': text.slice(0, -1),
      'with something behind it': `${text} and more`,
      'with a record that does not close': text.replace('"callId":"9000"}', '"callId":"9000"]'),
      'with a record nested 300 deep': text.replace('"callId":"9000"', nested),
      'with a record that is no JSON': text.replace('"callId":"9000"', '"callId" "9000"'),
      'a page of HTML': `<html>${text}</html>`,
    };
    for (const [what, answer] of Object.entries(damaged)) {
      body = answer;
      const { error } = await search({ limit: 1 });
      const hint = expect.stringContaining('PUZZEL_API_URL');
      expect.soft(error, what).toMatchObject({ kind: 'upstream', hint });
    }
  });
});

it('the cache of lists is limited by their decompressed size', async () => {
  const texts = Array.from({ length: 24 }, () => ({ comment: randomBytes(250_000).toString('hex') }));
  body = gzipSync(JSON.stringify({ code: 0, result: texts }));
  // Compressed, all three lists would fit into the cache.
  expect(3 * body.length).toBeLessThan(32 * 1024 * 1024);
  headers = { 'content-encoding': 'gzip' };
  const cursors: unknown[] = [];
  for (let list = 0; list < 3; list += 1) cursors.push((await search({ limit: 1 })).next_cursor);
  const [oldest, , newest] = cursors;
  expect(await search({ cursor: newest })).toMatchObject({ total: 24 });
  expect(await search({ cursor: oldest })).toMatchObject({ error: { message: expect.stringContaining('expired') } });
});
