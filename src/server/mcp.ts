import { type CallToolResult, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import type { Log } from '../log.js';
import { didYouMean } from '../nearest.js';
import { offeredPrompts } from '../prompts/index.js';
import type { Redactor } from '../redact.js';
import type { Callable } from '../tools/define.js';
import type { Caller } from './call.js';
import type { Confirmation } from './confirm.js';
import { cacheHints, capabilities, serverInfo } from './identity.js';
import { listed } from './listing.js';
import type { Orientation } from './orientation.js';
import { reportProgress } from './progress.js';
import { servePrompts } from './prompts.js';
import { serveResources } from './resources.js';
import { toolResult } from './results.js';
import type { SavedFiles } from './saved-files.js';

export interface Served {
  tools: readonly Callable[];
  instructions: string;
  caller: Caller;
  orientation: Orientation;
  confirmation: Confirmation;
  savedFiles: SavedFiles;
  redactor: Redactor;
  log: Log;
}

/**
 * The MCP server of one connection. The low-level class is used on purpose: the tool list is ours to the byte, and
 * validation failures answer in our error envelope instead of the SDK's text. Plain calls do not come here
 * (plain-calls.ts), but would get the same answer.
 */
export function createMcpServer({
  tools,
  instructions,
  caller,
  orientation,
  confirmation,
  savedFiles,
  redactor,
  log,
}: Served): Server {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const server = new Server(serverInfo, { instructions, capabilities, cacheHints });
  server.onerror = (error) => log.warn(`protocol: ${error.message}`);
  servePrompts(server, offeredPrompts(tools), orientation);
  serveResources(server, { caller, orientation, savedFiles, redactor });
  server.setRequestHandler('tools/list', () => ({ tools: tools.map(listed) as never }));
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
    const report = reportProgress(ctx.mcpReq._meta?.progressToken, (params) => {
      ctx.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
    });
    try {
      const outcome = await caller.call(tool, raw, {
        signal: ctx.mcpReq.signal,
        progress: report.progress,
        confirm: async (args, question) =>
          (await confirmation.check(tool, args, question, server, ctx)) as Record<string, unknown> | undefined,
      });
      if ('interruption' in outcome) return outcome.interruption as CallToolResult;
      if (outcome.file) savedFiles.add(outcome.file);
      return toolResult(outcome) as CallToolResult;
    } finally {
      report.done();
    }
  });
  return server;
}
