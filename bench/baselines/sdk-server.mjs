// What the SDK alone costs: a server with one tool, written as the SDK's documentation shows it. It is bundled like ours
// when the benchmark starts, and like ours it loads undici with the first call. node sdk-server.mjs URL
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const [url] = process.argv.slice(2);

serveStdio(() => {
  const server = new McpServer({ name: 'bare', version: '1' });
  server.registerTool(
    'fetch',
    { description: 'Fetches the answer.', inputSchema: z.object({}), outputSchema: z.object({ result: z.unknown() }) },
    async () => {
      const { request } = (await import('undici')).default;
      const structuredContent = await (await request(url)).body.json();
      return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
    },
  );
  return server;
});
