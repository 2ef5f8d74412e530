import { randomUUID } from 'node:crypto';
import { Failure } from '../../failure.js';
import { text, time, variables } from '../arguments.js';
import { record, rows, value } from '../output.js';
import { confirmed, documented, get, inferred, orElse, post, put } from '../routes.js';
import { defineChatTool } from './define.js';
import { messagesSince } from './messages.js';
import { hasAnswer, isDecided, waitFor, waitSeconds } from './wait.js';

const conversationId = () => text('conversationId');

const unknownQueueHint = 'Give the key of the queue (q_…), not its name: list_all_puzzel_queues shows both.';

export const conversationTools = [
  defineChatTool({
    name: 'list_all_puzzel_chat_queue_info',
    title: 'Opening hours of a chat queue',
    tag: 'chat',
    effect: 'list',
    description: 'Opening hours and state of a queue of any kind (demo); of a chat queue ask before routing.',
    input: { id: text('queue key, or visual queue id') },
    output: value('opening hours and state of the queue; members are not public'),
    route: get('/api/queue/info/{id}', documented),
    example: { id: 'q_chat' },
    whenNotFound: unknownQueueHint,
  }),
  defineChatTool({
    name: 'puzzel_chat_conversations_route',
    title: 'Put a chat into a queue',
    tag: 'chat',
    effect: 'custom-write',
    description:
      'Asks for an agent: from here on the conversation is known. Next: get_single_puzzel_chat_request_status_by_id with wait_seconds until Connected, then list_all_puzzel_chat_messages. Only chat queues take it.',
    input: {
      conversation_id: text('conversationId of create_a_puzzel_chat_session').optional(),
      queue_key: text('key of a chat queue, from list_all_puzzel_queues'),
      variables: variables('free names, for the agent').optional(),
    },
    output: record({
      conversationId: 'string: the id given or made',
      route: 'answer of Puzzel; its members are not public',
    }),
    route: put('/api/conversation/{conversation_id}/route/{queue_key}', confirmed, { bodyFrom: 'variables' }),
    whenNotFound: unknownQueueHint,
    example: { conversation_id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11', queue_key: 'q_chat' },
    run: async (args, _, call) => {
      const conversation_id = args.conversation_id ?? randomUUID();
      try {
        const { data } = await call({ ...args, conversation_id });
        return { data: { conversationId: conversation_id, route: data } };
      } catch (error) {
        if (!(error instanceof Failure) || args.conversation_id !== undefined) throw error;
        // Without the id nobody could find out what became of the conversation.
        throw error.with({ message: `${error.message} (conversation ${conversation_id})` });
      }
    },
  }),
  defineChatTool({
    name: 'get_single_puzzel_chat_request_status_by_id',
    title: 'Search for an agent',
    tag: 'chat',
    effect: 'get',
    description:
      'How far the search for an agent has come, after routing; wait_seconds waits for a change. After minutes in vain: puzzel_chat_conversations_end.',
    input: { id: conversationId(), wait_seconds: waitSeconds('an agent') },
    conversation: 'id',
    output: value('status of the search; members are not public'),
    route: get('/api/allocation/requestStatus/{id}', documented),
    example: { id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11' },
    local: ['wait_seconds'],
    slow: true,
    run: (args, context, call) => waitFor(args.wait_seconds, context, () => call(args), isDecided),
  }),
  defineChatTool({
    name: 'list_all_puzzel_chat_messages',
    title: 'Messages of a chat',
    tag: 'chat',
    effect: 'list',
    description:
      'Messages of a conversation. To follow it: since = time of the last one seen, and wait_seconds: answers as soon as somebody else writes.',
    input: {
      conversation_id: conversationId(),
      since: time('only newer ones').optional(),
      wait_seconds: waitSeconds('a message'),
    },
    output: rows({}, 'the messages; their members are not public'),
    // Puzzel's page names the path only; where the id of the conversation goes is a guess.
    route: get(
      '/api/conversation?conversationId={conversation_id}',
      orElse(documented, '/api/conversation/{conversation_id}', '/api/conversation/{conversation_id}/messages'),
    ),
    example: { conversation_id: '6f1d2a34-0b52-4c1e-9a57-2f3b8f6f4c11' },
    untrustedContent: true,
    shape: messagesSince,
    local: ['wait_seconds'],
    slow: true,
    run: (args, context, call) => waitFor(args.wait_seconds, context, () => call(args), hasAnswer),
  }),
  defineChatTool({
    name: 'puzzel_chat_messages_send',
    title: 'Send a chat message',
    tag: 'chat',
    effect: 'custom-write',
    sends: true,
    description: 'Sends a message as the visitor; then list_all_puzzel_chat_messages. Unverified.',
    input: {
      conversation_id: conversationId(),
      content: text('what the visitor says'),
      type: text('values unknown: leave out').optional(),
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
