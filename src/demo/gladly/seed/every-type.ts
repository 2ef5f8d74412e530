import { attachmentOf } from '../attachments.js';
import { companyNumber } from '../communications.js';
import {
  demoAgents,
  demoConversations,
  demoCustomChannel,
  demoCustomers,
  demoInboxes,
  demoItems,
  demoTopics,
  idOf,
} from '../ids.js';
import type { Store } from '../store.js';
import {
  addConversation,
  amy,
  bilal,
  call,
  chat,
  email,
  type ItemSeed,
  sidekick,
  sms,
  transcribe,
  voicemail,
} from './conversation-seeds.js';
import { mayaEmail, tourPhone } from './customers.js';

const day = 86_400_000;

/** One long complaint in which Maya tried every channel: an item of every content type of the API. */
export function seedEveryType(store: Store, now: number): void {
  const customerId = demoCustomers.maya;
  const daysAgo = 21;
  const start = now - daysAgo * day;
  const at = (minutes: number) => start + minutes * 60_000;
  const file = (name: string, type: string) => attachmentOf(idOf(`attachment ${name}`), name, type);
  const itemId = (name: string) => idOf(`item every type ${name}`);
  const options = [
    { id: 'refund', label: 'Refund to my card' },
    { id: 'voucher', label: 'Voucher of $150' },
  ];
  const session = { sessionId: idOf('session every type') };
  const customChannel = {
    customChannelId: demoCustomChannel,
    companyAddress: 'nordlys-app',
    customerAddress: 'maya-app-user',
    sessionId: idOf('session custom channel'),
  };
  const quickReplyRequest = { type: 'CHAT_MESSAGE', messageType: 'QUICK_REPLY_REQUEST', ...session };
  const quickReplyResponse = { type: 'CHAT_MESSAGE', messageType: 'QUICK_REPLY_RESPONSE', ...session };
  const items: ItemSeed[] = [
    [0, 'customer', chat('every type', 'I was billed for the return label although returns are free!')],
    [1, sidekick, chat('every type', 'I can help with billing. Which order is it about?')],
    [2, amy, { ...quickReplyRequest, content: 'What would you prefer?', messageData: { options } }, itemId('request')],
    [
      3,
      'customer',
      {
        ...quickReplyResponse,
        content: 'Refund to my card',
        messageData: {
          quickReplyRequest: { options },
          selectedOptionId: 'refund',
          requestMessageId: itemId('request'),
        },
      },
    ],
    [
      10,
      'customer',
      {
        ...email(mayaEmail, 'Bill for a free return', 'See the photo of the label fee: $9.90.'),
        attachments: [file('label-fee.png', 'image/png')],
      },
    ],
    [
      40,
      bilal,
      {
        ...email(mayaEmail, 'Re: Bill', 'Attached is the credit note.', true),
        attachments: [file('credit-note.pdf', 'application/pdf')],
      },
    ],
    [60, 'customer', sms(tourPhone, 'The credit note has the wrong amount. Again.')],
    [
      61,
      'customer',
      { type: 'FACEBOOK_MESSAGE', pageId: 'nordlysoutdoor', userId: '100071', content: 'Nobody answers my SMS!' },
    ],
    [62, 'customer', { type: 'INSTAGRAM_DIRECT', content: 'Trying here now. Wrong bill, wrong credit note.' }],
    [
      63,
      'customer',
      { type: 'WHATSAPP', content: 'And here: same photo.', attachments: [file('label-fee-2.png', 'image/png')] },
    ],
    [64, 'customer', { type: 'TWITTER', content: '@nordlys your billing is a mess' }],
    [
      70,
      'customer',
      { type: 'VOICE_AI_MESSAGE', companyNumber, customerNumber: tourPhone, body: 'I want a human.', status: 'PLAYED' },
    ],
    [
      71,
      'customer',
      call(itemId('call'), tourPhone, at(71), 96, 'Customer disputes a label fee of $9.90.'),
      itemId('call'),
    ],
    [80, 'customer', voicemail(itemId('voicemail'), at(80), 13, 'Customer asks for a call back.'), itemId('voicemail')],
    [
      82,
      bilal,
      { type: 'CONVERSATION_NOTE', body: 'Fee refunded by hand.', attachments: [file('ledger.txt', 'text/plain')] },
    ],
    [83, bilal, { type: 'CONVERSATION_STATUS_CHANGE', status: 'OPEN' }],
    [84, bilal, { type: 'TOPIC_CHANGE', addedTopicIds: [demoTopics.billing], removedTopicIds: [demoTopics.product] }],
    [
      85,
      { id: demoAgents.apiUser, type: 'API' },
      {
        type: 'CUSTOMER_ACTIVITY',
        activityType: 'SURVEY',
        title: 'Satisfaction: 1 of 5',
        body: 'Six channels and still the wrong amount.',
        sourceName: 'Survey',
        link: { url: 'https://surveys.nordlys.example/8841', text: 'Open survey' },
        expandByDefault: true,
        occurredAt: new Date(at(84)).toISOString(),
        receivedAt: new Date(at(85)).toISOString(),
      },
      demoItems.mayaActivity,
    ],
    [
      86,
      amy,
      {
        type: 'TASK',
        assignee: { inboxId: demoInboxes.billing, agentId: demoAgents.bilal },
        body: 'Check the label fee in the shop system',
        dueAt: new Date(at(3000)).toISOString(),
      },
      itemId('task'),
    ],
    [
      90,
      'customer',
      { ...customChannel, type: 'TEXT', content: { text: 'Last try, in your app.' }, status: { value: 'READ' } },
    ],
    [
      95,
      amy,
      { ...customChannel, type: 'TEXT', content: { text: 'The $9.90 are on their way.' }, status: { value: 'SENT' } },
      demoItems.customChannelSent,
    ],
    [
      96,
      'customer',
      {
        ...customChannel,
        type: 'FILES',
        content: {
          caption: 'My bank statement',
          files: [{ url: 'https://files.example.com/s.pdf', fileName: 's.pdf' }],
        },
        status: { value: 'READ' },
      },
    ],
    [97, amy, chat('every type', 'Thank you for your patience, Maya.')],
  ];
  addConversation(
    store,
    now,
    {
      id: demoConversations.mayaEveryType,
      customerId,
      inboxId: demoInboxes.billing,
      agentId: demoAgents.amy,
      topicIds: [demoTopics.billing, demoTopics.refund],
      status: 'CLOSED',
      daysAgo,
    },
    items,
  );
  transcribe(store, itemId('call'), demoCustomers.maya, [
    'Nordlys Outdoor, Amy speaking. How can I help?',
    'You took $9.90 for the return label, and your site says that returns are free.',
    'You are right, Maya. I am asking billing to give it back.',
  ]);
  transcribe(store, itemId('voicemail'), demoCustomers.maya, [
    'Maya Lindqvist here. Please call me back about the fee.',
  ]);
}
