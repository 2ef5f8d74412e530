import { PassThrough } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createEngine, type Engine } from '../../src/commands/engine.js';
import { serverParts } from '../../src/commands/serve.js';
import { readSettings } from '../../src/commands/settings.js';
import { createServer } from '../../src/server/create-server.js';
import { StdioTransport } from '../../src/server/transport.js';
import { catalogue } from '../../src/tools/index.js';
import { factsOf, manifestOf } from '../../src/tools/manifest.js';
import { statusTool } from '../../src/tools/server-status.js';
import type { Message } from './raw-conversation.js';

/** A conversation of one client with the server in bare lines, without the start of a process. */
export interface InProcessConversation {
  send: (message: Message) => void;
  /** Waits for a message of the server that the test wants; only one wait at a time. */
  until: (wanted: (message: Message) => boolean) => Promise<Message>;
  end: () => void;
}

export interface InProcessServer {
  engine: Engine;
  connect: () => InProcessConversation;
}

const { config: defaults } = readSettings({}, false, catalogue.map(factsOf));
/** What the build writes to dist/manifest.json, but without token counts. */
export const manifest = manifestOf(statusTool({ config: defaults, catalogue, limits: () => ({}) }), catalogue);

/**
 * The server as src/commands/serve.ts assembles it, with these tools only. Each connection is served like the first one of a
 * process, but all share one engine.
 */
export function inProcessServer(env: Record<string, string>, toolNames: readonly string[]): InProcessServer {
  const variables = { PUZZEL_MCP_LOG_LEVEL: 'silent', PUZZEL_MCP_TOOLS: toolNames.join(), ...env };
  const settings = readSettings(variables, false, manifest.tools);
  const { config, log, redactor } = settings;
  const engine = createEngine(config, log, redactor);
  const connect = (): InProcessConversation => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const redact = <T>(data: T) => redactor.withoutGiven.data(data);
    const parts = serverParts(settings, manifest, async () => engine);
    const names = { Tool: parts.tools.map(({ name }) => name), Prompt: parts.prompts.map(({ name }) => name) };
    const transport = new StdioTransport({ input, output, redact, names, warn: () => {} });
    serveStdio(() => createServer(parts), { transport });
    const messages: Message[] = [];
    let look = () => {};
    let rest = '';
    output.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      messages.push(...lines.map((line) => JSON.parse(line) as Message));
      look();
    });
    return {
      send: (message) => void input.write(`${JSON.stringify(message)}\n`),
      until: (wanted) =>
        new Promise((resolve) => {
          look = () => {
            const found = messages.find(wanted);
            if (found !== undefined) resolve(found);
          };
          look();
        }),
      end: () => void input.end(),
    };
  };
  return { engine, connect };
}
