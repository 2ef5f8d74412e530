import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { closedAfterAll } from '../support/set-up.js';
import { toolNamed } from '../support/tool-named.js';
import { fuzzRuntime } from './runtime.js';

const program = closedAfterAll(await fuzzRuntime());

const json = { 'content-type': 'application/json' };
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Calls a tool with its example, and gives this answer; throws when the result is not what every result must be. */
async function call(name: string, status: number, headers: Record<string, string>, body: string) {
  const tool = toolNamed(name);
  return program.call(tool, tool.example, [{ status, headers, body }]);
}

/** The shortest examples of what the fuzz tests once found: these are tried whatever the seed. */
describe('an answer that once broke a call', () => {
  const error = (kind: string) => ({ error: { kind } });

  it('in an unknown content encoding is an upstream error', async () => {
    const headers = { ...json, 'content-encoding': 'unheard-of' };
    expect(await call('list_all_gladly_agents', 200, headers, '[]')).toMatchObject(error('upstream'));
  });

  it('of a download that is not compressed although it says so is an upstream error', async () => {
    const headers = { 'content-type': 'audio/wav', 'content-encoding': 'gzip' };
    const download = catalogue.find((tool) => tool.vendor === 'puzzel' && tool.download)?.name ?? '';
    expect(await call(download, 200, headers, 'no gzip at all')).toMatchObject(error('upstream'));
  });

  it('nested too deep is an upstream error', async () => {
    for (const depth of [300, 5_000, 200_000]) {
      const puzzel = `{"code":0,"result":${nested(depth)}}`;
      const answers = [
        await call('list_all_gladly_agents', 200, json, nested(depth)),
        await call('list_all_puzzel_queues', 200, json, puzzel),
      ];
      expect(answers, String(depth)).toMatchObject([error('upstream'), error('upstream')]);
    }
  });

  it('nested a hundred levels deep is data, and brackets in texts do not count', async () => {
    const rows = `[{"id":"${'[{'.repeat(500)}\\"${'{['.repeat(500)}","n":${nested(100)}}]`;
    expect(await call('list_all_gladly_agents', 200, json, rows)).toHaveProperty('result.0.n');
  });

  it('with thousands of members in one object is refused with the reason', async () => {
    const result = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`name${index}`, index]));
    const answer = await call('list_all_puzzel_queues', 200, json, JSON.stringify({ code: 0, result }));
    expect(answer).toMatchObject({
      error: { kind: 'upstream', message: expect.stringContaining('more than 1000 members') },
    });
  });

  it('with an object that has no usable `toString` where a text belongs leads to a valid result', async () => {
    /** `String` and `Number` throw for it. */
    const odd = { toString: null };
    const record = { id: odd, status: odd, type: odd, name: odd, updatedAt: odd, createdAt: odd, body: odd };
    for (const tool of catalogue.filter(isRead)) {
      for (const body of [record, [record], { code: 0, result: [record] }, { code: odd, message: odd, result: odd }]) {
        await call(tool.name, 200, json, JSON.stringify(body));
      }
    }
  });

  it('whose code is an object, a list or an overlong text leads to a valid result', async () => {
    for (const code of ['{"toString":1}', '{"a":"b"}', '[1]', `"${'9'.repeat(150_000)}"`]) {
      await call('list_all_puzzel_queues', 500, json, `{"code":${code},"message":"m"}`);
      await call('list_all_puzzel_queues', 200, json, `{"code":${code},"result":[]}`);
      await call('list_all_gladly_agents', 400, json, `{"errors":[{"code":${code}}]}`);
    }
  });

  it('that redirects a download to an invalid address is an upstream error', async () => {
    const download = catalogue.find((tool) => tool.vendor === 'gladly' && tool.download)?.name ?? '';
    expect(await call(download, 303, { location: 'https://[' }, '')).toMatchObject(error('upstream'));
  });

  it('that merges a customer into an overlong id gives a result within the size limit, and no retry', async () => {
    const body = JSON.stringify({ errors: [{ code: 'moved', meta: { new: 'x'.repeat(200_000) } }] });
    const answer = await call('get_single_gladly_customer_by_id', 301, json, body);
    expect(answer).toMatchObject(error('merged'));
    expect(answer).not.toHaveProperty('error.retry');
  });
});
