import { GLADLY_EMAIL } from '../auth.js';
import { demoAgents, demoCustomAttributes, demoInboxes, demoTeams, demoTopics } from '../ids.js';
import type { Store } from '../store.js';

const { amy, bilal, chiara, diego, elin, farah, george, apiUser } = demoAgents;

const agents: [id: string, name: string, emailAddress: string][] = [
  [amy, 'Amy Bergstrom', 'amy.bergstrom@nordlys.example'],
  [bilal, 'Bilal Haddad', 'bilal.haddad@nordlys.example'],
  [chiara, 'Chiara Conti', 'chiara.conti@nordlys.example'],
  [diego, 'Diego Fuentes', 'diego.fuentes@nordlys.example'],
  [elin, 'Elin Haugen', 'elin.haugen@nordlys.example'],
  [farah, 'Farah Nasser', 'farah.nasser@nordlys.example'],
  [george, "George O'Neill", 'george.oneill@nordlys.example'],
  [apiUser, 'Integrations', GLADLY_EMAIL],
];

const inboxes: [id: string, name: string, agentIds: string[], disabled?: true][] = [
  [demoInboxes.generalSupport, 'General Support', [amy, bilal, diego, elin, george, apiUser]],
  [demoInboxes.billing, 'Billing', [bilal, chiara, farah, apiUser]],
  [demoInboxes.retention, 'Retention', [chiara, george, apiUser]],
  [demoInboxes.returns, 'Returns & Shipping', [diego, elin, apiUser]],
  [demoInboxes.vip, 'VIP', [amy, farah, apiUser]],
  [demoInboxes.holiday, 'Holiday Overflow', [], true],
];

const teams: [id: string, name: string, description: string, agentIds: string[]][] = [
  [demoTeams.frontLine, 'Front Line', 'First answer on every channel', [amy, diego, elin, george]],
  [demoTeams.billing, 'Billing Specialists', 'Charges, refunds and invoices', [bilal, farah]],
  [demoTeams.retention, 'Retention', 'Customers who want to leave', [chiara, george]],
];

const topics: [id: string, name: string, parentId?: string | undefined, disabled?: true][] = [
  [demoTopics.billing, 'Billing'],
  [demoTopics.refund, 'Refund', demoTopics.billing],
  [demoTopics.shipping, 'Shipping'],
  [demoTopics.delayedOrder, 'Delayed Order', demoTopics.shipping],
  [demoTopics.damaged, 'Damaged Merchandise', demoTopics.shipping],
  [demoTopics.cancellation, 'Cancellation'],
  [demoTopics.product, 'Product Question'],
  [demoTopics.holiday, 'Holiday Campaign', undefined, true],
];

const attributes: [id: string, key: string, label: string, deactivated: boolean][] = [
  [demoCustomAttributes.orderId, 'ORDER_ID', 'Order ID', false],
  [demoCustomAttributes.carrier, 'CARRIER', 'Carrier', false],
  [demoCustomAttributes.coupon, 'COUPON', 'Coupon', true],
];

/** Agents, inboxes, teams, topics and freeform topics of the demo tenant. */
export function seedOrganization(store: Store, now: number): void {
  store.agents.push(...agents.map(([id, name, emailAddress]) => ({ id, name, emailAddress })));
  for (const [id, name, agentIds, disabled = false] of inboxes) {
    store.inboxes.push({ id, name, disabled });
    store.inboxAgents.set(id, agentIds);
  }
  store.teams.push(...teams.map(([id, name, description, agentIds]) => ({ id, name, description, agentIds })));
  for (const [id, name, parentId, disabled = false] of topics) {
    store.topics.set(id, { id, name, disabled, ...(parentId && { parentId }) });
  }
  const createdAt = new Date(now - 500 * 86_400_000).toISOString();
  for (const [id, key, label, deactivated] of attributes) {
    store.customAttributes.set(id, { id, key, label, deactivated, createdAt, createdBy: amy });
  }
}
