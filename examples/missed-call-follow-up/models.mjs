import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage } from '@langchain/core/messages';
import { UsageError } from '../command-line.mjs';

/**
 * @param {string} name `scripted`; `openai:MODEL` or `anthropic:MODEL`, with the provider's key in the environment; or a file
 * whose default export is a LangChain chat model
 */
export async function chatModel(name) {
  const [provider, model] = name.split(/:(.*)/s);
  if (name === 'scripted') return new ScriptedModel({});
  if (provider === 'openai' && model) return new (await load('@langchain/openai')).ChatOpenAI({ model });
  if (provider === 'anthropic' && model) return new (await load('@langchain/anthropic')).ChatAnthropic({ model });
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

/**
 * Fixed rules with the interface of a model, to try and test the recipe without AI. It calls tools as a real model does,
 * and reads their answers: first the list, then a task for each missed call that the user's message names, then a closing line.
 */
class ScriptedModel extends BaseChatModel {
  _llmType() {
    return 'scripted';
  }

  bindTools() {
    return this;
  }

  async _generate(messages) {
    const message = nextMessage(messages);
    return { generations: [{ text: message.text, message }] };
  }
}

function nextMessage(messages) {
  // The message that follow-up.mjs writes: "Queue ID (…), the last … minutes. Still without a task: ID, ID."
  const [queue] = /\d+/.exec(messages[1].text);
  const requestIds = messages[1].text.split('without a task:')[1].match(/\d+/g);
  const answers = messages.filter((message) => message.type === 'tool');
  if (answers.length === 0) return toolCalls([['list_all_puzzel_missed_calls', { queue_id: queue }]]);
  if (answers.length > 1) {
    const taskCount = answers.filter(({ text }) => /^Task \S+ was made/.test(text)).length;
    return new AIMessage(`${taskCount} tasks made.`);
  }
  const calls = JSON.parse(answers[0].text).result.filter(({ requestId }) => requestIds.includes(String(requestId)));
  if (calls.length === 0) return new AIMessage('0 tasks made.');
  calls.sort((a, b) => b.inQueueSeconds - a.inQueueSeconds);
  return toolCalls(
    calls.map(({ requestId, inQueueSeconds, description }) => {
      const note = `${description}. Waited ${inQueueSeconds} s in vain. Call back at once.`;
      return [
        'create_callback_task',
        { requestId: String(requestId), vipScore: inQueueSeconds > 60 ? 9 : 7, description: note },
      ];
    }),
  );
}

function toolCalls(calls) {
  const tool_calls = calls.map(([name, args], index) => ({
    id: `call_${name}_${index}`,
    name,
    args,
    type: 'tool_call',
  }));
  return new AIMessage({ content: '', tool_calls });
}
