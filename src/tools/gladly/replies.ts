import { id, object, oneOf, text } from '../arguments.js';
import { created } from '../output.js';
import { documented, post } from '../routes.js';
import { checkedContent, choices } from './content-rules.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { itemOfCustomer } from './targets.js';

export const replyTools = [
  defineGladlyTool({
    name: 'gladly_conversation_items_reply',
    title: 'Reply to a customer',
    tag: 'conversations',
    effect: 'custom-write',
    sends: true,
    description:
      "Answers a customer's message in its channel; sent echoes it. The conversation must be open; one without an agent becomes the API user's: assign afterwards.",
    input: {
      id: id('item the customer wrote, mostly the newest'),
      content: object(
        {
          type: oneOf(
            ['EMAIL', 'CHAT_MESSAGE', 'FACEBOOK_MESSAGE', 'INSTAGRAM_DIRECT', 'SMS', 'TWITTER', 'WHATSAPP'],
            'its content.type',
          ),
          body: text('HTML for EMAIL, else plain text; at most 2048'),
          bodyPlain: text('EMAIL: plain form').optional(),
          messageType: oneOf(['TEXT', 'QUICK_REPLY_REQUEST'], 'CHAT_MESSAGE only').optional(),
          messageData: object(
            { options: choices('1 to 10 choices', { label: { max: 50 } }) },
            'QUICK_REPLY_REQUEST only',
          ).optional(),
        },
        'reply',
      ),
    },
    prepare: (args) => checkedContent(args, args.content.messageType, { QUICK_REPLY_REQUEST: ['messageData'] }),
    output: created,
    route: post('/api/v1/conversation-items/{id}/reply', documented),
    example: { id: demo.chat, content: { type: 'CHAT_MESSAGE', body: 'It left the warehouse today.' } },
    target: itemOfCustomer('Reply to the'),
  }),
  defineGladlyTool({
    name: 'gladly_conversation_items_redact',
    title: 'Redact an item',
    tag: 'conversations',
    effect: 'custom-write',
    destructive: true,
    idempotent: true,
    description:
      'Removes words and files of a message, voicemail or call for good; the item stays. Not for notes, Facebook, Instagram, custom channels.',
    input: { id: id('item') },
    output: created,
    // The document declares a body and says that it should be empty, so none is sent.
    route: post('/api/v1/conversation-items/{id}/redact', documented),
    example: { id: demo.voicemail },
  }),
];
