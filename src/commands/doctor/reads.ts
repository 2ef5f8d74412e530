import * as z from 'zod';
import type { Arguments } from '../../api/route.js';
import { pinnedSchema } from '../../calls/pins.js';
import type { Pins } from '../../config/pins.js';
import { within } from '../../http/deadline.js';
import type { VendorTool } from '../../tools/define.js';
import { isPaged } from '../../tools/effect.js';
import type { Runtime } from '../runtime.js';
import { stepMs } from './check.js';

/** The outcome of one read that the doctor has made. */
export interface ReadResult {
  /** `ok`, or the kind of the error. */
  outcome: string;
  /** The records of the answer; none when it was refused. */
  rows: Record<string, unknown>[];
  /** Whether the operation itself answered, with data or with an error code of the vendor, and not a router in front of it. */
  isFromOperation: boolean;
  /** The HTTP status of an error; undefined when nothing was answered, such as after a refusal by a pin. */
  status?: number | undefined;
}

const row = z.looseObject({});
const envelope = z.object({
  result: z.union([z.array(row.catch({})), row.transform((record) => [record])]).catch([]),
  error: z.object({ kind: z.string(), code: z.unknown().optional(), status: z.number().optional() }).optional(),
});

/** Whether an outcome means that no further read should be made. */
export const endsReads = (outcome: string): boolean => outcome === 'rate_limited' || outcome === 'expired';

/** Whether the doctor may try the tool: it reads a list or one record, saves no file and does not take minutes. */
export const isSmallRead = ({ effect, download, slow }: VendorTool): boolean =>
  (effect === 'list' || effect === 'get') && download === undefined && slow !== true;

/**
 * The arguments of a small read: those of `values` that the tool has, the values of the owner's pins, and for a tool with
 * pages a limit of one record. Undefined when the tool needs more than that.
 */
export function argumentsFor(tool: VendorTool, values: Arguments, pins: Pins): Arguments | undefined {
  const acceptedValues = Object.fromEntries(Object.entries(values).filter(([name]) => tool.input[name] !== undefined));
  const args: Arguments = { ...acceptedValues, ...pinnedValues(tool, pins), ...(isPaged(tool) && { limit: 1 }) };
  const { required = [] } = pinnedSchema(tool, tool.schemas().json, pins);
  return required.every((name) => args[name] !== undefined) ? args : undefined;
}

/** The first allowed value of each pinned argument; undefined for one that the pin takes out, which the call fills in itself. */
function pinnedValues(tool: VendorTool, pins: Pins): Arguments {
  const { properties: allProperties = {} } = tool.schemas().json;
  const { properties: settableProperties = {} } = pinnedSchema(tool, tool.schemas().json, pins);
  return Object.fromEntries(
    Object.keys(allProperties).flatMap((name) => {
      if (settableProperties[name] === undefined) return [[name, undefined]];
      const allowedValues =
        settableProperties[name] === allProperties[name] ? undefined : settableProperties[name].enum;
      return Array.isArray(allowedValues) ? [[name, allowedValues[0]]] : [];
    }),
  );
}

/** Calls the tool through the same pipeline as every call: filters, pins, expiry, audit log. */
export async function read({ call }: Runtime, tool: VendorTool, args: Arguments): Promise<ReadResult> {
  const definedArgs = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const answer = await within(stepMs, [], (signal) =>
    call(tool.name, definedArgs, { signal, confirm: async () => undefined }),
  );
  // A question to a person, whom the doctor does not have.
  if ('question' in answer) return { outcome: 'declined', rows: [], isFromOperation: false };
  const { result, error } = envelope.parse(answer.structured);
  return error === undefined
    ? { outcome: 'ok', rows: result, isFromOperation: true }
    : { outcome: error.kind, rows: [], isFromOperation: error.code !== undefined, status: error.status };
}
