import type * as z from 'zod';
import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { withIsoDates } from '../../puzzel/dates.js';
import { selfArgumentsOf } from '../arguments.js';
import { askEach } from '../ask-each.js';
import { type ArgumentsOf, type CallContext, defineTool, type Outcome, type VendorTool } from '../define.js';
import { isRead, needsConfirmation } from '../effect.js';
import { without } from '../members.js';
import { withIds } from '../names.js';
import { changedBy, puzzelDone } from '../output.js';
import type { JsonSchema } from '../schema.js';
import { expectChange, type VendorToolDefinition, withAdvice, withHints } from '../vendor-definition.js';

export interface PuzzelToolDefinition<I extends z.ZodRawShape = z.ZodRawShape> extends VendorToolDefinition<I> {
  /**
   * For a tool that makes its request for several ids: the argument for one id, the list argument for more of them, and
   * the member of a record that holds the id.
   */
  several?: { one: keyof I & string; more: keyof I & string; member: string };
  /** What {@link Outcome.sent} of a write holds beside its arguments. */
  alsoSent?(args: ArgumentsOf<I>): Record<string, unknown>;
}

/** A tool of Puzzel's ContactCentre5 API. */
export function definePuzzelTool<I extends z.ZodRawShape>(definition: PuzzelToolDefinition<I>): VendorTool {
  const { name, route, local, several, output, named = {} } = definition;
  const readOnly = isRead(definition);
  const operation = { name, route, isRead: readOnly, self: selfArgumentsOf(definition.input) };
  // Where the answer is the stored record, `sent` would only repeat it.
  const answersRecord = output.properties !== undefined && output !== puzzelDone;
  const showsSent = !readOnly && definition.effect !== 'delete' && !answersRecord;
  const localArguments = [...(local ?? []), ...(several ? [several.more] : [])];

  async function send(sent: Record<string, unknown>, given: ArgumentsOf<I>, context: CallContext): Promise<Outcome> {
    const { puzzel } = context.clients;
    const forVendor = without(sent, localArguments);
    if (definition.download) {
      const file = await puzzel.download(operation, forVendor, definition.download.name(given), context);
      return { data: undefined, file };
    }
    const data =
      (await puzzel.call(operation, forVendor, context)) ?? (readOnly ? null : changedBy(definition.effect, given));
    return { data: definition.shape ? definition.shape(data, given) : data, transform: withIsoDates };
  }

  async function run(args: ArgumentsOf<I>, context: CallContext): Promise<Outcome> {
    expectChange(definition, args);
    const { args: resolved, notes } = await withIds<Arguments>(definition, args, context);
    const given = resolved as ArgumentsOf<I>;
    // Made before the call: nothing that can fail on an argument may follow a write.
    const sent = showsSent ? { ...inUtc(resolved, tool.schemas().json), ...definition.alsoSent?.(given) } : {};
    const runOnce = async (single: ArgumentsOf<I>) => {
      const callRoute = (forVendor: Record<string, unknown>) => send(forVendor, single, context);
      try {
        return await (definition.run ? definition.run(single, context, callRoute) : callRoute(single));
      } catch (error) {
        throw error instanceof Failure ? withAdvice(error, definition, single) : error;
      }
    };
    const outcome = await (several && resolved[several.more] !== undefined
      ? askEach(idsOf(resolved, several), several.member, (id) => runOnce({ ...given, [several.one]: id }))
      : runOnce(given));
    return { ...withHints(definition, outcome, notes), ...(Object.keys(sent).length > 0 && { sent }) };
  }

  // What cannot be sent is refused before anybody is asked to confirm it.
  const check = async (args: ArgumentsOf<I>, context: CallContext): Promise<Arguments> => {
    const { args: resolved } = await withIds<Arguments>(definition, args, context);
    await definition.check?.(resolved as ArgumentsOf<I>, context);
    return resolved;
  };
  const checked =
    needsConfirmation(definition) && Object.keys(named).length > 0 ? { ...definition, check } : definition;
  const withLocal = { ...checked, ...(localArguments.length > 0 && { local: localArguments }), run };
  const tool = defineTool('puzzel', withLocal, send);
  return tool;
}

/** The arguments that were given, with times in UTC. */
function inUtc(args: Arguments, { properties = {} }: JsonSchema): Record<string, unknown> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const asUtc = (value: unknown) => new Date(String(value)).toISOString();
  return Object.fromEntries(
    given.map(([name, value]) => [name, properties[name]?.format === 'date-time' ? asUtc(value) : value]),
  );
}

function idsOf(args: Record<string, unknown>, { one, more }: { one: string; more: string }): unknown[] {
  const list = args[more];
  return [...(args[one] === undefined ? [] : [args[one]]), ...(Array.isArray(list) ? list : [])];
}
