import type { Failure } from '../../failure.js';
import { flag, id, integer, object, oneOf, text, texts, time } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, post, remove } from '../routes.js';
import { cleanContact, contact } from './contact.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { selectItems, withTextAndFetch } from './items.js';
import { ownId } from './own-ids.js';
import { itemOfCustomer } from './targets.js';
import { contentTypes, itemOutput } from './timeline.js';

const itemId = () => id('item');

/** The types that the description of `types` names. TWITTER (discontinued) and TASK (deprecated) are accepted all the same. */
const describedTypes = contentTypes.filter((type) => type !== 'TWITTER' && type !== 'TASK').join(' ');

/** The only other type that the document allows here, TASK, is deprecated; there are task tools. */
const activity = () =>
  object(
    {
      type: oneOf(['CUSTOMER_ACTIVITY'], 'kind'),
      activityType: oneOf(['EMAIL', 'ISSUE', 'SMS', 'SURVEY'], 'icon'),
      title: text('headline', { max: 100 }).optional(),
      body: text('text or limited HTML', { max: 25_000 }).optional(),
      sourceName: text('source system', { max: 50 }).optional(),
      link: object({ url: text('target').optional(), text: text('label', { max: 50 }).optional() }, 'link').optional(),
      expandByDefault: flag('opened').optional(),
      occurredAt: time('with offset, at most a year ago').optional(),
    },
    'the card',
  );

/** For an item of a type that the API cannot show, Gladly answers 400, not 404. */
function explainNotShown(failure: Failure): Failure {
  if (failure.kind !== 'invalid_input' || failure.code !== 'invalid') return failure;
  return failure.with({ hint: "This item is there, but of a kind that only Gladly's interface shows." });
}

const exampleCard = { type: 'CUSTOMER_ACTIVITY', activityType: 'ISSUE', title: 'Ticket 4711', sourceName: 'Tracker' };

