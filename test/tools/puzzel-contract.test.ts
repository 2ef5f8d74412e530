import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { selfArgumentsOf } from '../../src/tools/arguments.js';
import { chatTools } from '../../src/tools/chat/index.js';
import type { VendorTool } from '../../src/tools/define.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { type Argument, type PuzzelFacts, puzzelFacts, type Schema } from '../fixtures/facts.js';
import { ruleApplier, traitsInTable, traitsOf } from './endpoint-table.js';

const tools = [...puzzelTools, ...chatTools];
const rows = puzzelFacts;

function schemaOf(tool: VendorTool): Schema {
  // Arguments that are not sent are in no table.
  const sent = Object.entries(tool.input).filter(([name]) => !tool.local?.includes(name));
  const { $schema, ...schema } = z.toJSONSchema(z.strictObject(Object.fromEntries(sent)), { io: 'input' });
  return schema as Schema;
}

/** Required in the table, but with a default here; for the first two a value that was seen (puzzel.md, section 5). */
const optionalHere = new Set([
  'ticker_period_window',
  'visual_queue_result',
  'puzzel_chat_conversations_route.conversation_id',
  'puzzel_user_service_labels_search.searchString',
]);

/** Ids that can exceed 53 bits are text, so that no digit is lost (puzzel.md, section 3). */
const wideIds = new Set(['requestId', 'missedCallId']);

/** Alternatives of the table that would not do what the tool says. */
const leftOut = new Set([
  // The tool returns one user; the first two search, and the third lists all users.
  'list_all_puzzel_users_search POST /{customerKey}/users/{user_id}/search',
  'list_all_puzzel_users_search POST /{customerKey}/users/{user_id}/users/search',
  'list_all_puzzel_users_search GET /{customerKey}/users',
  // RequestAdd needs another body.
  'create_a_puzzel_etask POST /{customerKey}/requests',
]);

/** A path of the table with our argument names in its braces, or `?` and the vendor's name where we have no argument. */
function withArguments({ args }: PuzzelFacts, path: string): string {
  const names = new Map(args.map(({ apiName, name }) => [apiName, name]));
  // Puzzel's chat page calls the customer key customerId.
  names.set('customerId', 'customerKey').set('customerKey', 'customerKey');
  return path.replace(/\{(\w+)\}/g, (_, placeholder: string) => `{${names.get(placeholder) ?? `?${placeholder}`}}`);
}

/** The query string in a route's path, which sends the query arguments that have another name here than in the API. */
function renamedQuery({ args }: PuzzelFacts, names: string[]): string {
  const renamed = args.filter(({ apiName, name }) => names.includes(apiName) && apiName !== name);
  return renamed.length === 0 ? '' : `?${renamed.map(({ apiName, name }) => `${apiName}={${name}}`).join('&')}`;
}

function expectedAlternatives(row: PuzzelFacts): string[] {
  return row.alternatives
    .filter(({ host }) => host === undefined)
    .map(({ method, path, query }) => `${method} ${withArguments(row, path)}${renamedQuery(row, query ?? [])}`)
    .filter((alternative) => !alternative.includes('{?') && !leftOut.has(`${row.tool} ${alternative}`));
}

function expectedType({ type, apiName }: Argument): string | undefined {
  // What may be anything is given as text: an untyped node makes some models refuse the whole list.
  if (type === 'any') return 'string';
  return type === 'integer' && wideIds.has(apiName) ? 'string' : type;
}

/** Whether a path or query argument also takes a name in the place of a number, and therefore is a text. */
const takesNames = (schema: Schema, { name, in: place }: Argument): boolean =>
  place !== 'body' && /\bname\b/.test(schema.properties?.[name]?.description ?? '');

const byTool = ruleApplier(rows, tools);

const queryArguments = ({ args }: PuzzelFacts) => args.filter((one) => one.in === 'query');
const bodyArguments = ({ args }: PuzzelFacts) => args.filter((one) => one.in === 'body' && one.apiName !== '(root)');

