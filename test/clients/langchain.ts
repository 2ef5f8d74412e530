import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import * as z from 'zod';
import { type ClientAdapter, type Outcome, thrownOutcome } from './adapter.js';

const schema = z.record(z.string(), z.unknown());

/** The JSON that the library puts into a message when an answer has text, structured content and nothing else. */
const textAndStructure = z.object({ type: z.literal('text'), text: z.string(), structuredContent: z.unknown() });

/** A message for the model: text blocks, and a file block for each resource link. */
const toolMessage = z.object({
  content: z.union([
    z.string(),
    z.array(z.looseObject({ type: z.string(), text: z.string().optional(), url: z.string().optional() })),
  ]),
  artifact: z.array(z.looseObject({ type: z.string(), data: z.unknown() })).optional(),
});

function outcomeOf(message: unknown): Outcome {
  const { content, artifact } = toolMessage.parse(message);
  const structured = artifact?.find(({ type }) => type === 'mcp_structured_content')?.data;
  const blocks =
    typeof content === 'string' ? [{ ...textAndStructure.parse(JSON.parse(content)), url: undefined }] : content;
  return {
    kind: 'answered',
    text: blocks.map(({ text = '' }) => text).join(''),
    links: blocks.flatMap(({ url }) => (url === undefined ? [] : [url])),
    ...(structured !== undefined && { structured }),
  };
}

export const langchain: ClientAdapter = {
  name: 'LangChain MCP adapters',
  library: '@langchain/mcp-adapters',
  era: '2025-11-25',
  cannot: {
    ask: 'its client declares no elicitation',
    callUnlisted: 'its tools are objects made from the list',
    passMisspelt: 'it checks arguments against the schema itself',
  },
  note: 'It hands the model text and structured data in one JSON string, so each answer counts twice; an `afterToolCall` hook that returns the text alone prevents it.',
  async connect(start) {
    const progressListeners: ((progress: number) => void)[] = [];
    const client = new MultiServerMCPClient({
      mcpServers: { puzzel: { ...start, transport: 'stdio', stderr: 'ignore' } },
      onProgress: ({ progress }) => {
        for (const listener of progressListeners) listener(progress);
      },
    });
    const tools = await client.getTools();
    return {
      list: async () => tools.map((tool) => ({ name: tool.name, schema: schema.parse(tool.schema) })),
      call: async (name, args, { signal, onProgress } = {}) => {
        const tool = tools.find((candidate) => candidate.name === name);
        if (!tool) return thrownOutcome(`no tool ${name}`);
        if (onProgress) progressListeners.push(onProgress);
        return tool
          .invoke({ name, args, id: 'call-1', type: 'tool_call' }, { ...(signal && { signal }) })
          .then(outcomeOf, thrownOutcome);
      },
      close: () => client.close(),
    };
  },
};
