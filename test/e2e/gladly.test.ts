import { beforeEach, describe, expect, it } from 'vitest';
import { fakeServer, json } from '../support/fake-server.js';
import { connect, type ToolAnswer } from '../support/server-process.js';
import { closedAfterAll } from '../support/set-up.js';

const gladly = closedAfterAll(await fakeServer());
const env = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'api@example.com', GLADLY_API_TOKEN: 'gladly-token-1234' };
const client = closedAfterAll(await connect('sdk2-modern', env));
/** The answers by `METHOD path`; everything else gets a 404 without body, as Gladly often sends it. */
let routes: Record<string, { status?: number; body?: unknown; headers?: Record<string, string> }>;

gladly.answer(({ method, target }, response) => {
  const route = routes[`${method} ${target}`];
  if (!route) return void response.writeHead(404).end();
  if (route.body === undefined) return void response.writeHead(route.status ?? 200, route.headers).end();
  json(response, route.body, route.status, route.headers);
});
beforeEach(() => {
  gladly.seen.length = 0;
  routes = {};
});

const errorOf = (answer: ToolAnswer) => (answer.structuredContent as { error?: Record<string, unknown> }).error;
const profile = (id: string) => `GET /api/v1/customer-profiles/${id}`;
const moved = (from: string, to: string) => ({
  status: 301,
  body: { errors: [{ attr: 'customerId', code: 'moved', meta: { old: from, new: to } }] },
});

