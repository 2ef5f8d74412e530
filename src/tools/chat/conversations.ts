import { randomUUID } from 'node:crypto';
import { text, variables } from '../arguments.js';
import type { ToolSpec } from '../define.js';
import { record, rows, value } from '../output.js';
import { confirmed, documented, get, inferred, orElse, post, put } from '../routes.js';
import { callChat, defineChatTool } from './define.js';
import { newer } from './messages.js';

const conversationId = () => text('conversationId');

const routing = {
  name: 'puzzel_chat_conversations_route',
  title: 'Put a chat into a queue',
  tag: 'chat',
  effect: 'custom-write',
  description:
    'Asks for an agent for a conversation. Then poll get_single_puzzel_chat_request_status_by_id and list_all_puzzel_chat_messages.',
  input: {
    conversation_id: text('UUID; default new').optional(),
    queue_key: text('from list_all_puzzel_queues'),
    variables: variables().optional(),
  },
  output: record({
    conversationId: 'string: the id given or made',
    route: 'answer of Puzzel; its members are not public',
  }),
  route: put('/api/conversation/{conversation_id}/route/{queue_key}', confirmed, { bodyFrom: 'variables' }),
  example: { conversation_id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11', queue_key: 'q_chat' },
} satisfies ToolSpec;

export const conversationTools = [
  defineChatTool({
    name: 'list_all_puzzel_chat_queue_info',
    title: 'Opening hours of a chat queue',
    tag: 'chat',
    effect: 'list',
    description: 'Opening hours and state of a chat queue: ask before routing.',
    input: { id: text('queue key, or visual queue id') },
    output: value('opening hours and state of the queue; members are not public'),
    route: get('/api/queue/info/{id}', documented),
    example: { id: 'q_chat' },
  }),
  defineChatTool({
    ...routing,
    run: async (args, context) => {
      const conversation_id = args.conversation_id ?? randomUUID();
      const answer = await callChat(routing, { ...args, conversation_id }, context);
      return { data: { conversationId: conversation_id, route: answer } };
    },
  }),
  defineChatTool({
    name: 'get_single_puzzel_chat_request_status_by_id',
    title: 'Search for an agent',
    tag: 'chat',
    effect: 'get',
    description: 'How far the search for an agent has come: poll after routing.',
    input: { id: conversationId() },
    output: value('status of the search; members are not public'),
    route: get('/api/allocation/requestStatus/{id}', documented),
    example: { id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11' },
  }),
  defineChatTool({
    name: 'list_all_puzzel_chat_messages',
    title: 'Messages of a chat',
    tag: 'chat',
    effect: 'list',
    description: 'Messages of a conversation. To poll, give since the time of the last one seen: newer ones come back.',
    input: {
      conversation_id: conversationId(),
      since: text('ISO time').optional(),
    },
    output: rows({}, 'the messages; their members are not public'),
    // The page names the path alone; where the conversation's id goes is a guess.
    route: get(
      '/api/conversation?conversationId={conversation_id}',
      orElse(documented, '/api/conversation/{conversation_id}', '/api/conversation/{conversation_id}/messages'),
    ),
    example: { conversation_id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11' },
    customerText: true,
    shape: newer,
  }),
  defineChatTool({
    name: 'puzzel_chat_messages_send',
    title: 'Send a chat message',
    tag: 'chat',
    effect: 'custom-write',
    sends: true,
    description: 'Sends a message as the visitor: an agent reads it. Unverified.',
    input: {
      conversation_id: conversationId(),
      content: text('text'),
      type: text('values unknown').optional(),
    },
    output: value('members are not public'),
    route: post(
      '/api/conversation/{conversation_id}/message',
      inferred('/api/conversation/{conversation_id}', 'PUT /api/conversation/{conversation_id}/message'),
    ),
    example: { conversation_id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11', content: 'Hello, where is my order?' },
    target: () => "To the agent in the visitor's chat.",
  }),
  defineChatTool({
    name: 'puzzel_chat_conversations_end',
    title: 'End a chat',
    tag: 'chat',
    effect: 'custom-write',
    // The agent loses the visitor; the conversation cannot be taken up again.
    destructive: true,
    description: 'Ends a conversation for good. Unverified.',
    input: { conversation_id: conversationId() },
    output: value('members are not public'),
    route: post('/api/conversation/{conversation_id}/end', inferred('DELETE /api/conversation/{conversation_id}')),
    example: { conversation_id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11' },
  }),
];
