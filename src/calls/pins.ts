import type { Arguments } from '../api/route.js';
import type { Pin, Pins } from '../config/pins.js';
import { Failure } from '../failure.js';
import { isObject } from '../json.js';
import type { Effect } from '../tools/effect.js';
import { nodeAt } from '../tools/node-at.js';
import { type PinnedArgument, pinnedArguments } from '../tools/pinned-arguments.js';
import type { JsonSchema } from '../tools/schema.js';

/** The part of a tool that applying pins needs. */
interface Pinnable {
  name: string;
  effect: Effect;
}

/** An argument of one tool under one pin. */
interface Held {
  argument: PinnedArgument;
  pin: Pin;
  /** Its values as texts; none when the pin names the thing in another way than the argument. */
  values: readonly string[];
  /** The schema nodes from the argument down to the value. */
  path: readonly string[];
  node: JsonSchema;
  /** May be left out, since that touches nothing. */
  isOptional: boolean;
}

function heldArguments({ name, effect }: Pinnable, schema: JsonSchema, pins: Pins): Held[] {
  return pinnedArguments.flatMap((argument) => {
    const pin = pins[argument.thing];
    const path = argument.argument.split('.');
    const node = nodeAt(schema, path);
    if (!pin || !node || !(argument.tools?.includes(name) ?? true)) return [];
    const isOptional = argument.optionalFor?.includes(effect) ?? false;
    const values = pin[argument.by];
    return [{ argument, pin, values, path, node, isOptional }];
  });
}

/**
 * The input schema as the owner's pins leave it: what can have no value or one only disappears, what can have several
 * lists them. The same schema when no pin concerns the tool.
 */
export function pinnedSchema(tool: Pinnable, schema: JsonSchema, pins: Pins): JsonSchema {
  return heldArguments(tool, schema, pins).reduce((shown, held) => narrowed(shown, held.path, held), schema);
}

function narrowed(schema: JsonSchema, [name = '', ...rest]: readonly string[], held: Held): JsonSchema {
  const { properties = {}, required = [] } = schema;
  const node = properties[name] ?? {};
  const others = required.filter((other) => other !== name);
  if (rest.length > 0) {
    const inner = narrowed(node, rest, held);
    return { ...schema, properties: { ...properties, [name]: inner } };
  }
  const isHidden = held.values.length === 0 || (!held.isOptional && held.values.length === 1);
  if (isHidden) {
    const { [name]: _, ...visible } = properties;
    return { ...schema, properties: visible, ...(required.length > 0 && { required: others }) };
  }
  const limited = node.items ? { ...node, items: oneOf(node.items, held.values) } : oneOf(node, held.values);
  const mustBeGiven = !held.isOptional && !node.items;
  return {
    ...schema,
    properties: { ...properties, [name]: limited },
    ...((mustBeGiven || required.length > 0) && { required: mustBeGiven ? [...others, name] : required }),
  };
}

/** Gemini refuses every tool of a list in which an `enum` is no text; a number may come as text. */
function oneOf({ minimum: _, maximum: __, ...node }: JsonSchema, values: readonly string[]): JsonSchema {
  return { ...node, type: 'string', enum: values };
}

/**
 * Applies the owner's pins to the arguments: fills in what can have one value only, refuses any other value. A
 * continued list (`cursor`) brings the arguments of its first page with it, so there nothing is filled in.
 * @throws Failure `invalid_input` before anything is sent
 */
export function applyPins(tool: Pinnable, schema: JsonSchema, args: Arguments, pins: Pins): Arguments {
  return heldArguments(tool, schema, pins).reduce((filled, held) => withPin(filled, held.path, held), args);
}

function withPin(args: Arguments, [name = '', ...rest]: readonly string[], held: Held): Arguments {
  const value = args[name];
  if (rest.length > 0) {
    if (value === undefined && (held.isOptional || args.cursor !== undefined)) return args;
    const inner = isObject(value) ? value : {};
    // Filling in what an update left out would move the thing from where it is now.
    if (held.isOptional && inner[rest[0] ?? ''] === undefined) throw refused(held);
    return { ...args, [name]: withPin(inner, rest, held) };
  }
  if (value === undefined) {
    if (held.isOptional || args.cursor !== undefined) return args;
    return { ...args, [name]: filledIn(held) };
  }
  const given = Array.isArray(value) ? value : [value];
  if (given.length > 0 && given.every((one) => isPlain(one) && held.values.includes(String(one)))) return args;
  throw refused(held);
}

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

function filledIn(held: Held): unknown {
  const { node, values } = held;
  if (node.items && values.length > 0) return values.map((value) => typed(value, node.items ?? {}));
  const [only, ...more] = values;
  if (only === undefined || more.length > 0) throw refused(held);
  return typed(only, node);
}

function refused({ argument, pin, values }: Held): Failure {
  const place = argument.argument;
  const [only] = values;
  const reason =
    only === undefined
      ? `cannot be kept to the owner's pin: ${pin.setting} has no ${argument.by === 'ids' ? 'id' : 'key or name'}`
      : `must be ${values.length === 1 ? only : `one of ${values.join(', ')}`}: the owner of this server allows no other (${pin.setting})`;
  return new Failure('invalid_input', `${place}: ${reason}`, {
    hint: 'Nothing was sent. Use an allowed value, or tell the person that the owner of this server allows no other.',
  });
}

const typed = (value: string, { type }: JsonSchema): string | number => (type === 'integer' ? Number(value) : value);
