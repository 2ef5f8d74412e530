import * as z from 'zod';
import { Failure } from '../../failure.js';
import type { GladlyAnswer, GladlyOperation } from '../../gladly/client.js';
import { type Arguments, placeholdersOf } from '../../http/route.js';
import {
  type CallContext,
  isRead,
  needsConfirmation,
  type Outcome,
  showsPages,
  type Tool,
  type ToolSpec,
} from '../define.js';
import { type Cap, cutBy } from './caps.js';
import { explainConflict } from './conflicts.js';
import { OwnIds } from './own-ids.js';

export interface GladlyToolSpec<S extends z.ZodRawShape = z.ZodRawShape> extends ToolSpec {
  input: S;
  /** The argument that holds a customer id: a merged customer is then told from a missing one. */
  customer?: string;
  /** The create takes a client-chosen `id` (gladly.md, k): one is made when the model gives none. */
  ownId?: boolean;
  /** How many records the vendor shows at most, and which ones are missing then. */
  cap?: Cap;
  /** Checks and cleans the arguments before they travel; throws `invalid_input`. */
  prepare?(args: z.output<z.ZodObject<S>>, context: CallContext): Arguments | Promise<Arguments>;
  /** Replaces the plain call, for answers that are no JSON. */
  send?: (operation: GladlyOperation, args: Arguments, context: CallContext) => Promise<Outcome>;
  /** Says more about a refusal than its status does. */
  refused?: (failure: Failure, args: Arguments) => Failure;
  run?: Tool['run'];
}

/** One per process: a repeat of a create is recognised whichever client made it. */
const ownIds = new OwnIds();

/** A tool of the Gladly API. Its route is enough; `run` is for the few that need more. */
export function defineGladlyTool<S extends z.ZodRawShape>(spec: GladlyToolSpec<S>): Tool {
  return {
    ...spec,
    vendor: 'gladly',
    ...(needsConfirmation(spec) && { check: (args, context) => prepared(spec, args, context) }),
    run: spec.run ?? ((args, context) => callRoute(spec, args, context)),
  };
}

/** Calls the tool's own route: the default `run`, for those with a `run` of their own to build upon. */
export async function callRoute(spec: GladlyToolSpec, args: Arguments, context: CallContext): Promise<Outcome> {
  needChange(spec, args);
  const ready = without(await prepared(spec, args, context), spec.local);
  const { name, route, customer, slow } = spec;
  const operation = { name, route, read: isRead(spec), customer, slow };
  const send = async (sent: Arguments) =>
    spec.send ? spec.send(operation, sent, context) : call(spec, operation, sent, args, context);
  try {
    return spec.ownId ? await ownIds.send(spec.name, ready, send) : await send(ready);
  } catch (error) {
    throw error instanceof Failure ? explained(spec, error, args) : error;
  }
}

async function prepared(spec: GladlyToolSpec, args: Arguments, context: CallContext): Promise<Arguments> {
  if (spec.prepare === undefined) return args;
  const read = z.object(spec.input).safeParse(args);
  if (read.success) return spec.prepare(read.data, context);
  throw new Failure('invalid_input', z.prettifyError(read.error));
}

async function call(
  spec: GladlyToolSpec,
  operation: GladlyOperation,
  sent: Arguments,
  args: Arguments,
  context: CallContext,
): Promise<Outcome> {
  const { gladly } = context.clients;
  if (spec.download) {
    return { data: undefined, file: await gladly.download(operation, sent, spec.download.name(args), context) };
  }
  const answer = await gladly.call({ ...operation, paged: showsPages(spec) }, sent, context.signal);
  const data = answer.data ?? emptyAnswer(spec, sent, answer);
  return { data: spec.shape ? spec.shape(data, args) : data, ...cutBy(spec.cap, answer.limited, data) };
}

/** What stands for an empty answer: the new id of a create (last segment of Location), else the id that was given. */
function emptyAnswer(spec: GladlyToolSpec, sent: Arguments, { location }: GladlyAnswer): unknown {
  if (spec.effect === 'list') return [];
  if (location !== undefined) return { id: lastSegment(location) };
  if (spec.ownId) return { id: sent.id };
  const status = spec.effect === 'delete' ? 'deleted' : 'updated';
  return sent.id === undefined ? { status } : { id: sent.id, status };
}

function lastSegment(location: string): string {
  const segment = location.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A change of nothing costs a request and answers a 400 without a word (gladly.md, constraints "at least one of"). */
function needChange({ effect, input, route, local }: GladlyToolSpec, args: Arguments): void {
  if (effect !== 'update' && effect !== 'custom-write') return;
  const known = new Set([...placeholdersOf(route.path), ...(local ?? [])]);
  const changes = Object.keys(input).filter((name) => !known.has(name));
  if (changes.length === 0 || changes.some((name) => args[name] !== undefined)) return;
  throw new Failure('invalid_input', `Nothing to change: give at least one of ${changes.join(', ')}.`);
}

function explained(spec: GladlyToolSpec, failure: Failure, args: Arguments): Failure {
  const { customer } = spec;
  if (failure.kind === 'merged' && failure.retry !== undefined && customer !== undefined) {
    // The client knows only what was sent; the repeat is the call as it was given.
    const renamed = { ...args, [customer]: failure.retry.arguments[customer] };
    return failure.with({ retry: { tool: spec.name, arguments: renamed } });
  }
  const told = explainConflict(failure, spec, args);
  return spec.refused ? spec.refused(told, args) : told;
}

function without(args: Arguments, names: readonly string[] | undefined): Arguments {
  return names === undefined
    ? args
    : Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));
}
