import * as z from 'zod';
import { list, oneOf, texts, time } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { knownEvents } from './event-names.js';
import { type Lines, parseLines } from './jsonl.js';

const entities = [
  'AGENT_AVAILABILITY',
  'AGENT_STATUS',
  'CONTACT',
  'CONVERSATION',
  'CUSTOMER',
  'CUSTOMER_PROFILE',
  'PAYMENT_REQUEST',
  'TASK',
] as const;

const hour = 3_600_000;
const typed = z.looseObject({ type: z.string() });

/** The stream is JSON lines; a single line may have been taken for plain JSON on the way. */
function linesOf(data: unknown): Lines {
  if (typeof data === 'string') return parseLines(data);
  if (data === undefined) return { records: [], unreadable: [] };
  return { records: Array.isArray(data) ? data : [data], unreadable: [] };
}

/** Only events of these types; a line that was no JSON has none and stays, so that it is not lost silently. */
function ofTypes(events: readonly unknown[], types: unknown): readonly unknown[] {
  if (!Array.isArray(types)) return events;
  return events.filter((event) => {
    const read = typed.safeParse(event);
    return !read.success || types.includes(read.data.type);
  });
}

export const eventTools = [
  defineGladlyTool({
    name: 'list_all_gladly_events',
    title: 'Events of the last 24 hours',
    tag: 'webhooks',
    effect: 'list',
    description: 'What happened in the last 24 hours, oldest first, about 15 s behind: ids, no texts.',
    input: {
      startAt: time('at most 24 hours ago'),
      endAt: time('until; default now').optional(),
      entities: list(oneOf(entities), 'what about'),
      types: texts('only these, e.g. CONVERSATION/CLOSED').optional(),
    },
    // `types` goes to `send`, which keeps it here.
    prepare: ({ types, ...args }) => (types === undefined ? args : { ...args, types: knownEvents(types) }),
    output: rows({
      id: 'string',
      type: 'event name',
      timestamp: 'ISO time',
      initiator: record({ id: 'string', type: 'AGENT, CUSTOMER, API, SYSTEM, …' }),
      content: 'object: ids of what it is about',
      unreadable: 'text of a line that was no JSON',
    }),
    route: get('/api/v1/events', documented),
    // Older than a day is refused, so this cannot be a constant.
    example: { startAt: new Date(Date.now() - 23 * hour).toISOString(), entities: ['CONVERSATION', 'TASK'] },
    send: async (operation, { types, ...args }, context) => {
      const answer = await context.clients.gladly.call(operation, args, context.signal);
      const { records, unreadable } = linesOf(answer.data);
      const data = ofTypes(records, types);
      if (unreadable.length === 0) return { data, limited: answer.limited };
      return {
        data,
        limited: answer.limited,
        hint: `${unreadable.length} lines of the stream were no JSON and stand as {unreadable}: line ${unreadable.slice(0, 10).join(', ')}.`,
      };
    },
  }),
];
