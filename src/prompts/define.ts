import type { SectionName } from '../tools/directory-sections.js';

/** One argument of a prompt; the person fills it in. */
export interface PromptArgument {
  /** What to fill in; says what holds when it is left empty. */
  description: string;
  required?: boolean;
  /** What stands for it when it is left empty. */
  otherwise?: string;
  /** Offered while the person types: names from this section of the tenant directory. */
  completes?: SectionName;
}

/** A workflow as a message that a person sends with a slash command. */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: Readonly<Record<string, PromptArgument>>;
  /** The tools that the workflow cannot do without: where one is switched off, the prompt is not offered. */
  needs: readonly string[];
  /** The message, with `{argument}` in the places of the arguments. */
  text: string;
}

export const definePrompt = (prompt: Prompt): Prompt => prompt;

/** The message with its arguments filled in; what a person left out or left blank takes its default. */
export function messageOf(prompt: Prompt, given: Readonly<Record<string, string>>): string {
  return prompt.text.replace(/\{(\w+)\}/g, (_, name: string) => {
    // On one line: a line break would begin a part of the message that nobody wrote.
    const value = given[name]?.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').trim();
    return value || (prompt.arguments[name]?.otherwise ?? '');
  });
}
