import type * as z from 'zod';
import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { withIsoDates } from '../../puzzel/dates.js';
import { namedUser, selfArgumentsOf } from '../arguments.js';
import { askEach } from '../ask-each.js';
import { type ArgumentsOf, type CallContext, defineTool, type Outcome, type VendorTool } from '../define.js';
import { isRead, needsConfirmation } from '../effect.js';
import { listOf, membersOf, without } from '../members.js';
import { type NamedArguments, withIds } from '../names.js';
import { changedBy, puzzelDone } from '../output.js';
import type { JsonSchema } from '../schema.js';
import { expectChange, outputOf, type VendorToolDefinition, withAdvice, withHints } from '../vendor-definition.js';
import { loggedOffHint } from './logged-off.js';
import { agentIds } from './name-lists.js';

interface PuzzelToolDefinition<I extends z.ZodRawShape = z.ZodRawShape> extends VendorToolDefinition<I> {
  /**
   * For a tool that makes its request once for each id: the argument for one id, the list argument for more ids, and the
   * member of each answered record in which its id is put.
   */
  perId?: { idArgument: keyof I & string; listArgument: keyof I & string; member: string };
  /** The argument that names the user for whom a write reserves something: the answer warns when the user is logged off. */
  reservesFor?: keyof I & string;
  /** What {@link Outcome.sent} of a write holds beside its arguments. */
  alsoSent?(args: ArgumentsOf<I>): Record<string, unknown>;
}

/** A tool of Puzzel's ContactCentre5 API. */
export function definePuzzelTool<I extends z.ZodRawShape>(definition: PuzzelToolDefinition<I>): VendorTool {
  const { name, route, local, perId, reservesFor } = definition;
  const named = namedIn(definition);
  const output = outputOf(definition, puzzelDone);
  const readOnly = isRead(definition);
  const operation = { name, route, isRead: readOnly, self: selfArgumentsOf(definition.input) };
  const answersRecord = output.properties !== undefined && output !== puzzelDone;
  const showsSent = !readOnly && definition.effect !== 'delete';
  const localArguments = [...(local ?? []), ...(perId ? [perId.listArgument] : [])];

  async function callVendor(
    routeArgs: Record<string, unknown>,
    toolArgs: ArgumentsOf<I>,
    context: CallContext,
  ): Promise<Outcome> {
    const { puzzel } = context.clients;
    const vendorArgs = without(routeArgs, localArguments);
    if (definition.download) {
      const file = await puzzel.download(operation, vendorArgs, definition.download.name(toolArgs), context);
      return { data: undefined, file };
    }
    const data =
      (await puzzel.call(operation, vendorArgs, context)) ?? (readOnly ? null : changedBy(definition.effect, toolArgs));
    const shapedData = definition.shape ? definition.shape(data, toolArgs) : data;
    return { data: shapedData, transform: withIsoDates, ...cutAsAsked(data, vendorArgs) };
  }

  async function run(args: ArgumentsOf<I>, context: CallContext): Promise<Outcome> {
    expectChange(definition, args);
    const { args: resolvedArgs, notes } = await withIds<Arguments>({ ...definition, named }, args, context);
    const toolArgs = resolvedArgs as ArgumentsOf<I>;
    // Made before the call: nothing that can fail on an argument may follow a write.
    const sent = showsSent ? { ...inUtc(resolvedArgs, tool.schemas().json), ...definition.alsoSent?.(toolArgs) } : {};
    const runOnce = async (requestArgs: ArgumentsOf<I>) => {
      const callRoute = (routeArgs: Record<string, unknown>) => callVendor(routeArgs, requestArgs, context);
      try {
        return await (definition.run ? definition.run(requestArgs, context, callRoute) : callRoute(requestArgs));
      } catch (error) {
        throw error instanceof Failure ? withAdvice(error, definition, requestArgs) : error;
      }
    };
    const outcome = await (perId && resolvedArgs[perId.listArgument] !== undefined
      ? askEach(idsOf(resolvedArgs, perId), perId.member, (id) => runOnce({ ...toolArgs, [perId.idArgument]: id }))
      : runOnce(toolArgs));
    const warning = reservesFor && (await loggedOffHint(resolvedArgs[reservesFor], context));
    // Where the answer is the stored record, `sent` would only repeat it; a record may also be answered without data.
    const stored = answersRecord ? without(membersOf(outcome.data), ['id']) : {};
    const names = Object.keys(sent);
    const isShown = names.length > 0 && !names.some((name) => Object.hasOwn(stored, name));
    return { ...withHints(definition, { ...outcome, ...warning }, notes), ...(isShown && { sent }) };
  }

  // Names are looked up before anybody is asked to confirm: the question has the ids, and a name that fits nothing is refused.
  const check = async (args: ArgumentsOf<I>, context: CallContext): Promise<Arguments> => {
    const { args: resolvedArgs } = await withIds<Arguments>({ ...definition, named }, args, context);
    await definition.check?.(resolvedArgs as ArgumentsOf<I>, context);
    return resolvedArgs;
  };
  const withCheck =
    needsConfirmation(definition) && Object.keys(named).length > 0 ? { ...definition, check } : definition;
  const fullDefinition = { ...withCheck, output, ...(localArguments.length > 0 && { local: localArguments }), run };
  const tool = defineTool('puzzel', fullDefinition, callVendor);
  return tool;
}

/** The arguments that may be names: those of the record, every `namedUser`, and a list of what one argument may name. */
function namedIn({ input, named, perId }: PuzzelToolDefinition): NamedArguments {
  const users = Object.keys(input).filter((name) => input[name] === namedUser);
  const single: NamedArguments = { ...Object.fromEntries(users.map((name) => [name, agentIds])), ...named };
  const list = perId && single[perId.idArgument];
  return list ? { ...single, [perId.listArgument]: list } : single;
}

/** `limited` and its hint, when the list has just as many records as the call allowed. With more, Puzzel ignored the limit. */
function cutAsAsked(data: unknown, { maxRows, maxMatches }: Arguments): Pick<Outcome, 'limited' | 'hint'> {
  const maxRecords = maxRows ?? maxMatches;
  if (maxRecords === undefined || listOf(data)?.length !== maxRecords) return {};
  return { limited: true, hint: `There may be more than the ${maxRecords} that Puzzel was asked for.` };
}

/** The arguments that were given, with times in UTC. */
function inUtc(args: Arguments, { properties = {} }: JsonSchema): Record<string, unknown> {
  const presentArguments = Object.entries(args).filter(([, value]) => value !== undefined);
  const asUtc = (value: unknown) => new Date(String(value)).toISOString();
  return Object.fromEntries(
    presentArguments.map(([name, value]) => [name, properties[name]?.format === 'date-time' ? asUtc(value) : value]),
  );
}

function idsOf(
  args: Record<string, unknown>,
  { idArgument, listArgument }: { idArgument: string; listArgument: string },
): unknown[] {
  const { [idArgument]: id, [listArgument]: list } = args;
  return [...(id === undefined ? [] : [id]), ...(Array.isArray(list) ? list : [])];
}
