import { type Members, type OutputSchema, record, rows, value } from '../output.js';

/* The items of a customer's timeline: every content type of the vendor's documents (gladly.md, g). */

const texts = (description: string): OutputSchema => ({ description, items: value('string') });

/** Who did something. INTERNAL and EXTERNAL: a third person wrote an e-mail, from the organization's domain or another. */
const communicator = record({
  id: 'agent, customer or API user id; SIDEKICK_V2 = Gladly AI',
  type: 'AGENT, API, AUTOMATION, CUSTOMER, INTERNAL, EXTERNAL, SYSTEM',
});

const attachments = rows({ id: 'attachment id', contentType: 'media type', filename: 'name', fileSize: 'bytes' });
const message = { content: 'text', attachments };
const options = rows({ id: 'option id', label: 'what the customer reads' });

const recording = {
  startedAt: 'ISO time',
  recordingStatus: 'AVAILABLE, DELETED, ERROR',
  recordingUrl: 'path; see fetch instead',
  // A number, but a text in one of the vendor's examples.
  recordingDuration: 'seconds',
  recordingSummary: record({ status: 'FAILED, READY, PENDING, REDACTED', summary: 'text', language: 'language' }),
};

const chatMessage = { sessionId: 'chat session', ...message };

const customChannel = {
  customChannelId: 'custom channel id',
  companyAddress: 'entry point',
  customerAddress: 'address',
  sessionId: 'session',
  status: record({ value: 'SENDING, SENT, ACCEPTED, DELIVERED, READ, FAILED', details: 'reason' }),
  groupId: 'message group',
  groupName: 'its name',
};

/** What the content of each type holds beside its `type`. Chat messages have several forms. */
const contents = {
  CHAT_MESSAGE: [
    { ...chatMessage, messageType: 'TEXT' },
    { ...chatMessage, messageType: 'QUICK_REPLY_REQUEST', messageData: record({ options }) },
    {
      ...chatMessage,
      messageType: 'QUICK_REPLY_RESPONSE',
      messageData: record({
        quickReplyRequest: record({ options }),
        selectedOptionId: 'option chosen',
        requestMessageId: 'item that asked',
      }),
    },
  ],
  EMAIL: {
    from: 'address',
    to: { items: value('string') },
    cc: texts('addresses'),
    bcc: texts('addresses'),
    subject: 'subject',
    ...message,
  },
  SMS: { from: 'E.164', to: 'E.164', ...message },
  FACEBOOK_MESSAGE: { pageId: 'page', userId: 'user', ...message },
  INSTAGRAM_DIRECT: message,
  WHATSAPP: message,
  // Discontinued on 2023-04-20, still on old timelines.
  TWITTER: { content: 'text' },
  PHONE_CALL: { from: 'E.164', to: 'E.164', answeredAt: 'ISO time', completedAt: 'ISO time', ...recording },
  VOICEMAIL: recording,
  VOICE_AI_MESSAGE: {
    companyNumber: 'E.164',
    customerNumber: 'E.164',
    body: 'spoken text',
    status: 'PLAYED, INTERRUPTED',
  },
  CONVERSATION_NOTE: { body: 'limited HTML', attachments },
  CONVERSATION_STATUS_CHANGE: { status: 'OPEN, CLOSED' },
  TOPIC_CHANGE: { addedTopicIds: texts('topic ids'), removedTopicIds: texts('topic ids') },
  CUSTOMER_ACTIVITY: {
    activityType: 'icon',
    title: 'headline',
    body: 'text or limited HTML',
    sourceName: 'system it comes from',
    link: record({ url: 'target', text: 'label' }),
    expandByDefault: 'opened',
    occurredAt: 'with offset, at most a year ago',
    receivedAt: 'ISO time',
  },
  TASK: { assignee: record({ inboxId: 'inbox id', agentId: 'agent id' }), body: 'limited HTML', dueAt: 'ISO time' },
  // Custom channels (2025 document): the type names the form of the message, not the channel.
  TEXT: { content: record({ text: 'text' }), ...customChannel },
  FILES: {
    content: record({ caption: 'text', files: rows({ url: 'public URL', fileName: 'name' }) }),
    ...customChannel,
  },
} satisfies Record<string, Members | Members[]>;

/** Every content type of the documents; the vendor may add some. */
export const contentTypes = Object.keys(contents);

/** One of these, or anything else: `{}` stands last, so that what is not known yet fits too. */
const anyOf = (known: OutputSchema[]): OutputSchema => ({ anyOf: [...known, {}] });

const contentOutputs = Object.entries(contents).map(([type, forms]) =>
  Array.isArray(forms) ? anyOf(forms.map((form) => record({ type, ...form }))) : record({ type, ...forms }),
);

/** An item as results show it: what the vendor documents, and what `withTextAndFetch` (items.ts) adds. */
export const itemOutput = record({
  id: 'item id',
  customerId: 'customer id',
  conversationId: 'absent for items outside conversations',
  sessionId: 'session',
  timestamp: 'ISO time',
  initiator: communicator,
  responder: communicator,
  content: anyOf(contentOutputs),
  text: 'what was said or written, wherever the content keeps it',
  fetch: rows(
    { what: 'string' },
    'calls {what, tool, arguments} that fetch recording, transcript and attachments; {what, url} for files at a public address',
  ),
});
