import type * as z from 'zod';
import { Failure } from '../failure.js';
import type { Arguments } from '../http/route.js';
import { didYouMean } from '../nearest.js';
import type { Callable } from '../tools/define.js';
import { inputOf, type JsonSchema } from './schema.js';

/**
 * Validates what the model sent. Numbers and lists that came as text are taken for what they mean; anything unknown or
 * of the wrong kind is refused with the nearest valid name.
 * @throws Failure `invalid_input`
 */
export function parseArguments(tool: Callable, raw: unknown): Arguments {
  const { validator, continuing, json, whole } = inputOf(tool);
  const given = coerce(raw ?? {}, whole);
  const form = isObject(given) && typeof given.cursor === 'string' ? continuing() : validator;
  const parsed = readable(tool, () => form.safeParse(given));
  if (parsed.success) return parsed.data;
  throw invalid(tool, parsed.error, json);
}

/** zod compares the `length` of whatever it is given; an object's own `length` may be anything, and then it throws. */
function readable<T>(tool: Callable, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new Failure('invalid_input', `${tool.name}: the arguments are not of the form that its schema describes.`, {
      hint: 'Correct the arguments and call again; nothing was sent.',
      cause,
    });
  }
}

const isObject = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a model meant by text in the place of a number, switch, list or object; other values stay as they are. */
function coerce(value: unknown, schema: JsonSchema): unknown {
  const plain = typeof value === 'string' ? fromText(value, schema.type) : value;
  if (typeof plain === 'number' && schema.type === 'string') return String(plain);
  if (Array.isArray(plain) && schema.items) {
    const { items } = schema;
    return plain.map((item) => coerce(item, items));
  }
  if (isObject(plain) && schema.properties) {
    const { properties } = schema;
    return Object.fromEntries(
      Object.entries(plain).flatMap(([name, member]) => {
        const node = properties[name];
        // Models write null for "not given".
        if (member === null && node !== undefined) return [];
        return [[name, node === undefined ? member : coerce(member, node)]];
      }),
    );
  }
  return plain;
}

function fromText(text: string, type: string | undefined): unknown {
  const trimmed = text.trim();
  if (type === 'integer' || type === 'number') {
    const number = Number(trimmed);
    return trimmed !== '' && Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
  }
  if (type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : text;
  if (type === 'array' || type === 'object') {
    try {
      return JSON.parse(trimmed);
    } catch {
      return text;
    }
  }
  return text;
}

function invalid(tool: Callable, error: z.ZodError, json: JsonSchema): Failure {
  const problems = error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return [path === '' ? issue.message : `${path}: ${issue.message}`];
    const known = Object.keys(nodeAt(json, issue.path)?.properties ?? {});
    return issue.keys.map((key) => {
      const place = path === '' ? key : `${path}.${key}`;
      const names = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
      return `unknown argument "${place}".${didYouMean(key, known) || ` ${names}`}`;
    });
  });
  const details = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  return new Failure('invalid_input', `${tool.name}: ${problems.join('; ')}`, {
    details,
    hint: 'Correct the arguments and call again; nothing was sent.',
  });
}

function nodeAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined {
  let node: JsonSchema | undefined = schema;
  for (const step of path) node = typeof step === 'number' ? node?.items : node?.properties?.[String(step)];
  return node;
}
