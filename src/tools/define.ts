import type * as z from 'zod';
import type { ChatClient } from '../chat/client.js';
import type { GladlyClient } from '../gladly/client.js';
import type { SavedFile } from '../http/download.js';
import type { Arguments, Route } from '../http/route.js';
import type { PuzzelClient } from '../puzzel/client.js';
import type { OutputSchema } from './output.js';

export const effects = ['list', 'get', 'create', 'update', 'delete', 'custom-read', 'custom-write'] as const;

/** What a tool does, whatever its name or HTTP verb. Hints, filters, confirmation and repeats derive from it. */
export type Effect = (typeof effects)[number];

export const vendors = ['puzzel', 'gladly', 'chat'] as const;
export type Vendor = (typeof vendors)[number];

/** What a running call may use. */
export interface CallContext {
  /** The API clients, made on first use; a vendor that is not configured throws `not_configured`. */
  readonly clients: { readonly puzzel: PuzzelClient; readonly gladly: GladlyClient; readonly chat: ChatClient };
  /** Aborts when the client cancels, the input ends or the deadline passes. */
  readonly signal: AbortSignal;
  /** Reports the bytes of an answer or a file that have come; the total when the vendor names it. */
  readonly progress: (bytes: number, total: number | undefined) => void;
}

/** What a tool hands to the server: data in the vendor's shape, or a file. */
export interface Outcome {
  /** Of a tool that pages this, or its `entries`, may be a LongList (http/long-list.ts). */
  data: unknown;
  /**
   * Makes of the vendor's data what is shown; may change it in place. Of a list only the records that are shown pass it,
   * so that the thousands behind them cost nothing.
   */
  shown?: (data: unknown) => unknown;
  /** The vendor cut the list at its own cap. */
  limited?: boolean;
  /** A note to the model, beside the result. */
  hint?: string;
  file?: SavedFile;
}

/** Asks a tool that reads, for the words in which a person is asked to confirm another call. */
export type Read = (tool: string, args: Arguments) => Promise<unknown>;

/** Whatever can be called: an operation of a vendor, or one of this server's own. */
export interface Callable {
  name: string;
  title: string;
  /** Absent for what this server answers by itself. */
  vendor?: Vendor;
  effect: Effect;
  /** Reaches a customer: an SMS, an e-mail, a call. */
  sends?: boolean;
  /** For the model: what it is for, what comes back, units, where the ids come from. At most 1,000 characters. */
  description: string;
  input: z.ZodRawShape;
  output: OutputSchema;
  /** Loses something for good although it is no `delete`. */
  destructive?: boolean;
  /** Overrides what the effect says: doing it twice is the same as doing it once. */
  idempotent?: boolean;
  /** The answer holds text that customers, or others outside the company, wrote: names, addresses, messages. */
  customerText?: boolean;
  /** Whom or what the call concerns, in words for the person who is asked to confirm it; two reads at most. */
  target?: (args: Arguments, read: Read) => string | Promise<string>;
  /** Takes `limit`, `cursor` and `fields` although it is no `list`. */
  paged?: boolean;
  /** Answers octets: they go to the download folder. `name` is used when the vendor gives no file name. */
  download?: { name: (args: Arguments) => string };
  /** Takes minutes by nature: ten times the usual time limit holds. */
  slow?: boolean;
  /** Refuses arguments that no schema can refuse, before a person is asked to confirm them. */
  check?: (args: Arguments, context: CallContext) => unknown;
  run: (args: Arguments, context: CallContext) => Promise<Outcome>;
}

/** What of a tool a client is shown. */
export type Described = Omit<Callable, 'run'>;

/** One operation of a vendor as its record says; how to run it follows from the route. */
export interface ToolSpec extends Omit<Callable, 'vendor' | 'check' | 'run'> {
  /** The one group that the tool belongs to; see the tag filters. */
  tag: string;
  route: Route;
  /** Arguments that work against the demo tenant. */
  example: Arguments;
  /** Arguments that stay here and shape the answer instead of going to the vendor. */
  local?: readonly string[];
  /** Shapes the vendor's data before paging. */
  shape?: (data: unknown, args: Arguments) => unknown;
}

export interface Tool extends ToolSpec, Pick<Callable, 'check' | 'run'> {
  vendor: Vendor;
}

/** What the owner's filters and settings need to know of a tool: the build writes it down, so that no start has to load the tools. */
export interface Outline extends Pick<Tool, 'name' | 'vendor' | 'tag' | 'effect'> {
  /** By the names of its arguments. */
  input: Readonly<Record<string, unknown>>;
}

/** MCP's hints about a tool. */
export interface Hints {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

export const isRead = ({ effect }: Pick<Callable, 'effect'>): boolean =>
  effect === 'list' || effect === 'get' || effect === 'custom-read';

/** Whether the tool takes `limit`, `cursor` and `fields`. */
export const isPaged = ({ effect, paged }: Pick<Callable, 'effect' | 'paged'>): boolean =>
  effect === 'list' || paged === true;

/** Whether all that is made of its list is pages: nothing else looks at the records. */
export const showsPages = (spec: Pick<ToolSpec, 'effect' | 'paged' | 'shape'>): boolean =>
  isPaged(spec) && spec.shape === undefined;

/** Whether a person is to be asked first. */
export const needsConfirmation = ({ effect, sends }: Pick<Callable, 'effect' | 'sends'>): boolean =>
  effect === 'delete' || sends === true;

export function hintsOf(tool: Described): Hints {
  const read = isRead(tool);
  return {
    readOnlyHint: read,
    destructiveHint: tool.effect === 'delete' || tool.destructive === true,
    idempotentHint: tool.idempotent ?? (read || tool.effect === 'update' || tool.effect === 'delete'),
    openWorldHint: tool.sends === true || tool.customerText === true,
  };
}
