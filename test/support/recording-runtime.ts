import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime } from '../../src/commands/runtime.js';
import type { VendorTool } from '../../src/tools/define.js';
import { fakePuzzel } from './fake-puzzel.js';
import { fakeServer, json, type SeenRequest } from './fake-server.js';

/** The error of an answer, as far as tests look at it. */
export interface CallError {
  kind: string;
  message: string;
  hint?: string;
}

/** The program in this process, without MCP, against vendors that record every request. */
export interface RecordingRuntime {
  /** Calls a tool; a write proceeds as if a person had said yes. */
  call: (tool: VendorTool, args: unknown) => Promise<{ error?: CallError; hint?: string; result?: unknown }>;
  /** Returns the requests to both vendors since it was called last; logins are left out. */
  takeRequests: () => SeenRequest[];
  close: () => Promise<void>;
}

/** The only record in every list of either vendor. */
const record = { id: '1', name: 'First' };

export async function recordingRuntime(env: Record<string, string> = {}): Promise<RecordingRuntime> {
  const seen: SeenRequest[] = [];
  const downloads = await mkdtemp(join(tmpdir(), 'puzzel-mcp-recording-'));
  const puzzel = await fakePuzzel();
  puzzel.api = (_path, request, response) => {
    seen.push(request);
    json(response, { code: 0, result: [record] });
  };
  const gladly = await fakeServer((request, response) => {
    if (request.target.startsWith('/chat-login')) return json(response, { access_token: 'visitor', expires_in: 900 });
    seen.push(request);
    json(response, [record]);
  });
  const runtime = createRuntime(
    {
      ...puzzel.env,
      PUZZEL_CHAT_TENANT_ID: 'tenant',
      PUZZEL_CHAT_API_URL: gladly.url,
      PUZZEL_CHAT_ID_URL: `${gladly.url}/chat-login`,
      GLADLY_API_URL: gladly.url,
      GLADLY_EMAIL: 'agent@example.com',
      GLADLY_API_TOKEN: 'gladly-secret-token',
      PUZZEL_MCP_LOG_LEVEL: 'silent',
      PUZZEL_MCP_DOWNLOAD_DIR: downloads,
      PUZZEL_MCP_TIMEOUT_MS: '3000',
      ...env,
    },
    false,
  );
  return {
    async call(tool, args) {
      const { signal } = new AbortController();
      const answer = await runtime.runner.call(tool, args, { signal, confirm: async () => undefined });
      if ('question' in answer) throw new Error(`${tool.name} asks a question instead of answering`);
      return answer.structured;
    },
    takeRequests: () => seen.splice(0),
    async close() {
      await runtime.close(AbortSignal.timeout(500));
      await Promise.all([puzzel.close(), gladly.close(), rm(downloads, { recursive: true, force: true })]);
    },
  };
}
