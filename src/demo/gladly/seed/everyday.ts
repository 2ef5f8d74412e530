import { seededRandom } from '../../random.js';
import { bot } from '../automation.js';
import { companyNumber } from '../communications.js';
import {
  demoAgents,
  demoConversations,
  demoCustomers,
  demoInboxes,
  demoItems,
  demoSessions,
  demoTopics,
  idOf,
} from '../ids.js';
import type { Store } from '../store.js';
import { addConversation, agent, amy, type ConversationSeed, chat, email } from './conversation-seeds.js';
import { callerName, everydayEmail, everydayId, everydayNames, testEmail } from './customers.js';

/** What everyday conversations are about. */
const cases: [topicId: string, inboxId: string, agentId: string, question: string, answer: string][] = [
  [demoTopics.shipping, demoInboxes.returns, demoAgents.diego, 'Where is my parcel?', 'It arrives tomorrow.'],
  [demoTopics.refund, demoInboxes.billing, demoAgents.farah, 'When do I get my refund?', 'Within five working days.'],
  [demoTopics.product, demoInboxes.generalSupport, demoAgents.elin, 'Is the tent waterproof?', 'Yes, 4,000 mm.'],
  [demoTopics.damaged, demoInboxes.returns, demoAgents.elin, 'A pole is broken.', 'I send a new one today.'],
  [demoTopics.cancellation, demoInboxes.retention, demoAgents.george, 'Please cancel my order.', 'Done.'],
  [demoTopics.billing, demoInboxes.billing, demoAgents.bilal, 'What is this charge of $4?', 'The gift wrapping.'],
];

/**
 * Short conversations of everyday customers over the last 90 days, all closed but the last one of every fifth customer;
 * Jonas's chat with the bot, a phone call that is going on, and the conversation of the test customer.
 */
export function seedEveryday(store: Store, now: number): void {
  const random = seededRandom(404);
  everydayNames.forEach((name, customerIndex) => {
    const conversationCount = 1 + Math.floor(random() * 4);
    for (let index = 0; index < conversationCount; index++) {
      const conversationCase = cases[(customerIndex + index) % cases.length];
      if (!conversationCase) continue;
      const [topicId, inboxId, agentId, question, answer] = conversationCase;
      const isLast = index === conversationCount - 1;
      const status = isLast && customerIndex % 5 === 0 ? 'WAITING' : 'CLOSED';
      const id = idOf(`conversation ${name} ${index}`);
      const daysAgo = isLast ? 2 + random() * 20 : 30 + (conversationCount - index) * 12 + random() * 10;
      const customerId = everydayId(name);
      const seed: ConversationSeed = { id, customerId, inboxId, agentId, topicIds: [topicId], status, daysAgo };
      const address = everydayEmail(name);
      const isEmail = random() < 0.5;
      addConversation(store, now, seed, [
        [0, 'customer', isEmail ? email(address, question, question) : chat(id, question)],
        [12, agent(agentId), isEmail ? email(address, `Re: ${question}`, answer, true) : chat(id, answer)],
      ]);
    }
  });
  const [, , jonas] = demoCustomers.chain;
  const botChat = { type: 'CHAT_MESSAGE', messageType: 'TEXT', sessionId: demoSessions.active };
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
      [0, 'customer', { ...botChat, content: 'Where is my tent?' }],
      [1, bot, { ...botChat, content: 'Let me look. What is the order number?' }],
      [2, 'customer', { ...botChat, content: 'NO-51177' }],
    ],
  );
  const chiara = demoAgents.chiara;
  const billing = { inboxId: demoInboxes.billing, agentId: chiara, topicIds: [demoTopics.billing] };
  const customerId = everydayId(callerName);
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
