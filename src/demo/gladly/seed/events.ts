import { seededRandom } from '../../random.js';
import {
  demoAgents,
  demoConversations,
  demoCustomers,
  demoInboxes,
  demoItems,
  demoTasks,
  demoTopics,
  idOf,
} from '../ids.js';
import type { Store } from '../store.js';
import { agent, chiara } from './story.js';

const hour = 3_600_000;
const hoursSeeded = 23;

/** The last 23 hours: agents coming and going, contacts, a payment request and Maya's merge. */
export function seedEvents(store: Store, now: number): void {
  const random = seededRandom(91);
  const at = (hoursAgo: number) => new Date(now - hoursAgo * hour).toISOString();
  const agentIds = Object.values(demoAgents).slice(0, 7);
  for (let hoursAgo = hoursSeeded; hoursAgo > 0; hoursAgo--) {
    const agentId = agentIds[Math.floor(random() * agentIds.length)] ?? demoAgents.amy;
    const occurredAt = at(hoursAgo);
    const by = agent(agentId);
    const step = hoursAgo % 4;
    if (step === 3) store.emit('AGENT_STATUS/LOGGED_IN', { agentId, occurredAt }, by, occurredAt);
    if (step === 2)
      store.emit('AGENT_AVAILABILITY/UPDATED', { agentId, availableFor: ['MAIL'], occurredAt }, by, occurredAt);
    if (step === 1) {
      const awayReason = { id: idOf('away lunch'), name: 'Lunch' };
      store.emit('AGENT_STATUS/WENT_AWAY', { agentId, awayReason, occurredAt }, by, occurredAt);
    }
    if (step === 0) store.emit('AGENT_STATUS/LOGGED_OUT', { agentId, occurredAt }, by, occurredAt);
  }
  const customerId = demoCustomers.mergedInto;
  const customer = { id: customerId, type: 'CUSTOMER' as const };
  const assignee = { inboxId: demoInboxes.billing, agentId: demoAgents.chiara };
  const base = { customerId, conversationId: demoConversations.mayaOpen };
  const contact = { ...base, contactId: idOf('contact maya'), channel: 'CHAT', context: { assignee } };
  const payment = { ...base, contactId: idOf('contact maya'), paymentRequestId: demoItems.unsupported };
  const context = { currency: 'USD', monetaryUnit: 38_900 };
  const task = { customerId, taskId: demoTasks.maya, context: { assignee, createdAt: at(12) } };
  const merge = {
    sourceCustomerId: demoCustomers.merged,
    destinationCustomerId: customerId,
    sourceConversationId: idOf('conversation maya before the merge'),
    destinationConversationId: demoConversations.mayaOpen,
  };
  store.emit(
    'CONVERSATION/TOPIC_ADDED',
    { ...base, topicId: demoTopics.delayedOrder, context: { assignee } },
    chiara,
    at(13),
  );
  store.emit('CONVERSATION/NOTE_CREATED', { ...base, noteId: demoItems.mayaNote }, chiara, at(13));
  store.emit('TASK/CREATED', task, agent(demoAgents.amy), at(12));
  store.emit('PAYMENT_REQUEST/CREATED', { ...payment, context }, chiara, at(11));
  store.emit('PAYMENT_REQUEST/VIEWED', { ...payment, context }, customer, at(10));
  store.emit('CUSTOMER/MERGED', merge, agent(demoAgents.amy), at(3));
  store.emit('CUSTOMER_PROFILE/UPDATED', { customerId }, agent(demoAgents.amy), at(3));
  store.emit('CONTACT/STARTED', contact, customer, at(1.8));
  store.emit('CONTACT/MESSAGE_RECEIVED', { ...contact, messageId: demoItems.mayaChat }, customer, at(1.8));
}
