import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { createRuntime } from '../../src/commands/runtime.js';
import { failureKinds, unexpectedFailure } from '../../src/failure.js';
import { toolResult } from '../../src/server/tool-result.js';
import type { VendorTool } from '../../src/tools/define.js';
import { outputSchemaOf } from '../../src/tools/schema.js';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { fakeServer, json } from '../support/fake-server.js';
import { sendAnswer, type VendorAnswer } from './vendor-answers.js';

/** The program in this process, without MCP, against vendors that give the answers of the test. */
interface FuzzRuntime {
  /**
   * Calls a tool while the vendors give these answers in turn, and the last one again and again. Throws when the result is not what
   * every result must be (`checked`).
   */
  call: (tool: VendorTool, args: unknown, answers: readonly VendorAnswer[]) => Promise<Record<string, unknown>>;
  /** The number of requests to the vendors, without logins. */
  requestCount: () => number;
  close: () => Promise<void>;
}

export async function fuzzRuntime(): Promise<FuzzRuntime> {
  const downloads = await mkdtemp(join(tmpdir(), 'puzzel-mcp-fuzz-'));
  let queue: VendorAnswer[] = [];
  let requestCount = 0;
  const next = () => {
    requestCount += 1;
    return (queue.length > 1 ? queue.shift() : queue[0]) ?? { status: 500, headers: {}, body: '' };
  };
  const puzzel = await fakePuzzel();
  puzzel.api = (_path, _request, response) => sendAnswer(response, next());
  const gladly = await fakeServer((_request, response) => sendAnswer(response, next()));
  // A refused login would start the login cooldown, and later calls would not be sent.
  const visitors = await fakeServer((_request, response) =>
    json(response, { access_token: 'visitor-token', expires_in: 3600, visitor_id: 'visitor-1' }),
  );
  const env = {
    ...puzzel.env,
    PUZZEL_CHAT_TENANT_ID: 'tenant',
    PUZZEL_CHAT_API_URL: gladly.url,
    PUZZEL_CHAT_ID_URL: visitors.url,
    GLADLY_API_URL: gladly.url,
    GLADLY_EMAIL: 'agent@example.com',
    GLADLY_API_TOKEN: 'gladly-secret-token',
    PUZZEL_MCP_DOWNLOAD_DIR: downloads,
    PUZZEL_MCP_TIMEOUT_MS: '3000',
    PUZZEL_MCP_LOG_LEVEL: 'silent',
  };
  const start = () => createRuntime(env, false);
  let runtime = start();
  return {
    async call(tool, args, answers) {
      queue = [...answers];
      const signal = new AbortController().signal;
      const confirm = () => Promise.resolve(undefined);
      const answer = await runtime.runner.call(tool, args, { signal, confirm });
      if ('question' in answer) throw new Error(`${tool.name} asks a question instead of answering`);
      // A token that is refused twice blocks logins for a minute, so a new runtime is started for the next cases.
      if ((answer.structured.error as { kind?: string } | undefined)?.kind === 'unauthorized') {
        await runtime.close(AbortSignal.timeout(500));
        runtime = start();
      }
      return checked(tool, toolResult(answer, '2025-11-25', false));
    },
    requestCount: () => requestCount,
    async close() {
      await runtime.close(AbortSignal.timeout(500));
      await Promise.all([
        puzzel.close(),
        gladly.close(),
        visitors.close(),
        rm(downloads, { recursive: true, force: true }),
      ]);
    },
  };
}

const ajv = new AjvJsonSchemaValidator();
const validators = new Map<string, ReturnType<typeof ajv.getValidator>>();

/** Checks what must be true of every answer: the form and size of the envelope, and the tool's own output schema. */
function checked(tool: VendorTool, result: ReturnType<typeof toolResult>): Record<string, unknown> {
  const { structuredContent, isError } = result;
  const text = result.content[0] && 'text' in result.content[0] ? result.content[0].text : '';
  if (text !== JSON.stringify(structuredContent)) throw new Error('text and structured content differ');
  if (text.length > 100_000) throw new Error(`${tool.name} answered ${text.length} characters`);
  const validate = validators.get(tool.name) ?? ajv.getValidator(outputSchemaOf(tool) as never);
  validators.set(tool.name, validate);
  const validity = validate(JSON.parse(text));
  if (!validity.valid) throw new Error(`${tool.name}: ${validity.errorMessage}`);
  const { error, result: data } = JSON.parse(text) as { error?: Record<string, unknown>; result?: unknown };
  if (isError !== true) {
    if (data === undefined || error !== undefined) throw new Error(`no envelope: ${text}`);
    return structuredContent as Record<string, unknown>;
  }
  if (!failureKinds.some((kind) => kind === error?.kind)) throw new Error(`unknown kind: ${text}`);
  if (typeof error?.message !== 'string' || error.message === '') throw new Error(`no message: ${text}`);
  if (error.message === unexpectedFailure(undefined).message) throw new Error(`${tool.name}: unexpected error`);
  return structuredContent as Record<string, unknown>;
}
