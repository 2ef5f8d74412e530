import { newId } from './ids.js';
import type { Conversation, Item } from './model.js';
import { apiUser, type Store } from './store.js';

/** Content types that are messages between the customer and the organization. */
export const messageTypes = new Set([
  'CHAT_MESSAGE',
  'EMAIL',
  'SMS',
  'FACEBOOK_MESSAGE',
  'INSTAGRAM_DIRECT',
  'WHATSAPP',
  'TWITTER',
  // The two types of custom-channel messages.
  'TEXT',
  'FILES',
]);

type NewItem = Omit<Item, 'id' | 'timestamp'> & { id?: string | undefined; timestamp?: string | undefined };

/** Puts an item on a customer's timeline. The initiator defaults to the API user, the time to now. */
export function addItem(store: Store, item: NewItem): Item {
  const id = item.id ?? newId();
  const storedItem: Item = {
    ...item,
    id,
    timestamp: item.timestamp ?? new Date().toISOString(),
    initiator: item.initiator ?? apiUser,
  };
  store.items.set(id, storedItem);
  return storedItem;
}

/** Items of one conversation, oldest first. */
export function itemsOf(store: Store, conversationId: string): Item[] {
  return [...store.items.values()]
    .filter((item) => item.conversationId === conversationId)
    .sort((a, b) => a.timestamp.localeCompare(b.timestamp));
}

/** The customer's oldest conversation that is not closed. */
export function currentConversation(store: Store, customerId: string): Conversation | undefined {
  return store.conversationsOf(customerId).find(({ status }) => status !== 'CLOSED');
}

/** The customer's current conversation, or a new one in the inbox when there is none. */
export function currentOrNewConversation(store: Store, customerId: string, inboxId: string): Conversation {
  const current = currentConversation(store, customerId);
  if (current) return current;
  const conversation: Conversation = {
    id: newId(),
    customerId,
    createdAt: new Date().toISOString(),
    inboxId,
    topicIds: [],
    customAttributes: [],
    status: 'OPEN',
  };
  store.conversations.set(conversation.id, conversation);
  store.emit('CONVERSATION/CREATED', conversationEvent(conversation));
  return conversation;
}

/** Fields of an event about a conversation: its customer, its id and its assignee. */
export function conversationEvent(conversation: Conversation): Record<string, unknown> {
  const { id, customerId, inboxId, agentId } = conversation;
  return { customerId, conversationId: id, context: { assignee: { inboxId, ...(agentId && { agentId }) } } };
}

/** True when the last message of the conversation came from the customer. */
export function customerIsWaiting(store: Store, conversation: Conversation): boolean {
  const messages = itemsOf(store, conversation.id).filter(({ content }) => messageTypes.has(content.type));
  return messages.at(-1)?.initiator?.type === 'CUSTOMER';
}

/** Sets the status of a conversation and puts the change on the timeline; emits an event when it closes or reopens. */
export function changeStatus(
  store: Store,
  conversation: Conversation,
  status: 'OPEN' | 'CLOSED',
  initiator = apiUser,
): void {
  if (conversation.status === status) return;
  const wasClosed = conversation.status === 'CLOSED';
  conversation.status = status;
  conversation.closedAt = status === 'CLOSED' ? new Date().toISOString() : undefined;
  const { id, customerId } = conversation;
  addItem(store, {
    customerId,
    conversationId: id,
    initiator,
    content: { type: 'CONVERSATION_STATUS_CHANGE', status },
  });
  if (status === 'CLOSED') store.emit('CONVERSATION/CLOSED', conversationEvent(conversation), initiator);
  else if (wasClosed) store.emit('CONVERSATION/REOPENED', conversationEvent(conversation), initiator);
}
