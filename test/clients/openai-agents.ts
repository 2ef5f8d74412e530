import { getAllMcpTools, MCPServerStdio } from '@openai/agents';
import * as z from 'zod';
import { answeredOutcome, type ClientAdapter, thrownOutcome } from './adapter.js';

const schema = z.record(z.string(), z.unknown());

export const openaiAgents: ClientAdapter = {
  name: 'OpenAI Agents SDK',
  library: '@openai/agents',
  era: '2026-07-28',
  cannot: {
    progress: 'it never asks for progress',
    ask: 'its client declares no elicitation',
  },
  async connect(start) {
    const server = new MCPServerStdio({ ...start, name: 'puzzel' });
    await server.connect();
    return {
      list: async () => {
        const tools = await getAllMcpTools([server]);
        return tools.flatMap((tool) =>
          tool.type === 'function' ? [{ name: tool.name, schema: schema.parse(tool.parameters) }] : [],
        );
      },
      call: (name, args, { signal } = {}) =>
        server
          .callToolResult(name, args, null, { ...(signal && { signal }) })
          .then(({ content, structuredContent }) => answeredOutcome(content, structuredContent), thrownOutcome),
      close: () => server.close(),
    };
  },
};
