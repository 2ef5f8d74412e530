import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { answeredOutcome, type ClientAdapter, elicitResult, thrownOutcome } from './adapter.js';

type Mode = NonNullable<NonNullable<ConstructorParameters<typeof Client>[1]>['versionNegotiation']>['mode'];

const sdkTwo = (name: string, era: ClientAdapter['era'], mode: Mode): ClientAdapter => ({
  name,
  library: '@modelcontextprotocol/client',
  era,
  cannot: {},
  async connect(start, answer) {
    const capabilities = answer ? { elicitation: { form: {} } } : {};
    const client = new Client(
      { name: 'sdk-two', version: '2' },
      { capabilities, ...(mode && { versionNegotiation: { mode } }) },
    );
    if (answer) client.setRequestHandler('elicitation/create', ({ params }) => elicitResult(answer(params.message)));
    await client.connect(new StdioClientTransport({ ...start, stderr: 'ignore' }));
    return {
      list: async () => {
        const { tools } = await client.listTools();
        return tools.map(({ name, inputSchema }) => ({ name, schema: inputSchema }));
      },
      call: (name, args, { signal, onProgress } = {}) =>
        client
          .callTool(
            { name, arguments: args },
            {
              ...(signal && { signal }),
              ...(onProgress && { onprogress: ({ progress }) => onProgress(progress) }),
            },
          )
          .then(({ content, structuredContent }) => answeredOutcome(content, structuredContent), thrownOutcome),
      close: () => client.close(),
    };
  },
});

/** The current SDK with its default protocol, and with the newest one. openai-agents.ts covers the negotiation between them. */
export const sdkTwoOlder = sdkTwo('MCP TypeScript SDK 2, as it comes', '2025-11-25', undefined);
export const sdkTwoNewer = sdkTwo('MCP TypeScript SDK 2, newest protocol', '2026-07-28', { pin: '2026-07-28' });
