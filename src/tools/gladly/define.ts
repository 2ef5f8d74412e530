import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import type { GladlyAnswer, GladlyOperation } from '../../gladly/client.js';
import { percentDecoded } from '../../percent-decoded.js';
import { type ArgumentsOf, type CallContext, defineTool, type Outcome, type VendorTool } from '../define.js';
import { type Effect, isRead, needsConfirmation } from '../effect.js';
import { without } from '../members.js';
import { withIds } from '../names.js';
import { changed, changedBy, created } from '../output.js';
import { expectChange, outputOf, type VendorToolDefinition, withAdvice, withHints } from '../vendor-definition.js';
import { type Cap, limitedByCap } from './caps.js';
import { explainConflict } from './conflicts.js';
import { withNames } from './name-members.js';
import { OwnIds } from './own-ids.js';
import { disabledInboxHint, summaryOfSent } from './sent.js';

export interface GladlyToolDefinition<I extends z.ZodRawShape = z.ZodRawShape> extends VendorToolDefinition<I> {
  /** The argument that holds a customer id, so that a merged customer can be distinguished from a missing one. */
  customer?: keyof I & string;
  /** The create takes a client-chosen `id` (gladly.md, k): one is made when the model gives none. */
  takesOwnId?: boolean;
  /** How many records Gladly returns at most, and which ones a cut list lacks. */
  cap?: Cap<ArgumentsOf<I>>;
  /** Answers show the names of agents, inboxes and topics beside their ids. */
  addNames?: boolean;
  /** Arguments of a write that are left out of `sent` and of errors. */
  secrets?: readonly (keyof I & string)[];
  /** Turns a record into what the result shows: the single record of an answer, or each record on a page of a list. */
  transform?(record: unknown): unknown;
  /** Checks the arguments and brings them into the form that Gladly takes; throws Failure `invalid_input`. */
  prepare?(args: ArgumentsOf<I>, context: CallContext): Arguments | Promise<Arguments>;
  /** Replaces `sendAndShape`. `args` has ids in place of names; `sent` is `args` after `prepare`, without `local`. */
  send?(operation: GladlyOperation, sent: Arguments, args: ArgumentsOf<I>, context: CallContext): Promise<Outcome>;
  /** Explains a refusal by Gladly better than its status does. */
  explainRefusal?(failure: Failure, args: ArgumentsOf<I>): Failure;
}

/** Shared by all calls of the process, so that a repeated create is recognised. */
const ownIds = new OwnIds();

/** A tool of the Gladly API. */
export function defineGladlyTool<I extends z.ZodRawShape>(definition: GladlyToolDefinition<I>): VendorTool {
  const output = outputOf(definition, definition.effect === 'create' ? created : changed);
  // What cannot be sent is refused before anybody is asked to confirm it.
  const check = async (givenArgs: ArgumentsOf<I>, context: CallContext) =>
    (await prepareArguments(definition, givenArgs, context)).args;
  return defineTool(
    'gladly',
    { ...definition, output, ...(needsConfirmation(definition) && { check }) },
    (_, givenArgs, context) => callRoute(definition, givenArgs, context),
  );
}

/** The arguments as given, but with ids in place of names (`args`), and the part of them that Gladly gets (`sent`). */
async function prepareArguments<I extends z.ZodRawShape>(
  definition: GladlyToolDefinition<I>,
  givenArgs: ArgumentsOf<I>,
  context: CallContext,
): Promise<{ args: ArgumentsOf<I>; sent: Arguments; notes: string[] }> {
  const { prepare, local } = definition;
  expectChange(definition, givenArgs);
  const { args, notes } = await withIds(definition, givenArgs, context);
  return { args, sent: without(prepare ? await prepare(args, context) : args, local), notes };
}

/** Prepares the arguments and calls the definition's route; tasks.ts passes a variant of its tool's definition. */
export async function callRoute<I extends z.ZodRawShape>(
  definition: GladlyToolDefinition<I>,
  givenArgs: ArgumentsOf<I>,
  context: CallContext,
): Promise<Outcome> {
  const { args, sent, notes } = await prepareArguments(definition, givenArgs, context);
  const { name, route, customer, slow } = definition;
  const recording = definition.download?.isSound;
  const operation = { name, route, isRead: isRead(definition), customer, slow, recording };
  const send = (sentArgs: Arguments) =>
    definition.send
      ? definition.send(operation, sentArgs, args, context)
      : sendAndShape(definition, operation, sentArgs, args, context);
  try {
    const outcome = definition.takesOwnId ? await ownIds.send(name, sent, send) : await send(sent);
    return withHints(definition, outcome, notes);
  } catch (error) {
    throw error instanceof Failure ? explainFailure(definition, error, givenArgs, args) : error;
  }
}

