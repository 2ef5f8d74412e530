import { acceptedAt, type Contact, channels, handleSeconds, isMissed, isWithinSla } from './contacts.js';
import { demoCampaigns } from './ids.js';
import type { Conversation } from './model.js';
import type { Facts } from './report-facts.js';
import { isoTime, mean, percent, secondsBetween, table } from './report-table.js';

/** Contacts that customers started on the channel. */
export const inboundContacts = (channel: string, { contacts }: Facts) =>
  contacts.filter((one) => one.channel === channel && one.isInbound);
const answeredContacts = (channel: string, facts: Facts) =>
  inboundContacts(channel, facts).filter(({ answeredAt }) => answeredAt !== undefined);
const waitSeconds = (contacts: Contact[]) =>
  contacts.map(({ startedAt, answeredAt = startedAt }) => secondsBetween(startedAt, answeredAt));
/** The channels that the report's filter selects. */
export const requestedChannels = ({ query: { channel } }: Facts) =>
  channels.filter((one) => channel === undefined || channel === 'allChannels' || one === channel);
export const channelColumn = { Channel: (channel: string) => channel };
const contactColumns = {
  ...channelColumn,
  'Total Contacts': (channel: string, facts: Facts) => inboundContacts(channel, facts).length,
  'Fulfilled Contacts': (channel: string, facts: Facts) => answeredContacts(channel, facts).length,
  'Contacts Within SLA %': (channel: string, facts: Facts) =>
    percent(inboundContacts(channel, facts).filter(isWithinSla).length, inboundContacts(channel, facts).length),
};

const missedContacts = (channel: string, facts: Facts) => inboundContacts(channel, facts).filter(isMissed);
/** Whether the conversation's first contact was on the channel. */
export const startedOn = (channel: string, { id }: Conversation, { contactsIn }: Facts) =>
  contactsIn(id)[0]?.channel === channel;
/**
 * Inbound calls, with `wantedState` only those that ended in it. A report about a phone number leaves out calls to another
 * one; voicemails name none and always count.
 */
const calls = ({ contacts, query: { phoneNumber } }: Facts, wantedState?: string) =>
  contacts.filter(({ channel, isInbound, items: [item], answeredAt }) => {
    const isOtherNumber =
      phoneNumber !== undefined && item?.content.to !== undefined && item.content.to !== phoneNumber;
    const endState =
      item?.content.type === 'VOICEMAIL' ? 'Voicemail' : answeredAt === undefined ? 'Abandoned' : 'Agent';
    return (
      channel === 'voice' && isInbound && !isOtherNumber && (wantedState === undefined || wantedState === endState)
    );
  });

export const contactTables = {
  workSessions: table(({ contacts }: Facts) => contacts.filter((one) => one.isInbound), {
    id: ({ id }) => `ws-${id}`,
    contact_session_id: ({ id }) => id,
    contact_session_created_at: ({ startedAt }) => isoTime(startedAt),
    customer_id: ({ conversation }) => conversation.customerId,
    conversation_id: ({ conversation }) => conversation.id,
    inbox_id: ({ conversation }) => conversation.inboxId,
    channel: ({ channel }) => channel,
    direction: () => 'INBOUND',
    agent_accepted_at: (contact) => contact.agentId && isoTime(acceptedAt(contact)),
    contact_session_routed_at: ({ startedAt }) => isoTime(startedAt),
    agent_id: ({ agentId }) => agentId,
    sla_fulfilled_at: ({ answeredAt }) => isoTime(answeredAt),
    contact_session_ended_at: ({ answeredAt, endedAt }) => answeredAt && isoTime(endedAt),
    status: ({ answeredAt }) => (answeredAt === undefined ? 'UNKNOWN' : 'ANSWERED'),
    within_sla: (contact) => String(isWithinSla(contact)),
    work_session_handle_time_sec: handleSeconds,
    work_session_after_contact_time_sec: () => 0,
    work_session_unknown_time_sec: () => 0,
    accepted_inbox_id: ({ agentId, conversation }) => agentId && conversation.inboxId,
  }),
  channels: table(requestedChannels, {
    ...contactColumns,
    'Share %': (channel, facts) =>
      percent(inboundContacts(channel, facts).length, facts.contacts.filter((one) => one.isInbound).length),
  }),
  waits: table(requestedChannels, {
    ...channelColumn,
    'Avg Wait Time (sec)': (channel, facts) => mean(waitSeconds(answeredContacts(channel, facts))),
    'Longest Wait Time (sec)': (channel, facts) => Math.max(0, ...waitSeconds(answeredContacts(channel, facts))),
    'Abandoned Count': (channel, facts) => missedContacts(channel, facts).length,
  }),
  contactCounts: table(requestedChannels, contactColumns),
  contactTimes: table(requestedChannels, {
    ...channelColumn,
    'Avg Handle Time (sec)': (channel, facts) => mean(answeredContacts(channel, facts).map(handleSeconds)),
    'Avg Response Time (sec)': (channel, facts) => mean(waitSeconds(answeredContacts(channel, facts))),
  }),
  contacts: table(({ contacts }: Facts) => contacts, {
    'Contact ID': ({ id }) => id,
    'Conversation ID': ({ conversation }) => conversation.id,
    'Customer ID': ({ conversation }) => conversation.customerId,
    Channel: ({ channel }) => channel,
    Direction: (contact) => (contact.isInbound ? 'INBOUND' : 'OUTBOUND'),
    'Started At': ({ startedAt }) => isoTime(startedAt),
    'Inbox ID': ({ conversation }) => conversation.inboxId,
    'Inbox Name': ({ conversation }, { store }) => store.inboxes.find(({ id }) => id === conversation.inboxId)?.name,
    'Agent ID': ({ agentId }) => agentId,
    'Response Time (sec)': ({ isInbound, startedAt, answeredAt }) =>
      isInbound && answeredAt ? secondsBetween(startedAt, answeredAt) : undefined,
  }),
  calls: table(() => ['Agent', 'Voicemail', 'Abandoned', 'Deflected to SMS', 'Closed hours message'], {
    'End State': (state) => state,
    'Calls Count': (state, facts) => calls(facts, state).length,
    'Calls %': (state, facts) => percent(calls(facts, state).length, calls(facts).length),
    'Avg Time in IVR (sec)': (state, facts) => mean(waitSeconds(calls(facts, state))),
  }),
  proactiveCalls: table(() => [demoCampaigns.voice], {
    'Campaign ID': (id) => id,
    'Calls Count': (_, { contacts }) => contacts.filter((one) => one.channel === 'voice' && !one.isInbound).length,
  }),
  missedContacts: table(requestedChannels, {
    ...channelColumn,
    'Missed Count': (channel, facts) => missedContacts(channel, facts).length,
    'Missed %': (channel, facts) =>
      percent(missedContacts(channel, facts).length, inboundContacts(channel, facts).length),
  }),
};
