import type * as z from 'zod';
import type { ChatServer } from '../../chat/client.js';
import { Failure } from '../../failure.js';
import { defineTool, type ToolDefinition, type VendorTool } from '../define.js';
import { isRead } from '../effect.js';
import { without } from '../words.js';

export interface ChatToolDefinition<I extends z.ZodRawShape> extends ToolDefinition<I> {
  /** The argument that names the conversation; `conversation_id` where it is not said. */
  conversation?: keyof I & string;
  /** `communication` where it is not said. */
  server?: ChatServer;
}

/** A tool of the Chat API. */
export function defineChatTool<I extends z.ZodRawShape>(definition: ChatToolDefinition<I>): VendorTool {
  const { name, route, conversation = 'conversation_id', server = 'communication' } = definition;
  const operation = { name, route, read: isRead(definition), server, conversation };
  // What puts a conversation into a queue makes it known.
  const needsRouting = conversation in definition.input && !('queue_key' in definition.input);
  return defineTool('chat', definition, async (sent, given, context) => {
    const data = await context.clients.chat
      .call(operation, without(sent, definition.local), context)
      .catch((error: unknown) => {
        throw error instanceof Failure && error.kind === 'not_found' && needsRouting ? notRouted(error) : error;
      });
    return { data: definition.shape ? definition.shape(data, given) : data };
  });
}

/** The id is right more often than not: only routing makes a conversation known (inferred). */
const notRouted = (failure: Failure): Failure =>
  failure.with({
    hint: 'Before puzzel_chat_conversations_route nobody knows a conversation, and one that has ended may be gone: route first, with the conversationId of create_a_puzzel_chat_session and the key of a chat queue.',
  });
