import { type CallToolResult, fromJsonSchema, type jsonSchemaValidator, McpServer } from '@modelcontextprotocol/server';
import type { Log } from '../log.js';
import type { Prompt } from '../prompts/define.js';
import type { Listing } from '../tools/manifest.js';
import type { JsonSchema } from '../tools/schema.js';
import { registerViews, viewUris } from '../views/index.js';
import type { Confirmation } from './confirmation.js';
import { reportProgress } from './progress.js';
import { registerPrompts } from './prompts.js';
import { type ResourceSource, registerResources } from './resources.js';
import { cacheHints, capabilities, serverInfo } from './server-info.js';
import type { CallByName } from './tenant-directory.js';
import { toolResult } from './tool-result.js';

/** What the server of a connection is made of. */
export interface ServerParts {
  /** The tools as `tools/list` shows them. */
  tools: readonly Listing[];
  instructions: string;
  prompts: readonly Prompt[];
  call: CallByName;
  confirmation: Confirmation;
  resources: ResourceSource;
  log: Log;
}

/** The MCP server of one connection: every tool, prompt and resource registered with the SDK. */
export function createServer(parts: ServerParts): McpServer {
  const { tools, instructions, prompts, resources, log } = parts;
  // The SDK's own validator keeps a compiled schema for each question and never frees it; confirmation.ts validates answers.
  const options = { instructions, capabilities, cacheHints, jsonSchemaValidator: noValidation };
  const server = new McpServer(serverInfo, options);
  server.server.onerror = (error) => log.warn(`protocol: ${error.message}`);
  for (const tool of tools) registerTool(server, tool, parts);
  registerPrompts(server, prompts, resources);
  registerResources(server, resources);
  registerViews(server, new Set(tools.map(({ name }) => viewUris[name])), resources.checkExpiry);
  return server;
}

function registerTool(server: McpServer, tool: Listing, { call, confirmation, resources }: ServerParts): void {
  const { name, inputSchema, outputSchema, ...rest } = tool;
  const view = viewUris[name];
  const config = {
    ...rest,
    inputSchema: sdkSchema(inputSchema),
    outputSchema: sdkSchema(outputSchema),
    ...(view !== undefined && { _meta: { ...rest._meta, ui: { resourceUri: view } } }),
  };
  server.registerTool(name, config, async (args, ctx) => {
    const report = reportProgress(ctx);
    try {
      const result = await call(name, args, {
        signal: ctx.mcpReq.signal,
        onProgress: report.onProgress,
        confirm: (fullTool, finalArgs, question) => confirmation.ask(fullTool, finalArgs, question, server, ctx),
      });
      if ('question' in result) return result.question as CallToolResult;
      if (result.file) resources.savedFiles.add(result.file);
      // Views say how old their data are. Later pages have the age of the first one, so they get no time of their own.
      const isDated = view !== undefined && args.cursor === undefined;
      return toolResult(result, server.server.getNegotiatedProtocolVersion(), isDated);
    } finally {
      report.end();
    }
  });
}

/** Accepts everything: calls/arguments.ts validates, so that bad arguments are answered in our error form. */
const noValidation: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

/** A schema in the SDK's form, which `tools/list` shows exactly as the build made it. */
const sdkSchema = (json: JsonSchema) => fromJsonSchema<Record<string, unknown>>(json, noValidation);
