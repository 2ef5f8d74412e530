import { randomUUID } from 'node:crypto';
import type { DemoApi } from '../api.js';
import { type DemoRequest, type DemoResponse, DemoRouter, type DemoRoutes } from '../router.js';
import { problem } from './chat-token-server.js';
import type { ChatTokens } from './chat-tokens.js';
import { addVisitorMessage, type Conversation, onVisitorPoll } from './conversations.js';
import { parseMoment } from './dates.js';
import { newRequest, type PuzzelRequest } from './model.js';
import { answerUnrouted } from './routes.js';
import { queues, visualQueues } from './seed/queues.js';
import type { PuzzelState } from './state.js';

type ChatHandler = (request: DemoRequest, visitorId: string) => DemoResponse;

const conversationPath = '/api/conversation/{conversationId}';

/** The communication server of the Chat API, for a visitor with a token. Answer shapes are inferred throughout. */
export function chatServerApi(state: PuzzelState, tokens: ChatTokens, usesAlternatives: boolean): DemoApi {
  const conversations = new Map<string, Conversation>();
  const conversationOf = ({ params, query }: DemoRequest, visitorId: string): Conversation | undefined => {
    const requestedId = (params.conversationId ?? readQuery(query, 'conversationId'))?.toLowerCase();
    // Without an id it is the newest conversation of the visitor, whom the token names (puzzel.md, section 10).
    const visitorConversations = [...conversations.values()].filter((one) => one.visitorId === visitorId);
    return requestedId === undefined
      ? visitorConversations.at(-1)
      : visitorConversations.find(({ id }) => id === requestedId);
  };
  const withVisitor = (handler: ChatHandler) => (request: DemoRequest) => {
    const visitorId = tokens.visitorOf(request.headers.authorization);
    if (visitorId === undefined) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
    return handler(request, visitorId);
  };
  const withConversation = (handler: (conversation: Conversation, request: DemoRequest) => DemoResponse) =>
    withVisitor((request, visitorId) => {
      const conversation = conversationOf(request, visitorId);
      return conversation ? handler(conversation, request) : problem(404, 'The conversation does not exist');
    });
  const [sendRoute, endRoute] = usesAlternatives
    ? [`POST ${conversationPath}`, `DELETE ${conversationPath}`]
    : [`POST ${conversationPath}/message`, `POST ${conversationPath}/end`];
  const routes: DemoRoutes = {
    'GET /api/queue/info/{id}': withVisitor((request) => queueInfo(state, request)),
    [`PUT ${conversationPath}/route/{queueKey}`]: withVisitor((request, visitorId) =>
      routeConversation(state, conversations, request, visitorId),
    ),
    'GET /api/allocation/requestStatus/{conversationId}': withConversation(requestStatus),
    'GET /api/conversation': withConversation(listMessages),
    [sendRoute]: withConversation(sendMessage),
    [endRoute]: withConversation((conversation) => endConversation(state, conversation)),
  };
  return { base: '/commsrv', answerUnrouted, router: new DemoRouter(routes) };
}

/** Which id the operation takes is not known (puzzel.md, section 10): here a queue key or id, or a visual queue id. */
function queueInfo(state: PuzzelState, { params }: DemoRequest): DemoResponse {
  const idOrKey = params.id ?? '';
  const visualQueue = visualQueues.find(({ id }) => String(id) === idOrKey);
  const queue = queues.find(({ id, key }) => {
    return String(id) === idOrKey || key === idOrKey.toLowerCase() || visualQueue?.queueIds.includes(id);
  });
  if (!queue) return problem(404, `Queue ${idOrKey} does not exist`);
  const waitingRequests = state.allRequests().filter((one) => one.queueId === queue.id && one.status === 'InQueue');
  return {
    status: 200,
    body: {
      id: queue.id,
      queueKey: queue.key,
      description: queue.description,
      isOpen: state.isOpen(queue.id, Date.now()),
      openingHours: state.hoursOf(queue.id),
      timeZone: state.timeZone,
      queueSize: waitingRequests.length,
      estimatedWaitSeconds: 20 * (1 + waitingRequests.length),
    },
  };
}

