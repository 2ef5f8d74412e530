import { channelColumn, requestedChannels, startedOn } from './contact-reports.js';
import type { Contact } from './contacts.js';
import type { Conversation } from './model.js';
import type { Facts } from './report-facts.js';
import { type CellValue, percent, secondsBetween, table } from './report-table.js';
import { messageTypes } from './timeline.js';

export const closings = ({ items }: Facts) =>
  items.filter(({ content }) => content.type === 'CONVERSATION_STATUS_CHANGE' && content.status === 'CLOSED');
/** The changes of status from CLOSED to OPEN. */
const reopenings = ({ items, itemsOf }: Facts) =>
  items.filter(({ content, conversation, timestamp }) => {
    const changes = itemsOf(conversation.id).filter((one) => one.content.type === 'CONVERSATION_STATUS_CHANGE');
    const previousChange = changes.filter((one) => one.timestamp < timestamp).at(-1);
    return (
      content.type === 'CONVERSATION_STATUS_CHANGE' &&
      content.status === 'OPEN' &&
      previousChange?.content.status === 'CLOSED'
    );
  });

export const paymentRequests = ({ items }: Facts) => items.filter(({ content }) => content.type === 'PAYMENT_REQUEST');
const isBot = (type: string | undefined) => type === 'AUTOMATION' || type === 'SYSTEM';
const hasBot = ({ items }: Contact) => items.some(({ initiator }) => isBot(initiator?.type));
const hasAgent = ({ items }: Contact) => items.some(({ initiator }) => initiator?.type === 'AGENT');
const automatedConversations = ({ conversations, contactsIn }: Facts) =>
  conversations.filter(({ id }) => contactsIn(id).some(hasBot));
const messagesOf = ({ id }: Conversation, { itemsOf }: Facts) =>
  itemsOf(id).filter(({ content }) => messageTypes.has(content.type));
const contentTypesOf = (one: Conversation, facts: Facts) => [
  ...new Set(messagesOf(one, facts).map(({ content }) => content.type)),
];
const messageCount = (one: Conversation, facts: Facts, fromCustomer: boolean) =>
  messagesOf(one, facts).filter(({ initiator }) => (initiator?.type === 'CUSTOMER') === fromCustomer).length;

const conversationColumns: Record<string, (one: Conversation, facts: Facts) => CellValue> = {
  'Conversation ID': ({ id }) => id,
  'Customer ID': ({ customerId }) => customerId,
  'Created At': ({ createdAt }) => createdAt,
  'Closed At': ({ closedAt }) => closedAt,
  Status: ({ status }) => status,
  'Inbox ID - Current': ({ inboxId }) => inboxId,
  'Inbox Name - Current': ({ inboxId }, { store }) => store.inboxes.find(({ id }) => id === inboxId)?.name,
  'Assigned Agent ID - Current': ({ agentId }) => agentId,
  'Assigned Agent Name - Current': ({ agentId }, { store }) => store.agents.find(({ id }) => id === agentId)?.name,
  Topics: ({ topicIds }, { store }) => topicIds.map((id) => store.topics.get(id)?.name ?? id).join('; '),
  Channels: (one, facts) => contentTypesOf(one, facts).join('; '),
  'First Channel': (one, facts) => contentTypesOf(one, facts)[0],
  'Items Count': ({ id }, { itemsOf }) => itemsOf(id).length,
  'Inbound Messages Count': (one, facts) => messageCount(one, facts, true),
  'Outbound Messages Count': (one, facts) => messageCount(one, facts, false),
  'Time to Close (sec)': ({ createdAt, closedAt }) =>
    closedAt && secondsBetween(Date.parse(createdAt), Date.parse(closedAt)),
};

const eventColumns: Record<string, (item: Facts['items'][number]) => CellValue> = {
  'Conversation ID': ({ conversationId }) => conversationId,
  'Customer ID': ({ customerId }) => customerId,
  Event: ({ content }) => content.type,
  Timestamp: ({ timestamp }) => timestamp,
  'Initiator ID': ({ initiator }) => initiator?.id,
  'Initiator Type': ({ initiator }) => initiator?.type,
};

const conversationsAbout = (topicId: string, conversations: Conversation[]) =>
  conversations.filter(({ topicIds }) => topicIds.includes(topicId));

export const conversationTables = {
  conversations: table(({ conversations }: Facts) => conversations, conversationColumns),
  automatedConversations: table(automatedConversations, conversationColumns),
  conversationEvents: table(({ items }: Facts) => items, eventColumns),
  automatedEvents: table(
    (facts: Facts) =>
      automatedConversations(facts).flatMap((conversation) =>
        facts.itemsOf(conversation.id).map((item) => ({ ...item, conversation })),
      ),
    eventColumns,
  ),
  conversationSummary: table(requestedChannels, {
    ...channelColumn,
    'Created Count': (channel, facts) => facts.conversations.filter((one) => startedOn(channel, one, facts)).length,
    'Closed Count': (channel, facts) =>
      closings(facts).filter(({ conversation }) => startedOn(channel, conversation, facts)).length,
    'Reopened Count': (channel, facts) =>
      reopenings(facts).filter(({ conversation }) => startedOn(channel, conversation, facts)).length,
  }),
  payments: table(requestedChannels, {
    ...channelColumn,
    'Requests Count': (channel, facts) =>
      paymentRequests(facts).filter(({ conversation }) => startedOn(channel, conversation, facts)).length,
    'Completed Count': () => 0,
    'Completed Amount': () => 0,
  }),
  topics: table(({ store }: Facts) => store.topics.values(), {
    'Topic ID': ({ id }) => id,
    'Topic Name': ({ name }) => name,
    'Parent Topic ID': ({ parentId }) => parentId,
    'Conversations Count': ({ id }, { conversations }) => conversationsAbout(id, conversations).length,
    'Share %': ({ id }, { conversations }) =>
      percent(conversationsAbout(id, conversations).length, conversations.length),
  }),
  threads: table(() => ['Order status'], {
    Thread: (name) => name,
    'Started Count': (_, { contacts }) => contacts.filter(hasBot).length,
    'Completed Count': (_, { contacts }) =>
      contacts.filter((one) => hasBot(one) && !hasAgent(one) && one.conversation.status === 'CLOSED').length,
    'Handed Off %': (_, { contacts }) => {
      const automatedContacts = contacts.filter(hasBot);
      return percent(automatedContacts.filter(hasAgent).length, automatedContacts.length);
    },
  }),
};
