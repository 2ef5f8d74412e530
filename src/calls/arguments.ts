import type * as z from 'zod';
import type { Arguments } from '../api/route.js';
import type { Pins } from '../config/pins.js';
import { Failure } from '../failure.js';
import { isObject } from '../json.js';
import { didYouMean } from '../nearest.js';
import { redactedMark } from '../secret-search.js';
import type { Tool } from '../tools/define.js';
import { isRead } from '../tools/effect.js';
import { nodeAt } from '../tools/node-at.js';
import type { JsonSchema } from '../tools/schema.js';
import { depthOf } from '../value-size.js';
import { ArgumentProblem, coerce, maxArgumentDepth } from './coerce.js';
import { applyPins } from './pins.js';
import { checkTimes } from './times.js';

/** The arguments as a tool gets them, and what the model should know about how they were understood. */
export interface ParsedArguments {
  args: Arguments;
  hint?: string;
}

/**
 * Validates what the model sent. What stands for "not given" is left out, values that came as text are parsed, the owner's
 * pins are applied, times are completed. An unknown name is refused with the nearest one, a wrong type with the right one.
 * @throws Failure `invalid_input`; nothing was sent then
 */
export function parseArguments(tool: Tool, raw: unknown, pins: Pins): ParsedArguments {
  try {
    return argumentsOf(tool, raw, pins);
  } catch (error) {
    throw error instanceof ArgumentProblem ? invalidInput(tool, [error.message]) : error;
  }
}

function argumentsOf(tool: Tool, raw: unknown, pins: Pins): ParsedArguments {
  checkDepth(tool, raw);
  const { validator, continuationValidator, json } = tool.schemas();
  const coerced = coerce(raw ?? {}, json, isRead(tool));
  // Again, since lists and objects that came as text have been parsed.
  checkDepth(tool, coerced);
  const pinned = isObject(coerced) ? applyPins(tool, json, coerced, pins) : coerced;
  const schema = isObject(pinned) && typeof pinned.cursor === 'string' ? continuationValidator : validator;
  const parsed = safeParse(tool, schema, pinned);
  if (!parsed.success) throw schemaFailure(tool, parsed.error, json);
  const times = checkTimes(parsed.data, json, isRead(tool));
  if (!isRead(tool)) refuseMistakenWrite(tool, times.args, json);
  // With a cursor, no other argument is required.
  const emptyName = schema === validator && json.required?.find((name) => isEmpty(times.args[name]));
  if (emptyName) throw invalidInput(tool, [`${emptyName} is empty (${json.properties?.[emptyName]?.description})`]);
  return times;
}

function checkDepth(tool: Tool, args: unknown): void {
  if (depthOf(args, maxArgumentDepth) <= maxArgumentDepth) return;
  throw invalidInput(tool, [`the arguments are nested more than ${maxArgumentDepth} levels deep`]);
}

/** zod throws for an object with a member `length` that is no number; such arguments are refused, too. */
function safeParse(tool: Tool, schema: z.ZodObject, args: unknown) {
  try {
    return schema.safeParse(args, { reportInput: true });
  } catch (cause) {
    throw invalidInput(tool, ['the arguments are not of the form that its schema describes'], { cause });
  }
}

/** Marks that our answers have in place of text that was taken out; and lone surrogates, which vendors store as U+FFFD. */
const replacementMarks: readonly [mark: RegExp, what: string][] = [
  [/\u{fffd}/u, 'U+FFFD, which stands for characters that were taken out of an answer'],
  [/\p{Cs}/u, 'a lone surrogate (half a character)'],
  [/\[redacted\]/, `${redactedMark}, which stands for a secret that was taken out of an answer`],
  [/\[cut: \d+ \w+ in all\]|^\[too deep\]$/, 'the mark of a text that was cut in an answer'],
];

