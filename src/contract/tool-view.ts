import { placeholdersOf } from '../api/route.js';
import { selfArgumentsOf } from '../tools/arguments.js';
import type { VendorTool } from '../tools/define.js';
import { pageArgumentNames } from '../tools/page-arguments.js';
import { operationNames } from './operation-names.js';
import type { Verb } from './operations.js';
import { type ApiPath, plainName, readPath, type Segment } from './path.js';
import { keysOfName, meaningfulWords, rawWords, saysSearch } from './words.js';

/** One argument that goes to the vendor. */
export interface Argument {
  name: string;
  /** The schema demands it. */
  required: boolean;
  /** It is required, has a default, or stands for the logged-in user when it is left out. */
  isAlwaysSent: boolean;
  /** It stands in the path of our route. */
  isInPath: boolean;
  /** Names that a document may give it, in plain letters: `requestid` for the `id` behind `requests`. */
  aliases: ReadonlySet<string>;
  /** Words that stand before it in a path. */
  contexts: ReadonlySet<string>;
}

/** A verb and path at which an operation may be. */
interface ToolEndpoint {
  verb: Verb;
  path: ApiPath;
}

/** A tool as the comparison sees it: its endpoints, arguments and names. */
export interface ToolView {
  tool: VendorTool;
  /** Its route in use, then the alternatives. */
  endpoints: [ToolEndpoint, ...ToolEndpoint[]];
  arguments: Argument[];
  /** The keys (words.ts) of its own name and of the vendor's names for it. */
  nameKeys: ReadonlySet<string>;
  /** The keys of its title. */
  titleKeys: ReadonlySet<string>;
  /** The meaningful words (words.ts) of its names, title and paths. */
  words: ReadonlySet<string>;
  /** Its name or its route says that something is searched. */
  isSearch: boolean;
}

/** The tool with the arguments that are sent, and every name that the tool and its arguments may have. */
export function toolViewOf(tool: VendorTool): ToolView {
  const { vendor, route } = tool;
  const endpoint = ({ method, path }: { method: Verb; path: string }): ToolEndpoint => ({
    verb: method,
    path: readPath(vendor, '', path),
  });
  const endpoints: ToolView['endpoints'] = [endpoint(route), ...route.alternatives.map(endpoint)];
  const vendorNames = Object.entries(operationNames).flatMap(([name, owner]) => (owner === tool.name ? [name] : []));
  const names = [tool.name, ...vendorNames];
  const pathTexts = endpoints.flatMap(({ path }) => path.core.map(({ text }) => text.replace(/[{}]/g, ' ')));
  return {
    tool,
    endpoints,
    arguments: argumentsOf(tool, endpoints),
    nameKeys: new Set(names.flatMap((name) => keysOfName(name, vendor))),
    titleKeys: new Set(keysOfName(tool.title, vendor)),
    isSearch: [...names, route.path].some(saysSearch),
    words: new Set([...names, tool.title, ...pathTexts].flatMap((text) => meaningfulWords(text, vendor))),
  };
}

function argumentsOf(tool: VendorTool, endpoints: readonly ToolEndpoint[]): Argument[] {
  const { properties = {}, required = [] } = tool.schemas().json;
  const inputNames = new Set(Object.keys(tool.input));
  const localArguments = new Set([...(tool.local ?? []), ...pageArgumentNames.filter((name) => !inputNames.has(name))]);
  const selfArguments = selfArgumentsOf(tool.input);
  const pathArguments = placeholdersOf(tool.route.path);
  return Object.entries(properties)
    .filter(([name]) => !localArguments.has(name))
    .map(([name, schema]) => {
      const contexts = new Set(endpoints.flatMap(({ path }) => contextsOf(name, path.core)));
      return {
        name,
        required: required.includes(name),
        isAlwaysSent: required.includes(name) || selfArguments.includes(name) || schema.default !== undefined,
        isInPath: pathArguments.includes(name),
        contexts,
        aliases: new Set([
          ...(name === 'id' ? nounIds(tool) : [plainName(name)]),
          ...[...contexts].flatMap((context) => [`${context}id`, `${context}key`, context]),
        ]),
      };
    });
}

/** `propertyid`, `propertykey`, `systempropertyid` … for the `id` of get_single_puzzel_system_property_by_id. */
function nounIds({ name }: VendorTool): string[] {
  const words = name.replace(/_by_id$/, '').split('_');
  const noun = words.at(-1) ?? '';
  return [noun, `${words.at(-2) ?? ''}${noun}`].flatMap((word) => [`${word}id`, `${word}key`]);
}

/** The words before an argument, in one form: `request` before the `id` of `/requests/{id}`. */
const contextsOf = (name: string, core: readonly Segment[]): string[] =>
  core.flatMap(({ parameter }, index) => (parameter === name ? [contextAt(core, index)] : [])).filter(Boolean);

/** The literal before a segment, as one singular word; '' when there is none. */
export function contextAt(core: readonly Segment[], index: number): string {
  const before = core[index - 1];
  if (before === undefined || before.parameter !== undefined) return '';
  return rawWords(before.text).join('').replace(/ies$/, 'y').replace(/s$/, '');
}
