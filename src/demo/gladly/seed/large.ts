import { demoAgents, demoConversations, demoCustomers, demoInboxes, demoTasks, demoTopics, idOf } from '../ids.js';
import type { Store } from '../store.js';
import { addConversation, agent, amy, chat, email, type ItemSeed } from './conversation-seeds.js';
import { harborviewEmail } from './customers.js';

/** More than the caps of 100 conversations, 1,000 items, 2,000 tasks and 1,000 comments. */
const sizes = { conversations: 112, items: 1040, tasks: 2004, comments: 1003 };

/** A customer with more of everything than the lists show. */
export function seedLarge(store: Store, now: number): void {
  const customerId = demoCustomers.large;
  const seed = { customerId, inboxId: demoInboxes.vip, agentId: demoAgents.amy };
  for (let index = 0; index < sizes.conversations; index++) {
    const topicIds = [index % 3 === 0 ? demoTopics.billing : demoTopics.shipping];
    const id = idOf(`conversation harborview ${index}`);
    const items = index === 0 ? longChat() : [invoice(index)];
    const daysAgo = 830 - index * 7;
    addConversation(store, now, { ...seed, status: 'CLOSED', id, topicIds, daysAgo, closedAfterMinutes: 1500 }, items);
  }
  addConversation(
    store,
    now,
    { ...seed, status: 'OPEN', id: demoConversations.largeOpen, topicIds: [demoTopics.shipping], daysAgo: 4 },
    [
      [0, 'customer', email(harborviewEmail, 'Towels', 'When will the 400 towels arrive?')],
      [60, amy, email(harborviewEmail, 'Re: Towels', 'On Thursday.', true)],
    ],
  );
  const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  for (let index = 0; index < sizes.tasks; index++) {
    const id = index === 0 ? demoTasks.large : idOf(`task harborview ${index}`);
    store.tasks.set(id, {
      id,
      customerId,
      // The task with the comments is the newest.
      timestamp: minutesAgo(2880 + index * 300),
      createdBy: agent(demoAgents.farah),
      assignee: { inboxId: demoInboxes.vip, agentId: demoAgents.farah },
      body: index === 0 ? 'Prepare the yearly settlement' : `Send invoice ${9000 - index}`,
      dueAt: index === 0 ? minutesAgo(-20_000) : minutesAgo(index * 300),
      status: index < 3 ? 'OPEN' : 'CLOSED',
    });
  }
  for (let index = 0; index < sizes.comments; index++) {
    const id = idOf(`comment harborview ${index}`);
    const comment = `Position ${index + 1} checked`;
    store.comments.set(id, {
      id,
      agentId: demoAgents.farah,
      comment,
      taskId: demoTasks.large,
      createdAt: minutesAgo(2800 - index),
    });
  }
}

function invoice(index: number): ItemSeed {
  return [0, 'customer', email(harborviewEmail, `Invoice ${index}`, `Invoice ${index} has a wrong delivery date.`)];
}

function longChat(): ItemSeed[] {
  return Array.from({ length: sizes.items }, (_, index): ItemSeed => {
    const text = index % 2 === 0 ? `Room ${index / 2 + 1} needs two blankets.` : 'Noted.';
    return [index, index % 2 === 0 ? 'customer' : amy, chat('harborview', text)];
  });
}
