import { readTime } from '../iso-time.js';
import type { SectionName } from '../tools/directory-sections.js';

/** One argument of a prompt; the person fills it in. */
export interface PromptArgument {
  /** What to fill in, and what an empty argument means. */
  description: string;
  required?: boolean;
  /** A number from 0 to `max`, or a day; any text when absent. */
  accepts?: { max: number } | 'day';
  /** What the message says when the argument is left empty. */
  defaultText?: string;
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

/** Most characters of an argument: enough for an id, a date or a list of tags. */
const maxCharacters = 2_000;

/** What is wrong with the value of an argument, in words for a person; undefined when nothing is. */
export function problemOf({ required, accepts }: PromptArgument, input: unknown): string | undefined {
  if (input !== undefined && typeof input !== 'string') return 'must be a text';
  const value = input?.trim() ?? '';
  if (value === '') return required ? 'must be filled in' : undefined;
  if (value.length > maxCharacters) return `must not be longer than ${maxCharacters} characters`;
  if (accepts === 'day') return isDay(value) ? undefined : 'must be a day that exists, such as 2026-01-31';
  if (accepts === undefined || (/^\d{1,6}(\.\d{1,2})?$/.test(value) && Number(value) <= accepts.max)) return undefined;
  return `must be a number from 0 to ${accepts.max}, in digits`;
}

const isDay = (value: string): boolean =>
  /^(today|yesterday)$/i.test(value) || (/^[\d-]{10}$/.test(value) && readTime(value) !== undefined);

/** The message with its arguments filled in; what a person left out or left blank takes its default. */
export function messageOf(prompt: Prompt, values: Readonly<Record<string, string>>): string {
  return prompt.text.replace(/\{(\w+)\}/g, (_, name: string) => {
    // On one line, so that no argument can look like another step of the message.
    const value = values[name]?.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').trim();
    return value || (prompt.arguments[name]?.defaultText ?? '');
  });
}
