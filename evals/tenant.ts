import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMCPClient, ElicitationRequestSchema, type MCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import type { ToolSet } from 'ai';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import * as z from 'zod';
import { type Answer, answerSchema } from './answer.js';
import type { Call } from './task.js';

/** The path is right for this file and for the bundle, which `run.mjs` writes beside it. */
const program = fileURLToPath(new URL('../bin/puzzel-mcp.js', import.meta.url));

const toolResult = z.object({ content: z.array(z.looseObject({ text: z.string().optional() })) });

/** The environment without the credentials and the policy of the person who runs this. */
const cleanEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(PUZZEL|GLADLY)_/.test(name) ? [] : [[name, value]],
    ),
  );

/** The real program with its demo tenant, as the AI SDK's client sees it. */
export class Tenant {
  readonly #client: MCPClient;
  readonly #tools: ToolSet;
  readonly #downloads: string;
  /** Names of the tools that change or send something. */
  readonly writingTools: ReadonlySet<string>;
  /** Whether the person agrees when the server asks. */
  saysYes = true;
  /** Gladly allows ten requests of one HTTP method in a second, and some calls make more than one. */
  #gladlyCallsPerSecond = 4;
  /** The last calls to Gladly, with the time at which each ended, or started if it has not ended yet. */
  #gladlyCalls: { at: number }[] = [];

  private constructor(client: MCPClient, tools: ToolSet, writingTools: Set<string>, downloads: string) {
    this.#client = client;
    this.#tools = tools;
    this.writingTools = writingTools;
    this.#downloads = downloads;
  }

  /**
   * @param settings of the server, such as PUZZEL_MCP_TAGS; none of them, if left out
   * @param vendors the variables of a demo tenant without limits, in place of the program's own
   */
  static async open(settings: Record<string, string> = {}, vendors?: Record<string, string>): Promise<Tenant> {
    const downloads = mkdtempSync(join(tmpdir(), 'puzzel-mcp-evals-'));
    const client = await createMCPClient({
      transport: new StdioMCPTransport({
        command: process.execPath,
        args: [program, ...(vendors ? [] : ['--demo'])],
        // A folder without the `.env` of the person who runs this.
        cwd: downloads,
        env: { ...cleanEnvironment(), ...settings, ...vendors, PUZZEL_MCP_DOWNLOAD_DIR: downloads },
        stderr: 'ignore',
      }),
      capabilities: { elicitation: {} },
    });
    const list = await client.listTools();
    const writing = list.tools.filter(({ annotations }) => annotations?.readOnlyHint === false).map(({ name }) => name);
    // Two copies of @ai-sdk/provider-utils are installed, whose types differ by a symbol.
    const tools = client.toolsFromDefinitions(list) as unknown as ToolSet;
    const tenant = new Tenant(client, tools, new Set(writing), downloads);
    if (vendors) tenant.#gladlyCallsPerSecond = Number.POSITIVE_INFINITY;
    client.onElicitationRequest(ElicitationRequestSchema, () =>
      tenant.saysYes ? { action: 'accept', content: { confirm: true } } : { action: 'decline' },
    );
    return tenant;
  }

  get instructions(): string {
    return this.#client.instructions ?? '';
  }

  /** The tools for a model. Every call is added to `calls`. */
  toolsFor(calls: Call[]): ToolSet {
    const tools: ToolSet = {};
    for (const [name, tool] of Object.entries(this.#tools)) {
      const execute = async (args: Record<string, unknown>) => {
        const { result, answer, tokens } = await this.#call(name, args);
        calls.push({ tool: name, args, answer, tokens });
        return result;
      };
      tools[name] = Object.assign({}, tool, { execute });
    }
    return tools;
  }

  /** A call of the checker, which prepares the tenant or reads its state. It has to succeed. */
  async call(name: string, args: Record<string, unknown> = {}): Promise<Answer> {
    const { answer } = await this.#call(name, args);
    if (answer.error) throw new Error(`a checker's ${name} answered ${answer.error.kind}: ${answer.error.message}`);
    return answer;
  }

  async #call(name: string, args: Record<string, unknown>) {
    const turn = name.includes('gladly') ? await this.#gladlyTurn() : undefined;
    const result: unknown = await this.#tools[name]?.execute?.(args, { toolCallId: name, messages: [] });
    if (turn) turn.at = Date.now();
    const text = toolResult.parse(result).content.map((part) => part.text ?? '');
    return { result, answer: answerSchema.parse(JSON.parse(text[0] ?? '')), tokens: encode(text.join('')).length };
  }

  /** Waits until Gladly's limit allows another call. The caller sets `at` in the result when that call has ended. */
  async #gladlyTurn(): Promise<{ at: number }> {
    const now = Date.now();
    const turn = { at: Math.max(now, (this.#gladlyCalls.at(-this.#gladlyCallsPerSecond)?.at ?? 0) + 1000) };
    this.#gladlyCalls = [...this.#gladlyCalls.slice(1 - this.#gladlyCallsPerSecond), turn];
    await setTimeout(turn.at - now);
    return turn;
  }

  async close(): Promise<void> {
    await this.#client.close();
    rmSync(this.#downloads, { recursive: true, force: true });
  }
}
