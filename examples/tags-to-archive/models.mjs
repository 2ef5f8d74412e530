import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../command-line.mjs';

/**
 * @param {string} name `scripted`; `openai:MODEL` or `anthropic:MODEL`, with the provider's key in the environment; or a file
 * whose default export is a language model of the AI SDK
 * @param {string[]} values what the model may choose from
 */
export async function languageModel(name, values) {
  const [provider, model] = name.split(/:(.*)/s);
  if (name === 'scripted') return scripted(values);
  if (provider === 'openai' && model) return (await load('@ai-sdk/openai')).openai(model);
  if (provider === 'anthropic' && model) return (await load('@ai-sdk/anthropic')).anthropic(model);
  if (/\.m?js$/.test(name)) return (await import(pathToFileURL(resolve(name)).href)).default;
  throw new UsageError(`--model takes scripted, openai:MODEL, anthropic:MODEL or a file, not "${name}".`);
}

async function load(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(`This model needs a package: npm install ${name}`);
  }
}

/** Words that speak for a value. Of the values to choose from, the first one with a match is chosen. */
const rules = {
  Billing: /invoice|charge|refund|pay/i,
  Delivery: /deliver|arrive|order/i,
  Fault: /fault|connection|technician|line is/i,
  Sales: /offer|quote|contract/i,
  Service: /wait|queue|manager|agent/i,
};

/**
 * Fixed rules with the interface of a model, to try and test the recipe without AI: survey first, then the choice by word
 * list. A mock model of the AI SDK makes the SDK's own tool calling run.
 */
async function scripted(values) {
  const { MockLanguageModelV3 } = await import('ai/test');
  return new MockLanguageModelV3({
    doGenerate: async ({ prompt, tools }) => {
      const texts = prompt.filter(({ role }) => role !== 'system').map(({ content }) => JSON.stringify(content));
      const canRead = tools.some(({ name }) => name === 'get_single_puzzel_survey_by_id');
      const hasRead = prompt.some(({ role }) => role === 'tool');
      if (canRead && !hasRead)
        return toolCall('get_single_puzzel_survey_by_id', { id: JSON.parse(prompt[1].content[0].text).callId });
      // Only what people said counts, not the names of fields or tools.
      const text = wordsIn(texts.join(' '));
      const value = values.find((one) => rules[one]?.test(text));
      if (value === undefined) return answer([{ type: 'text', text: 'none' }], 'stop');
      return toolCall('choose_tag', { value, reason: `says "${rules[value].exec(text)[0]}"` });
    },
  });
}

/** Values of the members that people wrote. */
function wordsIn(json) {
  const members = /\\*"(?:comment|note)\\*":\s*\\*"(.*?)\\*"\s*[,}]/g;
  return [...json.matchAll(members)].map(([, text]) => text).join(' ');
}

function toolCall(toolName, args) {
  return answer(
    [{ type: 'tool-call', toolCallId: `call_${toolName}`, toolName, input: JSON.stringify(args) }],
    'tool-calls',
  );
}

function answer(content, reason) {
  const tokens = { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 };
  const usage = { inputTokens: tokens, outputTokens: { total: 0, text: 0, reasoning: 0 } };
  return { content, finishReason: { unified: reason, raw: reason }, usage, warnings: [] };
}
