import { companyEmails, companyNumber } from '../communications.js';
import { demoAgents, idOf } from '../ids.js';
import type { Communicator, Conversation, Item, ItemContent } from '../model.js';
import type { Store } from '../store.js';

const minute = 60_000;
const day = 1440 * minute;

/** A conversation that exists when the tenant starts. */
export interface ConversationSeed extends Pick<Conversation, 'customerId' | 'inboxId' | 'topicIds' | 'status'> {
  id: string;
  agentId?: string | undefined;
  daysAgo: number;
  /** From creation to closing, for closed conversations; 120 when not given. */
  closedAfterMinutes?: number;
  customAttributes?: Conversation['customAttributes'];
}

/** An item: minutes after the start of its conversation, author, content, and an id when other code names the item. */
export type ItemSeed = [minutes: number, by: 'customer' | Communicator, content: ItemContent, id?: string];

export const agent = (id: string): Communicator => ({ id, type: 'AGENT' });
export const amy = agent(demoAgents.amy);
export const bilal = agent(demoAgents.bilal);
export const chiara = agent(demoAgents.chiara);
/** Gladly AI, under the id that its items have (gladly.md, section g). */
export const sidekick: Communicator = { id: 'SIDEKICK_V2', type: 'SYSTEM' };

/** Stores a conversation with its items; the last item of a closed conversation is its change of status. */
export function addConversation(store: Store, now: number, seed: ConversationSeed, items: ItemSeed[]): void {
  const { daysAgo, closedAfterMinutes = 120, agentId, customAttributes = [], ...rest } = seed;
  const start = now - daysAgo * day;
  const at = (minutes: number) => new Date(start + minutes * minute).toISOString();
  const closing: ItemSeed[] =
    seed.status === 'CLOSED'
      ? [[closedAfterMinutes, agentId ? agent(agentId) : amy, { type: 'CONVERSATION_STATUS_CHANGE', status: 'CLOSED' }]]
      : [];
  store.conversations.set(seed.id, {
    ...rest,
    customAttributes,
    createdAt: at(0),
    ...(closing.length > 0 && { closedAt: at(closedAfterMinutes) }),
    ...(agentId && { agentId }),
  });
  [...items, ...closing].forEach(([minutes, by, content, id = idOf(`${seed.id} item ${minutes} ${content.type}`)]) => {
    const { customerId } = seed;
    const item: Item = {
      id,
      customerId,
      conversationId: seed.id,
      timestamp: at(minutes),
      initiator: by === 'customer' ? { id: customerId, type: 'CUSTOMER' } : by,
      content,
    };
    if (typeof content.sessionId === 'string') item.sessionId = content.sessionId;
    if (by !== 'customer' && by.type === 'AGENT') item.responder = { id: customerId, type: 'CUSTOMER' };
    store.items.set(id, item);
  });
}

export function chat(sessionName: string, content: string): ItemContent {
  return { type: 'CHAT_MESSAGE', messageType: 'TEXT', sessionId: idOf(`session ${sessionName}`), content };
}

/** An e-mail from the customer, or to the customer when `toCustomer`. */
export function email(address: string, subject: string, content: string, toCustomer = false): ItemContent {
  const [company = ''] = companyEmails;
  return toCustomer
    ? { type: 'EMAIL', from: company, to: [address], subject, content }
    : { type: 'EMAIL', from: address, to: [company], cc: [], bcc: [], subject, content };
}

export function sms(number: string, content: string, toCustomer = false): ItemContent {
  return toCustomer
    ? { type: 'SMS', from: companyNumber, to: number, content }
    : { type: 'SMS', from: number, to: companyNumber, content };
}

/** A call answered after 21 seconds and recorded for `seconds` from then on; `startedAt` in milliseconds since 1970. */
export function call(itemId: string, number: string, startedAt: number, seconds: number, summary: string): ItemContent {
  const at = (offset: number) => new Date(startedAt + offset * 1000).toISOString();
  return {
    type: 'PHONE_CALL',
    from: number,
    to: companyNumber,
    startedAt: at(0),
    answeredAt: at(21),
    completedAt: at(21 + seconds),
    ...recording(itemId, seconds, summary),
  };
}

export function voicemail(itemId: string, startedAt: number, seconds: number, summary: string): ItemContent {
  return { type: 'VOICEMAIL', startedAt: new Date(startedAt).toISOString(), ...recording(itemId, seconds, summary) };
}

function recording(itemId: string, seconds: number, summary: string) {
  return {
    recordingStatus: 'AVAILABLE' as const,
    recordingUrl: `/api/v1/conversation-items/${itemId}/media/recording`,
    recordingDuration: seconds,
    recordingSummary: { status: 'READY', summary, language: 'en' },
  };
}

/** Stores a transcript of an item, in which the speakers take turns, four seconds a sentence. */
export function transcribe(store: Store, itemId: string, customerId: string, sentences: string[]): void {
  // Gladly writes a transcript some minutes after the call.
  const time = new Date(Date.parse(store.items.get(itemId)?.timestamp ?? '') + 5 * minute).toISOString();
  store.transcripts.set(itemId, {
    paragraphs: sentences.map((transcript, index) => ({
      transcript,
      speaker: index % 2,
      startTime: index * 4 + 0.5,
      endTime: index * 4 + 3.9,
    })),
    customerId,
    numberOfSpeakers: Math.min(2, sentences.length),
    language: 'en',
    createdAt: time,
    updatedAt: time,
  });
}
