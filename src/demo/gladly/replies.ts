import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { nonBlank, parseBody, textUpTo } from './body.js';
import { assign } from './conversations.js';
import { badRequest, bodilessNotFound } from './errors.js';
import { eventChannel } from './event-types.js';
import { demoAgents } from './ids.js';
import { itemById } from './items.js';
import type { Item, ItemContent } from './model.js';
import { created } from './responses.js';
import type { Store } from './store.js';
import { addItem, conversationEvent } from './timeline.js';

const maxBodyLength = 2048;

/** TWITTER stands in the vendor's enum but was switched off on 2023-04-20. */
const replyTypes = ['EMAIL', 'CHAT_MESSAGE', 'FACEBOOK_MESSAGE', 'INSTAGRAM_DIRECT', 'SMS', 'WHATSAPP'];

/** Types of items whose content can be removed. */
const redactableTypes = new Set(['CHAT_MESSAGE', 'SMS', 'EMAIL', 'TWITTER', 'WHATSAPP', 'VOICEMAIL', 'PHONE_CALL']);

const replyBody = z.object({
  content: z.object({
    type: nonBlank(),
    body: nonBlank(),
    bodyPlain: z.string().optional(),
    messageType: z.enum(['TEXT', 'QUICK_REPLY_REQUEST']).optional(),
    messageData: z
      .object({
        options: z
          .array(z.object({ id: nonBlank(), label: textUpTo(50) }))
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
      const item = itemById(store, request.params.itemId);
      const { content } = parseBody(request, replyBody);
      const reply = sendReply(store, item, content);
      return created(`/conversation-items/${reply.id}`);
    },
    'POST /conversation-items/{itemId}/redact': ({ params }) => {
      const item = itemById(store, params.itemId);
      // The only documented refusal is 404, so an item that cannot be redacted gets it, too.
      if (!redactableTypes.has(item.content.type)) throw bodilessNotFound();
      redact(store, item);
      return created(`/conversation-items/${item.id}`);
    },
  };
}

function invalidReply(detail: string) {
  return badRequest({ code: 'invalid', detail });
}

function sendReply(store: Store, item: Item, reply: Reply): Item {
  if (!replyTypes.includes(reply.type)) throw invalidReply(`type [${reply.type}] is not supported`);
  if (reply.body.length > maxBodyLength) {
    const detail = `content.body cannot be larger than ${maxBodyLength} characters`;
    throw badRequest({ attr: 'content.body', code: 'too_long', detail });
  }
  const conversation = store.conversations.get(item.conversationId ?? '');
  if (item.initiator?.type !== 'CUSTOMER' || !conversation)
    throw invalidReply('you can only reply to customer messages');
  if (conversation.status === 'CLOSED') throw invalidReply('you cannot reply to items in closed conversations');
  if (item.content.type !== reply.type) throw invalidReply(`type [${reply.type}] is not the type of the item`);
  if (reply.messageType === 'QUICK_REPLY_REQUEST' && !reply.messageData?.options) {
    throw badRequest({ attr: 'content.messageData.options', code: 'blank', detail: 'options are required' });
  }
  // "If no agent is assigned to the conversation, the conversation is assigned to the API User who made this call."
  if (!conversation.agentId) {
    assign(store, conversation, { inboxId: conversation.inboxId, agentId: demoAgents.apiUser });
  }
  const { customerId, conversationId, sessionId } = item;
  const responder = { id: customerId, type: 'CUSTOMER' as const };
  const sentItem = addItem(store, {
    customerId,
    conversationId,
    sessionId,
    responder,
    content: replyContent(item, reply),
  });
  const event = { ...conversationEvent(conversation), messageId: sentItem.id, contactId: sessionId ?? item.id };
  store.emit('CONTACT/MESSAGE_SENT', { ...event, channel: eventChannel(reply.type) });
  return sentItem;
}

/** The content of the reply's item: addresses swapped, e-mail as plain text. */
function replyContent(
  { content: original, sessionId }: Item,
  { type, body, bodyPlain, messageType, messageData }: Reply,
): ItemContent {
  switch (type) {
    case 'EMAIL': {
      const plain = bodyPlain ?? body.replace(/<[^>]+>/g, ' ').trim();
      const from = Array.isArray(original.to) ? original.to[0] : original.to;
      return { type, from, to: [original.from], subject: `Re: ${original.subject}`, content: plain };
    }
    case 'SMS':
      return { type, from: original.to, to: original.from, content: body };
    case 'FACEBOOK_MESSAGE':
      return { type, pageId: original.pageId, userId: original.userId, content: body };
    case 'CHAT_MESSAGE': {
      const chat = {
        type,
        messageType: messageType ?? 'TEXT',
        sessionId: sessionId ?? original.sessionId,
        content: body,
      };
      return chat.messageType === 'QUICK_REPLY_REQUEST' ? { ...chat, messageData } : chat;
    }
    default:
      return { type, content: body };
  }
}

/** Removes the text, attachments, recording and transcript of an item; the item itself stays. */
function redact(store: Store, item: Item): void {
  const { recordingUrl: _url, recordingDuration: _duration, attachments: _attachments, ...rest } = item.content;
  const hasRecording = item.content.recordingStatus !== undefined;
  item.content = hasRecording
    ? { ...rest, recordingStatus: 'DELETED', recordingSummary: { status: 'REDACTED' } }
    : { ...rest, content: '', ...(item.content.type === 'EMAIL' && { subject: '' }) };
  store.transcripts.delete(item.id);
}
