import { expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { failureOf } from '../support/failure-of.js';
import { startVendor } from '../support/gladly-vendor.js';

type Call = readonly [tool: string, args: Arguments];

const choices = Array.from({ length: 10 }, (_, index) => ({ id: `c_${index}-A`, label: 'Yes' }));
const reply = (content: object): Call => [
  'gladly_conversation_items_reply',
  { id: 'i', content: { type: 'CHAT_MESSAGE', body: 'Which?', ...content } },
];
const automationMessage = (type: string, content: object): Call => [
  'create_a_gladly_automation_message',
  { session_id: 's', type, content },
];
const customChannelMessage = (type: string, content: object): Call => [
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
    automationMessage('TEXT', { prompt: 'Which?' }),
    automationMessage('HTML', { value: '' }),
    automationMessage('MENU', { prompt: 'Which?' }),
    automationMessage('MENU', { menuItems: choices }),
    customChannelMessage('TEXT', { caption: 'a' }),
    customChannelMessage('FILES', { text: 'a' }),
    customChannelMessage('FILES', { files: [] }),
    campaign(),
    campaign({}),
    campaign({ emailAddress: 'a@b.c' }, { phoneNumber: '+4790000000' }),
    campaign({ emailAddress: 'a@b.c' }, { emailAddress: ' ' }),
  ];
  const accepted = [
    reply({}),
    reply({ messageType: 'QUICK_REPLY_REQUEST', messageData: { options: choices } }),
    automationMessage('TEXT', { value: 'Hello' }),
    automationMessage('MENU', { prompt: 'Which?', menuItems: choices }),
    customChannelMessage('FILES', { files: [{ url: 'https://files.example.com/a.png' }] }),
    campaign({ phoneNumber: '90000000' }, { phoneNumber: '+4790000001', emailAddress: 'a@b.c' }),
  ];
  const gladly = await startVendor(...accepted.map(() => ({ status: 201 })));
  for (const call of refused) {
    expect(await failureOf(gladly.call(...call)), JSON.stringify(call)).toMatchObject({ kind: 'invalid_input' });
  }
  expect(gladly.seen).toEqual([]);
  for (const call of accepted) await gladly.call(...call);
  expect(gladly.seen).toHaveLength(accepted.length);
});
