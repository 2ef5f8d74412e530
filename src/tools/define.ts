import type * as z from 'zod';
import { saysRefused } from '../api/refusals.js';
import type { Arguments, Route } from '../api/route.js';
import { wordsOf } from '../api/vendor-words.js';
import type { ChatClient } from '../chat/client.js';
import { Failure } from '../failure.js';
import type { GladlyClient } from '../gladly/client.js';
import type { SavedFile } from '../http/download.js';
import type { RequestContext } from '../http/request-context.js';
import { isObject } from '../json.js';
import type { PuzzelClient } from '../puzzel/client.js';
import { type Effect, isRead, type Vendor } from './effect.js';
import { listOf } from './members.js';
import type { OutputSchema } from './output.js';
import { type InputSchemas, inputSchemasOf } from './schema.js';

/** The API clients. Reading the client of a vendor that is not configured throws Failure `not_configured`, naming the missing variables. */
export interface VendorClients {
  readonly puzzel: PuzzelClient;
  readonly gladly: GladlyClient;
  readonly chat: ChatClient;
}

/** What a running call may use. */
export interface CallContext extends RequestContext {
  readonly clients: VendorClients;
  /**
   * Whether the owner's settings offer a tool: names are looked up only through offered tools. Absent: every tool is
   * offered.
   */
  readonly isOffered?: (tool: string) => boolean;
  /** Values that the owner's pins allow. As names they must be whole: a part of a name would allow something else. */
  readonly pinnedValues?: readonly string[];
}

/** What running a tool gives: data, a saved file, or both. */
export interface Outcome {
  data: unknown;
  /** Turns the vendor's data, or each record of a page, into what the result shows; may change it in place. */
  transform?: (data: unknown) => unknown;
  /** The list is cut: by the vendor at its own cap, or here because it is too long to be kept. */
  limited?: boolean;
  /** A note to the model, beside the result. */
  hint?: string;
  file?: SavedFile;
  /**
   * For a paged list: makes the object that holds the records of a page in the result, such as a table with its columns.
   * The records are redacted already; `redactedName` gives the name that a member has in them.
   */
  frame?: (records: readonly unknown[], redactedName: (name: string) => string) => unknown;
  /** What a write sent (ids for names, times in UTC, long texts cut), to be shown beside the result as `sent`. */
  sent?: Record<string, unknown>;
}

/** Calls a tool that only reads. The `target` of a tool uses it to describe what a call concerns, before a person confirms it. */
export type Read = (tool: string, args: Arguments) => Promise<unknown>;

/** The arguments of a tool as validation leaves them. */
export type ArgumentsOf<I extends z.ZodRawShape> = z.output<z.ZodObject<I>>;

/**
 * What a record declares about one tool. Most tools need no function: how to run one follows from its route. Functions
 * get the arguments that `input` describes, already validated.
 */
export interface ToolDefinition<I extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  title: string;
  /** The one group that the tool belongs to; see the tag filters. */
  tag: string;
  effect: Effect;
  /** Reaches a customer: an SMS, an e-mail, a call. */
  sends?: boolean;
  /** For the model: what it is for, what comes back, units, where the ids come from. At most 1,000 characters. */
  description: string;
  input: I;
  /** What comes back. Absent for a download, and for a write that the vendor answers without data (vendor-definition.ts). */
  output?: OutputSchema;
  route: Route;
  /** Arguments that work against the demo tenant. Absent: it works without any. */
  example?: Arguments;
  /** Loses something for good although it is no `delete`. */
  destructive?: boolean;
  /** Whether doing it twice equals doing it once, where the effect implies otherwise. */
  idempotent?: boolean;
  /** The answer holds text that customers, or others outside the company, wrote: names, addresses, messages. */
  untrustedContent?: boolean;
  /** Takes `limit`, `cursor` and `fields` although it is no `list`. */
  paged?: boolean;
  /** May take long: it gets ten times the usual time limit. */
  slow?: boolean;
  /** Arguments that stay here and shape the answer instead of going to the vendor. */
  local?: readonly (keyof I & string)[];
  /**
   * The answer is a file for the download folder. `name` is its name when the vendor gives none; `isSound` says that it
   * must be audio.
   */
  download?: { name(args: ArgumentsOf<I>): string; isSound?: boolean };
  /** Whom or what the call concerns, in words for the person who is asked to confirm it; two reads at most. */
  target?(args: ArgumentsOf<I>, read: Read): string | Promise<string>;
  /**
   * Refuses arguments that no schema can refuse, before a person is asked to confirm them. May return the arguments with
   * ids in place of names: the question shows these, and the call uses them.
   */
  check?(args: ArgumentsOf<I>, context: CallContext): Arguments | undefined | Promise<Arguments | undefined>;
  /** Shapes the vendor's data before paging. */
  shape?(data: unknown, args: ArgumentsOf<I>): unknown;
  /** Replaces the request to the route; `call` makes that request. */
  run?(args: ArgumentsOf<I>, context: CallContext, call: (args: Arguments) => Promise<Outcome>): Promise<Outcome>;
}

