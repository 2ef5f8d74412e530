import { saysRefused } from '../../api/refusals.js';
import { Failure } from '../../failure.js';
import { scalarText } from '../../json.js';
import { Turns } from '../../turns.js';
import { isLongerThan } from '../../value-size.js';
import { id, integer, list, oneOf, texts, time } from '../arguments.js';
import type { Outcome } from '../define.js';
import { membersOf } from '../members.js';
import { record, rows } from '../output.js';
import { documented, get } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { vendorEventNames } from './event-names.js';
import { lastOf } from './from-end.js';
import { type Lines, maxLineBytes, notJsonLines, readLines, unreadableHint } from './json-lines.js';
import { agents } from './name-lists.js';
import { withNames } from './name-members.js';

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

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A minute after the earliest start that Gladly accepts, in case the clock is off or the call slow. */
const earliestStart = () => new Date(Date.now() - dayMs + minuteMs).toISOString();

/** Largest number of events that are kept, and of their characters: a busy day of a large organization. */
const limits = { maxRecords: 100_000, maxCharacters: 64 * 1024 * 1024 };

interface EventFilter {
  types: readonly string[] | undefined;
  agentId: string | undefined;
}

function matches(event: unknown, { types, agentId }: EventFilter): boolean {
  if (types !== undefined && !types.includes(scalarText(membersOf(event).type))) return false;
  return agentId === undefined || mentions(event, agentId, 0);
}

/** Whether the agent's id is anywhere in the event: as its initiator or in its content. Events nest three levels deep. */
function mentions(value: unknown, agentId: string, depth: number): boolean {
  if (typeof value === 'string') return value === agentId;
  if (typeof value !== 'object' || value === null || depth > 4) return false;
  return Object.values(value).some((inside) => mentions(inside, agentId, depth + 1));
}

/** Reads the stream of JSON lines. A stream of a single line may have been parsed as plain JSON already. */
async function linesOf(data: unknown, filter: EventFilter, signal: AbortSignal): Promise<Lines> {
  const source = typeof data === 'string' ? data : asLines([data].flat());
  const lines = await readLines(source, { ...limits, isWanted: (event) => matches(event, filter), signal });
  if (lines.total > 0 && !lines.hasObjects) throw notJsonLines('no line is a JSON object');
  if (saysRefused(lines.records)) throw notJsonLines('they hold an error');
  return lines;
}

async function* asLines(events: readonly unknown[]): AsyncGenerator<Buffer> {
  const turns = new Turns();
  for (const event of events) {
    await turns.give();
    // An event that is too long becomes a blank line that is too long: `readLines` counts it as unreadable.
    const line = isLongerThan(maxLineBytes, event) ? ' '.repeat(maxLineBytes + 1) : JSON.stringify(event);
    yield Buffer.from(`${line}\n`);
  }
}

const olderHint = 'Older ones: …TimestampsReport of create_a_gladly_report.';

export const eventTools = [
  defineGladlyTool({
    name: 'list_all_gladly_events',
    title: 'Events of the last 24 hours',
    tag: 'webhooks',
    effect: 'list',
    description:
      "The last 24 hours, oldest first (from_end: the newest): type, timestamp, initiator, content (ids, no texts). An agent's presence is nowhere else: the last AGENT_STATUS event (LOGGED_IN, WENT_AWAY with content.awayReason.name, RETURNED_FROM_AWAY, CHANGED_ACTIVE_REASON, LOGGED_OUT); AGENT_AVAILABILITY = channels.",
    input: {
      startAt: time('default 24 hours ago').optional(),
      endAt: time('default now').optional(),
      entities: list(oneOf(entities), 'kinds'),
      types: texts('only e.g. CONVERSATION/CLOSED').optional(),
      agentId: id('only by or about this agent: id or name').optional(),
      from_end: integer('only the newest N', { min: 1 }).optional(),
    },
    local: ['types', 'agentId', 'from_end'],
    named: { agentId: agents },
    prepare: ({ startAt = earliestStart(), types = [], ...args }) => {
      // Refuses unknown names before anything is sent.
      vendorEventNames(types);
      if (args.endAt !== undefined && Date.parse(args.endAt) <= Date.parse(startAt))
        throw new Failure('invalid_input', `endAt (${args.endAt}) lies more than 24 hours back.`, { hint: olderHint });
      return { startAt, ...args };
    },
    output: rows({
      id: 'string',
      type: 'event name',
      timestamp: 'ISO time',
      initiator: record({ id: 'string', type: 'AGENT, CUSTOMER, API, SYSTEM, …', name: 'of an agent' }),
      content: 'object: ids of what it is about',
      unreadable: 'text of a line that was no JSON',
    }),
    route: get('/api/v1/events', documented),
    example: { entities: ['CONVERSATION', 'TASK'] },
    whenEmpty: `No such event: they reach back 24 hours and come about 15 seconds late. ${olderHint}`,
    send: async (operation, sent, { types, agentId, from_end }, context): Promise<Outcome> => {
      const answer = await context.clients.gladly.call({ ...operation, jsonLines: true }, sent, context);
      const filter = { types: types?.length ? vendorEventNames(types) : undefined, agentId };
      const lines = await linesOf(answer.data, filter, context.signal);
      const { hiddenCount } = lines;
      const hints = [
        unreadableHint(lines),
        hiddenCount > 0 && `${hiddenCount} newer events are not shown: give entities, types or a later startAt.`,
      ].filter(Boolean);
      return {
        data: await withNames(lastOf(lines.records, from_end), context),
        ...((answer.limited || hiddenCount > 0) && { limited: true }),
        ...(hints.length > 0 && { hint: hints.join(' ') }),
      };
    },
  }),
];
