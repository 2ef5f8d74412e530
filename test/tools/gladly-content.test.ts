import { expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { failureOf } from '../support/failure-of.js';
import { fakeGladly } from '../support/fake-gladly.js';

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

it('a message without the content of its type is not sent, nor a campaign without one channel for all recipients', async () => {
  const oneChannel = 'recipients: each needs an emailAddress, or each a phoneNumber.';
  const refused: [call: Call, message: string][] = [
    [reply({ messageType: 'QUICK_REPLY_REQUEST' }), 'QUICK_REPLY_REQUEST needs content.messageData.'],
    [automationMessage('TEXT', { prompt: 'Which?' }), 'TEXT needs content.value.'],
    [automationMessage('HTML', { value: '' }), 'HTML needs content.value.'],
    [automationMessage('MENU', { prompt: 'Which?' }), 'MENU needs content.menuItems.'],
    [automationMessage('MENU', { menuItems: choices }), 'MENU needs content.prompt.'],
    [customChannelMessage('TEXT', { caption: 'a' }), 'TEXT needs content.text.'],
    [customChannelMessage('FILES', { text: 'a' }), 'FILES needs content.files.'],
    [customChannelMessage('FILES', { files: [] }), 'FILES needs content.files.'],
    [campaign(), oneChannel],
    [campaign({}), oneChannel],
    [campaign({ emailAddress: 'a@b.c' }, { phoneNumber: '+4790000000' }), oneChannel],
    [campaign({ emailAddress: 'a@b.c' }, { emailAddress: ' ' }), oneChannel],
  ];
  const accepted = [
    reply({}),
    reply({ messageType: 'QUICK_REPLY_REQUEST', messageData: { options: choices } }),
    automationMessage('TEXT', { value: 'Hello' }),
    automationMessage('MENU', { prompt: 'Which?', menuItems: choices }),
    customChannelMessage('FILES', { files: [{ url: 'https://files.example.com/a.png' }] }),
    campaign({ phoneNumber: '90000000' }, { phoneNumber: '+4790000001', emailAddress: 'a@b.c' }),
  ];
  const gladly = await fakeGladly(...accepted.map(() => ({ status: 201 })));
  for (const [call, message] of refused) {
    const failure = await failureOf(gladly.call(...call));
    expect(failure, JSON.stringify(call)).toMatchObject({ kind: 'invalid_input', message });
  }
  expect(gladly.seen).toEqual([]);
  for (const call of accepted) await gladly.call(...call);
  expect(gladly.seen).toHaveLength(accepted.length);
});
