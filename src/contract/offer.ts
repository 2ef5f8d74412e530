import { placeholdersOf } from '../http/route.js';
import { inputOf, pageArgumentNames } from '../server/schema.js';
import { selfArgumentsOf } from '../tools/arguments.js';
import type { Tool } from '../tools/define.js';
import type { Verb } from './operations.js';
import { type ApiPath, plainName, readPath, type Segment } from './path.js';
import { roughWords } from './words.js';

/** A place where a tool's operation lives, or may live. */
export interface Place {
  verb: Verb;
  path: ApiPath;
}

/** One argument that goes to the vendor. */
export interface Argument {
  name: string;
  /** The schema demands it. */
  required: boolean;
  /** Always sent: required, or with a value of its own. */
  always: boolean;
  /** Stands in the path of one of the places; then other names are known for it. */
  inPath: boolean;
  /** Names that a document may give it, in plain letters: `requestid` for the `id` behind `requests`. */
  aliases: ReadonlySet<string>;
  /** Words that stand before it in a path. */
  contexts: ReadonlySet<string>;
}

/** A tool as the matching sees it. */
export interface Offer {
  tool: Tool;
  /** Where it is called now, first; then where it may live. */
  places: [Place, ...Place[]];
  arguments: Argument[];
}

/** The tool with the arguments that travel, and everything that they may be called. */
export function offerOf(tool: Tool): Offer {
  const place = ({ method, path }: { method: Verb; path: string }): Place => ({
    verb: method,
    path: readPath(tool.vendor, '', path),
  });
  const places: Offer['places'] = [place(tool.route), ...tool.route.alternatives.map(place)];
  const { properties = {}, required = [] } = inputOf(tool).json;
  const own = new Set(Object.keys(tool.input));
  const staysHere = new Set([...(tool.local ?? []), ...pageArgumentNames.filter((name) => !own.has(name))]);
  const selves = selfArgumentsOf(tool.input);
  const inMainPath = placeholdersOf(tool.route.path);
  return {
    tool,
    places,
    arguments: Object.entries(properties)
      .filter(([name]) => !staysHere.has(name))
      .map(([name, schema]) => {
        const contexts = new Set(places.flatMap(({ path }) => contextsOf(name, path.core)));
        return {
          name,
          required: required.includes(name),
          always: required.includes(name) || selves.includes(name) || schema.default !== undefined,
          inPath: inMainPath.includes(name),
          aliases: new Set([
            ...(name === 'id' ? nounIds(tool) : [plainName(name)]),
            ...[...contexts].flatMap((context) => [`${context}id`, `${context}key`, context]),
          ]),
          contexts,
        };
      }),
  };
}

/** `propertyid` and `propertykey` for the `id` of get_single_puzzel_system_property_by_id. */
function nounIds({ name }: Tool): string[] {
  const words = name.replace(/_by_id$/, '').split('_');
  const noun = words.at(-1) ?? '';
  return [noun, `${words.at(-2) ?? ''}${noun}`].flatMap((word) => [`${word}id`, `${word}key`]);
}

/** The words before a placeholder, in one form: `request` before the `id` of `/requests/{id}`. */
function contextsOf(name: string, core: readonly Segment[]): string[] {
  return core
    .flatMap((segment, index) => (segment.parameter === name ? [contextAt(core, index)] : []))
    .filter((word) => word !== '');
}

/** The literal before a segment, as one singular word. */
export function contextAt(core: readonly Segment[], index: number): string {
  const before = core[index - 1];
  if (before === undefined || before.parameter !== undefined) return '';
  return roughWords(before.text).join('').replace(/ies$/, 'y').replace(/s$/, '');
}
