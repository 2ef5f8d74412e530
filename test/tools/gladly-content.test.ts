import { expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { Failure } from '../../src/failure.js';
import { startVendor } from '../support/gladly-vendor.js';

type Call = readonly [tool: string, args: Arguments];

const choice = (id: string) => ({ id, label: 'Yes' });
const choices = Array.from({ length: 10 }, (_, at) => choice(`c_${at}-A`));
const reply = (content: object): Call => [
  'gladly_conversation_items_reply',
  { id: 'i', content: { type: 'CHAT_MESSAGE', body: 'Which?', ...content } },
];
const bot = (type: string, content: object): Call => [
  'create_a_gladly_automation_message',
  { session_id: 's', type, content },
];
const received = (type: string, content: object): Call => [
  'create_a_gladly_custom_channel_message',
  { custom_channel_id: 'c', sender: { address: 'a' }, to: 'app', type, content },
];
const campaign = (...recipients: object[]): Call => [
  'create_a_gladly_recipient_collection',
  {
    campaign_id: 'c',
    name: 'n',
    startAfter: '2031-01-01T00:00:00Z',
    recipients: recipients.map((one) => ({ customerName: 'Maya', timezone: 'Europe/Oslo', ...one })),
  },
];

it('a message without the content of its type is not sent, nor a campaign that cannot reach every recipient', async () => {
  const refused = [
    reply({ messageType: 'QUICK_REPLY_REQUEST' }),
    bot('TEXT', { prompt: 'Which?' }),
    bot('HTML', { value: '' }),
    bot('MENU', { prompt: 'Which?' }),
    bot('MENU', { menuItems: choices }),
    received('TEXT', { caption: 'a' }),
    received('FILES', { text: 'a' }),
    received('FILES', { files: [] }),
    campaign(),
    campaign({}),
    campaign({ emailAddress: 'a@b.c' }, { phoneNumber: '+4790000000' }),
    campaign({ emailAddress: 'a@b.c' }, { emailAddress: ' ' }),
  ];
  const sent = [
    reply({}),
    reply({ messageType: 'QUICK_REPLY_REQUEST', messageData: { options: choices } }),
    bot('TEXT', { value: 'Hello' }),
    bot('MENU', { prompt: 'Which?', menuItems: choices }),
    received('FILES', { files: [{ url: 'https://files.example.com/a.png' }] }),
    campaign({ phoneNumber: '90000000' }, { phoneNumber: '+4790000001', emailAddress: 'a@b.c' }),
  ];
  const gladly = await startVendor(...sent.map(() => ({ status: 201 })));
  const passed: unknown[] = [];
  for (const call of refused) {
    const outcome = await gladly.call(...call).catch((error: unknown) => error);
    if (!(outcome instanceof Failure && outcome.kind === 'invalid_input')) passed.push(call);
  }
  expect([passed, gladly.seen]).toEqual([[], []]);
  for (const call of sent) await gladly.call(...call);
  expect(gladly.seen).toHaveLength(sent.length);
});
