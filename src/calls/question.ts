import type { Arguments } from '../api/route.js';
import { Failure } from '../failure.js';
import type { CallContext, Read, Tool } from '../tools/define.js';
import { isRead } from '../tools/effect.js';
import { catalogue } from '../tools/index.js';
import { oneLine } from '../visible.js';

/** Longest line that says whom the call concerns, in characters. Customers' words in it are cut earlier (tools/words.ts). */
const maxTargetLength = 1_000;
/** Longest value of an argument in characters: nobody would read more of a message here. */
const maxArgumentLength = 2_000;

/**
 * What a person is asked to confirm, one line each: the tool's title and the consequence, whom or what the call concerns,
 * and every argument. Customers wrote part of it, so nothing in it can break a line, or hide or reverse text.
 * @throws Failure `cancelled` when the call was cancelled meanwhile; other failed look-ups are named in the question
 */
export async function questionFor(tool: Tool, args: Arguments, read: Read, signal: AbortSignal): Promise<string> {
  const consequence = tool.effect === 'delete' ? 'This cannot be undone.' : 'This reaches a customer.';
  const targetLines = await targetLinesFor(tool, args, read, signal);
  const argumentLines = Object.entries(args).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name}: ${shorten(oneLine(text), maxArgumentLength)}`;
  });
  return [`${tool.title}? ${consequence}`, ...targetLines, ...argumentLines].join('\n');
}

async function targetLinesFor(tool: Tool, args: Arguments, read: Read, signal: AbortSignal): Promise<string[]> {
  if (tool.target === undefined) return [];
  try {
    return [shorten(oneLine(await tool.target(args, read)), maxTargetLength)];
  } catch (error) {
    if (signal.aborted) throw error;
    const why = error instanceof Failure ? error.kind : 'unreadable';
    return [`What this concerns could not be looked up (${why}).`];
  }
}

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}… (${text.length} characters in all)` : text;

/** A function that runs reading tools for the question, whether or not the owner's filters offer them to the model. */
export function reader(context: CallContext): Read {
  return async (name, args) => {
    const tool = catalogue.find((candidate) => candidate.name === name);
    if (!tool || !isRead(tool)) throw new Error(`${name} is not a tool that reads`);
    const { data, transform } = await tool.run(args, context);
    return transform ? transform(data) : data;
  };
}
