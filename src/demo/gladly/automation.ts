import { hash } from 'node:crypto';
import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { nonBlank, parseBody, textUpTo } from './body.js';
import { badRequest, notExist, refusal } from './errors.js';
import { demoConversations, demoCustomers, demoSessions, newHexId } from './ids.js';
import type { Communicator } from './model.js';
import { noContent, ok } from './responses.js';
import type { Store } from './store.js';
import { addItem, changeStatus } from './timeline.js';

type Session = ReturnType<typeof newSession>;

interface Message {
  id: string;
  content: Record<string, unknown>;
  createdAt: string;
  from: Communicator;
  sessionId: string;
  type: 'TEXT' | 'MENU' | 'HTML';
  context: Record<string, string>;
}

export const bot: Communicator = { id: 'order-bot', type: 'AUTOMATION' };

const textContent = z.object({ value: nonBlank(2048) });
const messageBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TEXT'), content: textContent }),
  z.object({ type: z.literal('HTML'), content: textContent }),
  z.object({
    type: z.literal('MENU'),
    content: z.object({
      prompt: nonBlank(50),
      menuItems: z.array(z.object({ id: nonBlank(50), label: nonBlank(256) })).min(1),
    }),
  }),
]);
const typingBody = z.object({ state: z.enum(['STARTED', 'STOPPED']) });
const endBody = z.object({ description: nonBlank(240) });

/** Message automation (2025 document): chat sessions that a bot answers. */
export function automationRoutes(store: Store): DemoRoutes {
  const { sessions, messages } = seededSessions();
  const notFoundDetail = 'entity does not exist';
  const sessionById = (id = ''): Session => {
    const session = sessions.get(id);
    if (!session) throw notExist(notFoundDetail);
    return session;
  };
  /** Handoff and close answer 400, not 404, for an unknown session. */
  const sessionToEnd = (id = ''): Session => {
    const session = sessions.get(id);
    if (!session) throw refusal(400, { code: 'not_exist', detail: notFoundDetail });
    return session;
  };
  const sessionPath = '/message-automation/sessions/{sessionId}';
  return {
    [`GET ${sessionPath}`]: ({ params }) => ok(sessionById(params.sessionId)),
    [`POST ${sessionPath}/typing-indicators`]: (request) => {
      sessionById(request.params.sessionId);
      parseBody(request, typingBody);
      return noContent;
    },
    [`POST ${sessionPath}/messages`]: (request) => {
      const session = sessionById(request.params.sessionId);
      // The vendor's example has a text of its own for an unknown type.
      const { type } = parseBody(request, z.object({ type: textUpTo(50).optional() }));
      if (!['TEXT', 'MENU', 'HTML'].includes(type ?? '')) {
        throw badRequest({ attr: 'type', code: 'invalid', detail: 'invalid message type' });
      }
      const body = parseBody(request, messageBody);
      const createdAt = new Date().toISOString();
      const sessionId = session.id;
      const message: Message = { id: newHexId(), ...body, createdAt, from: bot, sessionId, context: {} };
      messages.push(message);
      session.updatedAt = createdAt;
      const { customerId, conversationId } = session;
      const content = 'prompt' in body.content ? body.content.prompt : body.content.value;
      addItem(store, {
        customerId,
        conversationId,
        sessionId,
        initiator: bot,
        content: { type: 'CHAT_MESSAGE', messageType: 'TEXT', sessionId, content },
      });
      return ok(message);
    },
    [`GET ${sessionPath}/messages`]: ({ params }) => {
      const { id } = sessionById(params.sessionId);
      return ok(messages.filter(({ sessionId }) => sessionId === id));
    },
    [`GET ${sessionPath}/messages/{messageId}`]: ({ params }) => {
      const { id } = sessionById(params.sessionId);
      const message = messages.find((candidate) => candidate.id === params.messageId && candidate.sessionId === id);
      if (!message) throw notExist(notFoundDetail);
      return ok(message);
    },
    [`POST ${sessionPath}/handoff`]: (request) => {
      const session = sessionToEnd(request.params.sessionId);
      parseBody(request, endBody);
      session.target = { targetType: 'AGENT' };
      session.updatedAt = new Date().toISOString();
      return noContent;
    },
    [`POST ${sessionPath}/close`]: (request) => {
      const session = sessionToEnd(request.params.sessionId);
      parseBody(request, endBody);
      const conversation = store.conversations.get(session.conversationId);
      if (conversation) changeStatus(store, conversation, 'CLOSED', bot);
      sessions.delete(session.id);
      return noContent;
    },
  };
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function newSession(id: string, conversationId: string, customerId: string, targetType: 'AGENT' | 'AUTOMATION') {
  const addresses = { companyAddress: '606b52ba0b806d00d28f841b', customerAddress: customerId };
  const times = { createdAt: minutesAgo(50), updatedAt: minutesAgo(48) };
  return { id, ...addresses, conversationId, customerId, endpointType: 'CHAT', ...times, target: { targetType } };
}

/** One session that the bot answers and one that it gave to an agent. */
function seededSessions(): { sessions: Map<string, Session>; messages: Message[] } {
  const active = newSession(demoSessions.active, demoConversations.jonas, demoCustomers.chain[2], 'AUTOMATION');
  const handedOff = newSession(demoSessions.handedOff, demoConversations.mayaOpen, demoCustomers.maya, 'AGENT');
  const message = ({ id, customerId }: Session, minutes: number, value: string, byCustomer: boolean): Message => ({
    // The id is the same on every run, because a tool's example names one of these ids.
    id: hash('sha256', `${id} ${minutes}`).slice(0, 24),
    content: { value },
    createdAt: minutesAgo(minutes),
    from: byCustomer ? { id: customerId, type: 'CUSTOMER' } : bot,
    sessionId: id,
    type: 'TEXT',
    context: byCustomer ? { URL: 'https://nordlys.example/orders', IsAuthenticated: 'true' } : {},
  });
  return {
    sessions: new Map([active, handedOff].map((one) => [one.id, one])),
    messages: [
      message(active, 50, 'Where is my tent?', true),
      message(active, 49, 'Let me look. What is the order number?', false),
      message(active, 48, 'NO-51177', true),
      message(handedOff, 50, 'I want to talk to a person.', true),
    ],
  };
}
