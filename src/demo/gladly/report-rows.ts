import { createHash } from 'node:crypto';
import { seededRandom } from '../random.js';
import type { Conversation, Item } from './model.js';
import { families, type Subject } from './report-families.js';
import { type MetricSet, metricSets } from './report-sets.js';
import type { Store } from './store.js';
import { messageTypes } from './timeline.js';

/** What a report is about: an interval in milliseconds, cut into periods, and the inboxes and teams of its filters. */
export interface ReportQuery {
  metricSet: MetricSet;
  from: number;
  /** Exclusive. */
  to: number;
  /** Starts of the periods; one entry when the report is not aggregated. */
  periods: string[];
  inboxes: string[];
  teams: string[];
}

/** What is known about one row by column; other columns get a plausible number. */
type Facts = Record<string, string | number | undefined>;

const channelNames = ['chat', 'email', 'fbMessenger', 'instagramDirect', 'sms', 'voice', 'whatsapp'];
const endStates = ['Agent', 'Voicemail', 'Abandoned', 'Deflected to SMS', 'Closed hours message'];
const searchTerms = ['refund', 'return label', 'charged twice', 'tent poles', 'cancel order', 'jacket size'];

/** Header and rows of a report. The same query gives the same numbers. */
export function reportRows(store: Store, query: ReportQuery): string[][] {
  const { family, ...set } = metricSets[query.metricSet];
  const { subject, columns } = families[family];
  const aggregated = 'aggregated' in set;
  const random = seededRandom(
    createHash('sha256').update(`${query.metricSet} ${query.periods.join()}`).digest().readUInt32BE(0),
  );
  const rows = query.periods.flatMap((period) =>
    subjects[subject](store, query).map((facts) => {
      const values = columns.map((column) => String(column in facts ? (facts[column] ?? '') : number(column, random)));
      return aggregated ? [period, ...values] : values;
    }),
  );
  return [aggregated ? ['Period Start', ...columns] : [...columns], ...rows];
}

function number(column: string, random: () => number): number {
  if (column.endsWith('%')) return Math.round(random() * 1000) / 10;
  if (column.includes('(sec)') || column.endsWith('_sec')) return Math.floor(random() * 1800);
  if (column.includes('Amount')) return Math.round(random() * 90_000) / 100;
  return Math.floor(random() * 40);
}

