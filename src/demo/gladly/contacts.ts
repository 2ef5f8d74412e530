import type { Conversation, Item } from './model.js';
import type { Store } from './store.js';

/** What the reports count: a call, a chat session, or a message and its answer. Times in milliseconds since 1970. */
export interface Contact {
  id: string;
  conversation: Conversation;
  channel: string;
  isInbound: boolean;
  items: Item[];
  startedAt: number;
  /** When somebody answered, undefined when nobody did; for an outbound message when it was sent. */
  answeredAt?: number;
  endedAt: number;
  agentId?: string | undefined;
}

/** The channel of each message and call type, named as in the reports' filter; that has no name for custom channels. */
const channelByType: Record<string, string> = {
  CHAT_MESSAGE: 'chat',
  EMAIL: 'email',
  FACEBOOK_MESSAGE: 'fbMessenger',
  SMS: 'sms',
  TWITTER: 'twitter',
  PHONE_CALL: 'voice',
  VOICEMAIL: 'voice',
  WHATSAPP: 'whatsapp',
  INSTAGRAM_DIRECT: 'instagramDirect',
  TEXT: 'customChannel',
  FILES: 'customChannel',
};

export const channels = [...new Set(Object.values(channelByType))];

/** Seconds within which a contact should be answered, by channel; no operation tells what an organization has set. */
const slaSeconds: Record<string, number> = { voice: 60, email: 14_400 };
const defaultSlaSeconds = 900;

export function isWithinSla({ channel, startedAt, answeredAt }: Contact): boolean {
  return answeredAt !== undefined && answeredAt - startedAt <= (slaSeconds[channel] ?? defaultSlaSeconds) * 1000;
}

/** Whether the contact stays unanswered: a call that nobody took, or a message whose conversation is closed. */
export function isMissed({ isInbound, answeredAt, channel, conversation }: Contact): boolean {
  return isInbound && answeredAt === undefined && (channel === 'voice' || conversation.status === 'CLOSED');
}

/** When the agent accepted the contact: a call when it was answered, a message at most five minutes before its answer. */
export function acceptedAt({ channel, startedAt, answeredAt }: Contact): number | undefined {
  if (answeredAt === undefined || channel === 'voice') return answeredAt;
  return Math.max(startedAt, answeredAt - 300_000);
}

/** Seconds that the agent was busy with the contact. */
export function handleSeconds(contact: Contact): number {
  return Math.round((contact.endedAt - (acceptedAt(contact) ?? contact.endedAt)) / 1000);
}

/** All items by conversation id, oldest first; under '' those outside any conversation. */
export function itemsByConversation({ items }: Store): Map<string, Item[]> {
  const groupedItems = new Map<string, Item[]>();
  for (const item of [...items.values()].sort((a, b) => a.timestamp.localeCompare(b.timestamp))) {
    const conversationItems = groupedItems.get(item.conversationId ?? '');
    if (conversationItems) conversationItems.push(item);
    else groupedItems.set(item.conversationId ?? '', [item]);
  }
  return groupedItems;
}

/** All contacts, from the timelines. */
export function contactsOf(store: Store): Contact[] {
  return [...itemsByConversation(store)].flatMap(([id, items]) => {
    const conversation = store.conversations.get(id);
    return conversation ? contactsFromItems(conversation, items) : [];
  });
}

function contactsFromItems(conversation: Conversation, items: Item[]): Contact[] {
  const contacts: Contact[] = [];
  for (const item of items) {
    const { sessionId, initiator, content } = item;
    const channel = channelByType[content.type];
    if (channel === undefined) continue;
    const time = Date.parse(item.timestamp);
    const isInbound = initiator?.type === 'CUSTOMER';
    // A session is one contact; outside sessions an answer belongs to all unanswered messages of its channel.
    const continuedContacts = contacts.filter((one) => {
      return sessionId === undefined
        ? !isInbound && one.channel === channel && one.answeredAt === undefined && one.isInbound
        : one.id === sessionId;
    });
    for (const contact of continuedContacts) {
      contact.items.push(item);
      contact.endedAt = time;
      if (isInbound || contact.answeredAt !== undefined) continue;
      contact.answeredAt = time;
      contact.agentId = initiator?.type === 'AGENT' ? initiator.id : conversation.agentId;
    }
    if (continuedContacts.length > 0) continue;
    const contact: Contact = {
      id: sessionId ?? item.id,
      conversation,
      channel,
      isInbound,
      items: [item],
      startedAt: time,
      endedAt: time,
      agentId: isInbound ? undefined : initiator?.id,
    };
    if (!isInbound) contact.answeredAt = time;
    if (content.type === 'PHONE_CALL' && typeof content.answeredAt === 'string') {
      contact.answeredAt = Date.parse(content.answeredAt);
      contact.endedAt = typeof content.completedAt === 'string' ? Date.parse(content.completedAt) : Date.now();
      contact.agentId = conversation.agentId;
    }
    contacts.push(contact);
  }
  return contacts;
}
