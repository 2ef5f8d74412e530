import { completable, type McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { didYouMean } from '../nearest.js';
import { messageOf, type Prompt, type PromptArgument, problemOf } from '../prompts/define.js';
import type { ResourceSource } from './resources.js';

/** What a person filled in, by argument. */
type PromptValues = Record<string, string>;

/** Registers the workflows as prompts, with arguments that are completed from the tenant. */
export function registerPrompts(server: McpServer, prompts: readonly Prompt[], source: ResourceSource): void {
  for (const prompt of prompts) {
    const { name, title, description } = prompt;
    const schemas = Object.entries(prompt.arguments).map(([key, argument]) => [key, schemaOf(argument, source)]);
    const shape = Object.fromEntries(schemas) as Record<string, z.ZodType<string>>;
    const argsSchema: z.ZodType<PromptValues> = z.strictObject(shape, { error: unknownArgument(prompt) });
    server.registerPrompt(name, { title, description, argsSchema }, async (values) => {
      await source.checkExpiry();
      const text = source.clean(messageOf(prompt, values));
      return { description, messages: [{ role: 'user', content: { type: 'text', text } }] };
    });
  }
}

const unknownArgument = ({ arguments: promptArguments }: Prompt) => {
  return (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const [name = ''] = issue.keys as string[];
    return `unknown argument "${name}".${didYouMean(name, Object.keys(promptArguments))}`;
  };
};

function schemaOf(argument: PromptArgument, source: ResourceSource): z.ZodType {
  const { description, required, completes } = argument;
  const error = ({ input }: { input?: unknown }) => problemOf(argument, input);
  const checkedText = z.string({ error }).refine((text) => problemOf(argument, text) === undefined, { error });
  const schema = checkedText.describe(description);
  const fullSchema = completes
    ? completable(schema, (typed) => source.checkExpiry().then(() => source.directory.suggestions(completes, typed)))
    : schema;
  return required ? fullSchema : fullSchema.optional();
}
