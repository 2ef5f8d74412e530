import * as z from 'zod';
import { text } from '../arguments.js';
import { newActivity } from './activity.js';

/*
 * The items of a customer's timeline: every content type of the vendor's documents (gladly.md, g). What the vendor
 * really sends may differ (its own export sample lacks `messageType`), so no answer is checked against these schemas
 * (see `withTextAndFetch` in items.ts).
 */

const communicatorTypes = ['AGENT', 'API', 'AUTOMATION', 'CUSTOMER', 'INTERNAL', 'EXTERNAL', 'SYSTEM'] as const;

const optionalText = (description: string) => text(description).optional();
const optionalTexts = (description: string) => z.array(z.string()).optional().meta({ description });

/** Who did something. INTERNAL and EXTERNAL: a third person wrote an e-mail, from the organization's domain or another. */
const communicator = z.looseObject({
  id: text('agent, customer or API user id; SIDEKICK_V2 = Gladly AI'),
  type: z.enum(communicatorTypes),
});

const attachment = z.looseObject({
  id: text('attachment id'),
  contentType: text('media type'),
  filename: text('name'),
  fileSize: z.number().meta({ description: 'bytes' }),
});

const attachments = z.array(attachment).optional();
const message = { content: text('text'), attachments };
const option = z.looseObject({ id: text('option id'), label: text('what the customer reads') });
const options = z.array(option);

const recording = {
  startedAt: text('ISO time'),
  recordingStatus: z.enum(['AVAILABLE', 'DELETED', 'ERROR']).optional(),
  recordingUrl: optionalText('path; see fetch instead'),
  // In one of the vendor's examples this is a text.
  recordingDuration: z.union([z.number(), z.string()]).optional().meta({ description: 'seconds' }),
  recordingSummary: z
    .looseObject({
      status: z.enum(['FAILED', 'READY', 'PENDING', 'REDACTED']).optional(),
      summary: optionalText('text'),
      language: optionalText('language'),
    })
    .optional(),
};

const chat = { type: z.literal('CHAT_MESSAGE'), sessionId: text('chat session'), ...message };

const chatMessage = () =>
  z.discriminatedUnion('messageType', [
    z.looseObject({ ...chat, messageType: z.literal('TEXT') }),
    z.looseObject({ ...chat, messageType: z.literal('QUICK_REPLY_REQUEST'), messageData: z.looseObject({ options }) }),
    z.looseObject({
      ...chat,
      messageType: z.literal('QUICK_REPLY_RESPONSE'),
      messageData: z.looseObject({
        quickReplyRequest: z.looseObject({ options }).optional(),
        selectedOptionId: optionalText('option chosen'),
        requestMessageId: optionalText('item that asked'),
      }),
    }),
  ]);

const activity = () =>
  z.looseObject({
    ...newActivity.shape,
    type: z.literal('CUSTOMER_ACTIVITY'),
    title: optionalText('headline'),
    body: optionalText('text or limited HTML'),
    sourceName: optionalText('system it comes from'),
    link: z.looseObject({ url: optionalText('target'), text: optionalText('label') }).optional(),
    receivedAt: optionalText('ISO time'),
  });

const customChannel = {
  customChannelId: text('custom channel id'),
  companyAddress: text('entry point'),
  customerAddress: text('address'),
  sessionId: text('session'),
  status: z.looseObject({
    value: z.enum(['SENDING', 'SENT', 'ACCEPTED', 'DELIVERED', 'READ', 'FAILED']),
    details: optionalText('reason'),
  }),
  groupId: optionalText('message group'),
  groupName: optionalText('its name'),
};

const file = z.looseObject({ url: text('public URL'), fileName: optionalText('name') });

/** The content of an item, by `type`. Built on first use: at the start it would cost milliseconds. */
export const itemContent = z.lazy(() =>
  z.discriminatedUnion('type', [
    chatMessage(),
    z.looseObject({
      type: z.literal('EMAIL'),
      from: text('address'),
      to: z.array(z.string()),
      cc: optionalTexts('addresses'),
      bcc: optionalTexts('addresses'),
      subject: text('subject'),
      ...message,
    }),
    z.looseObject({ type: z.literal('SMS'), from: text('E.164'), to: text('E.164'), ...message }),
    z.looseObject({ type: z.literal('FACEBOOK_MESSAGE'), pageId: text('page'), userId: text('user'), ...message }),
    z.looseObject({ type: z.literal('INSTAGRAM_DIRECT'), ...message }),
    z.looseObject({ type: z.literal('WHATSAPP'), ...message }),
    // Discontinued on 2023-04-20, still on old timelines.
    z.looseObject({ type: z.literal('TWITTER'), content: text('text') }),
    z.looseObject({
      type: z.literal('PHONE_CALL'),
      from: text('E.164'),
      to: text('E.164'),
      answeredAt: optionalText('ISO time'),
      completedAt: optionalText('ISO time'),
      ...recording,
    }),
    z.looseObject({ type: z.literal('VOICEMAIL'), ...recording, startedAt: optionalText('ISO time') }),
    z.looseObject({
      type: z.literal('VOICE_AI_MESSAGE'),
      companyNumber: text('E.164'),
      customerNumber: optionalText('E.164'),
      body: text('spoken text'),
      status: z.enum(['PLAYED', 'INTERRUPTED']).optional(),
    }),
    z.looseObject({ type: z.literal('CONVERSATION_NOTE'), body: optionalText('limited HTML'), attachments }),
    z.looseObject({ type: z.literal('CONVERSATION_STATUS_CHANGE'), status: z.enum(['OPEN', 'CLOSED']).optional() }),
    z.looseObject({
      type: z.literal('TOPIC_CHANGE'),
      addedTopicIds: optionalTexts('topic ids'),
      removedTopicIds: optionalTexts('topic ids'),
    }),
    activity(),
    z.looseObject({
      type: z.literal('TASK'),
      assignee: z.looseObject({ inboxId: text('inbox id'), agentId: optionalText('agent id') }),
      body: text('limited HTML'),
      dueAt: text('ISO time'),
    }),
    // Custom channels (2025 document): the type names the form of the message, not the channel.
    z.looseObject({ type: z.literal('TEXT'), content: z.looseObject({ text: text('text') }), ...customChannel }),
    z.looseObject({
      type: z.literal('FILES'),
      content: z.looseObject({ caption: optionalText('text'), files: z.array(file) }),
      ...customChannel,
    }),
  ]),
);

export const timelineItem = z.looseObject({
  id: text('item id'),
  customerId: text('customer id'),
  conversationId: optionalText('absent for items outside conversations'),
  sessionId: optionalText('session'),
  timestamp: text('ISO time'),
  initiator: communicator.optional(),
  responder: communicator.optional(),
  content: itemContent,
});

export type ItemContent = z.infer<typeof itemContent>;

/** Every content type of the documents; the vendor may add some. */
export const contentTypes = [
  'CHAT_MESSAGE',
  'EMAIL',
  'SMS',
  'FACEBOOK_MESSAGE',
  'INSTAGRAM_DIRECT',
  'WHATSAPP',
  'TWITTER',
  'PHONE_CALL',
  'VOICEMAIL',
  'VOICE_AI_MESSAGE',
  'CONVERSATION_NOTE',
  'CONVERSATION_STATUS_CHANGE',
  'TOPIC_CHANGE',
  'CUSTOMER_ACTIVITY',
  'TASK',
  'TEXT',
  'FILES',
] as const satisfies readonly ItemContent['type'][];
