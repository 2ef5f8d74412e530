import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { type ClientConfig, MultiServerMCPClient } from '@langchain/mcp-adapters';
import { Agent, MCPServerStdio, type Model, run, setTracingDisabled, Usage } from '@openai/agents';
import { generateText, stepCountIs, type ToolSet } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cleanEnv, nodeArguments } from '../support/server-process.js';
import type { Start } from './adapter.js';
import { type ScenarioVendor, scenarioVendor } from './scenario-vendor.js';

/** The calls of the scripted model: one that works, one that is refused. After them it gives a final answer. */
const modelCalls = [
  { tool: 'list_all_puzzel_queues', args: { fields: ['id', 'key'] } },
  { tool: 'list_all_puzzel_queues', args: { limit: 5000 } },
];

let vendor: ScenarioVendor;
let start: Start;

beforeEach(async () => {
  vendor = await scenarioVendor();
  start = { command: process.execPath, args: nodeArguments, env: cleanEnv(vendor.puzzel.env) };
});
afterEach(() => vendor.puzzel.close());

const queuesAnswer = '{"result":[{"id":201,"key":"q_sales"},{"id":202,"key":"q_support"}],"total":2}';

/** Expects both answers to have reached the model: the first unchanged, the second with the kind and message of the error. */
function expectBothAnswers(answers: string[]): void {
  expect(answers[0]).toBe(queuesAnswer);
  expect(answers[1]).toContain('"kind":"invalid_input"');
  expect(answers[1]).toContain('must be 1 to 1000');
  expect(answers).toHaveLength(2);
}

describe('an agent of the Vercel AI SDK', () => {
  const output = z.object({ type: z.string(), value: z.unknown() });
  const content = z.array(z.object({ type: z.literal('text'), text: z.string() }));

  it("gives its model the server's answers, and the error as a tool result", async () => {
    const usage = {
      inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 1, text: 1, reasoning: 0 },
    };
    const model = new MockLanguageModelV3({
      doGenerate: [
        ...modelCalls.map(({ tool, args }, index) => ({
          content: [
            { type: 'tool-call' as const, toolCallId: `${index}`, toolName: tool, input: JSON.stringify(args) },
          ],
          finishReason: { unified: 'tool-calls' as const, raw: undefined },
          usage,
          warnings: [],
        })),
        {
          content: [{ type: 'text' as const, text: 'Two queues.' }],
          finishReason: { unified: 'stop' as const, raw: undefined },
          usage,
          warnings: [],
        },
      ],
    });
    const client = await createMCPClient({ transport: new StdioMCPTransport({ ...start, stderr: 'ignore' }) });
    try {
      // `ai` and `@ai-sdk/mcp` use two versions of provider-utils, whose types differ by a unique symbol, hence the cast.
      const tools = (await client.tools()) as unknown as ToolSet;
      const { text } = await generateText({ model, tools, stopWhen: stepCountIs(5), prompt: 'Which queues?' });
      expect(text).toBe('Two queues.');
    } finally {
      await client.close();
    }
    const results = (model.doGenerateCalls.at(-1)?.prompt ?? []).flatMap(({ role, content }) =>
      role === 'tool'
        ? content.flatMap((part) => (part.type === 'tool-result' ? [output.parse(part.output)] : []))
        : [],
    );
    expectBothAnswers(
      results.map(({ value }) =>
        content
          .parse(value)
          .map(({ text }) => text)
          .join(''),
      ),
    );
  });
});

/** LangChain has no scripted model that takes tools. */
class ScriptedModel extends BaseChatModel {
  seen: BaseMessage[] = [];

  _llmType() {
    return 'scripted';
  }

  override bindTools() {
    return this;
  }

  async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    this.seen = messages;
    const index = messages.filter((message) => ToolMessage.isInstance(message)).length;
    const call = modelCalls[index];
    const calls = call ? [{ name: call.tool, args: call.args, id: `call-${index}` }] : [];
    return {
      generations: [{ text: '', message: new AIMessage({ content: call ? '' : 'Two queues.', tool_calls: calls }) }],
    };
  }
}

describe('an agent of LangChain', () => {
  const answersWith = async (hooks: Pick<ClientConfig, 'afterToolCall'> = {}): Promise<string[]> => {
    const client = new MultiServerMCPClient({
      mcpServers: { puzzel: { ...start, transport: 'stdio', stderr: 'ignore' } },
      ...hooks,
    });
    const llm = new ScriptedModel({});
    try {
      const agent = createReactAgent({ llm, tools: await client.getTools() });
      const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Which queues?' }] });
      expect(messages.at(-1)?.content).toBe('Two queues.');
    } finally {
      await client.close();
    }
    return llm.seen.flatMap((message) => (ToolMessage.isInstance(message) ? [message.text] : []));
  };

  it('gives its model the text and the structured data, each complete, by default', async () => {
    // One tool is enough here: the other tests hand all tools to their libraries.
    start.env.PUZZEL_MCP_TOOLS = 'list_all_puzzel_queues';
    const [first] = await answersWith();
    expect(JSON.parse(first ?? '')).toEqual({
      type: 'text',
      text: queuesAnswer,
      structuredContent: JSON.parse(queuesAnswer),
    });
  });

  it("gives its model only the server's answers with an afterToolCall hook, and the error as a tool result", async () => {
    const text = z.array(z.looseObject({ text: z.string() }));
    const hook = ({ result }: { result: unknown }) => {
      const [blocks] = z.tuple([z.unknown(), z.unknown()]).parse(result);
      return {
        result: text
          .parse(blocks)
          .map((block) => block.text)
          .join(''),
      };
    };
    expectBothAnswers(await answersWith({ afterToolCall: hook }));
  });
});

describe('an agent of the OpenAI Agents SDK', () => {
  const output = z.object({ output: z.tuple([z.object({ type: z.literal('input_text'), text: z.string() })]) });

  it("gives its model the server's answers, and the error as a tool result", async () => {
    setTracingDisabled(true);
    let answers: string[] = [];
    let callCount = 0;
    const model: Model = {
      async getResponse({ input }) {
        const items = typeof input === 'string' ? [] : input;
        answers = items.flatMap((item) =>
          item.type === 'function_call_result' ? [output.parse(item).output[0].text] : [],
        );
        const next = modelCalls[callCount];
        callCount += 1;
        if (!next) {
          const content = [{ type: 'output_text' as const, text: 'Two queues.' }];
          return { usage: new Usage(), output: [{ type: 'message', role: 'assistant', status: 'completed', content }] };
        }
        const call = { name: next.tool, callId: `call-${callCount}`, arguments: JSON.stringify(next.args) };
        return { usage: new Usage(), output: [{ type: 'function_call', status: 'completed', ...call }] };
      },
      getStreamedResponse() {
        throw new Error('this test does not stream');
      },
    };
    const server = new MCPServerStdio({ ...start, name: 'puzzel' });
    await server.connect();
    try {
      const agent = new Agent({ name: 'supervisor', instructions: 'Help.', model, mcpServers: [server] });
      expect((await run(agent, 'Which queues?')).finalOutput).toBe('Two queues.');
    } finally {
      await server.close();
    }
    expectBothAnswers(answers);
  });
});