function routeConversation(
  state: PuzzelState,
  conversations: Map<string, Conversation>,
  request: DemoRequest,
  visitorId: string,
): DemoResponse {
  const id = (request.params.conversationId ?? '').toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return problem(400, 'conversationId must be a UUID');
  const queue = queues.find(({ key }) => key === request.params.queueKey?.toLowerCase());
  if (!queue) return problem(404, `Queue ${request.params.queueKey} does not exist`);
  if (queue.key !== 'q_chat') return problem(400, `${queue.key} takes no chats`);
  // inferred: no source says what a closed queue answers.
  if (!state.isOpen(queue.id, Date.now())) return problem(409, `${queue.key} is closed`);
  if (!Array.isArray(request.body)) return problem(400, 'The body must be a JSON array');
  const existingConversation = conversations.get(id);
  if (existingConversation && (existingConversation.visitorId !== visitorId || existingConversation.ended))
    return problem(409, 'The conversation id is taken');
  const conversation: Conversation = existingConversation ?? {
    id,
    visitorId,
    requestUuid: randomUUID(),
    request: chatRequest(state, queue.id, request.body),
    routedAt: Date.now(),
    pollCount: 0,
    ended: false,
    messages: [],
    replies: [],
  };
  conversations.set(id, conversation);
  state.requests.set(conversation.request.id, conversation.request);
  const { requestUuid: requestId } = conversation;
  return {
    status: 200,
    body: { conversationId: id, requestId, queueKey: queue.key, status: statusOf(conversation) },
  };
}

/** The chat as the contact centre sees it; the body of the route call is its variables. */
function chatRequest(state: PuzzelState, queueId: number, variables: unknown[]): PuzzelRequest {
  const now = Date.now();
  return newRequest({
    id: state.nextRequestId(),
    kind: 'chat',
    mediaType: 'Chat',
    queueId,
    from: 'visitor',
    to: 'chat',
    variables: variables.flatMap((one) => {
      const fields = new Map(Object.entries(Object(one)).map(([key, value]) => [key.toLowerCase(), String(value)]));
      const name = fields.get('name') ?? fields.get('key');
      return name === undefined ? [] : [{ name, value: fields.get('value') ?? '' }];
    }),
    queueEntered: now,
    history: [{ time: now, type: 'Info', message: 'Chat queued', userId: 0 }],
  });
}

const statusOf = ({ agent, ended }: Conversation) => (ended ? 'Disconnected' : agent ? 'Connected' : 'InQueue');

function requestStatus(conversation: Conversation): DemoResponse {
  onVisitorPoll(conversation, Date.now());
  const { agent, ended } = conversation;
  return {
    status: 200,
    body: {
      conversationId: conversation.id,
      requestId: conversation.requestUuid,
      requestStatus: statusOf(conversation),
      queuePosition: agent || ended ? 0 : 1,
      agent: agent ?? null,
    },
  };
}

function listMessages(conversation: Conversation, { query }: DemoRequest): DemoResponse {
  onVisitorPoll(conversation, Date.now());
  const since = readQuery(query, 'since');
  const afterMs = since === undefined ? Number.NEGATIVE_INFINITY : (parseMoment(since) ?? Number.NaN);
  if (Number.isNaN(afterMs)) return problem(400, 'since must be a date and time (ISO 8601)');
  const messages = conversation.messages.filter(({ timestamp }) => Date.parse(timestamp) > afterMs);
  return { status: 200, body: { conversationId: conversation.id, ended: conversation.ended, messages } };
}

function sendMessage(conversation: Conversation, { body }: DemoRequest): DemoResponse {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const content = fields.find(([key]) => key.toLowerCase() === 'content')?.[1];
  if (typeof content !== 'string' || content.trim() === '') return problem(400, 'content is required');
  if (conversation.ended) return problem(409, 'The conversation has ended');
  return { status: 200, body: addVisitorMessage(conversation, content, Date.now()) };
}

/** The visitor leaves: a chat that was answered counts for its agent, any other as given up. */
function endConversation(state: PuzzelState, conversation: Conversation): DemoResponse {
  if (conversation.ended) return problem(409, 'The conversation has ended');
  conversation.ended = true;
  state.requests.delete(conversation.request.id);
  state.calls.addChat(conversation.request, Date.now());
  conversation.replies = [];
  return { status: 200, body: { conversationId: conversation.id, ended: true } };
}

function readQuery(query: URLSearchParams, name: string): string | undefined {
  return [...query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
