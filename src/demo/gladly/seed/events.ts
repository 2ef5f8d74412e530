import { contactsOf } from '../contacts.js';
import { eventChannel } from '../event-types.js';
import { demoAgents, demoConversations, demoCustomers, demoItems, idOf } from '../ids.js';
import type { Communicator, Item } from '../model.js';
import type { Store } from '../store.js';
import { taskEvent } from '../tasks.js';
import { messageTypes } from '../timeline.js';
import { agent, chiara } from './conversation-seeds.js';

const hour = 3_600_000;

/** Events: the agents' shifts of two weeks, the timelines and tasks of the last 23 hours, Maya's payment request and merge. */
export function seedEvents(store: Store, now: number): void {
  const at = (hoursAgo: number) => new Date(now - hoursAgo * hour).toISOString();
  const isRecent = (time: string) => time >= at(23) && time <= at(0);
  const agentIds = Object.values(demoAgents).filter((id) => id !== demoAgents.apiUser);
  for (const [index, agentId] of agentIds.entries()) seedShifts(store, agentId, index * 0.05, at);
  const contactIds = new Map(contactsOf(store).flatMap(({ id, items }) => items.map((item) => [item.id, id])));
  for (const { id, customerId, createdAt, agentId, inboxId } of store.conversations.values()) {
    const content = { customerId, conversationId: id, context: { assignee: { inboxId, agentId } } };
    const by = { id: customerId, type: 'CUSTOMER' as const };
    if (isRecent(createdAt)) store.emit('CONVERSATION/CREATED', content, by, createdAt);
  }
  for (const item of store.items.values()) {
    if (isRecent(item.timestamp)) emitItemEvents(store, item, contactIds.get(item.id));
  }
  for (const task of store.tasks.values()) {
    if (isRecent(task.timestamp)) store.emit('TASK/CREATED', taskEvent(task), task.createdBy, task.timestamp);
  }
  const customerId = demoCustomers.maya;
  const requestedAt = store.items.get(demoItems.unsupported)?.timestamp ?? at(13);
  const payment = {
    customerId,
    conversationId: demoConversations.mayaOpen,
    contactId: demoItems.mayaCall,
    paymentRequestId: demoItems.unsupported,
    context: { currency: 'USD', monetaryUnit: 38_900 },
  };
  const viewedAt = new Date(Date.parse(requestedAt) + hour).toISOString();
  store.emit('PAYMENT_REQUEST/CREATED', payment, chiara, requestedAt);
  store.emit('PAYMENT_REQUEST/VIEWED', payment, { id: customerId, type: 'CUSTOMER' }, viewedAt);
  const merge = {
    sourceCustomerId: demoCustomers.mayaBeforeMerge,
    destinationCustomerId: customerId,
    sourceConversationId: idOf('conversation maya before the merge'),
    destinationConversationId: demoConversations.mayaOpen,
  };
  store.emit('CUSTOMER/MERGED', merge, agent(demoAgents.amy), at(3));
  store.emit('CUSTOMER_PROFILE/UPDATED', { customerId }, agent(demoAgents.amy), at(3));
}

/** Two shifts a day with a break each. Farah and George have gone home today, and Bilal is at lunch. */
function seedShifts(store: Store, agentId: string, hoursLater: number, at: (hoursAgo: number) => string): void {
  const emit = (type: string, hoursAgo: number, fields: object = {}) => {
    const occurredAt = at(hoursAgo - hoursLater);
    store.emit(type, { agentId, ...fields, occurredAt }, agent(agentId), occurredAt);
  };
  const lunch = { awayReason: { id: idOf('away lunch'), name: 'Lunch' } };
  for (let daysAgo = 13; daysAgo >= 0; daysAgo--) {
    const isOver = daysAgo > 0 || [demoAgents.farah, demoAgents.george].includes(agentId);
    for (const [start, end] of [[23.7, 11.3] as const, [8, isOver ? 0.6 : 0] as const]) {
      const hoursBefore = daysAgo * 24;
      emit('AGENT_STATUS/LOGGED_IN', hoursBefore + start);
      emit('AGENT_AVAILABILITY/UPDATED', hoursBefore + start - 0.1, { availableFor: ['MAIL'] });
      emit('AGENT_STATUS/WENT_AWAY', hoursBefore + start - 4, lunch);
      emit('AGENT_STATUS/RETURNED_FROM_AWAY', hoursBefore + start - 4.5);
      if (end > 0) emit('AGENT_STATUS/LOGGED_OUT', hoursBefore + end);
    }
  }
  if (agentId === demoAgents.bilal) emit('AGENT_STATUS/WENT_AWAY', 0.4, lunch);
}

/** The events that webhooks would have sent for a timeline item. */
function emitItemEvents(store: Store, item: Item, contactId: string | undefined): void {
  const { id, customerId, conversationId, content, initiator, timestamp } = item;
  const conversation = store.conversations.get(conversationId ?? '');
  if (!conversation) return;
  const { inboxId, agentId } = conversation;
  const sharedFields = { customerId, conversationId, context: { assignee: { inboxId, agentId } } };
  const by: Communicator = initiator ?? { id: customerId, type: 'CUSTOMER' };
  const emit = (type: string, fields: object) => store.emit(type, { ...sharedFields, ...fields }, by, timestamp);
  if (messageTypes.has(content.type)) {
    const contact = { contactId, channel: eventChannel(content.type), messageId: id };
    emit(by.type === 'CUSTOMER' ? 'CONTACT/MESSAGE_RECEIVED' : 'CONTACT/MESSAGE_SENT', contact);
  }
  if (content.type === 'CONVERSATION_NOTE') emit('CONVERSATION/NOTE_CREATED', { noteId: id });
  if (content.type === 'CONVERSATION_STATUS_CHANGE' && content.status === 'CLOSED') emit('CONVERSATION/CLOSED', {});
  if (content.type === 'TOPIC_CHANGE' && Array.isArray(content.addedTopicIds)) {
    for (const topicId of content.addedTopicIds) emit('CONVERSATION/TOPIC_ADDED', { topicId });
  }
}
