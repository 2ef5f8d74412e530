import { attachmentOf } from '../attachments.js';
import {
  demoAgents,
  demoConversations,
  demoCustomAttributes,
  demoCustomers,
  demoInboxes,
  demoInvoiceAttachment,
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
  chiara,
  email,
  type ItemSeed,
  sms,
  transcribe,
  voicemail,
} from './conversation-seeds.js';
import { mayaEmail, tourPhone } from './customers.js';

const day = 86_400_000;

/** Earlier complaints, whose conversations are closed. */
const complaints: [daysAgo: number, subject: string, complaint: string, answer: string][] = [
  [
    168,
    'Charged twice for order NO-47110',
    'You charged my card twice for the same backpack. Please give me back the second $129.',
    'I am sorry about that, Maya. The second charge was a reservation and is gone.',
  ],
  [
    131,
    'Wrong amount on my invoice',
    'The invoice shows full price although I had a gold member discount. This is the second billing mistake in a month!',
    'You are right, the discount was missing. I have credited $24.30.',
  ],
  [
    74,
    'Refund still not here',
    'You promised a refund of $24.30 five weeks ago. Nothing has arrived. I am getting really tired of chasing my own money.',
    'The refund was stuck with the payment provider. I have sent it again today.',
  ],
  [
    41,
    'Membership billed after I cancelled it',
    'I cancelled the gear subscription in May and you STILL billed me $15. This is unacceptable.',
    'I have cancelled it now and returned the fee. I understand your anger.',
  ],
];

/** The frustrated customer: five closed billing complaints (the fifth is in every-type.ts) and an open one. */
export function seedMaya(store: Store, now: number): void {
  const customerId = demoCustomers.maya;
  complaints.forEach(([daysAgo, subject, complaint, answer], index) => {
    addConversation(
      store,
      now,
      {
        id: idOf(`conversation maya ${index}`),
        customerId,
        inboxId: demoInboxes.billing,
        agentId: demoAgents.bilal,
        topicIds: index === 2 ? [demoTopics.billing, demoTopics.refund] : [demoTopics.billing],
        status: 'CLOSED',
        daysAgo,
        closedAfterMinutes: 1500,
      },
      [
        [0, 'customer', email(mayaEmail, subject, complaint)],
        [95, bilal, email(mayaEmail, `Re: ${subject}`, answer, true)],
        [1490, bilal, { type: 'CONVERSATION_NOTE', body: 'Customer is annoyed about repeated billing mistakes.' }],
      ],
    );
  });
  const daysAgo = 1.6;
  const start = now - daysAgo * day;
  const at = (minutes: number) => start + minutes * 60_000;
  const summary = 'Customer asks why order NO-48213 is late and was charged twice; wants a refund or will leave.';
  const invoice = attachmentOf(demoInvoiceAttachment, 'invoice-NO-48213.pdf', 'application/pdf');
  const items: ItemSeed[] = [
    [
      0,
      'customer',
      {
        ...email(
          mayaEmail,
          'Order NO-48213: late AND charged twice',
          'My tent should have been here ten days ago and now I see two charges of $389 on my card. This is the sixth time I have to write about billing. Fix it or I am gone.',
        ),
        attachments: [invoice],
      },
      demoItems.mayaEmail,
    ],
    [1, { id: 'rule-billing', type: 'AUTOMATION' }, { type: 'TOPIC_CHANGE', addedTopicIds: [demoTopics.billing] }],
    [180, amy, email(mayaEmail, 'Re: Order NO-48213', 'Thank you, Maya. I have asked the carrier and billing.', true)],
    [
      430,
      'customer',
      voicemail(demoItems.mayaVoicemail, at(430), 19, 'Customer asks for a call back about two charges of $389.'),
      demoItems.mayaVoicemail,
    ],
    [1300, 'customer', sms(tourPhone, 'Still no answer. Where is my refund??')],
    [1320, amy, sms(tourPhone, 'Hi Maya, billing is on it. I will write today. Amy', true)],
    [1500, 'customer', call(demoItems.mayaCall, tourPhone, at(1500), 184, summary), demoItems.mayaCall],
    [
      1512,
      chiara,
      { type: 'CONVERSATION_NOTE', body: 'Asked for refund of <b>$389</b>. Churn risk: offer a voucher.' },
      demoItems.mayaNote,
    ],
    [1513, chiara, { type: 'TOPIC_CHANGE', addedTopicIds: [demoTopics.delayedOrder] }],
    [2200, 'customer', chat('maya open', 'It is day eleven. Is anybody reading this?'), demoItems.mayaChat],
  ];
  addConversation(
    store,
    now,
    {
      id: demoConversations.mayaOpen,
      customerId,
      inboxId: demoInboxes.billing,
      agentId: demoAgents.chiara,
      topicIds: [demoTopics.billing, demoTopics.delayedOrder],
      customAttributes: [
        { id: demoCustomAttributes.orderId, value: 'NO-48213' },
        { id: demoCustomAttributes.carrier, value: 'FedEx' },
      ],
      status: 'OPEN',
      daysAgo,
    },
    items,
  );
  // A payment request is on the timeline, but the API does not support items of its type.
  const paymentRequest = { type: 'PAYMENT_REQUEST', amount: 389 };
  store.items.set(demoItems.unsupported, {
    id: demoItems.unsupported,
    customerId,
    conversationId: demoConversations.mayaOpen,
    timestamp: new Date(at(1514)).toISOString(),
    initiator: chiara,
    content: paymentRequest,
  });
  transcribe(store, demoItems.mayaCall, customerId, [
    'Nordlys Outdoor, Chiara speaking. How can I help?',
    'My tent is ten days late and you took the money twice.',
    'I am sorry, Maya. I can see both charges of 389 dollars.',
    'I want one of them back this week, otherwise I cancel everything.',
  ]);
  transcribe(store, demoItems.mayaVoicemail, customerId, [
    'Hi, this is Maya Lindqvist. Please call me back about my refund.',
  ]);
}
