import type { ChatOperation, ChatServer } from '../../chat/client.js';
import type { Arguments } from '../../http/route.js';
import { type CallContext, isRead, type Tool, type ToolSpec } from '../define.js';

export interface ChatToolSpec extends ToolSpec {
  run?: Tool['run'];
}

/** A tool of the Chat API. Its route is enough; `run` is for the few that need more. */
export function defineChatTool({ run, ...spec }: ChatToolSpec): Tool {
  const callRoute: Tool['run'] = async (args, context) => {
    const data = await callChat(spec, args, context);
    return { data: spec.shape ? spec.shape(data, args) : data };
  };
  return { ...spec, vendor: 'chat', run: run ?? callRoute };
}

/** Calls the tool's own route: for those with a `run` of their own to build upon. */
export function callChat(
  spec: Pick<ToolSpec, 'name' | 'route' | 'effect'>,
  args: Arguments,
  { clients, signal }: CallContext,
  server: ChatServer = 'communication',
): Promise<unknown> {
  const operation: ChatOperation = { name: spec.name, route: spec.route, read: isRead(spec), server };
  return clients.chat.call(operation, args, signal);
}