const subjects: Record<Subject, (store: Store, query: ReportQuery) => Facts[]> = {
  agent: ({ agents, teams }, query) =>
    agents
      .filter(
        ({ id }) =>
          query.teams.length === 0 || teams.some((t) => query.teams.includes(t.id) && t.agentIds.includes(id)),
      )
      .map(({ id, name }, index) => {
        const time = new Date(query.from + (index + 9) * 3_600_000).toISOString();
        const event = ['Logged In', 'Went Away', 'Returned From Away', 'Logged Out'][index % 4];
        return { 'Agent ID': id, 'Agent Name': name, Event: event, 'Occurred At': time, 'Changed At': time };
      }),
  answer: () =>
    ['Return an item', 'Charged twice', 'Late delivery'].map((name) => ({ 'Answer ID': name, 'Answer Name': name })),
  channel: () => channelNames.map((name) => ({ Channel: name })),
  endState: () => endStates.map((name) => ({ 'End State': name })),
  search: () => searchTerms.map((name) => ({ 'Search Term': name, Thread: name })),
  topic: ({ topics }) =>
    [...topics.values()].map(({ id, name, parentId }) => ({
      'Topic ID': id,
      'Topic Name': name,
      'Parent Topic ID': parentId,
    })),
  task: ({ tasks }, query) =>
    [...tasks.values()]
      .filter(({ timestamp, assignee }) => within(timestamp, query) && wanted(assignee.inboxId, query))
      .map(({ id, customerId, timestamp, dueAt, status, assignee, body }) => ({
        'Task ID': id,
        'Customer ID': customerId,
        'Created At': timestamp,
        'Due At': dueAt,
        Status: status,
        'Inbox ID - Current': assignee.inboxId,
        'Assigned Agent ID - Current': assignee.agentId,
        Body: body,
      })),
  conversation: (store, query) => {
    const items = itemsByConversation(store);
    return conversationsIn(store, query).map((one) => conversationFacts(store, one, items.get(one.id) ?? []));
  },
  conversationEvent: ({ items }, query) =>
    [...items.values()]
      .filter(({ timestamp, conversationId }) => conversationId && within(timestamp, query))
      .map(({ conversationId, customerId, content, timestamp, initiator }) => ({
        'Conversation ID': conversationId,
        'Customer ID': customerId,
        Event: content.type,
        Timestamp: timestamp,
        'Initiator ID': initiator?.id,
        'Initiator Type': initiator?.type,
      })),
  contact: (store, query) =>
    [...store.items.values()].flatMap((item) => {
      const conversation = store.conversations.get(item.conversationId ?? '');
      const inbox = store.inboxes.find(({ id }) => id === conversation?.inboxId);
      if (!messageTypes.has(item.content.type) || !within(item.timestamp, query)) return [];
      if (!conversation || !wanted(conversation.inboxId, query)) return [];
      return {
        'Contact ID': item.id,
        'Conversation ID': conversation.id,
        'Customer ID': item.customerId,
        Channel: item.content.type,
        Direction: item.initiator?.type === 'CUSTOMER' ? 'INBOUND' : 'OUTBOUND',
        'Started At': item.timestamp,
        'Inbox ID': conversation.inboxId,
        'Inbox Name': inbox?.name,
        'Agent ID': conversation.agentId,
      };
    }),
  workSession: (store, query) =>
    conversationsIn(store, query).map(({ id, customerId, createdAt, closedAt, inboxId, agentId }) => ({
      id: `ws-${id}`,
      contact_session_id: `cs-${id}`,
      contact_session_created_at: createdAt,
      customer_id: customerId,
      conversation_id: id,
      inbox_id: inboxId,
      channel: 'CHAT',
      direction: 'INBOUND',
      agent_accepted_at: agentId && createdAt,
      contact_session_routed_at: createdAt,
      agent_id: agentId,
      sla_fulfilled_at: closedAt,
      contact_session_ended_at: closedAt,
      status: closedAt ? 'ANSWERED' : 'UNKNOWN',
      within_sla: String(closedAt !== undefined),
      accepted_inbox_id: inboxId,
    })),
};

function within(time: string, { from, to }: ReportQuery): boolean {
  const at = Date.parse(time);
  return at >= from && at < to;
}

function wanted(inboxId: string, { inboxes }: ReportQuery): boolean {
  return inboxes.length === 0 || inboxes.includes(inboxId);
}

/** Conversations created in the interval: the reports are anchored on creation. */
function conversationsIn({ conversations }: Store, query: ReportQuery): Conversation[] {
  return [...conversations.values()].filter((one) => within(one.createdAt, query) && wanted(one.inboxId, query));
}

function itemsByConversation({ items }: Store): Map<string, Item[]> {
  const grouped = new Map<string, Item[]>();
  for (const item of items.values()) {
    const id = item.conversationId ?? '';
    grouped.set(id, [...(grouped.get(id) ?? []), item]);
  }
  return grouped;
}

function conversationFacts({ inboxes, agents, topics }: Store, one: Conversation, items: Item[]): Facts {
  const messages = items.filter(({ content }) => messageTypes.has(content.type));
  const inbound = messages.filter(({ initiator }) => initiator?.type === 'CUSTOMER').length;
  const channels = [...new Set(messages.map(({ content }) => content.type))];
  return {
    'Conversation ID': one.id,
    'Customer ID': one.customerId,
    'Created At': one.createdAt,
    'Closed At': one.closedAt,
    Status: one.status,
    'Inbox ID - Current': one.inboxId,
    'Inbox Name - Current': inboxes.find(({ id }) => id === one.inboxId)?.name,
    'Assigned Agent ID - Current': one.agentId,
    'Assigned Agent Name - Current': agents.find(({ id }) => id === one.agentId)?.name,
    Topics: one.topicIds.map((id) => topics.get(id)?.name ?? id).join('; '),
    Channels: channels.join('; '),
    'First Channel': channels[0],
    'Items Count': items.length,
    'Inbound Messages Count': inbound,
    'Outbound Messages Count': messages.length - inbound,
    'Time to Close (sec)': one.closedAt && Math.round((Date.parse(one.closedAt) - Date.parse(one.createdAt)) / 1000),
  };
}
