import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { LanguageModel } from 'ai';
import * as z from 'zod';

/** Something that the person has to correct; the message says what. */
export class UsageError extends Error {}

const require = createRequire(import.meta.url);

/**
 * The model PROVIDER/MODEL: from the package `@ai-sdk/PROVIDER` where it is installed, otherwise through Vercel's AI Gateway,
 * to which the AI SDK sends every model that is given as a string.
 * @throws UsageError that says what to install or set
 */
export async function modelNamed(name: string): Promise<LanguageModel> {
  const [, provider, model] = /^([a-z][a-z0-9-]*)\/(\S+)$/.exec(name) ?? [];
  if (provider === undefined || model === undefined) {
    throw new UsageError(`--model takes PROVIDER/MODEL, such as anthropic/claude-sonnet-4.5, not "${name}".`);
  }
  const packageModel = await fromPackage(provider, model);
  if (packageModel !== undefined) return packageModel;
  if (process.env.AI_GATEWAY_API_KEY) return name;
  throw new UsageError(
    [
      `${name} cannot be reached yet. Do one of these:`,
      '  set AI_GATEWAY_API_KEY, a key of the Vercel AI Gateway (models of every provider, nothing to install);',
      `  npm install --no-save @ai-sdk/${provider}, and set the provider's own key, such as ${keyVariableOf(provider)}.`,
    ].join('\n'),
  );
}

const keyVariableOf = (provider: string): string => `${provider.toUpperCase().replaceAll('-', '_')}_API_KEY`;

/** A package of the AI SDK exports its provider under the name of the package: `openai`, `amazonBedrock`. */
async function fromPackage(provider: string, model: string): Promise<LanguageModel | undefined> {
  let file: string;
  try {
    file = require.resolve(`@ai-sdk/${provider}`);
  } catch {
    return undefined;
  }
  const exports = z.record(z.string(), z.unknown()).parse({ ...(await import(pathToFileURL(file).href)) });
  const createModel = exports[provider.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  return typeof createModel === 'function' ? createModel(model) : undefined;
}
