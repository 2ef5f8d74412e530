import { ProtocolError, ProtocolErrorCode, type Server } from '@modelcontextprotocol/server';
import { didYouMean } from '../nearest.js';
import { messageOf, type Prompt } from '../prompts/define.js';
import { listedPrompt } from './fixed-lists.js';
import type { Orientation } from './orientation.js';

/** Values that one completion may hold (the protocol's limit). */
const mostValues = 100;

/** A person's text in a prompt: long enough for anything that stands for an id, a date or a list of tags. */
const longestArgument = 2_000;

/** The workflows as prompts, and their arguments completed from the tenant. */
export function servePrompts(server: Server, prompts: readonly Prompt[], orientation: Orientation): void {
  const promptNamed = (name: string): Prompt => {
    const prompt = prompts.find((candidate) => candidate.name === name);
    if (prompt) return prompt;
    const names = prompts.map((candidate) => candidate.name);
    throw invalid(`Unknown prompt "${name}".${didYouMean(name, names)}`);
  };

  server.setRequestHandler('prompts/list', () => ({ prompts: prompts.map(listedPrompt) }));

  server.setRequestHandler('prompts/get', ({ params }) => {
    const prompt = promptNamed(params.name);
    const given = params.arguments ?? {};
    checkArguments(prompt, given);
    return {
      description: prompt.description,
      messages: [{ role: 'user', content: { type: 'text', text: messageOf(prompt, given) } }],
    };
  });

  server.setRequestHandler('completion/complete', async ({ params: { ref, argument } }, { mcpReq }) => {
    if (ref.type !== 'ref/prompt') return completion([]);
    const completes = promptNamed(ref.name).arguments[argument.name]?.completes;
    return completion(completes ? await orientation.suggestions(completes, argument.value, mcpReq.signal) : []);
  });
}

function checkArguments(prompt: Prompt, given: Readonly<Record<string, string>>): void {
  const known = Object.keys(prompt.arguments);
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name)) throw invalid(`${prompt.name}: unknown argument "${name}".${didYouMean(name, known)}`);
    if (value.length > longestArgument)
      throw invalid(`${prompt.name}: ${name} is longer than ${longestArgument} characters.`);
  }
  const missing = known.filter((name) => prompt.arguments[name]?.required && !given[name]?.trim());
  if (missing.length > 0) throw invalid(`${prompt.name} needs ${missing.join(', ')}.`);
}

const completion = (found: string[]) => ({
  completion: {
    values: found.slice(0, mostValues),
    total: found.length,
    hasMore: found.length > mostValues,
  },
});

const invalid = (message: string) => new ProtocolError(ProtocolErrorCode.InvalidParams, message);
