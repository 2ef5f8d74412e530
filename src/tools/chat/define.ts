import type * as z from 'zod';
import type { ChatServer } from '../../chat/client.js';
import { Failure } from '../../failure.js';
import { defineTool, type ToolDefinition, type VendorTool } from '../define.js';
import { isRead } from '../effect.js';
import { without } from '../members.js';
import { changedBy, type OutputSchema } from '../output.js';
import { type VendorToolDefinition, withAdvice } from '../vendor-definition.js';

interface ChatToolDefinition<I extends z.ZodRawShape>
  extends ToolDefinition<I>,
    Pick<VendorToolDefinition<I>, 'whenNotFound'> {
  output: OutputSchema;
  /** The argument that holds the conversation's id. Default: `conversation_id`. */
  conversation?: keyof I & string;
  /** The server of the Chat API that has the route. Default: `communication`. */
  server?: ChatServer;
}

/** A tool of the Chat API. */
export function defineChatTool<I extends z.ZodRawShape>(definition: ChatToolDefinition<I>): VendorTool {
  const { name, route, conversation = 'conversation_id', server = 'communication' } = definition;
  const operation = { name, route, isRead: isRead(definition), server, conversation };
  // The tool that takes a queue_key is the one that does the routing.
  const needsRouting = conversation in definition.input && !('queue_key' in definition.input);
  return defineTool('chat', definition, async (routeArgs, toolArgs, context) => {
    const data = await context.clients.chat
      .call(operation, without(routeArgs, definition.local), context)
      .catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        throw error.kind === 'not_found' && needsRouting ? notRouted(error) : withAdvice(error, definition, toolArgs);
      });
    const answer = operation.isRead ? data : (data ?? changedBy(definition.effect, { id: routeArgs[conversation] }));
    return { data: definition.shape ? definition.shape(answer, toolArgs) : answer };
  });
}

/** Explains a 404: the id is usually right, but the vendor knows no conversation before it has been routed (inferred). */
const notRouted = (failure: Failure): Failure =>
  failure.with({
    hint: 'Before puzzel_chat_conversations_route nobody knows a conversation, and one that has ended may be gone: route first, with the conversationId of create_a_puzzel_chat_session and the key of a chat queue.',
  });
