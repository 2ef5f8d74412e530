import { expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { lockedFailure } from '../../src/gladly/locked.js';

const refused = new Failure('invalid_input', 'Gladly refused this (400).', { status: 400, code: 'invalid_state' });
const records = (count: number, kind: string) =>
  Array.from({ length: count }, (_, index) => ({ id: `${kind}-${index}`, status: 'OPEN', body: 'x'.repeat(500) }));
const locked = (conversations: number, tasks: number) =>
  lockedFailure('c1', refused, {
    conversations: records(conversations, 'conversation'),
    tasks: records(tasks, 'task'),
  });
const details = (conversations: number, tasks: number) =>
  locked(conversations, tasks).details as Record<'open_conversations' | 'open_tasks', object[]>;

it('a few open conversations and tasks are shown in full, with the beginning of what a task says', () => {
  const { open_conversations, open_tasks } = details(2, 2);
  expect(open_conversations[0]).toHaveProperty('createdAt');
  expect(open_tasks[1]).toMatchObject({ id: 'task-1', body: 'x'.repeat(200) });
});

it('of many only ids and states are shown: of all conversations, and of tasks as many as a person would look through', () => {
  const { open_conversations, open_tasks } = details(100, 2_000);
  expect(open_conversations).toEqual(records(100, 'conversation').map(({ id, status }) => ({ id, status })));
  expect(open_tasks).toEqual(records(60, 'task').map(({ id, status }) => ({ id, status })));
});

it('closed conversations and tasks are left out', () => {
  const closed = [{ id: 'x', status: 'CLOSED' }];
  const { details } = lockedFailure('c1', refused, { conversations: closed, tasks: closed });
  expect(details).toEqual({ open_conversations: [], open_tasks: [] });
});

it('says how many conversations are open, or that Gladly lists none, or that nobody knows', () => {
  const messages = [locked(3, 0), locked(0, 0), lockedFailure('c1', refused, { conversations: undefined, tasks: [] })];
  expect(messages.map(({ message }) => message.replace(/^.*: /, ''))).toEqual([
    '3 not closed.',
    'Gladly lists none.',
    'how many is unknown.',
  ]);
});
