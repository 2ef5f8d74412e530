import type { Failure } from '../../failure.js';
import type { Arguments } from '../../http/route.js';
import { id, integer, texts, time } from '../arguments.js';
import { changed, record, rows, savedFile } from '../output.js';
import { documented, get, post, remove } from '../routes.js';
import { newActivity } from './activity.js';
import { ownId } from './chosen-id.js';
import { cleanContact, contact } from './contact.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { forModel, itemOutput, selected } from './reading.js';
import { itemOfCustomer } from './targets.js';
import { contentTypes } from './timeline.js';

const itemId = () => id('item');

// The deprecated kind TASK is left out: the task tools make tasks.
const activity = () => newActivity.meta({ description: 'the card' });

/** The kinds that the API cannot show answer 400, not 404. */
function notShown(failure: Failure, args: Arguments): Failure {
  if (failure.kind !== 'invalid_input' || failure.code !== 'invalid') return failure;
  return failure.with({ hint: `Item ${String(args.id)} is there, but of a kind that only Gladly's interface shows.` });
}

const card = { type: 'CUSTOMER_ACTIVITY', activityType: 'ISSUE', title: 'Ticket 4711', sourceName: 'Tracker' };

export const timelineTools = [
  defineGladlyTool({
    name: 'list_all_gladly_conversation_items',
    title: 'What was said in a conversation',
    tag: 'conversations',
    effect: 'list',
    description:
      'Timeline of a conversation, oldest first: messages, calls, notes, changes. text holds all words, fetch the calls for recordings and files. To read, fields ["timestamp","initiator.type","text"] is enough. Gladly shows at most 1000 and drops the newest.',
    input: {
      conversation_id: id('conversation'),
      sessionId: id('only this session').optional(),
      types: texts(`only ${contentTypes.slice(0, 3).join(', ')}, PHONE_CALL, CONVERSATION_NOTE, …`).optional(),
      since: time('not before').optional(),
      from_end: integer('only the last N', { min: 1 }).optional(),
    },
    local: ['types', 'since', 'from_end'],
    cap: { most: 1000, missing: 'the newest items are missing, also from from_end. sessionId asks for one session.' },
    output: rows(itemOutput),
    route: get('/api/v1/conversations/{conversation_id}/items', documented),
    example: { conversation_id: demo.conversationOfEveryType, from_end: 5 },
    shape: (data, args) => {
      const items = selected(data, args);
      return Array.isArray(items) ? items.map(forModel) : items;
    },
    customerText: true,
  }),
];

export const conversationItemTools = [
  defineGladlyTool({
    name: 'create_a_gladly_conversation_item',
    title: 'Add an activity card',
    tag: 'conversations',
    effect: 'create',
    description:
      'Puts a card about something that happened elsewhere on the timeline of a customer, by e-mail or mobile. With a customer id: create_a_gladly_customer_conversation_item.',
    input: { id: ownId(), customer: contact(), content: activity() },
    ownId: true,
    prepare: (args) => ({ ...args, customer: cleanContact(args.customer) }),
    output: itemOutput,
    route: post('/api/v1/conversation-items', documented),
    example: { customer: { emailAddress: 'maya.lindqvist@example.com' }, content: card },
    shape: forModel,
  }),
  defineGladlyTool({
    name: 'get_single_gladly_conversation_item_by_id',
    title: 'One timeline item',
    tag: 'conversations',
    effect: 'get',
    description: 'One timeline item: words in text, calls for recordings and files in fetch.',
    input: { id: itemId() },
    output: itemOutput,
    route: get('/api/v1/conversation-items/{id}', documented),
    example: { id: demo.email },
    shape: forModel,
    refused: notShown,
    customerText: true,
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_conversation_item_by_id',
    title: 'Delete an activity card',
    tag: 'conversations',
    effect: 'delete',
    description: 'Deletes a CUSTOMER_ACTIVITY card; others can only be redacted.',
    input: { id: itemId() },
    output: changed,
    route: remove('/api/v1/conversation-items/{id}', documented),
    example: { id: demo.activity },
    target: itemOfCustomer('Timeline item'),
  }),
  defineGladlyTool({
    name: 'gladly_conversation_recordings_download',
    title: 'Download a recording',
    tag: 'conversations',
    effect: 'custom-read',
    description: 'Saves the recording of a PHONE_CALL or VOICEMAIL whose recordingStatus is AVAILABLE, as MP3.',
    input: { id: itemId() },
    output: savedFile,
    route: get('/api/v1/conversation-items/{id}/media/recording', documented),
    example: { id: demo.call },
    download: { name: ({ id }) => `${String(id)}.mp3` },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_voice_transcript_by_id',
    title: 'Transcript of a call',
    tag: 'conversations',
    effect: 'get',
    description: 'What was said in a call or voicemail, paragraph by paragraph.',
    input: { id: itemId() },
    output: record({
      paragraphs: rows({
        transcript: 'text',
        speaker: 'integer: number of the speaker',
        startTime: 'seconds',
        endTime: 'seconds',
      }),
      customerId: 'string',
      numberOfSpeakers: 'integer',
      language: 'language code',
      createdAt: 'ISO time',
      updatedAt: 'ISO time',
    }),
    route: get('/api/v1/conversation-items/{id}/voice-transcript', documented),
    example: { id: demo.call },
    customerText: true,
  }),
  defineGladlyTool({
    name: 'gladly_conversation_attachments_download',
    title: 'Download an attachment',
    tag: 'conversations',
    effect: 'custom-read',
    description: 'Saves a file that came with a message or note.',
    input: { item_id: itemId(), id: id('attachment id of that item') },
    output: savedFile,
    // 2026 document; the 303 is followed by the client, without credentials.
    route: get('/api/v1/conversation-items/{item_id}/attachments/{id}', documented),
    example: { item_id: demo.email, id: demo.attachment },
    download: { name: ({ id }) => `attachment-${String(id)}` },
    customerText: true,
  }),
  defineGladlyTool({
    name: 'create_a_gladly_customer_conversation_item',
    title: 'Add an activity card by customer id',
    tag: 'conversations',
    effect: 'create',
    description: 'Puts a card about something that happened elsewhere on the timeline of a customer.',
    input: { customer_id: id('customer'), id: ownId(), content: activity() },
    ownId: true,
    customer: 'customer_id',
    output: itemOutput,
    route: post('/api/v1/customers/{customer_id}/conversation-items', documented),
    example: { customer_id: demo.customer, content: card },
    shape: forModel,
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_customer_conversation_item_by_id',
    title: 'Delete an activity card by customer id',
    tag: 'conversations',
    effect: 'delete',
    description: 'Deletes a CUSTOMER_ACTIVITY card of a customer.',
    input: { customer_id: id('customer'), id: itemId() },
    customer: 'customer_id',
    output: changed,
    route: remove('/api/v1/customers/{customer_id}/conversation-items/{id}', documented),
    example: { customer_id: demo.customer, id: demo.activity },
    target: itemOfCustomer('Timeline item'),
  }),
];
