import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { selfArgumentsOf } from '../../src/tools/arguments.js';
import { chatTools } from '../../src/tools/chat/index.js';
import type { VendorTool } from '../../src/tools/define.js';
import { hintsOf } from '../../src/tools/effect.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';

interface Argument {
  name: string;
  in: 'path' | 'query' | 'body';
  apiName: string;
  type: string;
  required: boolean;
  format?: string;
  default?: unknown;
  items?: { fields?: { name: string }[] };
}

interface Row {
  tool: string | null;
  tag: string;
  effect: string;
  sends: boolean;
  readOnly: boolean;
  destructive: boolean;
  idempotent: boolean;
  method: string;
  path: string;
  bodyWrapper: string | null;
  args: Argument[];
  binary: boolean;
  confidence: string;
  alternatives: { method: string; path: string; host?: string; query?: string[] }[];
}

interface Schema {
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}

const tools = [...puzzelTools, ...chatTools];
const table = fileURLToPath(new URL('../../../shared/api/puzzel-endpoints.json', import.meta.url));
const present = existsSync(table);
if (!present) process.stderr.write(`Skipped: no endpoint table at ${table}\n`);

const rows: Row[] = present
  ? (JSON.parse(readFileSync(table, 'utf8')) as Row[]).filter(({ tool }) => tool !== null)
  : [];
const rowsByTool = new Map(rows.map((row) => [row.tool, row]));

function schemaOf(tool: VendorTool): Schema {
  // Arguments that stay here are in no table.
  const travelling = Object.entries(tool.input).filter(([name]) => !tool.local?.includes(name));
  const { $schema, ...schema } = z.toJSONSchema(z.strictObject(Object.fromEntries(travelling)), { io: 'input' });
  return schema as Schema;
}

/** Required in the table, but with a value of their own here (brief; puzzel.md, section 5). */
const optionalHere = new Set([
  'ticker_period_window',
  'visual_queue_result',
  'puzzel_chat_conversations_route.conversation_id',
]);

/** Ids that can exceed 53 bits are text, so that no digit is lost (puzzel.md, section 3). */
const wideIds = new Set(['requestId', 'missedCallId']);

/** Alternatives of the table that would not do what the tool says. */
const leftOut = new Set([
  // Other questions: a search, and the list of all users.
  'list_all_puzzel_users_search POST /{customerKey}/users/{user_id}/search',
  'list_all_puzzel_users_search POST /{customerKey}/users/{user_id}/users/search',
  'list_all_puzzel_users_search GET /{customerKey}/users',
  // RequestAdd wants another body.
  'create_a_puzzel_etask POST /{customerKey}/requests',
]);

/** A path of the table with our argument names in its braces. */
function withArguments({ args }: Row, path: string): string {
  const names = new Map(args.map(({ apiName, name }) => [apiName, name]));
  // Puzzel's chat page says customerId for what is the customer key.
  names.set('customerId', 'customerKey').set('customerKey', 'customerKey');
  return path.replace(/\{(\w+)\}/g, (_, placeholder: string) => `{${names.get(placeholder) ?? `?${placeholder}`}}`);
}

/** Query arguments whose name here is not the wire's travel in a query string of their own in the path. */
function renamedQuery({ args }: Row, names: string[]): string {
  const renamed = args.filter(({ apiName, name }) => names.includes(apiName) && apiName !== name);
  return renamed.length === 0 ? '' : `?${renamed.map(({ apiName, name }) => `${apiName}={${name}}`).join('&')}`;
}

function expectedAlternatives(row: Row): string[] {
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

/** Arguments of paths and queries that take a name in the place of a number are texts. */
const takesNames = (schema: Schema, { name, in: place }: Argument): boolean =>
  place !== 'body' && /\bname\b/.test(schema.properties?.[name]?.description ?? '');

const typesOf = (schema: Schema) =>
  Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, { type }]) => [name, type]));

