import type { LanguageModel } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { answerLine } from './reply.js';
import type { Call, Task } from './task.js';

const usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

/** A model that makes the calls of a reference solution. @param calls of the run so far, with their answers */
export function referenceModel({ steps, reply }: Pick<Task, 'steps' | 'reply'>, calls: Call[]): LanguageModel {
  return new MockLanguageModelV3({
    doGenerate: async () => {
      const answers = calls.map((call) => call.answer);
      const step = steps[calls.length];
      if (!step) {
        const text = answerLine(reply(answers));
        const finishReason = { unified: 'stop' as const, raw: undefined };
        return { content: [{ type: 'text', text }], finishReason, usage, warnings: [] };
      }
      const { tool, args = {} } = step;
      const input = JSON.stringify(typeof args === 'function' ? args(answers) : args);
      const toolCall = { type: 'tool-call' as const, toolCallId: String(calls.length), toolName: tool, input };
      return {
        content: [toolCall],
        finishReason: { unified: 'tool-calls', raw: undefined },
        usage,
        warnings: [],
      };
    },
  });
}
