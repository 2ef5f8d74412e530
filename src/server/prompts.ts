import { completable, type McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { didYouMean } from '../nearest.js';
import { messageOf, type Prompt, type PromptArgument, problemOf } from '../prompts/define.js';
import type { ResourceSource } from './resources.js';

/** What a person filled in, by argument. */
type Given = Record<string, string>;

/** The workflows as prompts, and their arguments completed from the tenant. */
export function registerPrompts(server: McpServer, prompts: readonly Prompt[], source: ResourceSource): void {
  for (const prompt of prompts) {
    const { name, title, description } = prompt;
    const schemas = Object.entries(prompt.arguments).map(([key, argument]) => [key, schemaOf(argument, source)]);
    const shape = Object.fromEntries(schemas) as Record<string, z.ZodType<string>>;
    const argsSchema: z.ZodType<Given> = z.strictObject(shape, { error: unknownArgument(prompt) });
    server.registerPrompt(name, { title, description, argsSchema }, async (given) => {
      await source.checkExpiry();
      const text = source.clean(messageOf(prompt, given));
      return { description, messages: [{ role: 'user', content: { type: 'text', text } }] };
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

function schemaOf(argument: PromptArgument, source: ResourceSource): z.ZodType {
  const { description, required, completes } = argument;
  const error = ({ input }: { input?: unknown }) => problemOf(argument, input);
  const checked = z.string({ error }).refine((given) => problemOf(argument, given) === undefined, { error });
  const text = checked.describe(description);
  const completed = completes
    ? completable(text, (typed) => source.checkExpiry().then(() => source.directory.suggestions(completes, typed)))
    : text;
  return required ? completed : completed.optional();
}
