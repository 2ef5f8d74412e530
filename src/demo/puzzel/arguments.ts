import type { DemoRequest } from '../router.js';
import { parseMoment } from './dates.js';
import { invalid } from './envelope.js';

export interface Variable {
  name: string;
  value: string;
}

/**
 * The arguments of one call: query string, JSON body and path in one place, names in any letter case, as a
 * ServiceStack service binds them (puzzel.md, sections 1 and 6). The path wins over the body, the body over the query.
 */
export class CallArguments {
  readonly #values = new Map<string, unknown>();

  /** `wrapper`: the object in which newer operations have their fields, such as `eTask`; 400 when the body lacks it. */
  constructor(request: DemoRequest, wrapper?: string) {
    this.#add(request.query.entries());
    if (request.text !== '' && request.body === undefined) throw invalid('body', 'is not valid JSON');
    const body = lowerKeys(request.body);
    const fields = wrapper === undefined ? body : lowerKeys(body.get(wrapper.toLowerCase()), wrapper);
    this.#add(fields.entries());
    this.#add(Object.entries(request.params));
  }

  #add(entries: Iterable<[string, unknown]>): void {
    for (const [name, value] of entries) this.#values.set(name.toLowerCase(), value);
  }

  /** The value as sent; undefined when it was left out or null. */
  raw(name: string): unknown {
    return this.#values.get(name.toLowerCase()) ?? undefined;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value === 'object') throw invalid(name, 'must be a string');
    return String(value);
  }

  /** A text that may not be missing or blank. */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value.trim() === '') throw invalid(name, 'is required');
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined || value === '') return undefined;
    if (!/^-?\d+$/.test(value)) throw invalid(name, 'must be an integer');
    return Number(value);
  }

  requiredInteger(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw invalid(name, 'is required');
    return value;
  }

  /** An id in a path or body, for a look-up: text that is not a number becomes NaN, which no record has. */
  id(name: string): number {
    return Number(this.requiredText(name));
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw invalid(name, 'must be true or false');
    return value === 'true';
  }

  /** Milliseconds since 1970. */
  moment(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined || value === '') return undefined;
    const ms = parseMoment(value);
    if (ms === undefined) throw invalid(name, 'must be a date and time (ISO 8601)');
    return ms;
  }

  requiredMoment(name: string): number {
    const ms = this.moment(name);
    if (ms === undefined) throw invalid(name, 'is required');
    return ms;
  }

  /** A list of name and value pairs; undefined when left out. */
  pairs(name: string): Variable[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw invalid(name, 'must be a list of {name, value}');
    return value.map((item: unknown) => {
      const fields = lowerKeys(item, name);
      const label = fields.get('name');
      if (typeof label !== 'string' || label === '') throw invalid(name, 'every entry needs a name');
      return { name: label, value: String(fields.get('value') ?? '') };
    });
  }

  /** One of the words, ignoring case; 400 for any other text. */
  word<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.requiredText(name).toLowerCase();
    const match = words.find((word) => word.toLowerCase() === value);
    if (match === undefined) throw invalid(name, `must be one of ${words.join(', ')}`);
    return match;
  }
}

/** The members of an object under lower-case names. With `requiredName`, a value that is no object is a 400. */
function lowerKeys(value: unknown, requiredName?: string): Map<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject && requiredName !== undefined) throw invalid(requiredName, 'is required');
  return new Map(isObject ? Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]) : []);
}