/** Whatever can be called: an operation of a vendor, or a tool of this server's own. */
export interface Tool extends Omit<ToolDefinition, 'tag' | 'route' | 'example' | 'run'> {
  output: OutputSchema;
  /** Absent for a tool that this server answers by itself. */
  vendor?: Vendor;
  /** The input as it is validated and as it is shown; made on first use. */
  schemas(): InputSchemas;
  run(args: Arguments, context: CallContext): Promise<Outcome>;
}

/** A tool that stands for an operation of a vendor. */
export interface VendorTool extends Tool, Pick<ToolDefinition, 'tag' | 'route'> {
  vendor: Vendor;
  example: Arguments;
}

/**
 * Makes the tool that a record declares.
 * @param call makes the request to the record's route: `routeArgs` are its arguments, `toolArgs` the tool's
 */
export function defineTool<I extends z.ZodRawShape>(
  vendor: Vendor,
  definition: ToolDefinition<I> & { output: OutputSchema },
  call: (routeArgs: Arguments, toolArgs: ArgumentsOf<I>, context: CallContext) => Promise<Outcome>,
): VendorTool {
  const { run } = definition;
  let schemas: InputSchemas | undefined;
  return {
    example: {},
    ...definition,
    vendor,
    schemas: () => (schemas ??= inputSchemasOf(definition)),
    run: async (args, context) => {
      // The runner has validated the arguments against the schema.
      const toolArgs = args as ArgumentsOf<I>;
      const callRoute = (routeArgs: Arguments) => call(routeArgs, toolArgs, context);
      const outcome = await (run ? run(toolArgs, context, callRoute) : callRoute(args));
      expectData(definition.output, outcome.data, isRead(definition) && vendor !== 'chat');
      return outcome;
    },
  };
}

/**
 * Refuses an answer that is something other than the data of the tool.
 * @param isDocumented whether the members in `output` are known well enough to judge an answer by them
 * @throws Failure `upstream` for a text, a number or a boolean in place of a list, and for an object without any known member
 * that says little more than that something failed, such as a gateway's `{"message":"Endpoint request timed out"}`
 */
function expectData({ items, properties }: OutputSchema, data: unknown, isDocumented: boolean): void {
  const isScalarForList = items !== undefined && typeof data !== 'object' && data !== undefined;
  const hasNoKnownMember =
    isObject(data) && listOf(data) === undefined && !Object.keys(data).some((name) => properties?.[name]);
  // Since no member is known, the rule for answers to writes holds: a message alone is enough to count as a refusal.
  const isRefusal = isDocumented && (items ?? properties) && hasNoKnownMember && saysRefused(data, 'write');
  if (!isScalarForList && !isRefusal) return;
  const words = isScalarForList ? String(data).slice(0, 300) : wordsOf(data).message;
  throw new Failure('upstream', `The vendor answered something other than the data that were asked for: ${words}`, {
    // Only a success gets here; the status marks the message as the vendor's words.
    status: 200,
    hint: 'The vendor may be out of order: try again later.',
  });
}
