import { seededRandom } from '../../random.js';
import { companyNumber } from '../communications.js';
import {
  demoAgents,
  demoConversations,
  demoCustomers,
  demoInboxes,
  demoItems,
  demoSessions,
  demoTasks,
  demoTopics,
  idOf,
} from '../ids.js';
import type { Assignee } from '../model.js';
import type { Store } from '../store.js';
import { addConversation, agent, amy, bilal, type ConversationSeed, chat, email } from './conversation-seeds.js';
import { everydayEmail, everydayId, everydayNames, onThePhone, testEmail } from './customers.js';

/** What everyday conversations are about. */
const cases: [topicId: string, inboxId: string, agentId: string, question: string, answer: string][] = [
  [demoTopics.shipping, demoInboxes.returns, demoAgents.diego, 'Where is my parcel?', 'It arrives tomorrow.'],
  [demoTopics.refund, demoInboxes.billing, demoAgents.farah, 'When do I get my refund?', 'Within five working days.'],
  [demoTopics.product, demoInboxes.generalSupport, demoAgents.elin, 'Is the tent waterproof?', 'Yes, 4,000 mm.'],
  [demoTopics.damaged, demoInboxes.returns, demoAgents.elin, 'A pole is broken.', 'I send a new one today.'],
  [demoTopics.cancellation, demoInboxes.retention, demoAgents.george, 'Please cancel my order.', 'Done.'],
  [demoTopics.billing, demoInboxes.billing, demoAgents.bilal, 'What is this charge of $4?', 'The gift wrapping.'],
];

/** Short conversations of everyday customers over the last 90 days, about every fifth still waiting. */
export function seedEveryday(store: Store, now: number): void {
  const random = seededRandom(404);
  everydayNames.forEach((name, person) => {
    const count = 1 + Math.floor(random() * 4);
    for (let index = 0; index < count; index++) {
      const [topicId, inboxId, agentId, question, answer] = cases[(person + index) % cases.length] ?? cases[0] ?? [];
      if (!topicId || !inboxId || !agentId || !question || !answer) continue;
      const last = index === count - 1;
      const status = last && person % 5 === 0 ? 'WAITING' : 'CLOSED';
      const id = idOf(`conversation ${name} ${index}`);
      const daysAgo = last ? 2 + random() * 20 : 30 + (count - index) * 12 + random() * 10;
      const customerId = everydayId(name);
      const seed: ConversationSeed = { id, customerId, inboxId, agentId, topicIds: [topicId], status, daysAgo };
      const address = everydayEmail(name);
      const byMail = random() < 0.5;
      addConversation(store, now, seed, [
        [0, 'customer', byMail ? email(address, question, question) : chat(id, question)],
        [12, agent(agentId), byMail ? email(address, `Re: ${question}`, answer, true) : chat(id, answer)],
      ]);
    }
  });
  const [, , jonas] = demoCustomers.chain;
  const session = { type: 'CHAT_MESSAGE', messageType: 'TEXT', sessionId: demoSessions.active };
  const bot = { id: 'order-bot', type: 'AUTOMATION' } as const;
  addConversation(
    store,
    now,
    {
      id: demoConversations.jonas,
      customerId: jonas,
      inboxId: demoInboxes.generalSupport,
      topicIds: [demoTopics.shipping],
      status: 'OPEN',
      daysAgo: 50 / 1440,
    },
    [
      [0, 'customer', { ...session, content: 'Where is my tent?' }],
      [1, bot, { ...session, content: 'Let me look. What is the order number?' }],
      [2, 'customer', { ...session, content: 'NO-51177' }],
    ],
  );
  const chiara = demoAgents.chiara;
  const billing = { inboxId: demoInboxes.billing, agentId: chiara, topicIds: [demoTopics.billing] };
  const customerId = everydayId(onThePhone);
  const startedAt = new Date(now - 180_000).toISOString();
  addConversation(
    store,
    now,
    { ...billing, id: idOf('conversation live call'), customerId, status: 'OPEN', daysAgo: 3 / 1440 },
    [
      [
        0,
        'customer',
        { type: 'PHONE_CALL', from: '+15550131002', to: companyNumber, startedAt, answeredAt: startedAt },
        demoItems.liveCall,
      ],
    ],
  );
  addConversation(
    store,
    now,
    {
      id: demoConversations.test,
      customerId: demoCustomers.test,
      inboxId: demoInboxes.generalSupport,
      agentId: demoAgents.amy,
      topicIds: [demoTopics.product],
      status: 'OPEN',
      daysAgo: 6,
    },
    [
      [0, 'customer', email(testEmail, 'Test', 'This is a test conversation.')],
      [30, amy, email(testEmail, 'Re: Test', 'This is a test answer.', true)],
    ],
  );
}

/** Tasks of the customers of the tour. */
export function seedTasks(store: Store, now: number): void {
  const time = (days: number) => new Date(now + days * 86_400_000).toISOString();
  const { maya, test, closed } = demoTasks;
  const { mergedInto } = demoCustomers;
  const { billing, generalSupport } = demoInboxes;
  const refund = 'Refund the second charge of $389 for NO-48213';
  const put = (id: string, customerId: string, assignee: Assignee, body: string, timestamp: string, dueAt: string) => {
    const status = dueAt < time(0) ? 'CLOSED' : 'OPEN';
    store.tasks.set(id, { id, customerId, timestamp, createdBy: amy, assignee, body, dueAt, status });
  };
  put(maya, mergedInto, { inboxId: billing, agentId: bilal.id }, refund, time(-0.5), time(1));
  put(test, demoCustomers.test, { inboxId: generalSupport }, 'Check the test customer', time(-6), time(3));
  const cancel = 'Cancel the gear subscription';
  put(closed, mergedInto, { inboxId: billing, agentId: demoAgents.farah }, cancel, time(-40), time(-38));
  // A task has the id of its item on the timeline.
  for (const { id, customerId, timestamp, content } of store.items.values()) {
    const assignee = { inboxId: billing, agentId: bilal.id };
    if (content.type === 'TASK') put(id, customerId, assignee, String(content.body), timestamp, time(-19));
  }
  const comment = { agentId: bilal.id, comment: 'Waiting for the payment provider.', taskId: demoTasks.maya };
  const id = idOf('comment maya');
  store.comments.set(id, { id, ...comment, createdAt: time(-0.3) });
}
