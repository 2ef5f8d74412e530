import { isObject } from '../json.js';
import type { Vendor } from '../tools/effect.js';
import type { Document } from './document.js';
import { type Body, bodyOf, type Field, noBody } from './fields.js';
import { type Node, nodeOf, nodesOf, textOf, textsOf } from './node.js';
import { type ApiPath, readPath } from './path.js';
import { meaningfulWords, rawWords } from './words.js';

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Verb = (typeof verbs)[number];

/** An operation as the document describes it. */
export interface Operation {
  verb: Verb;
  /** The path as the document writes it, behind that of its server. */
  fullPath: string;
  path: ApiPath;
  operationId: string;
  summary: string;
  /** Tags that name an action, or that no other operation has; names of groups are left out. */
  tags: readonly string[];
  /** Query and header parameters; those of the path are in `path`. */
  parameters: Field[];
  body: Body;
  /** The schema of the body, in which a wrapper of ours may be one of several members. */
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
  const countWithTag = (tag: string) => operations.filter(({ tags }) => tags.includes(tag)).length;
  return operations
    .map((operation) => ({
      ...operation,
      tags: operation.tags.filter((tag) => namesAction(tag) || countWithTag(tag) === 1),
    }))
    .sort((a, b) => compare(a.fullPath, b.fullPath) || compare(a.verb, b.verb));
}

/** Whether a tag names an action: `QueueList` does, `Queues` does not. */
const namesAction = (tag: string): boolean =>
  rawWords(tag).length > 1 && meaningfulWords(tag).length < rawWords(tag).length;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readOperation(root: Node, vendor: Vendor, verb: Verb, path: string, item: Node, operation: Node): Operation {
  const base = basePath(root, item, operation);
  const apiPath = readPath(vendor, base, path);
  const parameters = parametersOf(item, operation);
  const swagger2Body = parameters.find((parameter) => parameter.in === 'body');
  const schema = nodeOf(swagger2Body ? swagger2Body.schema : bodySchemaOf(operation));
  const formFields = parameters
    .filter((parameter) => parameter.in === 'formData')
    .map((parameter) => fieldOf(parameter, 'body'));
  const body = formFields.length > 0 ? { ...noBody, fields: formFields } : bodyOf(schema);
  return {
    verb,
    fullPath: `${base.replace(/\/+$/, '')}${path}`,
    path: apiPath,
    operationId: textOf(operation.operationId),
    summary: textOf(operation.summary).trim(),
    tags: textsOf(operation.tags),
    parameters: [
      ...parameters.flatMap((parameter) =>
        parameter.in === 'query' || parameter.in === 'header' ? [fieldOf(parameter, parameter.in)] : [],
      ),
      ...apiPath.query.map(({ name }): Field => ({ name, in: 'query', required: false })),
    ],
    body,
    bodySchema: schema,
  };
}

const fieldOf = (parameter: Node, place: Field['in']): Field => ({
  name: textOf(parameter.name),
  in: place,
  required: parameter.required === true,
});

/** The parameters of an operation: its own, and those of its path that it does not define anew. */
function parametersOf(item: Node, operation: Node): Node[] {
  const parameters = new Map<string, Node>();
  for (const parameter of [...nodesOf(item.parameters), ...nodesOf(operation.parameters)]) {
    parameters.set(`${textOf(parameter.in)} ${textOf(parameter.name)}`, parameter);
  }
  return [...parameters.values()];
}

/** The schema of the body, of JSON when there is a choice. */
function bodySchemaOf(operation: Node): unknown {
  const content = Object.entries(nodeOf(nodeOf(operation.requestBody).content));
  const [, mediaType] = content.find(([type]) => /json/i.test(type)) ?? content[0] ?? [];
  return nodeOf(mediaType).schema;
}

/** The path of an operation's server: the first server that the operation, else its path, else the document lists. */
function basePath(root: Node, item: Node, operation: Node): string {
  if (root.swagger !== undefined) return textOf(root.basePath);
  const [server = {}] =
    [operation.servers, item.servers, root.servers].map(nodesOf).find((list) => list.length > 0) ?? [];
  const variables = nodeOf(server.variables);
  const url = textOf(server.url).replace(/\{([^}]+)\}/g, (placeholder, name: string) => {
    const variable = nodeOf(variables[name]);
    const value = textOf(variable.default) || textsOf(variable.enum)[0];
    // A customer key stays a placeholder, although the document gives a sample value for it.
    return value === undefined || /customer|key/i.test(name) ? placeholder : value;
  });
  return url.replace(/^(?:[a-z][a-z\d+.-]*:)?\/\/[^/]*/i, '').replace(/^\.?(?=\/|$)/, '');
}
