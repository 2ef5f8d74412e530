import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildRequest } from '../../src/api/route.js';
import type { VendorTool } from '../../src/tools/define.js';
import { hintsOf, isRead } from '../../src/tools/effect.js';
import { eventNames } from '../../src/tools/gladly/event-names.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { allows, type ReportOption, reportNames } from '../../src/tools/gladly/report-names.js';

interface Argument {
  name: string;
  in?: 'path' | 'query' | 'body';
  apiName?: string;
  required?: boolean;
  enum?: string[];
  items?: { enum?: string[]; fields?: Argument[] };
  fields?: Argument[];
  deprecated?: boolean;
}

interface Row {
  tool: string;
  tag: string;
  effect: string;
  sends: boolean;
  readOnly: boolean;
  destructive: boolean;
  idempotent: boolean;
  clientChosenId: boolean;
  binary: boolean;
  method: string;
  path: string;
  args: Argument[];
  pathParams: { arg?: string; name?: string; apiName?: string }[];
}

interface Schema {
  type?: string;
  description?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
}

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: {
    content: Record<string, { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }>;
  };
}

const file = (name: string) => fileURLToPath(new URL(`../../../shared/api/${name}`, import.meta.url));
const present = existsSync(file('gladly-endpoints.json')) && existsSync(file('gladly-openapi.json'));
if (!present) process.stderr.write(`Skipped: no endpoint table at ${file('gladly-endpoints.json')}\n`);

const read = (name: string): unknown => JSON.parse(readFileSync(file(name), 'utf8'));
const rows = present ? (read('gladly-endpoints.json') as Row[]) : [];
const openapi = present
  ? (read('gladly-openapi.json') as { paths: Record<string, Record<string, Operation>> })
  : { paths: {} };
const rowOf = new Map(rows.map((row) => [row.tool, row]));
const tools = gladlyTools.map((tool) => ({ name: tool.name, tool }));

const schemaOf = (tool: VendorTool): Schema => z.toJSONSchema(z.strictObject(tool.input), { io: 'input' }) as Schema;

/** Arguments that stay here; they shape the answer. */
const localHere: Record<string, string[]> = {
  list_all_gladly_conversation_items: ['types', 'since', 'from_end'],
  list_all_gladly_customer_conversations: ['from_end'],
  list_all_gladly_events: ['types', 'agentId', 'from_end'],
  create_a_gladly_report: ['columns', 'rows'],
  create_a_gladly_work_session_report: ['columns', 'rows'],
  gladly_export_files_download: ['contains'],
};

/** Arguments of another operation that the tool covers as well. */
const addedHere: Record<string, string[]> = { create_a_gladly_task: ['customer_id'] };

/** Required on the wire, but put in here: organization and time; the task has another way to its customer. */
const optionalHere = new Set(['org_id', 'create_a_gladly_task.customer', 'list_all_gladly_events.startAt']);

/** The deprecated kind of timeline item: the task tools make tasks. */
const leftOut = new Set(['content.assignee', 'content.dueAt', 'content.attachments', 'content.type=TASK']);

/** The one kind of card that is offered needs its icon; the OpenAPI document requires the choices of a quick reply. */
const neededHere = new Set(['content.activityType', 'content.messageData.options']);

/** Checked in code, because 52 names are too many for a schema. */
const checkedInCode = new Set(['events', 'metricSet']);

describe.runIf(present)('the Gladly tools and the endpoint table', () => {
  it('are the same 89, in the same order', () => {
    expect(gladlyTools.map(({ name }) => name)).toEqual(rows.map(({ tool }) => tool));
  });

  describe.each(tools)('$name', ({ name, tool }) => {
    const row = rowOf.get(name);
    if (!row) return;
    const schema = schemaOf(tool);

    it('has the group, effect and hints of the table', () => {
      const { readOnlyHint, destructiveHint, idempotentHint } = hintsOf(tool);
      expect({
        tag: tool.tag,
        effect: tool.effect,
        sends: tool.sends === true,
        readOnly: readOnlyHint,
        destructive: destructiveHint,
        idempotent: idempotentHint,
      }).toEqual({
        tag: row.tag,
        effect: row.effect,
        sends: row.sends,
        readOnly: row.readOnly,
        destructive: row.destructive,
        idempotent: row.idempotent,
      });
      expect(isRead(tool)).toBe(row.readOnly);
      expect('download' in tool && tool.download !== undefined).toBe(row.binary);
    });

    it('goes where the table says', () => {
      const names = new Map(row.args.map(({ apiName, name: argument }) => [apiName ?? argument, argument]));
      const path = row.path.replace(
        /\{(\w+)\}/g,
        (_, placeholder: string) => `{${names.get(placeholder) ?? placeholder}}`,
      );
      expect(`${tool.route.method} ${tool.route.path}`).toBe(`${row.method} ${path}`);
      expect(tool.route.provenance).toBe('documented');
    });

    it('takes the arguments of the table', () => {
      const extra = [...(localHere[name] ?? []), ...(addedHere[name] ?? [])];
      const expected = [...row.args.map((argument) => argument.name), ...extra];
      expect(Object.keys(schema.properties ?? {}).sort()).toEqual(expected.sort());
      const required = row.args
        .filter(
          (argument) =>
            argument.required && !optionalHere.has(argument.name) && !optionalHere.has(`${name}.${argument.name}`),
        )
        .map((argument) => argument.name);
      expect([...(schema.required ?? [])].sort()).toEqual(required.sort());
      expect(tool.local ?? []).toEqual(localHere[name] ?? []);
      expect(ownIdOf(tool)).toBe(row.clientChosenId);
    });

    it('takes the nested fields of the table', () => {
      for (const argument of row.args) compare(argument, schema.properties?.[argument.name], argument.name);
    });
  });
});

