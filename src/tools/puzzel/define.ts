import type * as z from 'zod';
import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { withIsoDates } from '../../puzzel/dates.js';
import { selfArgumentsOf } from '../arguments.js';
import { type ArgumentsOf, type CallContext, defineTool, type Outcome, type VendorTool } from '../define.js';
import { isRead, needsConfirmation } from '../effect.js';
import { withIds } from '../names.js';
import { changedBy } from '../output.js';
import { askEach } from '../several.js';
import { expectChange, type VendorToolDefinition, withAdvice, withHints } from '../vendor-definition.js';
import { without } from '../words.js';

export interface PuzzelToolDefinition<I extends z.ZodRawShape = z.ZodRawShape> extends VendorToolDefinition<I> {
  /** The argument for one id, the list argument for more of them, and the member of a record that holds that id. */
  several?: { one: keyof I & string; more: keyof I & string; member: string };
  /** What a write sent, for {@link Outcome.sent}: defaults filled in, times in UTC. */
  sent?(args: ArgumentsOf<I>): Record<string, unknown>;
}

/** A tool of the ContactCentre5 API. */
export function definePuzzelTool<I extends z.ZodRawShape>(definition: PuzzelToolDefinition<I>): VendorTool {
  const { name, route, local, several, named = {} } = definition;
  const read = isRead(definition);
  const operation = { name, route, read, self: selfArgumentsOf(definition.input) };
  const localArguments = [...(local ?? []), ...(several ? [several.more] : [])];

  async function send(sent: Record<string, unknown>, given: ArgumentsOf<I>, context: CallContext): Promise<Outcome> {
    const { puzzel } = context.clients;
    const forVendor = without(sent, localArguments);
    if (definition.download) {
      const file = await puzzel.download(operation, forVendor, definition.download.name(given), context);
      return { data: undefined, file };
    }
    const data =
      (await puzzel.call(operation, forVendor, context)) ?? (read ? null : changedBy(definition.effect, given));
    return { data: definition.shape ? definition.shape(data, given) : data, transform: withIsoDates };
  }

  async function run(args: ArgumentsOf<I>, context: CallContext): Promise<Outcome> {
    expectChange(definition, args);
    const { args: ids, notes } = await withIds<Arguments>(definition, args, context);
    const given = ids as ArgumentsOf<I>;
    // Before the call: nothing that can fail on an argument may follow a write.
    const sent = definition.sent && defined(definition.sent(given));
    const one = async (part: ArgumentsOf<I>) => {
      const plain = (sent: Record<string, unknown>) => send(sent, part, context);
      try {
        return await (definition.run ? definition.run(part, context, plain) : plain(part));
      } catch (error) {
        throw error instanceof Failure ? withAdvice(error, definition, part) : error;
      }
    };
    const outcome = await (several && ids[several.more] !== undefined
      ? askEach(idsOf(ids, several), several.member, (id) => one({ ...given, [several.one]: id }))
      : one(given));
    return { ...withHints(definition, outcome, notes), ...(sent && { sent }) };
  }

  // What cannot be sent is refused before anybody is asked to confirm it.
  const check = async (args: ArgumentsOf<I>, context: CallContext): Promise<Arguments> => {
    const { args: ids } = await withIds<Arguments>(definition, args, context);
    await definition.check?.(ids as ArgumentsOf<I>, context);
    return ids;
  };
  const checked =
    needsConfirmation(definition) && Object.keys(named).length > 0 ? { ...definition, check } : definition;
  return defineTool('puzzel', { ...checked, ...(localArguments.length > 0 && { local: localArguments }), run }, send);
}

function idsOf(args: Record<string, unknown>, { one, more }: { one: string; more: string }): unknown[] {
  const list = args[more];
  return [...(args[one] === undefined ? [] : [args[one]]), ...(Array.isArray(list) ? list : [])];
}

function defined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** The time in UTC as ISO 8601, for {@link PuzzelToolDefinition.sent}. */
export const inUtc = (time: string | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();
