import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { answeredOutcome, type ClientAdapter, elicitResult, thrownOutcome } from './adapter.js';

/** The SDK that most hosts embed today. */
export const sdkOne: ClientAdapter = {
  name: 'MCP TypeScript SDK 1',
  library: '@modelcontextprotocol/sdk',
  era: '2025-11-25',
  cannot: {},
  async connect(start, answer) {
    const capabilities = answer ? { elicitation: { form: {} } } : {};
    const client = new Client({ name: 'sdk-one', version: '1' }, { capabilities });
    if (answer) client.setRequestHandler(ElicitRequestSchema, ({ params }) => elicitResult(answer(params.message)));
    await client.connect(new StdioClientTransport({ ...start, stderr: 'ignore' }));
    return {
      list: async () => {
        const { tools } = await client.listTools();
        return tools.map(({ name, inputSchema }) => ({ name, schema: inputSchema }));
      },
      call: (name, args, { signal, onProgress } = {}) =>
        client
          .callTool({ name, arguments: args }, CallToolResultSchema, {
            ...(signal && { signal }),
            ...(onProgress && { onprogress: ({ progress }) => onProgress(progress) }),
          })
          .then((result) => {
            const { content, structuredContent } = CallToolResultSchema.parse(result);
            return answeredOutcome(content, structuredContent);
          }, thrownOutcome),
      close: () => client.close(),
    };
  },
};
