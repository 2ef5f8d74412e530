import { Failure } from '../../failure.js';
import { id, list, object, oneOf, text } from '../arguments.js';
import { record } from '../output.js';
import { documented, post, put } from '../routes.js';
import { checkedContent } from './content-rules.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { olderApi } from './older-api.js';
import { e164 } from './phone.js';
import { emailRecipient, smsRecipient } from './targets.js';

const sentMessage = record({ customerId: 'string: who got it; may be a new profile', conversationItemId: 'string' });

export const communicationTools = [
  defineGladlyTool({
    name: 'create_a_gladly_sms_message',
    title: 'Send an SMS',
    tag: 'communications',
    effect: 'create',
    sends: true,
    description:
      'Sends an SMS, outside any conversation; success does not prove delivery; sent repeats the message. To answer a message: gladly_conversation_items_reply.',
    input: {
      // Gladly calls this `mobileNumber` here, but `mobilePhone` in tasks and items (gladly.md, a).
      customer: object({ mobileNumber: text('+…') }, 'recipient'),
      from: text('our number, +…: content.to of an SMS the customer wrote'),
      body: text('message'),
    },
    prepare: ({ customer, from, body }) => ({
      customer: { mobileNumber: e164(customer.mobileNumber, 'customer.mobileNumber') },
      from: e164(from, 'from'),
      body,
    }),
    output: sentMessage,
    route: post('/api/v1/communications/sms', documented),
    example: { customer: { mobileNumber: '+15550123456' }, from: '+15550100200', body: 'Your parcel is on its way.' },
    target: smsRecipient,
  }),
  defineGladlyTool({
    name: 'create_a_gladly_email_message',
    title: 'Send an e-mail',
    tag: 'communications',
    effect: 'create',
    sends: true,
    description:
      'Sends an e-mail, outside any conversation; an unknown address gets a profile. To answer an e-mail: gladly_conversation_items_reply.',
    input: {
      to: list(object({ email: text('address'), name: text('for a new profile').optional() }), 'exactly one'),
      from: text('address of the organization'),
      subject: text('subject', { max: 999 }),
      body: object({ html: text('HTML').optional(), text: text('plain text').optional() }, 'one form or both'),
    },
    prepare: ({ to, from, subject, body }) => {
      const [recipient, ...otherRecipients] = to;
      if (recipient === undefined || otherRecipients.length > 0) {
        throw new Failure('invalid_input', 'to takes exactly one recipient.', { hint: 'Make one call per recipient.' });
      }
      if (body.html === undefined && body.text === undefined) {
        throw new Failure('invalid_input', 'body needs html, text or both.');
      }
      return { to: [{ ...recipient, email: recipient.email.trim() }], from: from.trim(), subject, body };
    },
    output: sentMessage,
    // Only in Gladly's 2026 API document.
    route: post('/api/v1/communications/email', documented),
    example: {
      to: [{ email: 'maya.lindqvist@example.com' }],
      from: 'support@nordlys.example',
      subject: 'Your parcel',
      body: { text: 'It is on its way.' },
    },
    target: emailRecipient,
  }),
];

interface Sender {
  profileIdentifier?: { type: string; address: string } | undefined;
}

function withE164Identifier<T extends Sender>(sender: T): T {
  const { profileIdentifier: identifier } = sender;
  if (identifier?.type !== 'PHONE_NUMBER') return sender;
  const address = e164(identifier.address, 'sender.profileIdentifier.address');
  return { ...sender, profileIdentifier: { ...identifier, address } };
}

export const customChannelTools = [
  defineGladlyTool({
    name: 'create_a_gladly_custom_channel_message',
    title: 'Hand in a customer message',
    tag: 'communications',
    effect: 'create',
    ...olderApi('Hands in what a customer wrote on a custom channel.'),
    input: {
      custom_channel_id: id('custom channel'),
      sender: object(
        {
          address: text('address'),
          displayName: text('name shown').optional(),
          profileIdentifier: object(
            { type: oneOf(['EMAIL', 'PHONE_NUMBER'], 'kind'), address: text('e-mail, or +…') },
            'finds the profile',
          ).optional(),
        },
        'customer',
      ),
      to: text('entry point'),
      type: oneOf(['TEXT', 'FILES'], 'kind'),
      groupId: text('message group').optional(),
      groupName: text('its name').optional(),
      content: object(
        {
          text: text('for TEXT').optional(),
          caption: text('for FILES').optional(),
          files: list(object({ url: text('public URL'), fileName: text('name').optional() }), 'for FILES').optional(),
        },
        'by type',
      ),
    },
    prepare: ({ sender, ...args }) => ({
      ...checkedContent(args, args.type, { TEXT: ['text'], FILES: ['files'] }),
      sender: withE164Identifier(sender),
    }),
    route: post('/api/v1/communications/custom-channels/{custom_channel_id}/messages', documented),
    example: {
      custom_channel_id: demo.customChannel,
      sender: { address: 'maya-app-user' },
      to: 'nordlys-app',
      type: 'TEXT',
      content: { text: 'Is my parcel on its way?' },
    },
  }),
  defineGladlyTool({
    name: 'update_a_gladly_channel_message_status_by_id',
    title: 'Report a delivery state',
    tag: 'communications',
    effect: 'update',
    ...olderApi("Tells Gladly what became of an agent's message on a custom channel."),
    input: {
      custom_channel_id: id('custom channel'),
      id: id('from a CUSTOM_CHANNEL webhook event'),
      value: oneOf(['ACCEPTED', 'DELIVERED', 'READ', 'FAILED'], 'state'),
      details: text('reason').optional(),
    },
    route: put('/api/v1/communications/custom-channels/{custom_channel_id}/messages/{id}/status', documented),
    example: { custom_channel_id: demo.customChannel, id: demo.customChannelMessage, value: 'DELIVERED' },
  }),
];
