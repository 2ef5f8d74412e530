import { randomUUID } from 'node:crypto';
import { Failure } from '../../failure.js';
import type { Arguments } from '../../http/route.js';
import { integer, text } from '../arguments.js';
import type { ToolSpec } from '../define.js';
import { record } from '../output.js';
import { confirmed, documented, post } from '../routes.js';
import { callChat, defineChatTool } from './define.js';

const authenticate = {
  name: 'puzzel_chat_visitor_authenticate',
  title: 'Identify the visitor',
  tag: 'chat',
  effect: 'custom-write',
  description:
    'Identifies the visitor with exactly one token (accessToken or idToken) of your own identity provider, before routing. Answers userInfoId.',
  input: {
    providerId: integer('identity provider').optional(),
    codeChallenge: text('PKCE'),
    accessToken: text('token').optional(),
    idToken: text('token').optional(),
  },
  output: record({ userInfoId: 'id of the identified visitor' }),
  // On the token server; {customerKey} is what Puzzel's page calls customerId (1 to 25 characters).
  route: post('/api/authenticate/{customerKey}', documented, { query: ['providerId'] }),
  example: { providerId: 1, codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', idToken: 'demo-id-token' },
} satisfies ToolSpec;

const begin = {
  name: 'create_a_puzzel_chat_session',
  title: 'Open a chat as a visitor',
  tag: 'chat',
  effect: 'create',
  description: 'Opens a chat as a website visitor and makes a conversationId. Next: puzzel_chat_conversations_route.',
  input: {},
  output: record({
    conversationId: 'string: id for the other chat tools',
    visitorId: 'string',
    expiresAt: 'ISO time; the session is renewed by itself',
  }),
  // On the token server. The token itself stays in the client.
  route: post('/connect/token', confirmed),
  example: {},
} satisfies ToolSpec;

export const openChat = defineChatTool({
  ...begin,
  run: async (_, { clients, signal }) => {
    const operation = { name: begin.name, route: begin.route, read: false, server: 'identity' } as const;
    const { visitorId, expiresAt } = await clients.chat.open(operation, signal);
    return { data: { conversationId: randomUUID(), visitorId, expiresAt: expiresAt.toISOString() } };
  },
});

export const identifyVisitor = defineChatTool({
  ...authenticate,
  run: async (args, context) => {
    requireOneToken(args);
    return { data: await callChat(authenticate, args, context, 'identity') };
  },
});

function requireOneToken({ accessToken, idToken }: Arguments): void {
  if ((accessToken === undefined) !== (idToken === undefined)) return;
  throw new Failure('invalid_input', 'Exactly one of "accessToken" and "idToken" is needed.', {
    hint: 'Call again with one of the two.',
  });
}