const ownIdOf = (tool: VendorTool): boolean => 'ownId' in tool && tool.ownId === true;

function compare(argument: Argument, schema: Schema | undefined, path: string): void {
  const values = argument.enum ?? argument.items?.enum;
  if (values !== undefined && !checkedInCode.has(path)) {
    const here = schema?.enum ?? schema?.items?.enum ?? (schema?.const === undefined ? undefined : [schema.const]);
    expect(here, path).toEqual(values.filter((value) => !leftOut.has(`${path}=${value}`)));
  }
  const fields = argument.fields ?? argument.items?.fields;
  if (fields === undefined) return;
  const target = argument.fields === undefined ? schema?.items : schema;
  // Blocks of open times are shown as texts.
  if (target?.type === 'string') {
    expect(fields.map(({ name }) => name).sort(), path).toEqual(['start', 'stop']);
    return;
  }
  const expected = fields.map(({ name }) => name).filter((name) => !leftOut.has(`${path}.${name}`));
  expect(Object.keys(target?.properties ?? {}).sort(), path).toEqual(expected.sort());
  for (const field of fields) {
    if (leftOut.has(`${path}.${field.name}`)) continue;
    const required = target?.required?.includes(field.name) === true;
    expect(required, `${path}.${field.name}`).toBe(field.required === true || neededHere.has(`${path}.${field.name}`));
    compare(field, target?.properties?.[field.name], `${path}.${field.name}`);
  }
}

/** Values for every argument of a schema; with `all` false for the required ones only. */
function sample(schema: Schema, all: boolean): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'object' || schema.properties) {
    const entries = Object.entries(schema.properties ?? {}).filter(([name]) => all || schema.required?.includes(name));
    return Object.fromEntries(entries.map(([name, member]) => [name, sample(member, all)]));
  }
  if (schema.type === 'array') return [sample(schema.items ?? {}, all)];
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'boolean') return true;
  return schema.format === 'date-time' ? '2031-01-31T09:00:00Z' : 'x/ y';
}

function resolved(schema: Schema | undefined): Schema {
  if (schema?.$ref === undefined) return schema ?? {};
  const parts = schema.$ref
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part.replaceAll('~1', '/').replaceAll('~0', '~')));
  return resolved(parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], openapi) as Schema);
}

/** Properties and requirements of a schema, every variant of it together. */
function members(given: Schema): { properties: Record<string, Schema>; variants: string[][] } {
  const schema = resolved(given);
  const parts = (schema.allOf ?? []).map(members);
  const kinds = (schema.oneOf ?? []).map(members);
  return {
    properties: Object.assign({}, schema.properties, ...[...parts, ...kinds].map(({ properties }) => properties)),
    variants:
      kinds.length > 0
        ? kinds.flatMap(({ variants }) => variants)
        : [[...(schema.required ?? []), ...parts.flatMap(({ variants }) => variants.flat())]],
  };
}

/**
 * Where the schemas of the document contradict their own examples (gladly.md, defects 1-4 and 9), the examples decide:
 * these bodies are compared with the example instead.
 */
const byExample = new Set(['create_a_gladly_conversation_note', 'gladly_conversation_custom_attributes_update']);
/** Names that the document requires although it has no such property. */
const misnamed: Record<string, string> = { topicIDs: 'topicIds', message: 'comment' };

/** What `sent` has that the schema does not know, and what every variant of the schema misses. */
function problems(sent: unknown, given: Schema, path = 'body'): string[] {
  if (Array.isArray(sent))
    return sent.flatMap((one, index) => problems(one, resolved(given).items ?? {}, `${path}[${index}]`));
  if (typeof sent !== 'object' || sent === null) return [];
  const { properties, variants } = members(given);
  if (Object.keys(properties).length === 0) return [];
  const missing = variants.map((names) =>
    names.map((name) => misnamed[name] ?? name).filter((name) => !(name in sent)),
  );
  const least = missing.sort((a, b) => a.length - b.length)[0] ?? [];
  return [
    ...least.map((name) => `${path}.${name} is missing`),
    ...Object.entries(sent).flatMap(([name, value]) =>
      properties[name] === undefined
        ? [`${path}.${name} is unknown`]
        : problems(value, properties[name], `${path}.${name}`),
    ),
  ];
}

