import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Log } from '../log.js';
import { didYouMean } from '../nearest.js';
import type { Redactor } from '../redact.js';
import type { Tool } from '../tools/define.js';
import { version } from '../version.js';
import type { Caller } from './call.js';
import type { Confirmation } from './confirm.js';
import { listed } from './listing.js';
import { toolResult } from './results.js';

export interface Served {
  tools: readonly Tool[];
  instructions: string;
  caller: Caller;
  confirmation: Confirmation;
  redactor: Redactor;
  log: Log;
}

const hour = 3_600_000;

/** Our lists never change during the life of a process, and hold nothing personal. */
const fixed = { ttlMs: hour, cacheScope: 'public' } as const;

/**
 * The MCP server of one connection. The low-level class is used on purpose: the tool list is ours to the byte, and
 * validation failures answer in our error envelope instead of the SDK's text.
 */
export function createMcpServer({ tools, instructions, caller, confirmation, redactor, log }: Served): Server {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const server = new Server(
    { name: 'puzzel-mcp', title: 'Puzzel and Gladly', version },
    {
      instructions,
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        resources: { listChanged: false },
      },
      cacheHints: {
        'tools/list': fixed,
        'prompts/list': fixed,
        'resources/list': fixed,
        'resources/templates/list': fixed,
        'server/discover': fixed,
      },
    },
  );
  server.onerror = (error) => log.warn(`protocol: ${error.message}`);
  server.setRequestHandler('tools/list', () => ({ tools: tools.map(listed) as never }));
  server.setRequestHandler('prompts/list', () => ({ prompts: [] }));
  server.setRequestHandler('resources/list', () => ({ resources: [] }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [] }));
  server.setRequestHandler('tools/call', async (request, ctx) => {
    const { name, arguments: raw } = request.params;
    const tool = byName.get(name);
    if (!tool) {
      await caller.unknown(name, raw);
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `Unknown tool "${name}".${didYouMean(name, [...byName.keys()])}`,
      );
    }
    const outcome = await caller.call(tool, raw, {
      signal: ctx.mcpReq.signal,
      progress: progressOf(ctx),
      confirm: async (args, question) =>
        (await confirmation.check(tool, args, question, server, ctx)) as Record<string, unknown> | undefined,
    });
    return ('interruption' in outcome ? outcome.interruption : toolResult(outcome, redactor)) as CallToolResult;
  });
  return server;
}

const betweenNotes = 100;

/** Progress notifications, when the client asked for them: ten a second at most, and always rising. */
function progressOf(ctx: ServerContext): (bytes: number, total: number | undefined) => void {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let last = 0;
  return (bytes, total) => {
    const now = Date.now();
    if (now - last < betweenNotes && bytes !== total) return;
    last = now;
    const params = { progressToken, progress: bytes, ...(total !== undefined && { total }), message: `${bytes} bytes` };
    ctx.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}