describe('Gladly', () => {
  it('offers only Gladly tools when only Gladly is configured', async () => {
    const names = (await client.list()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !name.includes('gladly') && name !== 'server_status')).toEqual([]);
    expect(client.instructions()).not.toContain('Puzzel:');
  });

  it('recognises a merged customer by the body of a 301, and suggests the same call with the new id', async () => {
    routes[profile('old-1')] = moved('old-1', 'new-1');
    const error = errorOf(await client.call('get_single_gladly_customer_by_id', { id: 'old-1' }));
    expect(error).toMatchObject({
      kind: 'merged',
      details: { old: 'old-1', new: 'new-1' },
      retry: { tool: 'get_single_gladly_customer_by_id', arguments: { id: 'new-1' } },
    });
    expect(error?.message).toMatch(/old-1.*new-1/);
    expect(gladly.seen).toHaveLength(1);
  });

  it('recognises a merged customer by the Location of a 301 without body, and never follows it', async () => {
    const headers = { location: `${gladly.url}/api/v1/customer-profiles/new%2F2` };
    routes[profile('old-2')] = { status: 301, headers };
    const error = errorOf(await client.call('get_single_gladly_customer_by_id', { id: 'old-2' }));
    expect(error).toMatchObject({ kind: 'merged', details: { old: 'old-2', new: 'new/2' } });
    expect(error, 'an id that may be text').not.toHaveProperty('retry');
    expect(gladly.seen).toHaveLength(1);
  });

  it('reads the profile once after a 404 for data of a customer, to tell a merged customer from a missing one', async () => {
    routes[profile('old-3')] = moved('old-3', 'new-3');
    const merged = errorOf(
      await client.call('list_all_gladly_customer_conversations', { customer_id: 'old-3', limit: 7, fields: ['id'] }),
    );
    expect(merged?.retry).toEqual({
      tool: 'list_all_gladly_customer_conversations',
      arguments: { customer_id: 'new-3', limit: 7, fields: ['id'] },
    });
    expect(merged?.kind).toBe('merged');
    expect(gladly.seen.map(({ target }) => target)).toEqual([
      '/api/v1/customers/old-3/conversations',
      '/api/v1/customer-profiles/old-3',
    ]);
    const missing = errorOf(await client.call('list_all_gladly_customer_conversations', { customer_id: 'none' }));
    expect(missing?.kind).toBe('not_found');
    const withNulls = { customer_id: 'old-3', limit: null, fields: null };
    const again = errorOf(await client.call('list_all_gladly_customer_conversations', withNulls));
    expect(again?.retry).toHaveProperty('arguments', { customer_id: 'new-3' });
  });

  it('resolves a chain of merges one step per call, so that the model learns every id', async () => {
    routes[profile('a')] = moved('a', 'b');
    routes[profile('b')] = moved('b', 'c');
    const first = errorOf(await client.call('update_a_gladly_customer_by_id', { id: 'a', name: 'Ann' }));
    const retry = first?.retry as { tool: string; arguments: Record<string, unknown> };
    expect(retry.arguments).toEqual({ id: 'b', name: 'Ann' });
    const second = errorOf(await client.call(retry.tool, retry.arguments));
    expect(second?.details).toEqual({ old: 'b', new: 'c' });
  });

  it('explains a locked deletion with the open conversations and tasks, and the calls in their order', async () => {
    routes['DELETE /api/v1/customer-profiles/c1'] = {
      status: 400,
      body: { errors: { attr: 'conversation', code: 'invalid_state', detail: 'Unable to delete the profile.' } },
    };
    routes['GET /api/v1/customers/c1/conversations'] = {
      body: [
        { id: 'conv-closed', status: 'CLOSED' },
        { id: 'conv-open', status: 'OPEN' },
        { id: 'conv-waiting', status: 'WAITING' },
      ],
    };
    routes['GET /api/v1/customers/c1/tasks'] = { body: [{ id: 'task-1', status: 'OPEN' }] };
    const error = errorOf(await client.call('delete_a_gladly_customer_by_id', { id: 'c1' }));
    expect(error).toMatchObject({
      kind: 'locked',
      details: { open_conversations: [{ id: 'conv-open' }, { id: 'conv-waiting' }], open_tasks: [{ id: 'task-1' }] },
    });
    expect(error?.hint).toMatch(/update_a_gladly_conversation_by_id.*delete_a_gladly_customer_by_id/s);
    expect(gladly.seen.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });

  it('says of a locked deletion that Gladly returned only a part of a list', async () => {
    routes['DELETE /api/v1/customer-profiles/c3'] = { status: 400, body: { errors: [{ code: 'invalid_state' }] } };
    routes['GET /api/v1/customers/c3/conversations'] = {
      body: [{ id: 'conv', status: 'OPEN' }],
      headers: { 'gladly-limited-data': 'true' },
    };
    routes['GET /api/v1/customers/c3/tasks'] = { body: [] };
    const error = errorOf(await client.call('delete_a_gladly_customer_by_id', { id: 'c3' }));
    expect(error).toMatchObject({
      kind: 'locked',
      message: expect.stringContaining("part of the customer's conversations"),
    });
  });

  it('reports a deletion as locked when a list cannot be read, and says which list', async () => {
    routes['DELETE /api/v1/customer-profiles/c2'] = { status: 400, body: { errors: [{ code: 'invalid_state' }] } };
    routes['GET /api/v1/customers/c2/conversations'] = { body: [{ id: 'conv', status: 'OPEN' }] };
    routes['GET /api/v1/customers/c2/tasks'] = { status: 500 };
    const error = errorOf(await client.call('delete_a_gladly_customer_by_id', { id: 'c2' }));
    expect(error).toMatchObject({ kind: 'locked', message: expect.stringContaining('tasks could not be read') });
    expect(error?.details).toEqual({ open_conversations: [expect.objectContaining({ id: 'conv' })] });
  });

  it('returns the new id of a 201 without body, and the given id of a 204', async () => {
    routes['POST /api/v1/customers/c3/tasks'] = { status: 201, headers: { location: '/api/v1/tasks/task%2Dnew' } };
    const due = new Date(Date.now() + 86_400_000).toISOString();
    const task = { customer_id: 'c3', assignee: { inboxId: 'in' }, body: 'Call back', dueAt: due };
    expect((await client.call('create_a_gladly_task', task)).structuredContent).toMatchObject({
      result: { id: 'task-new' },
    });
    routes['PATCH /api/v1/conversations/conv'] = { status: 204 };
    const closed = await client.call('update_a_gladly_conversation_by_id', { id: 'conv', status: { value: 'CLOSED' } });
    expect(closed.structuredContent).toMatchObject({ result: { id: 'conv', status: 'updated' } });
    routes['DELETE /api/v1/customer-profiles/c3'] = { status: 204 };
    const deleted = await client.call('delete_a_gladly_customer_by_id', { id: 'c3' });
    expect(deleted.structuredContent).toMatchObject({ result: { id: 'c3', status: 'deleted' } });
  });

  it('says that the newest records are missing when Gladly cut the list', async () => {
    routes['GET /api/v1/customers/c4/conversations'] = {
      body: [{ id: 'x' }],
      headers: { 'Gladly-Limited-Data': 'true' },
    };
    const cut = await client.call('list_all_gladly_customer_conversations', { customer_id: 'c4' });
    expect(cut.structuredContent).toMatchObject({ limited: true, hint: expect.stringContaining('newest') });
    routes['GET /api/v1/customers/c4/conversations'] = {
      body: [{ id: 'x' }],
      headers: { 'Gladly-Limited-Data': 'false' },
    };
    const whole = await client.call('list_all_gladly_customer_conversations', { customer_id: 'c4' });
    expect(whole.structuredContent).toEqual({ result: [{ id: 'x' }], total: 1 });
  });
});