describe('the Puzzel and chat tools and the endpoint table', () => {
  it('have the same tools, except for tools that are new here', () => {
    const names = tools.map(({ name }) => name);
    expect(rows.filter(({ tool }) => !names.includes(tool))).toEqual([]);
    expect(rows.length).toBeGreaterThan(90);
  });

  it('agree on tags, effects and hints', () => {
    expect(byTool((_, tool) => traitsOf(tool))).toEqual(byTool((row) => traitsInTable(row)));
  });

  it('agree on routes, their provenance, and alternatives', () => {
    const ours = byTool((_, { route }) => [
      `${route.provenance}: ${route.method} ${route.path}`,
      ...route.alternatives.map(({ method, path }) => `${method} ${path}`),
    ]);
    const theirs = byTool((row) => {
      const provenance = row.confidence === 'documented-page' ? 'documented' : row.confidence;
      const query = renamedQuery(
        row,
        queryArguments(row).map(({ apiName }) => apiName),
      );
      return [`${provenance}: ${row.method} ${withArguments(row, row.path)}${query}`, ...expectedAlternatives(row)];
    });
    expect(ours).toEqual(theirs);
  });

  it('agree on where arguments go', () => {
    const ours = byTool((row, { route }) => ({
      wrap: route.wrap ?? null,
      bodyFrom: route.bodyFrom,
      body: bodyArguments(row).map(({ name }) => [route.wrap, name].filter(Boolean).join('.')),
      query: route.query ?? [],
    }));
    const theirs = byTool((row) => ({
      wrap: row.bodyWrapper,
      bodyFrom: row.args.find(({ apiName }) => apiName === '(root)')?.name,
      body: bodyArguments(row).map(({ apiName }) => apiName),
      query: row.method === 'GET' ? [] : queryArguments(row).map(({ name }) => name),
    }));
    expect(ours).toEqual(theirs);
  });

  it('agree on arguments, their types, and which are required', () => {
    const ours = byTool((_, tool) => {
      const schema = schemaOf(tool);
      return {
        types: Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, { type }]) => [name, type])),
        required: [...(schema.required ?? [])].sort(),
        self: selfArgumentsOf(tool.input).sort(),
      };
    });
    const theirs = byTool(({ tool: name, args }, tool) => {
      const schema = schemaOf(tool);
      const typeOf = (argument: Argument) => (takesNames(schema, argument) ? 'string' : expectedType(argument));
      return {
        types: Object.fromEntries(args.map((argument) => [argument.name, typeOf(argument)])),
        required: args
          .filter((one) => one.required && !optionalHere.has(one.name) && !optionalHere.has(`${name}.${one.name}`))
          .map((argument) => argument.name)
          .sort(),
        self: args.filter((argument) => argument.default === 'logged-in user').map((argument) => argument.name),
      };
    });
    expect(ours).toEqual(theirs);
  });

  it('agree on times and on the members of lists', () => {
    const ours = byTool((row, tool) => {
      const { properties = {} } = schemaOf(tool);
      // `since` of the chat is a time by our own rule; the table only says that it is a text.
      const formats = Object.entries(properties).filter(([name, { format }]) => format && name !== 'since');
      const lists = row.args.filter(({ items }) => items?.fields);
      return {
        formats: Object.fromEntries(formats.map(([name, { format }]) => [name, format])),
        members: lists.map(({ name }) => Object.keys(properties[name]?.items?.properties ?? {})),
      };
    });
    const theirs = byTool(({ args }) => ({
      formats: Object.fromEntries(args.flatMap(({ name, format }) => (format ? [[name, format]] : []))),
      members: args.flatMap(({ items }) => (items?.fields ? [items.fields.map(({ name }) => name)] : [])),
    }));
    expect(ours).toEqual(theirs);
  });
});