async function sendAndShape<I extends z.ZodRawShape>(
  definition: GladlyToolDefinition<I>,
  operation: GladlyOperation,
  sent: Arguments,
  args: ArgumentsOf<I>,
  context: CallContext,
): Promise<Outcome> {
  const { gladly } = context.clients;
  const { download, shape, transform, cap } = definition;
  if (download) return { data: undefined, file: await gladly.download(operation, sent, download.name(args), context) };
  const answer = await gladly.call(operation, sent, context);
  if (!operation.isRead)
    return { ...writeOutcome(definition, sent, args, answer), ...(await echoOf(definition, sent, answer, context)) };
  const data = answer.data ?? (definition.effect === 'list' ? [] : null);
  const shapedData = shape ? shape(data, args) : data;
  return {
    data: definition.addNames ? await withNames(shapedData, context) : shapedData,
    ...(transform && {
      transform: (value: unknown) => (Array.isArray(value) ? value.map(transform) : transform(value)),
    }),
    ...limitedByCap(cap, answer.limited, data, args),
  };
}

/** Whether a write was answered without data: with nothing, `null` or `{}`. */
const isEmpty = ({ data }: GladlyAnswer): boolean => isDeepStrictEqual(data ?? {}, {});

/** The data of a write: Gladly's answer, or what takes the place of an empty one. */
function writeOutcome<I extends z.ZodRawShape>(
  { shape, transform = (one) => one, effect, takesOwnId = false }: GladlyToolDefinition<I>,
  sent: Arguments,
  args: ArgumentsOf<I>,
  answer: GladlyAnswer,
): Outcome {
  const data = isEmpty(answer) ? dataForEmptyAnswer(effect, takesOwnId, sent, answer) : answer.data;
  return { data: transform(shape ? shape(data, args) : data) };
}

/** What a write (no deletion) sent, if its answer is empty or it reached a customer; with a hint about a disabled inbox. */
async function echoOf<I extends z.ZodRawShape>(
  { effect, sends, route, secrets = [] }: GladlyToolDefinition<I>,
  sent: Arguments,
  answer: GladlyAnswer,
  context: CallContext,
): Promise<Pick<Outcome, 'sent' | 'hint'>> {
  if (effect === 'delete' || (!isEmpty(answer) && !sends)) return {};
  const [summary, hint] = await Promise.all([
    summaryOfSent(route.path, sent, secrets, context),
    disabledInboxHint(sent, context),
  ]);
  return { ...(summary && { sent: summary }), ...(hint !== undefined && { hint }) };
}

/** The data in place of an empty answer: the id of what was created (end of Location, or as sent), else what was changed. */
function dataForEmptyAnswer(effect: Effect, takesOwnId: boolean, sent: Arguments, { location }: GladlyAnswer): unknown {
  const id = lastSegment(location ?? '');
  if (id !== '') return { id };
  if (takesOwnId) return { id: sent.id };
  return changedBy(effect, sent);
}

/** Base for a relative Location; nothing is sent there. */
const base = 'https://gladly.invalid';

function lastSegment(location: string): string {
  const { pathname } = new URL(URL.canParse(location, base) ? location : '', base);
  return percentDecoded(pathname.split('/').findLast((part) => part !== '') ?? '');
}

function explainFailure<I extends z.ZodRawShape>(
  definition: GladlyToolDefinition<I>,
  failure: Failure,
  givenArgs: ArgumentsOf<I>,
  args: ArgumentsOf<I>,
): Failure {
  // Only refusals by Gladly are explained, and those have a status.
  if (failure.status === undefined) return failure;
  const { customer, name, secrets = [] } = definition;
  if (failure.kind === 'merged' && failure.retry !== undefined && customer !== undefined) {
    // GladlyClient knows only what was sent; the retry has to be the call as the model gave it.
    const withNewId = { ...givenArgs, [customer]: failure.retry.arguments[customer] };
    return failure.with({ retry: { tool: name, arguments: withNewId } });
  }
  const explainedFailure = withAdvice(explainConflict(failure, name, without(args, secrets)), definition, args);
  return definition.explainRefusal?.(explainedFailure, args) ?? explainedFailure;
}
