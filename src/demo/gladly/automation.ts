import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { atMost, parseBody, required } from './body.js';
import { invalid, notExist, refusal } from './errors.js';
import { demoConversations, demoCustomers, demoSessions, newHexId } from './ids.js';
import { noContent, ok } from './listing.js';
import type { Communicator } from './model.js';
import type { Store } from './store.js';
import { addItem, changeStatus } from './timeline.js';

type Session = ReturnType<typeof sessionOf>;

interface Message {
  id: string;
  content: Record<string, unknown>;
  createdAt: string;
  from: Communicator;
  sessionId: string;
  type: 'TEXT' | 'MENU' | 'HTML';
  context: Record<string, string>;
}

const bot: Communicator = { id: 'order-bot', type: 'AUTOMATION' };

const text = z.object({ value: required(2048) });
const messageBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TEXT'), content: text }),
  z.object({ type: z.literal('HTML'), content: text }),
  z.object({
    type: z.literal('MENU'),
    content: z.object({
      prompt: required(50),
      menuItems: z.array(z.object({ id: required(50), label: required(256) })).min(1),
    }),
  }),
]);
const typingBody = z.object({ state: z.enum(['STARTED', 'STOPPED']) });
const endBody = z.object({ description: required(240) });

/** Message automation (2025 document): chat sessions that a bot answers. */
export function automationRoutes(store: Store): DemoRoutes {
  const { sessions, messages } = seededSessions();
  const noEntity = 'entity does not exist';
  const one = (id = ''): Session => {
    const session = sessions.get(id);
    if (!session) throw notExist(noEntity);
    return session;
  };
  /** Handoff and close answer 400, not 404, for an unknown session. */
  const ending = (id = ''): Session => {
    const session = sessions.get(id);
    if (!session) throw refusal(400, { code: 'not_exist', detail: noEntity });
    return session;
  };
  const base = '/message-automation/sessions/{sessionId}';
  return {
    [`GET ${base}`]: ({ params }) => ok(one(params.sessionId)),
    [`POST ${base}/typing-indicators`]: (request) => {
      one(request.params.sessionId);
      parseBody(request, typingBody);
      return noContent;
    },
    [`POST ${base}/messages`]: (request) => {
      const session = one(request.params.sessionId);
      const { type } = parseBody(request, z.object({ type: atMost(50).optional() }));
      if (!['TEXT', 'MENU', 'HTML'].includes(type ?? '')) {
        throw invalid({ attr: 'type', code: 'invalid', detail: 'invalid message type' });
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
    [`GET ${base}/messages`]: ({ params }) => {
      const { id } = one(params.sessionId);
      return ok(messages.filter(({ sessionId }) => sessionId === id));
    },
    [`GET ${base}/messages/{messageId}`]: ({ params }) => {
      const { id } = one(params.sessionId);
      const message = messages.find((candidate) => candidate.id === params.messageId && candidate.sessionId === id);
      if (!message) throw notExist(noEntity);
      return ok(message);
    },
    [`POST ${base}/handoff`]: (request) => {
      const session = ending(request.params.sessionId);
      parseBody(request, endBody);
      session.target = { targetType: 'AGENT' };
      session.updatedAt = new Date().toISOString();
      return noContent;
    },
    [`POST ${base}/close`]: (request) => {
      const session = ending(request.params.sessionId);
      parseBody(request, endBody);
      const conversation = store.conversations.get(session.conversationId);
      if (conversation) changeStatus(store, conversation, 'CLOSED', bot);
      sessions.delete(session.id);
      return noContent;
    },
  };
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function sessionOf(id: string, conversationId: string, customerId: string, targetType: 'AGENT' | 'AUTOMATION') {
  const addresses = { companyAddress: '606b52ba0b806d00d28f841b', customerAddress: customerId };
  const times = { createdAt: ago(50), updatedAt: ago(48) };
  return { id, ...addresses, conversationId, customerId, endpointType: 'CHAT', ...times, target: { targetType } };
}

/** One session that the bot answers and one that it gave to an agent. */
function seededSessions(): { sessions: Map<string, Session>; messages: Message[] } {
  const active = sessionOf(demoSessions.active, demoConversations.jonas, demoCustomers.chain[2], 'AUTOMATION');
  const handedOff = sessionOf(demoSessions.handedOff, demoConversations.mayaOpen, demoCustomers.mergedInto, 'AGENT');
  const said = ({ id, customerId }: Session, minutes: number, value: string, byCustomer: boolean): Message => ({
    // Fixed ids: examples name them.
    id: createHash('sha256').update(`${id} ${minutes}`).digest('hex').slice(0, 24),
    content: { value },
    createdAt: ago(minutes),
    from: byCustomer ? { id: customerId, type: 'CUSTOMER' } : bot,
    sessionId: id,
    type: 'TEXT',
    context: byCustomer ? { URL: 'https://nordlys.example/orders', IsAuthenticated: 'true' } : {},
  });
  return {
    sessions: new Map([active, handedOff].map((one) => [one.id, one])),
    messages: [
      said(active, 50, 'Where is my tent?', true),
      said(active, 49, 'Let me look. What is the order number?', false),
      said(active, 48, 'NO-51177', true),
      said(handedOff, 50, 'I want to talk to a person.', true),
    ],
  };
}
