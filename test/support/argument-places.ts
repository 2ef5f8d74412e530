import type { VendorTool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { periods } from '../../src/tools/periods.js';
import type { JsonSchema } from '../../src/tools/schema.js';

/** One argument of one tool, or a member or list item inside it. */
export interface Place {
  tool: VendorTool;
  /** The names that lead to it, the argument first; 0 stands for the first item of a list. */
  path: readonly (string | number)[];
  /** The schema of its value. */
  node: JsonSchema;
  /** Whether the object around it requires it; false for list items. */
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

/** The example arguments of the tool with this value at the place; objects that are added around it have all that they require. */
export const withValue = ({ tool, path }: Place, value: unknown): unknown =>
  replaceAt(tool.schemas().json, tool.example, path, value);

/** A copy of `original` with a value at the path; what is missing on the way is added. */
function replaceAt(
  node: JsonSchema | undefined,
  original: unknown,
  [step, ...rest]: Place['path'],
  value: unknown,
): unknown {
  if (step === undefined) return value;
  const parent = original ?? (node && sampleOf(node));
  if (typeof step === 'number') {
    const items: unknown[] = Array.isArray(parent) ? parent : [];
    return [replaceAt(node?.items, items[0], rest, value), ...items.slice(1)];
  }
  const child = (parent as Record<string, unknown> | undefined)?.[step];
  return { ...(parent as object | undefined), [step]: replaceAt(node?.properties?.[step], child, rest, value) };
}

/** A minimal value that the schema of a member of this name accepts; the end of a period is later than its beginning. */
function sampleOf({ type, enum: choices, format, properties = {}, required = [] }: JsonSchema, name = ''): unknown {
  if (Array.isArray(choices)) return choices[0];
  if (type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  if (format === 'date-time') return `2026-01-31T${periods.some(([, end]) => end === name) ? '17' : '09'}:00:00Z`;
  if (type !== 'object') return 'x';
  return Object.fromEntries(required.map((member) => [member, sampleOf(properties[member] ?? {}, member)]));
}
