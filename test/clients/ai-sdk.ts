import { createMCPClient, ElicitationRequestSchema } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import * as z from 'zod';
import { answeredOutcome, type ClientAdapter, elicitResult, thrownOutcome } from './adapter.js';

/** How the library wraps a JSON Schema. */
const wrappedSchema = z.object({ jsonSchema: z.record(z.string(), z.unknown()) });

const toolResult = z.object({
  content: z.array(z.looseObject({ type: z.string() })),
  structuredContent: z.unknown(),
});

export const aiSdk: ClientAdapter = {
  name: 'Vercel AI SDK',
  library: '@ai-sdk/mcp',
  era: '2025-11-25',
  cannot: {
    cancel: 'it ends its own wait but never sends `notifications/cancelled`',
    progress: 'it never asks for progress',
    callUnlisted: 'its tools are objects made from the list',
  },
  async connect(start, answer) {
    const client = await createMCPClient({
      transport: new StdioMCPTransport({ ...start, stderr: 'ignore' }),
      ...(answer && { capabilities: { elicitation: {} } }),
    });
    if (answer) {
      client.onElicitationRequest(ElicitationRequestSchema, ({ params }) => elicitResult(answer(params.message)));
    }
    const tools = await client.tools();
    return {
      list: async () =>
        Object.entries(tools).map(([name, { inputSchema }]) => ({
          name,
          schema: wrappedSchema.parse(inputSchema).jsonSchema,
        })),
      call: async (name, args, { signal } = {}) => {
        const tool = tools[name];
        if (!tool) return thrownOutcome(`no tool ${name}`);
        const options = { toolCallId: '1', messages: [], ...(signal && { abortSignal: signal }) };
        try {
          const { content, structuredContent } = toolResult.parse(await tool.execute(args, options));
          return answeredOutcome(content, structuredContent);
        } catch (error) {
          return thrownOutcome(error);
        }
      },
      close: () => client.close(),
    };
  },
};
