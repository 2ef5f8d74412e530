import { isObject } from '../json.js';
import type { Vendor } from '../tools/effect.js';
import type { Document } from './document.js';
import { type Body, bodyOf, type Field, noBody } from './fields.js';
import { type Node, nodeOf, nodesOf, textOf, textsOf } from './node.js';
import { type ApiPath, readPath } from './path.js';
import { roughWords, tellingWords } from './words.js';

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Verb = (typeof verbs)[number];

/** An operation as the document describes it. */
export interface Operation {
  verb: Verb;
  /** As the document writes it, with the path of its server. */
  written: string;
  path: ApiPath;
  operationId: string;
  summary: string;
  /** Tags that name an action, or that no other operation has; names of groups are left out. */
  tags: readonly string[];
  /** Query and header parameters; those of the path are in `path`. */
  parameters: Field[];
  body: Body;
  /** The schema of the body, for wrappers that stand beside other members. */
  bodySchema: Node;
}

/** Whether an operation takes a body: GET and DELETE send everything in the path and the query. */
export const takesBody = ({ verb }: Operation): boolean => verb !== 'GET' && verb !== 'DELETE';

/** All operations of a document, in an order that does not depend on the document's. */
export function operationsOf({ root }: Document, vendor: Vendor): Operation[] {
  const operations = Object.entries(nodeOf(root.paths)).flatMap(([path, item]) =>
    verbs.flatMap((verb) => {
      const operation = nodeOf(item)[verb.toLowerCase()];
      return isObject(operation) ? [readOperation(root, vendor, verb, path, nodeOf(item), operation)] : [];
    }),
  );
  const uses = (tag: string) => operations.filter(({ tags }) => tags.includes(tag)).length;
  return operations
    .map((operation) => ({
      ...operation,
      tags: operation.tags.filter((tag) => namesAction(tag) || uses(tag) === 1),
    }))
    .sort((a, b) => compare(a.written, b.written) || compare(a.verb, b.verb));
}

/** Whether a tag names an action: `QueueList` does, `Queues` does not. */
const namesAction = (tag: string): boolean =>
  roughWords(tag).length > 1 && tellingWords(tag).length < roughWords(tag).length;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readOperation(root: Node, vendor: Vendor, verb: Verb, path: string, item: Node, operation: Node): Operation {
  const base = basePath(root, item, operation);
  const apiPath = readPath(vendor, base, path);
  const parameters = parametersOf(item, operation);
  const swagger2Body = parameters.find((parameter) => parameter.in === 'body');
  const schema = nodeOf(swagger2Body ? swagger2Body.schema : bodySchema(operation));
  const formFields = parameters
    .filter((parameter) => parameter.in === 'formData')
    .map((parameter) => field(parameter, 'body'));
  const body = formFields.length > 0 ? { ...noBody, fields: formFields } : bodyOf(schema);
  return {
    verb,
    written: `${base.replace(/\/+$/, '')}${path}`,
    path: apiPath,
    operationId: textOf(operation.operationId),
    summary: textOf(operation.summary).trim(),
    tags: textsOf(operation.tags),
    parameters: [
      ...parameters.flatMap((parameter) =>
        parameter.in === 'query' || parameter.in === 'header' ? [field(parameter, parameter.in)] : [],
      ),
      ...apiPath.query.map(({ name }): Field => ({ name, in: 'query', required: false })),
    ],
    body,
    bodySchema: schema,
  };
}

const field = (parameter: Node, place: Field['in']): Field => ({
  name: textOf(parameter.name),
  in: place,
  required: parameter.required === true,
});

/** The parameters of an operation: those of its path, of which it may redefine some, and its own. */
function parametersOf(item: Node, operation: Node): Node[] {
  const all = new Map<string, Node>();
  for (const parameter of [...nodesOf(item.parameters), ...nodesOf(operation.parameters)]) {
    all.set(`${textOf(parameter.in)} ${textOf(parameter.name)}`, parameter);
  }
  return [...all.values()];
}

/** The schema of the body, of JSON when there is a choice. */
function bodySchema(operation: Node): unknown {
  const content = Object.entries(nodeOf(nodeOf(operation.requestBody).content));
  const [, chosen] = content.find(([type]) => /json/i.test(type)) ?? content[0] ?? [];
  return nodeOf(chosen).schema;
}

/** The path of an operation's server: the first server that the operation, else its path, else the document lists. */
function basePath(root: Node, item: Node, operation: Node): string {
  if (root.swagger !== undefined) return textOf(root.basePath);
  const [server = {}] =
    [operation.servers, item.servers, root.servers].map(nodesOf).find((list) => list.length > 0) ?? [];
  const variables = nodeOf(server.variables);
  const filled = textOf(server.url).replace(/\{([^}]+)\}/g, (whole, name: string) => {
    const values = nodeOf(variables[name]);
    const value = textOf(values.default) || textsOf(values.enum)[0];
    // A customer key stays a placeholder, although the document gives a sample value for it.
    return value === undefined || /customer|key/i.test(name) ? whole : value;
  });
  return filled.replace(/^(?:[a-z][a-z\d+.-]*:)?\/\/[^/]*/i, '').replace(/^\.?(?=\/|$)/, '');
}
