import { randomUUID } from 'node:crypto';
import { second } from './dates.js';
import type { PuzzelRequest } from './model.js';

interface ChatMessage {
  id: string;
  type: 'Message' | 'Event';
  content: string;
  sender: { type: 'Visitor' | 'Agent' | 'System'; name: string };
  /** ISO 8601, UTC: the Chat API is no part of ContactCentre5 and has no `/Date(…)/`. */
  timestamp: string;
}

/** One chat of a visitor. An agent joins at the visitor's second poll, or at the first one after two seconds. */
export interface Conversation {
  id: string;
  visitorId: string;
  /** The id of the request in the Chat API; ContactCentre5 uses `request.id`. */
  requestUuid: string;
  /** The same chat in the contact centre. */
  request: PuzzelRequest;
  routedAt: number;
  /** How often the visitor has asked for the status or the messages. */
  pollCount: number;
  ended: boolean;
  agent?: { name: string };
  messages: ChatMessage[];
  /** What the agent has yet to say; `pollCount` counts the polls that found the agent in the chat. */
  replies: { content: string; pollCount: number; dueAt: number }[];
}

const replyTexts = [
  'Thank you, I am looking into that for you now.',
  'I can see your order here. It was handed to the carrier this morning.',
  'Is there anything else that I can do for you?',
];

/** Astrid Lindqvist, of `seed/people.ts`. */
const chatAgentId = 9103;
const agentSender = { type: 'Agent', name: 'Astrid' } as const;

/** Lets the agent join, and sends the replies that are due. */
export function onVisitorPoll(conversation: Conversation, now: number): void {
  if (conversation.ended) return;
  if (!conversation.agent && (conversation.pollCount >= 1 || now - conversation.routedAt >= 2 * second)) {
    conversation.agent = { name: 'Astrid' };
    Object.assign(conversation.request, { status: 'Connected', connectedUserId: chatAgentId, connectedAt: now });
    addMessage(conversation, now, 'Event', 'Astrid has joined the chat', { type: 'System', name: 'System' });
    addMessage(conversation, now, 'Message', 'Hi, you are chatting with Astrid. How can I help?', agentSender);
  }
  conversation.pollCount += 1;
  if (!conversation.agent) return;
  const dueReplies = conversation.replies.filter((reply) => reply.pollCount >= 1 || now >= reply.dueAt);
  for (const { content } of dueReplies) addMessage(conversation, now, 'Message', content, agentSender);
  conversation.replies = conversation.replies.filter((reply) => !dueReplies.includes(reply));
  for (const reply of conversation.replies) reply.pollCount += 1;
}

/** Adds what the visitor writes. An agent who has joined replies at the second poll, or at the first one from `dueAt` on. */
export function addVisitorMessage(conversation: Conversation, content: string, now: number): ChatMessage {
  const visitorMessageCount = conversation.messages.filter(({ sender }) => sender.type === 'Visitor').length;
  const reply = replyTexts[visitorMessageCount % replyTexts.length] ?? '';
  conversation.replies.push({ content: reply, pollCount: 0, dueAt: now + 1.5 * second });
  return addMessage(conversation, now, 'Message', content, { type: 'Visitor', name: 'Visitor' });
}

/** Adds a message. Times never repeat within a conversation, so that `since` loses no message. */
function addMessage(
  { messages }: Conversation,
  now: number,
  type: ChatMessage['type'],
  content: string,
  sender: ChatMessage['sender'],
): ChatMessage {
  const lastMessage = messages.at(-1);
  const at = lastMessage ? Math.max(now, Date.parse(lastMessage.timestamp) + 1) : now;
  const message: ChatMessage = { id: randomUUID(), type, content, sender, timestamp: new Date(at).toISOString() };
  messages.push(message);
  return message;
}
