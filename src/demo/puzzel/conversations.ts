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

/** One chat of a visitor. An agent joins after one poll or two seconds, whichever comes first. */
export interface Conversation {
  id: string;
  visitorId: string;
  requestId: string;
  /** The same chat in the contact centre. */
  request: PuzzelRequest;
  queueKey: string;
  routedAt: number;
  polls: number;
  ended: boolean;
  agent?: { name: string };
  messages: ChatMessage[];
  /** What the agent has yet to say. */
  replies: { content: string; polls: number; at: number }[];
}

const answers = [
  'Thank you, I am looking into that for you now.',
  'I can see your order here. It was handed to the carrier this morning.',
  'Is there anything else that I can do for you?',
];

/** Astrid Lindqvist, of `seed/people.ts`. */
const chatAgentId = 9103;

/** The visitor asks for the status or the messages: the agent joins, and replies that are due are sent. */
export function poll(conversation: Conversation, now: number): void {
  if (conversation.ended) return;
  if (!conversation.agent && (conversation.polls >= 1 || now - conversation.routedAt >= 2 * second)) {
    conversation.agent = { name: 'Astrid' };
    Object.assign(conversation.request, { status: 'Connected', connectedUserId: chatAgentId, connectedAt: now });
    add(conversation, now, 'Event', 'Astrid has joined the chat', { type: 'System', name: 'System' });
    add(conversation, now, 'Message', 'Hi, you are chatting with Astrid. How can I help?', agentOf(conversation));
  }
  conversation.polls += 1;
  if (!conversation.agent) return;
  const ready = conversation.replies.filter((reply) => reply.polls >= 1 || now >= reply.at);
  for (const { content } of ready) add(conversation, now, 'Message', content, agentOf(conversation));
  conversation.replies = conversation.replies.filter((reply) => !ready.includes(reply));
  for (const reply of conversation.replies) reply.polls += 1;
}

/** Adds what the visitor writes; the agent's reply follows after one poll or a second and a half. */
export function addVisitorMessage(conversation: Conversation, content: string, now: number): ChatMessage {
  const visitorMessages = conversation.messages.filter(({ sender }) => sender.type === 'Visitor').length;
  const reply = answers[visitorMessages % answers.length] ?? '';
  conversation.replies.push({ content: reply, polls: 0, at: now + 1.5 * second });
  return add(conversation, now, 'Message', content, { type: 'Visitor', name: 'Visitor' });
}

function agentOf({ agent }: Conversation): ChatMessage['sender'] {
  return { type: 'Agent', name: agent?.name ?? '' };
}

/** Times never repeat within a conversation, so that `since` loses no message. */
function add(
  { messages }: Conversation,
  now: number,
  type: ChatMessage['type'],
  content: string,
  sender: ChatMessage['sender'],
): ChatMessage {
  const last = messages.at(-1);
  const at = last ? Math.max(now, Date.parse(last.timestamp) + 1) : now;
  const message: ChatMessage = { id: randomUUID(), type, content, sender, timestamp: new Date(at).toISOString() };
  messages.push(message);
  return message;
}