export const conversationItemTools = [
  defineGladlyTool({
    name: 'create_a_gladly_conversation_item',
    title: 'Add an activity card',
    tag: 'conversations',
    effect: 'create',
    description:
      'Puts a card about something that happened elsewhere on the timeline of a customer, by e-mail or mobile. With a customer id: create_a_gladly_customer_conversation_item.',
    input: { id: ownId(), customer: contact(), content: activity() },
    takesOwnId: true,
    prepare: (args) => ({ ...args, customer: cleanContact(args.customer) }),
    output: itemOutput,
    route: post('/api/v1/conversation-items', documented),
    example: { customer: { emailAddress: 'maya.lindqvist@example.com' }, content: exampleCard },
    transform: withTextAndFetch,
  }),
  defineGladlyTool({
    name: 'get_single_gladly_conversation_item_by_id',
    title: 'One timeline item',
    tag: 'conversations',
    effect: 'get',
    addNames: true,
    description: 'One timeline item: words in text, calls for recordings and files in fetch.',
    input: { id: itemId() },
    output: itemOutput,
    route: get('/api/v1/conversation-items/{id}', documented),
    example: { id: demo.email },
    transform: withTextAndFetch,
    explainRefusal: explainNotShown,
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_conversation_item_by_id',
    title: 'Delete an activity card',
    tag: 'conversations',
    effect: 'delete',
    description: 'Deletes a CUSTOMER_ACTIVITY card; others can only be redacted (gladly_conversation_items_redact).',
    input: { id: itemId() },
    route: remove('/api/v1/conversation-items/{id}', documented),
    example: { id: demo.activity },
    whenNotFound: 'The id may be right: only a CUSTOMER_ACTIVITY card can be deleted.',
    target: itemOfCustomer('Timeline item'),
  }),
  defineGladlyTool({
    name: 'gladly_conversation_recordings_download',
    title: 'Download a recording',
    tag: 'conversations',
    effect: 'custom-read',
    whenNotFound: 'The id may be right: only a PHONE_CALL or VOICEMAIL with recordingStatus AVAILABLE has a recording.',
    description:
      'Saves the recording of a PHONE_CALL or VOICEMAIL whose recordingStatus is AVAILABLE, as MP3. Puzzel calls: puzzel_archive_recording_files_download.',
    input: { id: itemId() },
    route: get('/api/v1/conversation-items/{id}/media/recording', documented),
    example: { id: demo.call },
    download: { name: ({ id }) => `${id}.mp3`, isSound: true },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_voice_transcript_by_id',
    title: 'Transcript of a call',
    tag: 'conversations',
    effect: 'get',
    whenNotFound:
      'The id may be right: not every call has a transcript, and other items have none. Where fetch names one, there should be one (inferred); the summary stands in text.',
    description:
      'What was said in a PHONE_CALL or VOICEMAIL: paragraphs with transcript, speaker (number), startTime, endTime (seconds).',
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
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'gladly_conversation_attachments_download',
    title: 'Download an attachment',
    tag: 'conversations',
    effect: 'custom-read',
    description: 'Saves a file that came with a message or note.',
    input: { item_id: itemId(), id: id('attachment id of that item') },
    // Only in the 2026 document. Gladly answers 303, which the client follows without credentials.
    route: get('/api/v1/conversation-items/{item_id}/attachments/{id}', documented),
    example: { item_id: demo.email, id: demo.attachment },
    download: { name: ({ id }) => `attachment-${id}` },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'create_a_gladly_customer_conversation_item',
    title: 'Add an activity card by customer id',
    tag: 'conversations',
    effect: 'create',
    description: 'Puts a card about something that happened elsewhere on the timeline of a customer.',
    input: { customer_id: id('customer'), id: ownId(), content: activity() },
    takesOwnId: true,
    customer: 'customer_id',
    output: itemOutput,
    route: post('/api/v1/customers/{customer_id}/conversation-items', documented),
    example: { customer_id: demo.customer, content: exampleCard },
    transform: withTextAndFetch,
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_customer_conversation_item_by_id',
    title: 'Delete an activity card by customer id',
    tag: 'conversations',
    effect: 'delete',
    description: 'Deletes a CUSTOMER_ACTIVITY card of a customer.',
    input: { customer_id: id('customer'), id: itemId() },
    customer: 'customer_id',
    route: remove('/api/v1/customers/{customer_id}/conversation-items/{id}', documented),
    example: { customer_id: demo.customer, id: demo.activity },
    whenNotFound: 'The id may be right: only a CUSTOMER_ACTIVITY card can be deleted.',
    target: itemOfCustomer('Timeline item'),
  }),
  defineGladlyTool({
    name: 'list_all_gladly_conversation_items',
    title: 'What was said in a conversation',
    tag: 'conversations',
    effect: 'list',
    description:
      'Timeline of a conversation, oldest first: messages, calls, notes, changes. To read: fields ["timestamp","initiator.type","content.type","text","fetch"]; to reply also id. text has the words (of a call a machine\'s summary; changes have none: see content), fetch has the calls for recordings, transcripts and files. Gladly shows at most 1000 and drops the newest.',
    input: {
      conversation_id: id('conversation'),
      sessionId: id('only this session').optional(),
      types: texts(`only these of ${describedTypes}`).optional(),
      since: time('not before').optional(),
      from_end: integer('only the last N', { min: 1 }).optional(),
    },
    local: ['types', 'since', 'from_end'],
    cap: {
      maxRecords: 1000,
      missing:
        'the newest items are missing, and from_end counts from what is left: those are NOT the newest. sessionId asks for one session.',
    },
    addNames: true,
    whenEmpty:
      'Nothing of that kind in this conversation. Words may have another type (chat: CHAT_MESSAGE, TEXT or FILES); other conversations: list_all_gladly_customer_conversations.',
    output: { items: itemOutput },
    route: get('/api/v1/conversations/{conversation_id}/items', documented),
    example: { conversation_id: demo.conversationOfEveryType, from_end: 5 },
    shape: selectItems,
    transform: withTextAndFetch,
    untrustedContent: true,
  }),
];
