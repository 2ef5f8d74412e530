import { completable, type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { didYouMean } from '../nearest.js';
import { messageOf, type Prompt, type PromptArgument } from '../prompts/define.js';
import type { ResourceSource } from './resources.js';

/** Longest argument of a prompt in characters: enough for an id, a date or a list of tags. */
const longestArgument = 2_000;

/** What a person filled in, by argument. */
type Given = Record<string, string>;

/** The workflows as prompts, and their arguments completed from the tenant. */
export function registerPrompts(server: McpServer, prompts: readonly Prompt[], source: ResourceSource): void {
  for (const prompt of prompts) {
    const { name, title, description } = prompt;
    const schemas = Object.entries(prompt.arguments).map(([argument, about]) => [argument, schemaOf(about, source)]);
    const shape = Object.fromEntries(schemas) as Record<string, z.ZodType<string>>;
    const argsSchema: z.ZodType<Given> = z.strictObject(shape, { error: unknownArgument(prompt) });
    server.registerPrompt(name, { title, description, argsSchema }, (given) => {
      checkRequired(prompt, given);
      return {
        description,
        messages: [{ role: 'user', content: { type: 'text', text: source.clean(messageOf(prompt, given)) } }],
      };
    });
  }
}

const unknownArgument = ({ arguments: known }: Prompt) => {
  return (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const [name = ''] = issue.keys as string[];
    return `unknown argument "${name}".${didYouMean(name, Object.keys(known))}`;
  };
};

function schemaOf({ description, required, completes }: PromptArgument, source: ResourceSource): z.ZodType {
  const text = z.string().max(longestArgument).describe(description);
  const completed = completes
    ? completable(text, (typed) => source.checkExpiry().then(() => source.directory.suggestions(completes, typed)))
    : text;
  return required ? completed : completed.optional();
}

/** The schema accepts blank text, so required arguments are checked here. */
function checkRequired({ name, arguments: all }: Prompt, given: Given): void {
  const missing = Object.keys(all).filter((argument) => all[argument]?.required && !given[argument]?.trim());
  if (missing.length === 0) return;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${name} needs ${missing.join(', ')}.`);
}
