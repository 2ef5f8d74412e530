import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { atMost, parseBody, required } from './body.js';
import { assign } from './conversations.js';
import { bodilessNotFound, invalid } from './errors.js';
import { demoAgents } from './ids.js';
import { itemOf } from './items.js';
import { created } from './listing.js';
import type { Item, ItemContent } from './model.js';
import type { Store } from './store.js';
import { addItem, conversationEvent } from './timeline.js';

const longestBody = 2048;

/** TWITTER stands in the vendor's enum but was switched off on 2023-04-20. */
const replyTypes = ['EMAIL', 'CHAT_MESSAGE', 'FACEBOOK_MESSAGE', 'INSTAGRAM_DIRECT', 'SMS', 'WHATSAPP'];

/** Items whose content can be removed. */
const redactable = new Set(['CHAT_MESSAGE', 'SMS', 'EMAIL', 'TWITTER', 'WHATSAPP', 'VOICEMAIL', 'PHONE_CALL']);

const replyBody = z.object({
  content: z.object({
    type: required(),
    body: required(),
    bodyPlain: z.string().optional(),
    messageType: z.enum(['TEXT', 'QUICK_REPLY_REQUEST']).optional(),
    messageData: z
      .object({
        options: z
          .array(z.object({ id: required(), label: atMost(50) }))
          .min(1)
          .max(10)
          .optional(),
      })
      .optional(),
  }),
});
type Reply = z.infer<typeof replyBody>['content'];

/** Replying to items and redacting them. */
export function replyRoutes(store: Store): DemoRoutes {
  return {
    'POST /conversation-items/{itemId}/reply': (request) => {
      const item = itemOf(store, request.params.itemId);
      const { content } = parseBody(request, replyBody);
      const reply = sendReply(store, item, content);
      return created(`/conversation-items/${reply.id}`);
    },
    'POST /conversation-items/{itemId}/redact': ({ params }) => {
      const item = itemOf(store, params.itemId);
      // 404 is the only refusal that is documented, so also for items that cannot be redacted.
      if (!redactable.has(item.content.type)) throw bodilessNotFound();
      redact(store, item);
      return created(`/conversation-items/${item.id}`);
    },
  };
}

function refuse(detail: string) {
  return invalid({ code: 'invalid', detail });
}

function sendReply(store: Store, item: Item, reply: Reply): Item {
  if (!replyTypes.includes(reply.type)) throw refuse(`type [${reply.type}] is not supported`);
  if (reply.body.length > longestBody) {
    const detail = `content.body cannot be larger than ${longestBody} characters`;
    throw invalid({ attr: 'content.body', code: 'too_long', detail });
  }
  const conversation = store.conversations.get(item.conversationId ?? '');
  if (item.initiator?.type !== 'CUSTOMER' || !conversation) throw refuse('you can only reply to customer messages');
  if (conversation.status === 'CLOSED') throw refuse('you cannot reply to items in closed conversations');
  if (item.content.type !== reply.type) throw refuse(`type [${reply.type}] is not the type of the item`);
  if (reply.messageType === 'QUICK_REPLY_REQUEST' && !reply.messageData?.options) {
    throw invalid({ attr: 'content.messageData.options', code: 'blank', detail: 'options are required' });
  }
  // "If no agent is assigned to the conversation, the conversation is assigned to the API User who made this call."
  if (!conversation.agentId) {
    assign(store, conversation, { inboxId: conversation.inboxId, agentId: demoAgents.apiUser });
  }
  const { customerId, conversationId, sessionId } = item;
  const responder = { id: customerId, type: 'CUSTOMER' as const };
  const sent = addItem(store, { customerId, conversationId, sessionId, responder, content: answerTo(item, reply) });
  const event = { ...conversationEvent(conversation), messageId: sent.id, contactId: sessionId ?? item.id };
  store.emit('CONTACT/MESSAGE_SENT', { ...event, channel: channelNames[reply.type] ?? reply.type });
  return sent;
}

/** Channel names of the events, where they differ from the content types. */
const channelNames: Record<string, string> = { CHAT_MESSAGE: 'CHAT', FACEBOOK_MESSAGE: 'FB_MESSENGER' };

/** The reply as an item of the same channel: addresses swapped, e-mail stored as plain text. */
function answerTo(
  { content: asked, sessionId }: Item,
  { type, body, bodyPlain, messageType, messageData }: Reply,
): ItemContent {
  switch (type) {
    case 'EMAIL': {
      const plain = bodyPlain ?? body.replace(/<[^>]+>/g, ' ').trim();
      const from = Array.isArray(asked.to) ? asked.to[0] : asked.to;
      return { type, from, to: [asked.from], subject: `Re: ${asked.subject}`, content: plain };
    }
    case 'SMS':
      return { type, from: asked.to, to: asked.from, content: body };
    case 'FACEBOOK_MESSAGE':
      return { type, pageId: asked.pageId, userId: asked.userId, content: body };
    case 'CHAT_MESSAGE': {
      const chat = { type, messageType: messageType ?? 'TEXT', sessionId: sessionId ?? asked.sessionId, content: body };
      return chat.messageType === 'QUICK_REPLY_REQUEST' ? { ...chat, messageData } : chat;
    }
    default:
      return { type, content: body };
  }
}

/** Removes what was said or recorded; the item itself stays. */
function redact(store: Store, item: Item): void {
  const { recordingUrl: _url, recordingDuration: _duration, attachments: _attachments, ...rest } = item.content;
  const recorded = item.content.recordingStatus !== undefined;
  item.content = recorded
    ? { ...rest, recordingStatus: 'DELETED', recordingSummary: { status: 'REDACTED' } }
    : { ...rest, content: '', ...(item.content.type === 'EMAIL' && { subject: '' }) };
  store.transcripts.delete(item.id);
}
