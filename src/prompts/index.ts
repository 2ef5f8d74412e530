import type { Prompt } from './define.js';
import { gladlyPrompts } from './gladly.js';
import { puzzelPrompts } from './puzzel.js';

/** Every prompt there is, in the order in which they are listed. */
export const prompts: readonly Prompt[] = [...puzzelPrompts, ...gladlyPrompts];

/** The prompts for which these tools are enough. */
export function offeredPrompts(tools: readonly { name: string }[]): readonly Prompt[] {
  const names = new Set(tools.map(({ name }) => name));
  return prompts.filter(({ needs }) => needs.every((name) => names.has(name)));
}
