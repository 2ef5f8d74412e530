import { expect, it } from 'vitest';
import { Downloads } from '../../src/api/downloads.js';
import { failureResult } from '../../src/calls/result.js';
import { Failure } from '../../src/failure.js';
import { GladlyClient } from '../../src/gladly/client.js';
import { lockedFailure } from '../../src/gladly/locked.js';
import { Http } from '../../src/http/client.js';
import { Redactor } from '../../src/redact.js';
import { fakeServer, json } from '../support/fake-server.js';
import { toolNamed } from '../support/tool-named.js';

const refused = new Failure('invalid_input', 'Gladly refused this (400).', { status: 400, code: 'invalid_state' });
const [createdAt, body] = ['2026-01-31T09:00:00Z', 'x'.repeat(500)];
/** Who a conversation is assigned to, as Gladly tells it. */
const assigned = { inboxId: 'inbox-1', agentId: 'agent-1' };
const records = (count: number, kind: string) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${kind}-${index}`,
    status: 'OPEN',
    createdAt,
    body,
    ...assigned,
  }));
const locked = (conversations: number, tasks: number) =>
  lockedFailure('c1', refused, {
    conversations: records(conversations, 'conversation'),
    tasks: records(tasks, 'task'),
  });
const detailsOf = (conversations: number, tasks: number) =>
  locked(conversations, tasks).details as Record<'open_conversations' | 'open_tasks', object[]>;

it('a few open conversations and tasks are shown with all that helps, a task with the beginning of its text', () => {
  const { open_conversations, open_tasks } = detailsOf(2, 2);
  expect(open_conversations[0]).toMatchObject({ id: 'conversation-0', createdAt, ...assigned });
  expect(open_tasks[1]).toMatchObject({ id: 'task-1', body: 'x'.repeat(200) });
});

it('of many only ids and states are shown: of all conversations, but of 60 tasks at most', async () => {
  const { open_conversations, open_tasks } = detailsOf(100, 2_000);
  expect(open_conversations).toEqual(records(100, 'conversation').map(({ id, status }) => ({ id, status })));
  expect(open_tasks).toEqual(records(60, 'task').map(({ id, status }) => ({ id, status })));
  const failure = locked(100, 2_000);
  const { structured } = await failureResult(toolNamed('delete_a_gladly_customer_by_id'), failure, new Redactor());
  expect(structured.error, 'not cut for its length').toMatchObject({ details: failure.details });
});

it('closed conversations and tasks are left out, but not conversations that wait for the customer', () => {
  const [closed, waiting] = [
    { id: 'x', status: 'CLOSED' },
    { id: 'y', status: 'WAITING' },
  ];
  const { details } = lockedFailure('c1', refused, { conversations: [closed, waiting], tasks: [closed] });
  expect(details).toEqual({ open_conversations: [waiting], open_tasks: [] });
});

it('the message says how many conversations are open, that Gladly lists none, or that the number is unknown', () => {
  const messages = [locked(3, 0), locked(0, 0), lockedFailure('c1', refused, { conversations: undefined, tasks: [] })];
  expect(messages.map(({ message }) => message.replace(/^.*: /, ''))).toEqual([
    '3 not closed.',
    'Gladly lists none.',
    'how many is unknown.',
  ]);
  const slowDown = new Failure('rate_limited', 'Wait.', { rateLimit: { 'ratelimit-reset': 5 } });
  const { rateLimit } = lockedFailure('c1', refused, { conversations: slowDown, tasks: [] });
  expect(rateLimit).toEqual({ 'ratelimit-reset': 5 });
  expect(locked(8, 0).hint).toContain('"conversation-4" and 3 more with status');
});

it('a deletion that is cancelled while its causes are read fails as cancelled, and shows nothing that was read', async () => {
  const gladly = await fakeServer();
  const http = new Http({ timeoutMs: 10_000, userAgent: 'test' });
  const ending = new AbortController();
  gladly.answer(({ method, target }, response) => {
    if (method === 'DELETE') return json(response, { errors: [{ code: 'invalid_state' }] }, 400);
    if (target.endsWith('/conversations')) return json(response, records(1, 'conversation'));
    ending.abort(new Failure('cancelled', 'The access has ended.'));
  });
  const client = new GladlyClient(http, {
    apiUrl: gladly.url,
    email: 'a@b.c',
    apiToken: 'token',
    downloads: new Downloads(undefined, (text) => text),
  });
  const deletion = {
    name: 'delete_a_gladly_customer_by_id',
    route: { method: 'DELETE', path: '/api/v1/customer-profiles/{id}', provenance: 'documented', alternatives: [] },
    customer: 'id',
    isRead: false,
  } as const;
  const failure = await client.call(deletion, { id: 'c' }, { signal: ending.signal }).catch((error: unknown) => error);
  await http.close();
  await gladly.close();
  expect(failure).toMatchObject({ kind: 'cancelled', details: undefined });
  expect(gladly.seen.map(({ target }) => target.split('/').at(-1))).toEqual(['c', 'conversations', 'tasks']);
});