/** Refuses a write that would overwrite or empty something at the vendor, or send a blank text, although nobody meant it. */
function refuseMistakenWrite(tool: Tool, args: Arguments, json: JsonSchema): void {
  for (const [mark, what] of replacementMarks) {
    const path = pathOfMark(args, mark);
    if (path === undefined) continue;
    throw invalidInput(tool, [`${path} holds ${what}`], {
      hint: 'Sending it back would overwrite what is stored. Leave this argument out, or ask the person for the right text. Nothing was sent.',
    });
  }
  const blankPath = tool.sends && pathOfBlank(args, json);
  if (blankPath) throw invalidInput(tool, [`${blankPath} is empty, and this would reach a customer`]);
  if (tool.effect !== 'update') return;
  const listName = Object.keys(json.properties ?? {}).find((name) => isEmptyList(args[name]));
  if (listName === undefined) return;
  throw invalidInput(tool, [`${listName} is empty or all blank, which would remove everything that is stored there`], {
    hint: `${json.required?.includes(listName) ? 'Send' : `Leave ${listName} out to keep what is stored, or send`} the whole list as it should be. Nothing was sent.`,
  });
}

/** The path of the first blank text that is required or that a customer reads; undefined when there is none. */
function pathOfBlank(value: unknown, schema: JsonSchema | undefined, path = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const node = Array.isArray(value) ? schema?.items : schema?.properties?.[name];
    const memberPath = path === '' ? name : `${path}.${name}`;
    const isNeeded = schema?.required?.includes(name) || /^(body|message|text|html|prompt|label)$/.test(name);
    const isBlankText = node?.type === 'string' && isNeeded && isBlank(member);
    const blankPath = isBlankText ? memberPath : pathOfBlank(member, node, memberPath);
    if (blankPath !== undefined) return blankPath;
  }
  return undefined;
}

/** Also true of a list of blank items, which would remove what is stored just as well. */
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.every(isBlank);

const isEmpty = (value: unknown): boolean => isEmptyList(value) || (typeof value === 'string' && isBlank(value));

const isBlank = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).every(isBlank)
    : typeof value === 'string' && /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(value);

/** The path of the first text or name that holds the mark, as names joined by dots; undefined when there is none. */
function pathOfMark(value: unknown, mark: RegExp, path = ''): string | undefined {
  if (typeof value === 'string') return mark.test(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const memberPath = path === '' ? name : `${path}.${name}`;
    const markedPath = mark.test(name) ? memberPath : pathOfMark(member, mark, memberPath);
    if (markedPath !== undefined) return markedPath;
  }
  return undefined;
}

/** What a schema found wrong, with the nearest right name or the wanted type for each mistake. */
function schemaFailure(tool: Tool, error: z.ZodError, json: JsonSchema): Failure {
  const details = error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    const { description, type, properties = {} } = nodeAt(json, issue.path) ?? {};
    const members = Object.keys(properties);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path, message: unknownArgument(path && `${path}.`, key, members) }));
    if (path !== '' && issue.input === undefined)
      return { path, message: `${path} is missing${description === undefined ? '' : ` (${description})`}` };
    const wanted = members.length > 0 ? `an object with ${members.join(', ')}` : `of type ${type}`;
    // zod's "Invalid input…" is replaced by the wanted type. Messages of our schemas, and zod's list of allowed values, are kept.
    const isZodText = issue.code !== 'invalid_value' && issue.message.startsWith('Invalid input');
    const message = isZodText ? `must be ${wanted}` : issue.message;
    return { path, message: `${path === '' ? 'the arguments: ' : `${path}: `}${message}` };
  });
  const problems = details.map(({ message }) => message);
  return invalidInput(tool, problems, { details });
}

/** Longest name in a message, in characters. */
const maxNameLength = 80;
const maxProblems = 10;

function unknownArgument(parent: string, key: string, validNames: readonly string[]): string {
  const path = parent + key;
  const name = path.length > maxNameLength ? `${path.slice(0, maxNameLength)}…` : path;
  const list = validNames.length === 0 ? 'It takes none.' : `It takes ${validNames.join(', ')}.`;
  return `unknown argument "${name}".${didYouMean(key, validNames) || ` ${list}`}`;
}

function invalidInput(
  tool: Tool,
  problems: readonly string[],
  more: { details?: readonly unknown[]; hint?: string; cause?: unknown } = {},
): Failure {
  const first = problems.slice(0, maxProblems).join('; ');
  const rest = problems.length > maxProblems ? `; and ${problems.length - maxProblems} more` : '';
  return new Failure('invalid_input', `${tool.name}: ${first}${rest}`, {
    hint: 'Correct the arguments and call again; nothing was sent.',
    ...more,
    details: more.details?.slice(0, maxProblems),
  });
}
