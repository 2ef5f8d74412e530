import { type Contact, contactsOf, itemsByConversation } from './contacts.js';
import type { Library } from './library.js';
import type { Agent, Conversation, Item, Task } from './model.js';
import type { Store } from './store.js';

/**
 * One period of a report, in milliseconds since 1970: `start` is the beginning of the whole day, week and so on; `from` and
 * `to` (exclusive) are the part of it that was asked for.
 */
export interface Period {
  start: number;
  from: number;
  to: number;
}

/** What a report is asked for: its periods, one when it is not aggregated, and its filters. */
export interface ReportQuery {
  metricSet: string;
  periods: Period[];
  inboxIds: string[];
  teamIds: string[];
  channel?: string | undefined;
  phoneNumber?: string | undefined;
}

/** The time that an agent spent in a status, which an event began. Times are milliseconds since 1970. */
export interface AgentSpan {
  from: number;
  to: number;
  agentId: string;
  /** Such as WENT_AWAY. */
  event: string;
}

/** The records of one period of a report, as far as the report's filters select them. */
export interface Facts {
  store: Store;
  library: Library;
  query: ReportQuery;
  period: Period;
  agents: Agent[];
  /** Started in the period. */
  contacts: Contact[];
  /** Conversations and tasks that were created in the period. */
  conversations: Conversation[];
  tasks: Task[];
  /** Items of conversations, in the period. */
  items: (Item & { conversation: Conversation })[];
  /** Items and contacts of a conversation at any time. */
  itemsOf: (conversationId: string) => Item[];
  contactsIn: (conversationId: string) => Contact[];
  /** Statuses of the agents that overlap the period. */
  spans: AgentSpan[];
}

/** The facts of each period of a report. */
export function factsOf(store: Store, library: Library, query: ReportQuery): Facts[] {
  const { inboxIds, teamIds, channel } = query;
  const isRequestedInbox = (inboxId: string) => inboxIds.length === 0 || inboxIds.includes(inboxId);
  const teamAgentIds = store.teams.filter(({ id }) => teamIds.includes(id)).flatMap(({ agentIds }) => agentIds);
  const isInRequestedTeam = (agentId: string | undefined) =>
    teamIds.length === 0 || teamAgentIds.includes(agentId ?? '');
  const allContacts = contactsOf(store);
  const contactsByConversation = new Map<string, Contact[]>();
  for (const contact of allContacts) {
    const { id } = contact.conversation;
    contactsByConversation.set(id, [...(contactsByConversation.get(id) ?? []), contact]);
  }
  const groupedItems = itemsByConversation(store);
  const contacts = allContacts.filter((one) => {
    const isRequestedChannel = channel === undefined || channel === 'allChannels' || one.channel === channel;
    return isRequestedChannel && isRequestedInbox(one.conversation.inboxId) && isInRequestedTeam(one.agentId);
  });
  const conversations = [...store.conversations.values()].filter(({ inboxId }) => isRequestedInbox(inboxId));
  const tasks = [...store.tasks.values()].filter(({ assignee: { inboxId, agentId } }) => {
    return isRequestedInbox(inboxId) && isInRequestedTeam(agentId);
  });
  const items = conversations.flatMap((conversation) => {
    return (groupedItems.get(conversation.id) ?? []).map((item) => ({ ...item, conversation }));
  });
  const agents = store.agents.filter(({ id }) => isInRequestedTeam(id));
  const spans = agentSpans(store).filter(({ agentId }) => isInRequestedTeam(agentId));
  return query.periods.map((period) => {
    const from = new Date(period.from).toISOString();
    const to = new Date(period.to).toISOString();
    const isInPeriod = (time: string) => time >= from && time < to;
    return {
      store,
      library,
      query,
      period,
      agents,
      contacts: contacts.filter(({ startedAt }) => startedAt >= period.from && startedAt < period.to),
      conversations: conversations.filter(({ createdAt }) => isInPeriod(createdAt)),
      tasks: tasks.filter(({ timestamp }) => isInPeriod(timestamp)),
      items: items.filter(({ timestamp }) => isInPeriod(timestamp)),
      itemsOf: (id) => groupedItems.get(id) ?? [],
      contactsIn: (id) => contactsByConversation.get(id) ?? [],
      spans: spans.filter((span) => span.from < period.to && span.to > period.from),
    };
  });
}

/** The statuses of the agents, from the events: each lasts until the agent's next one, the last one until now. */
function agentSpans({ events }: Store): AgentSpan[] {
  const statusEvents = events
    .filter(({ type }) => type.startsWith('AGENT_STATUS/'))
    .sort((a, b) => a.timestamp.localeCompare(b.timestamp));
  const nextStart = new Map<string, number>();
  const latestFirst = statusEvents.reverse().map(({ type, timestamp, content }) => {
    const agentId = String(content.agentId);
    const from = Date.parse(timestamp);
    const to = nextStart.get(agentId) ?? Date.now();
    nextStart.set(agentId, from);
    return { agentId, event: type.split('/')[1] ?? '', from, to };
  });
  return latestFirst.reverse();
}