describe.runIf(present)('the requests of the Gladly tools and the OpenAPI document', () => {
  describe.each(tools)('$name', ({ name, tool }) => {
    const row = rowOf.get(name);
    const operation = row && openapi.paths[row.path]?.[row.method.toLowerCase()];
    if (!row || !operation) return;
    const vendorArguments = Object.fromEntries(
      Object.entries(schemaOf(tool).properties ?? {}).filter(
        ([argument]) => !(localHere[name] ?? []).includes(argument) && !(addedHere[name] ?? []).includes(argument),
      ),
    );
    const schema: Schema = { ...schemaOf(tool), properties: vendorArguments };

    it.each([
      ['every argument', true],
      ['the required arguments', false],
    ])('with %s, fill the path and name known query parameters', (_, all) => {
      const args = { org_id: 'o', ...(sample(schema, all) as Record<string, unknown>) };
      if (!row.path.includes('{orgId}')) delete (args as { org_id?: string }).org_id;
      const { target } = buildRequest(tool.route, args);
      const [path = '', query = ''] = target.split('?');
      const segments = row.path.split('/');
      expect(path.split('/')).toHaveLength(segments.length);
      segments.forEach((segment, index) => {
        if (!segment.startsWith('{')) expect(path.split('/')[index]).toBe(segment);
      });
      expect(path).not.toContain(' ');
      const known = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'query')
        .map((parameter) => parameter.name);
      const told = row.args
        .filter((argument) => argument.in === 'query')
        .map((argument) => argument.apiName ?? argument.name);
      for (const key of new URLSearchParams(query).keys()) {
        // The document keeps the query of three public-answer paths inside the path (defect 6).
        expect(known.length > 0 ? known : told).toContain(key);
      }
    });

    it('send a body that the document knows', () => {
      const described = operation.requestBody?.content['application/json'];
      const args = { org_id: 'o', ...(sample(schema, true) as Record<string, unknown>) };
      if (!row.path.includes('{orgId}')) delete (args as { org_id?: string }).org_id;
      const { body } = buildRequest(tool.route, args);
      if (byExample.has(name)) {
        const [example] = Object.values(described?.examples ?? {});
        expect(shapeOf(body)).toEqual(shapeOf(example?.value));
        return;
      }
      if (described === undefined) expect(body).toBeUndefined();
      else expect(problems(body, described.schema)).toEqual([]);
    });
  });

  it('would be found wrong', () => {
    const schema =
      openapi.paths['/api/v1/communications/sms']?.post?.requestBody?.content['application/json']?.schema ?? {};
    expect(problems({ customer: { mobilePhone: 'x' }, from: 'x', body: 'x' }, schema)).toEqual([
      'body.customer.mobileNumber is missing',
      'body.customer.mobilePhone is unknown',
    ]);
    expect(problems({ from: 'x', body: 'x' }, schema)).toEqual(['body.customer is missing']);
  });
});

/** Names and nesting of a value, without its texts and lengths of lists. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

describe.runIf(present)('the names that the code knows', () => {
  const argumentsOf = (tool: string) => new Map(rowOf.get(tool)?.args.map((argument) => [argument.name, argument]));

  it('hold every event of the table', () => {
    expect(eventNames).toEqual(argumentsOf('create_a_gladly_webhook').get('events')?.items?.enum);
    expect(eventNames).toHaveLength(52);
  });

  it('hold every report of the table', () => {
    expect(reportNames).toEqual(argumentsOf('create_a_gladly_report').get('metricSet')?.enum);
    expect(reportNames).toHaveLength(55);
  });

  it('allow the options where the texts of the document do', () => {
    const { properties } = members(
      openapi.paths['/api/v1/reports']?.post?.requestBody?.content['application/json']?.schema ?? {},
    );
    const texts = { aggregationLevel: properties.aggregationLevel, ...members(properties.filters ?? {}).properties };
    for (const [option, schema] of Object.entries(texts)) {
      const { description = '', 'x-appliesTo': listed } = schema as Schema & { 'x-appliesTo'?: string[] };
      const named = [...(description.match(/`[A-Za-z]+[A-Za-z\d]*`/g) ?? []), ...(listed ?? [])].map((text) =>
        text.replaceAll('`', ''),
      );
      const expected = reportNames.filter((name) => named.includes(name));
      expect(
        reportNames.filter((name) => allows(name, option as ReportOption)),
        option,
      ).toEqual(expected);
    }
  });
});
