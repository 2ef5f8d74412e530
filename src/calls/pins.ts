import type { Arguments } from '../api/route.js';
import type { Pin, Pins } from '../config/pins.js';
import { Failure } from '../failure.js';
import { isObject } from '../json.js';
import type { Effect } from '../tools/effect.js';
import { nodeAt } from '../tools/node-at.js';
import { type PinnedArgument, pinnedArguments } from '../tools/pinned-arguments.js';
import type { JsonSchema } from '../tools/schema.js';

/** What has to be known of a tool to apply pins to it. */
interface Pinnable {
  name: string;
  effect: Effect;
}

/** One pin, as it applies to one argument of a tool. */
interface AppliedPin {
  argument: PinnedArgument;
  pin: Pin;
  /** The allowed values as texts; none when the argument takes ids and the pin has only names, or the reverse. */
  values: readonly string[];
  /** Names from the arguments down to the value, which `node` describes. */
  path: readonly string[];
  node: JsonSchema;
  /** Whether a call without this argument touches nothing that is pinned. */
  isOptional: boolean;
}

function appliedPins({ name, effect }: Pinnable, schema: JsonSchema, pins: Pins): AppliedPin[] {
  return pinnedArguments.flatMap((argument) => {
    const pin = pins[argument.thing];
    const path = argument.name.split('.');
    const node = nodeAt(schema, path);
    if (!pin || !node || !(argument.tools?.includes(name) ?? true)) return [];
    const isOptional = argument.optionalFor?.includes(effect) ?? false;
    const values = pin[argument.by];
    return [{ argument, pin, values, path, node, isOptional }];
  });
}

/**
 * The input schema as the owner's pins leave it: an argument is removed when no value is allowed for it, or when the only
 * allowed one is filled in; any other pinned argument lists its values. The same schema when no pin concerns the tool.
 */
export function pinnedSchema(tool: Pinnable, schema: JsonSchema, pins: Pins): JsonSchema {
  return appliedPins(tool, schema, pins).reduce((narrowed, applied) => narrow(narrowed, applied.path, applied), schema);
}

function narrow(schema: JsonSchema, [name = '', ...rest]: readonly string[], applied: AppliedPin): JsonSchema {
  const { properties = {}, required = [] } = schema;
  const node = properties[name] ?? {};
  if (rest.length > 0) return { ...schema, properties: { ...properties, [name]: narrow(node, rest, applied) } };
  const otherRequired = required.filter((candidate) => candidate !== name);
  const isHidden = applied.values.length === 0 || (!applied.isOptional && applied.values.length === 1);
  if (isHidden) {
    const { [name]: _, ...otherProperties } = properties;
    return { ...schema, properties: otherProperties, ...(required.length > 0 && { required: otherRequired }) };
  }
  const limitedNode = node.items ? { ...node, items: oneOf(node.items, applied.values) } : oneOf(node, applied.values);
  const mustBeGiven = !applied.isOptional && !node.items;
  return {
    ...schema,
    properties: { ...properties, [name]: limitedNode },
    ...(mustBeGiven && { required: [...otherRequired, name] }),
  };
}

/** Numbers may come as text, and are listed as text: Gemini refuses all tools when one of them has an enum of numbers. */
function oneOf(node: JsonSchema, values: readonly string[]): JsonSchema {
  return { ...node, type: 'string', enum: values };
}

/**
 * Applies the owner's pins to the arguments. Unless it is optional, an absent argument gets the only allowed value, and an
 * absent list all of its allowed values. With `cursor` nothing is filled in, since the arguments of the first page hold.
 * @throws Failure `invalid_input` for a value that is not allowed, or an absent argument that cannot be filled in
 */
export function applyPins(tool: Pinnable, schema: JsonSchema, args: Arguments, pins: Pins): Arguments {
  return appliedPins(tool, schema, pins).reduce((filled, applied) => withPin(filled, applied.path, applied), args);
}

function withPin(args: Arguments, [name = '', ...rest]: readonly string[], applied: AppliedPin): Arguments {
  const value = args[name];
  if (rest.length > 0) {
    if (value === undefined && (applied.isOptional || args.cursor !== undefined)) return args;
    const inner = value ?? {};
    // The schema refuses anything but an object.
    if (!isObject(inner)) return args;
    // To fill in what an update left out would move the record from where it is now.
    if (applied.isOptional && inner[rest[0] ?? ''] === undefined) throw refusal(applied);
    return { ...args, [name]: withPin(inner, rest, applied) };
  }
  if (value === undefined) {
    if (applied.isOptional || args.cursor !== undefined) return args;
    return { ...args, [name]: valueToFillIn(applied) };
  }
  const values = Array.isArray(value) ? value : [value];
  if (values.length > 0 && values.every((item) => isScalar(item) && applied.values.includes(String(item)))) return args;
  throw refusal(applied);
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

function valueToFillIn(applied: AppliedPin): unknown {
  const { node, values } = applied;
  if (node.items && values.length > 0) return values.map((value) => ofType(value, node.items ?? {}));
  const [only, ...more] = values;
  if (only === undefined || more.length > 0) throw refusal(applied);
  return ofType(only, node);
}

function refusal({ argument, pin, values }: AppliedPin): Failure {
  const [only] = values;
  const reason =
    only === undefined
      ? `cannot be kept to the owner's pin: ${pin.setting} has no ${argument.by === 'ids' ? 'id' : 'key or name'}`
      : `must be ${values.length === 1 ? only : `one of ${values.join(', ')}`}: the owner of this server allows no other (${pin.setting})`;
  return new Failure('invalid_input', `${argument.name}: ${reason}`, {
    hint: 'Nothing was sent. Use an allowed value, or tell the person that the owner of this server allows no other.',
  });
}

const ofType = (value: string, { type }: JsonSchema): string | number => (type === 'integer' ? Number(value) : value);
