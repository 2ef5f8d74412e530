import { demoAgents, demoCustomers, demoInboxes, demoTasks, idOf } from '../ids.js';
import type { Assignee } from '../model.js';
import type { Store } from '../store.js';
import { amy, bilal } from './conversation-seeds.js';

/** Tasks of Maya and the test customer, and one for each task item on a timeline. */
export function seedTasks(store: Store, now: number): void {
  const daysFromNow = (days: number) => new Date(now + days * 86_400_000).toISOString();
  const { maya } = demoCustomers;
  const { billing, generalSupport } = demoInboxes;
  const refundBody = 'Refund the second charge of $389 for NO-48213';
  const put = (id: string, customerId: string, assignee: Assignee, body: string, timestamp: string, dueAt: string) => {
    const status = dueAt < daysFromNow(0) ? 'CLOSED' : 'OPEN';
    store.tasks.set(id, { id, customerId, timestamp, createdBy: amy, assignee, body, dueAt, status });
  };
  const assignee = { inboxId: billing, agentId: bilal.id };
  put(demoTasks.maya, maya, assignee, refundBody, daysFromNow(-0.5), daysFromNow(1));
  put(
    demoTasks.test,
    demoCustomers.test,
    { inboxId: generalSupport },
    'Check the test customer',
    daysFromNow(-6),
    daysFromNow(3),
  );
  const cancelBody = 'Cancel the gear subscription';
  put(
    demoTasks.closed,
    maya,
    { inboxId: billing, agentId: demoAgents.farah },
    cancelBody,
    daysFromNow(-40),
    daysFromNow(-38),
  );
  // A task has the id of its item on the timeline.
  for (const { id, customerId, timestamp, content } of store.items.values()) {
    if (content.type === 'TASK') put(id, customerId, assignee, String(content.body), timestamp, String(content.dueAt));
  }
  const comment = { agentId: bilal.id, comment: 'Waiting for the payment provider.', taskId: demoTasks.maya };
  const id = idOf('comment maya');
  store.comments.set(id, { id, ...comment, createdAt: daysFromNow(-0.3) });
}
