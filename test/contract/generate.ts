import { type Endpoint, placeholdersOf } from '../../src/api/route.js';
import type { VendorTool } from '../../src/tools/define.js';
import type { JsonSchema } from '../../src/tools/schema.js';

/** An operation of a generated document. */
export interface GeneratedOperation {
  /** The tool that calls it; undefined for an operation that no tool calls. */
  tool: string | undefined;
  verb: string;
  /** `customers/`, '' or a version; undefined when the path has no customer key. */
  prefix: string | undefined;
  /** The path after the customer key, with our argument names in the placeholders. */
  core: string;
  /** The names of the placeholders in the document, by argument. */
  names: Map<string, string>;
  /** The path arguments that the document has in the query, and their names there. */
  query: Map<string, string>;
  parameters: { name: string; in: 'query'; required: boolean }[];
  body: Record<string, JsonSchema>;
  /** The required ones among the parameters and the members of the body. */
  required: string[];
  /** The only member of the body, which holds all others; undefined when the body is not wrapped. */
  wrap: string | undefined;
  operationId: string | undefined;
  summary: string | undefined;
  tags?: string[];
}

/** The operation of a tool at its own route or another, with the names that a vendor would give. */
export function generateOperation(tool: VendorTool, route: Endpoint = tool.route): GeneratedOperation {
  const [path = '', template = ''] = route.path.split('?', 2);
  const behindKey = /^\/(customers\/)?\{customerKey\}\/(.*)$/.exec(path);
  const core = behindKey ? (behindKey[2] ?? '') : path.slice(1);
  const inPath = placeholdersOf(core);
  const names = new Map(inPath.map((name) => [name, placeholderName(tool, core, name)]));
  const query = new Map(
    [...template.matchAll(/(\w+)=\{(\w+)\}/g)].map(([, name = '', argument = '']) => [argument, name]),
  );
  const { properties = {}, required = [] } = tool.schemas().json;
  const rest = Object.entries(properties).filter(
    ([name]) => name in tool.input && !inPath.includes(name) && !query.has(name) && !tool.local?.includes(name),
  );
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
  const inQuery = ([name]: [string, unknown]) => !hasBody || tool.route.query?.includes(name) === true;
  return {
    tool: tool.name,
    verb: route.method,
    prefix: behindKey ? (behindKey[1] ?? '') : undefined,
    core,
    names,
    query,
    parameters: rest.filter(inQuery).map(([name]) => ({ name, in: 'query', required: required.includes(name) })),
    body: Object.fromEntries(rest.filter((entry) => !inQuery(entry))),
    required: required.filter((name) => rest.some(([argument]) => argument === name)),
    wrap: tool.route.wrap,
    operationId: operationName(tool),
    summary: tool.title,
  };
}

const camelCase = (words: readonly string[]): string =>
  words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');

export const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');

/** `iqSessionId` for `iq_session_id`; for `id`, `requestId` behind `requests`, but `propertyKey` behind another placeholder. */
function placeholderName(tool: VendorTool, core: string, name: string): string {
  if (name !== 'id') return camelCase(name.split('_'));
  const parts = core.split('/');
  const parent = parts[parts.indexOf('{id}') - 1] ?? '';
  return parent.startsWith('{') || parent === '' ? `${tool.name.split('_').at(-3)}Key` : `${singular(parent)}Id`;
}

const endings: Record<string, string> = { list: 'List', get: 'Get', create: 'Add', update: 'Update', delete: 'Delete' };

/** Puzzel's own pattern: noun, then verb (VisualQueueList, RequestAdd). */
function operationName({ name, effect }: VendorTool): string {
  const noise = new Set('list all get single create update delete a an by id puzzel gladly'.split(' '));
  const words = name.split('_').filter((word) => !noise.has(word));
  const noun = words.map((word, index) => (index === words.length - 1 && endings[effect] ? singular(word) : word));
  return camelCase(noun).replace(/^./, (letter) => letter.toUpperCase()) + (endings[effect] ?? '');
}

export interface Layout {
  format: 'openapi' | 'swagger';
  /** Where the document has the API's base path; `address`: in its server, as a full URL. */
  base: 'server' | 'address' | 'paths' | 'none';
  /** The placeholder of the customer key. */
  keyName: string;
}

const apiBase = '/ContactCentre5';

/** The path of an operation, with the placeholders that `fill` names. */
function pathOf({ prefix, core }: GeneratedOperation, fill: (argument: string) => string): string {
  const start = prefix === undefined ? '/' : `/${prefix}{${fill('customerKey')}}/`;
  return start + core.replace(/\{(\w+)\}/g, (_, argument: string) => `{${fill(argument)}}`);
}

/** The route of the operation, as a routes file should have it. */
export function expectedRoute(operation: GeneratedOperation): { method: string; path: string } {
  const template = [...operation.query]
    // An argument under its own name needs no template: it is sent in the query anyway.
    .filter(([argument, name]) => argument.toLowerCase() !== name.toLowerCase())
    .map(([argument, name]) => `${name}={${argument}}`)
    .join('&');
  return {
    method: operation.verb,
    path: pathOf(operation, (argument) => argument) + (template === '' ? '' : `?${template}`),
  };
}

export function documentOf(
  operations: readonly GeneratedOperation[],
  { format, base, keyName }: Layout,
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const shortPath = pathOf(operation, (argument) =>
      argument === 'customerKey' ? keyName : (operation.names.get(argument) ?? argument),
    );
    const path = base === 'paths' ? `/contactcentre5${shortPath}` : shortPath;
    const item = paths[path] ?? {};
    paths[path] = item;
    item[operation.verb.toLowerCase()] = operationObject(operation, path, format);
  }
  const server = base === 'server' ? apiBase : base === 'address' ? `https://api.puzzel.com${apiBase}/` : '/';
  return format === 'openapi'
    ? {
        openapi: '3.0.1',
        info: { title: 'x', version: '1' },
        servers: [{ url: server }],
        paths,
        components: { schemas: {} },
      }
    : {
        swagger: '2.0',
        info: { title: 'x', version: '1' },
        basePath: server.replace('https://api.puzzel.com', ''),
        paths,
      };
}

/** OpenAPI's Operation Object. */
function operationObject(operation: GeneratedOperation, path: string, format: Layout['format']): unknown {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ name, in: 'path', required: true }));
  const inQuery = [
    ...operation.parameters,
    ...[...operation.query.values()].map((name) => ({ name, in: 'query', required: true })),
  ];
  const typed = [...inPath, ...inQuery].map((parameter) =>
    format === 'openapi' ? { ...parameter, schema: { type: 'string' } } : { ...parameter, type: 'string' },
  );
  const fields = {
    type: 'object',
    properties: operation.body,
    required: operation.required.filter((name) => name in operation.body),
  };
  const schema = operation.wrap === undefined ? fields : { type: 'object', properties: { [operation.wrap]: fields } };
  const hasBody = Object.keys(operation.body).length > 0;
  return {
    ...(operation.operationId !== undefined && { operationId: operation.operationId }),
    ...(operation.summary !== undefined && { summary: operation.summary }),
    ...(operation.tags && { tags: operation.tags }),
    parameters: [...typed, ...(hasBody && format === 'swagger' ? [{ name: 'body', in: 'body', schema }] : [])],
    ...(hasBody && format === 'openapi' && { requestBody: { content: { 'application/json': { schema } } } }),
    responses: { 200: { description: 'OK' } },
  };
}
