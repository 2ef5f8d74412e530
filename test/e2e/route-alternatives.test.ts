import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { startDemo } from '../../src/demo/index.js';
import { customerPath, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { connect, handshake, spawnRaw, toolCall } from '../support/server-process.js';
import { closedAfterAll, closedAfterTest, newFolder } from '../support/set-up.js';

const folder = newFolder();
const puzzel = closedAfterAll(await fakePuzzel());
beforeEach(() => {
  puzzel.seen.length = 0;
});

const primary = customerPath('/queues/201/missedcalls');
const alternative = customerPath('/missedcalls?queueId=201');
const notFoundPage = '<html><body>The resource cannot be found.</body></html>';
/** Removes the period, which is the last seven days when none is given. */
const withoutPeriod = (target: string) => target.replace(/[?&]from=[^&]+&to=[^&]+$/, '');
const requests = () =>
  puzzel.seen
    .map(({ target }) => withoutPeriod(target.replace('/ContactCentre5', '')))
    .filter((target) => target.includes('missed'));

describe('a read on an inferred route', () => {
  it('that the vendor does not know uses its alternative, remembers it, and logs it once', async () => {
    puzzel.api = (path, _, response) =>
      withoutPeriod(path) === alternative
        ? json(response, { result: [{ requestId: 1 }], code: 0 })
        : void response.writeHead(404).end(notFoundPage);
    const raw = spawnRaw(puzzel.env, ['--log-level', 'info']);
    for (const message of handshake) raw.send(message);
    for (const id of [1, 2, 3]) {
      raw.send(toolCall(id, 'list_all_puzzel_missed_calls', { queue_id: 201 }));
      expect((await raw.answer(id)).result?.structuredContent).toEqual({ result: [{ requestId: 1 }], total: 1 });
    }
    expect(requests()).toEqual([primary, alternative, alternative, alternative]);
    const logged = /GET \S*\/queues\/\S+ does not exist here; GET \S*\?queueId=\S+ answers and is used from now on/g;
    expect(raw.stderr().match(logged)).toHaveLength(1);
    raw.child.stdin.end();
    await raw.exit;
  });
});

/** These tests share a client, since none of them finds a route that would be remembered. */
const client = closedAfterAll(await connect('sdk2-modern', puzzel.env));
describe('a route that answers 404', () => {
  it('is `not_found` after a 404 in an envelope, and no alternative is tried', async () => {
    puzzel.api = (_path, _, response) => json(response, { result: null, code: 404, message: 'No such queue' }, 404);
    const answer = await client.call('list_all_puzzel_missed_calls', { queue_id: 201 });
    expect(answer.structuredContent).toMatchObject({
      error: { kind: 'not_found', message: expect.stringContaining('No such queue') },
    });
    expect(requests()).toEqual([primary]);
  });

  it('is `unverified_route` when it is inferred, with each candidate tried once and named', async () => {
    puzzel.api = (_path, _, response) => void response.writeHead(404).end(notFoundPage);
    const answer = await client.call('list_all_puzzel_missed_calls', { queue_id: 201 });
    expect(answer.structuredContent).toMatchObject({
      error: {
        kind: 'unverified_route',
        status: 404,
        details: { tried: [{ method: 'GET', path: expect.stringContaining('/queues/{queue_id}') }, { method: 'GET' }] },
        hint: expect.stringContaining('contract sync'),
      },
    });
    expect(requests()).toEqual([primary, alternative]);
  });

  it('is `not_found` when it is confirmed, and no alternative is tried', async () => {
    puzzel.api = (_path, _, response) => void response.writeHead(404).end(notFoundPage);
    const answer = await client.call('list_all_puzzel_queues');
    expect(answer.structuredContent).toMatchObject({ error: { kind: 'not_found' } });
    expect(puzzel.seen.filter(({ target }) => target.includes('queues'))).toHaveLength(1);
  });
});

describe('the file of PUZZEL_MCP_ROUTES', () => {
  it('replaces the routes of reads and writes, and is read once, at the start', async () => {
    const path = join(folder, 'routes.json');
    const routes = {
      list_all_puzzel_missed_calls: { method: 'POST', path: '/customers/{customerKey}/missed/{queue_id}/find' },
      puzzel_missed_calls_tag: { method: 'PUT', path: '/customers/{customerKey}/missed/{missed_call_id}' },
    };
    await writeFile(path, JSON.stringify(routes));
    puzzel.api = (_path, _, response) => json(response, { result: null, code: 0, message: 'OK' });
    const client = closedAfterTest(await connect('sdk2-modern', { ...puzzel.env, PUZZEL_MCP_ROUTES: path }));
    // The tools are loaded with the first call, which may come long after the start.
    await writeFile(path, '{ this is no JSON');
    await client.call('list_all_puzzel_missed_calls', { queue_id: 201 });
    await client.call('puzzel_missed_calls_tag', { missed_call_id: '7', tagLevel: 'Done' });
    const sent = puzzel.seen.filter(({ target }) => target.includes('missed'));
    expect(sent.map(({ method, target, body }) => [method, target, JSON.parse(body)])).toEqual([
      ['POST', '/ContactCentre5/customers/12345/missed/201/find', { from: expect.any(String), to: expect.any(String) }],
      ['PUT', '/ContactCentre5/customers/12345/missed/7', { tagLevel: 'Done', userId: 77 }],
    ]);
  });
});

describe('the demo tenant with its inferred routes at their alternatives', () => {
  it('still answers reads, and refuses a write whose route is elsewhere without having changed anything', async () => {
    const tenant = closedAfterTest(await startDemo({ usesAlternatives: true }));
    const client = closedAfterTest(await connect('sdk2-modern', tenant.env));
    const calls = await client.call('list_all_puzzel_missed_calls', { queue_id: 201 });
    expect(calls.structuredContent).toMatchObject({ total: 4 });
    expect(calls.structuredContent?.result).toContainEqual(expect.objectContaining({ requestId: expect.anything() }));
    const archive = await client.call('list_all_puzzel_archive_records', { limit: 1 });
    expect(archive.structuredContent).toMatchObject({ total: 40 });
    const write = await client.call('delete_a_puzzel_scheduled_task_by_id', { id: 10951 });
    expect(write.structuredContent).toMatchObject({ error: { kind: 'unverified_route' } });
    expect((await client.call('get_single_puzzel_scheduled_task_by_id', { id: 10951 })).isError).toBeUndefined();
  });
});
