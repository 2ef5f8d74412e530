import * as z from 'zod';
import type { Pin, PinnedThing, Pins } from '../config/pins.js';
import { isRead, type Tool } from '../tools/define.js';

/** An argument that names something that can be pinned. */
interface Place {
  thing: PinnedThing;
  /** How the argument names it. */
  by: 'ids' | 'names';
  /** Its name; a dot leads into an object. */
  argument: string;
  /** For a name that means something else elsewhere. */
  tools?: readonly string[];
  /** Where leaving it out touches nothing: it may then be left out, while elsewhere that would mean "all of them". */
  optionalIn?: (tool: Tool) => boolean;
}

const isUpdate = ({ effect }: Tool): boolean => effect === 'update';

/** Which arguments name what. test/server/pins.test.ts holds every tool against this table. */
export const places: readonly Place[] = [
  { thing: 'user', by: 'ids', argument: 'user_id' },
  { thing: 'user', by: 'ids', argument: 'userId' },
  { thing: 'user', by: 'ids', argument: 'id', tools: ['list_all_puzzel_user_missed_calls'] },
  { thing: 'user', by: 'ids', argument: 'reservedUserId', optionalIn: (tool) => !isRead(tool) },
  { thing: 'queues', by: 'ids', argument: 'queue_id' },
  { thing: 'queues', by: 'ids', argument: 'queueId' },
  { thing: 'queues', by: 'names', argument: 'queue_key' },
  { thing: 'queues', by: 'names', argument: 'queueKey', optionalIn: isUpdate },
  { thing: 'queues', by: 'names', argument: 'id', tools: ['list_all_puzzel_chat_queue_info'] },
  { thing: 'userGroups', by: 'ids', argument: 'userGroupId' },
  { thing: 'userGroups', by: 'names', argument: 'userGroupName' },
  { thing: 'inboxes', by: 'ids', argument: 'assignee.inboxId', optionalIn: isUpdate },
  { thing: 'inboxes', by: 'ids', argument: 'filters.inboxes' },
  { thing: 'inboxes', by: 'ids', argument: 'id', tools: ['get_single_gladly_inbox_by_id'] },
];

/**
 * The tool as the owner's pins leave it. What can have one value only disappears from its input and is filled in;
 * what can have several must be one of them; anything else is refused by validation, before any request. Everything
 * that shows or checks arguments follows, since it all comes from `input`.
 */
export function pinned(tool: Tool, pins: Pins): Tool {
  const inputs = places.reduce<z.ZodRawShape>((shape, place) => {
    const pin = pins[place.thing];
    const path = place.argument.split('.');
    if (!pin || !(place.tools?.includes(tool.name) ?? true) || shape[path[0] ?? ''] === undefined) return shape;
    const values = place.by === 'ids' ? pin.ids : pin.names;
    return narrowed(shape, path, { pin, values, optional: place.optionalIn?.(tool) ?? false, by: place.by });
  }, tool.input);
  return inputs === tool.input ? tool : { ...tool, input: inputs };
}

interface Narrowing {
  pin: Pin;
  by: Place['by'];
  values: readonly string[];
  optional: boolean;
}

function narrowed(shape: z.ZodRawShape, [name = '', ...rest]: string[], narrowing: Narrowing): z.ZodRawShape {
  const schema = shape[name] as z.ZodType;
  const plain = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (rest.length === 0) return { ...shape, [name]: leaf(plain, narrowing) };
  if (!(plain instanceof z.ZodObject) || plain.shape[rest[0] ?? ''] === undefined) return shape;
  // Whoever gives the object gives this too: only the object as a whole can be left out.
  const inner = narrowed(plain.shape, rest, { ...narrowing, optional: false });
  const object = z.strictObject(inner).meta(plain.meta() ?? {});
  const mayBeAbsent = narrowing.optional && schema instanceof z.ZodOptional;
  return { ...shape, [name]: mayBeAbsent ? object.optional() : object.prefault({}) };
}

/** Marks what is not shown; see schema.ts. */
const fixed = { fixed: true } as const;

function leaf(schema: z.ZodType, { pin, by, values, optional }: Narrowing): z.ZodType {
  const [only, ...more] = values;
  if (only === undefined) {
    const message = `cannot be kept to the owner's pin: ${pin.setting} has no ${by === 'ids' ? 'id' : 'key or name'}`;
    const refusing = z.unknown().refine(() => false, message);
    return (optional ? refusing.optional() : refusing.prefault('')).meta(fixed);
  }
  if (schema instanceof z.ZodArray) {
    const items = schema.refine(
      (list) => list.length > 0 && list.every((item) => values.includes(String(item))),
      onlyThese(pin, values),
    );
    const filled = items.default([...values]);
    return more.length === 0 ? filled.meta(fixed) : filled;
  }
  const typed = values.map((value) => (schema.meta()?.type === 'integer' ? Number(value) : value));
  const described = schema.meta() ?? {};
  const one = schema.refine((value) => (typed as unknown[]).includes(value), onlyThese(pin, values));
  if (optional) return one.meta({ ...described, enum: typed }).optional();
  return more.length === 0 ? one.default(typed[0]).meta(fixed) : one.meta({ ...described, enum: typed });
}

function onlyThese({ setting }: Pin, values: readonly string[]): string {
  const words = values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`;
  return `${words}: the owner of this server allows no other (${setting})`;
}
