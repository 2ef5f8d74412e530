import type { VendorTool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { periods } from '../../src/tools/periods.js';
import type { JsonSchema } from '../../src/tools/schema.js';

/** One argument of one tool, or a member or list item inside it. */
export interface Place {
  tool: VendorTool;
  /** From the argument down; a number leads into a list. */
  path: readonly (string | number)[];
  node: JsonSchema;
  isRequired: boolean;
}

/** Every place of every tool. */
export function places(): Place[] {
  return catalogue.flatMap((tool) => placesIn(tool, tool.schemas().json, []));
}

function placesIn(tool: VendorTool, node: JsonSchema, path: Place['path']): Place[] {
  const members = Object.entries(node.properties ?? {}).flatMap(([name, member]) => {
    const inner = [...path, name];
    const isRequired = node.required?.includes(name) ?? false;
    return [{ tool, path: inner, node: member, isRequired }, ...placesIn(tool, member, inner)];
  });
  if (!node.items) return members;
  const item = [...path, 0];
  return [...members, { tool, path: item, node: node.items, isRequired: false }, ...placesIn(tool, node.items, item)];
}

export const nameOf = ({ tool, path }: Place): string => `${tool.name} ${path.join('.')}`;

/** The example arguments of the tool with a value at the place; objects on the way have all that they require. */
export const withValue = ({ tool, path }: Place, value: unknown): unknown =>
  changed(tool.schemas().json, tool.example, path, value);

function changed(
  node: JsonSchema | undefined,
  given: unknown,
  [step, ...rest]: Place['path'],
  value: unknown,
): unknown {
  if (step === undefined) return value;
  const around = given ?? (node && sampleOf(node));
  if (typeof step === 'number') {
    const items: unknown[] = Array.isArray(around) ? around : [];
    return [changed(node?.items, items[0], rest, value), ...items.slice(1)];
  }
  const inner = (around as Record<string, unknown> | undefined)?.[step];
  return { ...(around as object | undefined), [step]: changed(node?.properties?.[step], inner, rest, value) };
}

/** A minimal value that the node of this name accepts; a period ends after it begins. */
function sampleOf({ type, enum: choices, format, properties = {}, required = [] }: JsonSchema, of = ''): unknown {
  if (Array.isArray(choices)) return choices[0];
  if (type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  if (format === 'date-time') return `2026-01-31T${periods.some(([, end]) => end === of) ? '17' : '09'}:00:00Z`;
  if (type !== 'object') return 'x';
  return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {}, name)]));
}
