import { Failure } from '../../failure.js';
import { integer, text } from '../arguments.js';
import { record } from '../output.js';
import { confirmed, documented, post } from '../routes.js';
import { defineChatTool } from './define.js';

/** A route of the token server. The token itself stays in the client. */
const openRoute = post('/connect/token', confirmed);

export const openChat = defineChatTool({
  name: 'create_a_puzzel_chat_session',
  title: 'Open a chat as a visitor',
  tag: 'chat',
  effect: 'create',
  description:
    'Opens a chat as a website visitor of its own, without a name, and makes a conversationId. Next: puzzel_chat_conversations_route.',
  input: {},
  output: record({
    conversationId: 'string: id for the other chat tools',
    visitorId: 'string',
    expiresAt: 'ISO time; the session is renewed by itself',
  }),
  route: openRoute,
  run: async (_, context) => {
    const operation = {
      name: 'create_a_puzzel_chat_session',
      route: openRoute,
      isRead: false,
      server: 'identity',
    } as const;
    const { conversationId, visitorId, expiresAt } = await context.clients.chat.openConversation(operation, context);
    return { data: { conversationId, visitorId, expiresAt: expiresAt.toISOString() } };
  },
});

export const identifyVisitor = defineChatTool({
  server: 'identity',
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
  // {customerKey} is what Puzzel's page calls customerId (1 to 25 characters).
  route: post('/api/authenticate/{customerKey}', documented, { query: ['providerId'] }),
  example: { providerId: 1, codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', idToken: 'demo-id-token' },
  check: ({ accessToken, idToken }) => {
    if ((accessToken === undefined) !== (idToken === undefined)) return undefined;
    throw new Failure('invalid_input', 'Exactly one of "accessToken" and "idToken" is needed.', {
      hint: 'Call again with one of the two.',
    });
  },
});