describe.runIf(present)('the Puzzel and chat tools and the endpoint table', () => {
  it('hold the same tools', () => {
    expect(tools.map(({ name }) => name).sort()).toEqual(rows.map(({ tool }) => tool).sort());
  });

  describe.each(tools.map((tool) => ({ name: tool.name, tool })))('$name', ({ name, tool }) => {
    const row = rowsByTool.get(name);
    if (!row) return;
    const schema = schemaOf(tool);

    it('has the tag, the effect and the hints of its row', () => {
      const { readOnlyHint, destructiveHint, idempotentHint } = hintsOf(tool);
      expect({
        tag: tool.tag,
        effect: tool.effect,
        sends: tool.sends ?? false,
        readOnly: readOnlyHint,
        destructive: destructiveHint,
        idempotent: idempotentHint,
        binary: tool.download !== undefined,
      }).toEqual({
        tag: row.tag,
        effect: row.effect,
        sends: row.sends,
        readOnly: row.readOnly,
        destructive: row.destructive,
        idempotent: row.idempotent,
        binary: row.binary,
      });
    });

    it('goes where its row says, with the same confidence and alternatives', () => {
      const queries = row.args.filter((argument) => argument.in === 'query').map(({ apiName }) => apiName);
      const { method, path, provenance, alternatives } = tool.route;
      expect({
        at: `${method} ${path}`,
        provenance,
        alternatives: alternatives.map((alternative) => `${alternative.method} ${alternative.path}`),
      }).toEqual({
        at: `${row.method} ${withArguments(row, row.path)}${renamedQuery(row, queries)}`,
        provenance: row.confidence === 'documented-page' ? 'documented' : row.confidence,
        alternatives: expectedAlternatives(row),
      });
    });

    it('puts its arguments where its row says', () => {
      const bodies = row.args.filter((argument) => argument.in === 'body');
      const wire = (argument: Argument) => [row.bodyWrapper, argument.name].filter((part) => part !== null).join('.');
      expect(tool.route.wrap ?? null).toBe(row.bodyWrapper);
      expect(tool.route.bodyFrom).toBe(bodies.find(({ apiName }) => apiName === '(root)')?.name);
      expect(bodies.filter((one) => one.apiName !== '(root)').map(({ apiName }) => apiName)).toEqual(
        bodies.filter((one) => one.apiName !== '(root)').map(wire),
      );
      const posted = row.method !== 'GET' && row.args.filter((argument) => argument.in === 'query');
      expect(tool.route.query ?? []).toEqual(posted ? posted.map(({ name }) => name) : []);
    });

    it('takes the arguments of its row', () => {
      expect(typesOf(schema)).toEqual(
        Object.fromEntries(
          row.args.map((argument) => [argument.name, takesNames(schema, argument) ? 'string' : expectedType(argument)]),
        ),
      );
      const required = row.args.filter(
        (argument) =>
          argument.required && !optionalHere.has(argument.name) && !optionalHere.has(`${name}.${argument.name}`),
      );
      expect([...(schema.required ?? [])].sort()).toEqual(required.map((argument) => argument.name).sort());
      expect(selfArgumentsOf(tool.input).sort()).toEqual(
        row.args.filter((argument) => argument.default === 'logged-in user').map((argument) => argument.name),
      );
    });

    it('takes times as times and lists with their members', () => {
      // `since` of the chat is a time by our own rule; the table only says that it is a text.
      const formats = Object.entries(schema.properties ?? {}).filter(
        ([argument, { format }]) => format !== undefined && argument !== 'since',
      );
      expect(formats.map(([argument, { format }]) => [argument, format]).sort()).toEqual(
        row.args.flatMap((argument) => (argument.format ? [[argument.name, argument.format]] : [])).sort(),
      );
      for (const { name: argument, items } of row.args.filter((one) => one.items?.fields)) {
        const members = Object.keys(schema.properties?.[argument]?.items?.properties ?? {});
        expect(members).toEqual(items?.fields?.map((field) => field.name));
      }
    });
  });
});
