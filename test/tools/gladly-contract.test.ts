import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildRequest } from '../../src/api/route.js';
import type { VendorTool } from '../../src/tools/define.js';
import { eventNames } from '../../src/tools/gladly/event-names.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { allows, type ReportOption, reportNames } from '../../src/tools/gladly/report-names.js';
import { type Argument, type GladlyFacts, gladlyFacts, gladlyOpenApi, type Schema } from '../fixtures/facts.js';
import { effectInTable, effectOf, rulesOver } from './agreement.js';

const rows = gladlyFacts;
const { paths } = gladlyOpenApi;

const schemaOf = (tool: VendorTool): Schema => z.toJSONSchema(z.strictObject(tool.input), { io: 'input' }) as Schema;

/** Arguments that are not sent; they choose what the tool returns. */
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

/** Required by the API, but filled in by the tool: organization and time; a task can name its customer in another way. */
const optionalHere = new Set(['org_id', 'create_a_gladly_task.customer', 'list_all_gladly_events.startAt']);

/** Members of a deprecated kind of timeline item; tasks have tools of their own. */
const leftOut = new Set(['content.assignee', 'content.dueAt', 'content.attachments', 'content.type=TASK']);

/** Optional in the table: the only kind of card that is offered needs its icon, and the OpenAPI document requires the choices. */
const neededHere = new Set(['content.activityType', 'content.messageData.options']);

/** Checked in code, because 52 names are too many for a schema. */
const checkedInCode = new Set(['events', 'metricSet']);

const each = rulesOver(rows, gladlyTools);

describe('the Gladly tools and the endpoint table', () => {
  it('have the same tools in the same order, except for tools that are new here', () => {
    const known = new Set(rows.map(({ tool }) => tool));
    expect(gladlyTools.map(({ name }) => name).filter((name) => known.has(name))).toEqual([...known]);
  });

  it('agree on groups, effects and hints', () => {
    expect(each((_, tool) => effectOf(tool))).toEqual(each((row) => effectInTable(row)));
  });

  it('agree on the routes, all documented', () => {
    const ours = each((_, { route }) => `${route.provenance}: ${route.method} ${route.path}`);
    const theirs = each(({ method, path, args }) => {
      const names = new Map(args.map(({ apiName, name }) => [apiName, name]));
      const here = path.replace(/\{(\w+)\}/g, (_, placeholder: string) => `{${names.get(placeholder) ?? placeholder}}`);
      return `documented: ${method} ${here}`;
    });
    expect(ours).toEqual(theirs);
  });

  it('agree on the arguments', () => {
    const ours = each((_, tool) => {
      const { properties = {}, required = [] } = schemaOf(tool);
      return { names: Object.keys(properties).sort(), required: [...required].sort(), ownId: ownIdOf(tool) };
    });
    const theirs = each(({ tool, args, clientChosenId }) => ({
      names: [...args.map(({ name }) => name), ...(localHere[tool] ?? []), ...(addedHere[tool] ?? [])].sort(),
      required: args
        .filter(({ name, required }) => required && !optionalHere.has(name) && !optionalHere.has(`${tool}.${name}`))
        .map(({ name }) => name)
        .sort(),
      ownId: clientChosenId,
    }));
    expect(ours).toEqual(theirs);
    expect(each((_, { local = [] }) => local)).toEqual(each(({ tool }) => localHere[tool] ?? []));
  });

  it('agree on nested fields and closed lists of values', () => {
    const differences = each(({ args }, tool) => {
      const { properties } = schemaOf(tool);
      return args.flatMap((argument) => compared(argument, properties?.[argument.name], argument.name));
    });
    expect(differences).toEqual(each(() => []));
  });
});

const ownIdOf = (tool: VendorTool): boolean => 'ownId' in tool && tool.ownId === true;

/** Lists where the schema has other values, fields or requirements than the table. */
function compared(argument: Argument, schema: Schema | undefined, path: string): string[] {
  const differences: string[] = [];
  const same = (what: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      differences.push(`${path}: ${what} ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`);
    }
  };
  const values = argument.enum ?? argument.items?.enum;
  if (values !== undefined && !checkedInCode.has(path)) {
    const here = schema?.enum ?? schema?.items?.enum ?? (schema?.const === undefined ? undefined : [schema.const]);
    same(
      'values',
      here,
      values.filter((value) => !leftOut.has(`${path}=${value}`)),
    );
  }
  const fields = argument.fields ?? argument.items?.fields;
  if (fields === undefined) return differences;
  const target = argument.fields === undefined ? schema?.items : schema;
  // The schema has blocks of open times as texts.
  if (target?.type === 'string') {
    same('fields', fields.map(({ name }) => name).sort(), ['start', 'stop']);
    return differences;
  }
  const expected = fields.filter(({ name }) => !leftOut.has(`${path}.${name}`));
  same('fields', Object.keys(target?.properties ?? {}).sort(), expected.map(({ name }) => name).sort());
  for (const field of expected) {
    const at = `${path}.${field.name}`;
    same(
      `required ${field.name}`,
      target?.required?.includes(field.name) === true,
      field.required === true || neededHere.has(at),
    );
    differences.push(...compared(field, target?.properties?.[field.name], at));
  }
  return differences;
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
  return resolved(parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], gladlyOpenApi) as Schema);
}

/** The properties of all variants of a schema, and the required ones of each variant. */
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

/** What `sent` has that the schema does not know, and what it lacks for every variant of the schema. */
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

/** The arguments that are sent, each with a value; with `all` false the required ones only. */
function argumentsOf({ tool: name, path }: GladlyFacts, tool: VendorTool, all: boolean): Record<string, unknown> {
  const here = [...(localHere[name] ?? []), ...(addedHere[name] ?? [])];
  const schema = schemaOf(tool);
  const toSend = Object.entries(schema.properties ?? {}).filter(([argument]) => !here.includes(argument));
  const values = sample({ ...schema, properties: Object.fromEntries(toSend) }, all) as Record<string, unknown>;
  return path.includes('{orgId}') ? { org_id: 'o', ...values } : values;
}

const operationOf = ({ path, method }: GladlyFacts) => paths[path]?.[method.toLowerCase()];

describe('the requests of the Gladly tools and the OpenAPI document', () => {
  it.each([
    ['every argument', true],
    ['the required arguments', false],
  ])('with %s, fill the path and name known query parameters', (_, all) => {
    const problems = each((row, tool) => {
      const { target } = buildRequest(tool.route, argumentsOf(row, tool, all));
      const [path = '', query = ''] = target.split('?');
      const filled = new RegExp(`^${row.path.replaceAll(/\{\w+\}/g, '[^/ {}]+')}$`);
      const known = (operationOf(row)?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      const inTable = row.args.filter((one) => one.in === 'query').map(({ apiName }) => apiName);
      // The document keeps the query of three public-answer paths inside the path (defect 6).
      const allowed = known.length > 0 ? known : inTable;
      return [
        ...(filled.test(path) ? [] : [path]),
        ...[...new URLSearchParams(query).keys()].filter((name) => !allowed.includes(name)),
      ];
    });
    expect(problems).toEqual(each(() => []));
  });

  it('send bodies that the document knows', () => {
    const found = each((row, tool) => {
      const described = operationOf(row)?.requestBody?.content['application/json'];
      const { body } = buildRequest(tool.route, argumentsOf(row, tool, true));
      if (!byExample.has(row.tool)) {
        if (described === undefined) return body === undefined ? [] : ['a body that the document does not know'];
        return problems(body, described.schema);
      }
      const [example] = Object.values(described?.examples ?? {});
      return JSON.stringify(shapeOf(body)) === JSON.stringify(shapeOf(example?.value)) ? [] : ['not as the example'];
    });
    expect(found).toEqual(each(() => []));
  });

  it('are reported when they differ', () => {
    const schema = paths['/api/v1/communications/sms']?.post?.requestBody?.content['application/json']?.schema ?? {};
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

describe('the names that the code knows', () => {
  const argumentOf = (tool: string, name: string) =>
    rows.find((row) => row.tool === tool)?.args.find((argument) => argument.name === name);

  it('hold every event of the table', () => {
    expect(eventNames).toEqual(argumentOf('create_a_gladly_webhook', 'events')?.items?.enum);
    expect(eventNames).toHaveLength(52);
  });

  it('hold every report of the table', () => {
    expect(reportNames).toEqual(argumentOf('create_a_gladly_report', 'metricSet')?.enum);
    expect(reportNames).toHaveLength(55);
  });

  it('allow an option for exactly the reports that the document names', () => {
    const { properties } = members(
      paths['/api/v1/reports']?.post?.requestBody?.content['application/json']?.schema ?? {},
    );
    const texts = { aggregationLevel: properties.aggregationLevel, ...members(properties.filters ?? {}).properties };
    for (const [option, schema] of Object.entries(texts)) {
      const here = reportNames.filter((name) => allows(name, option as ReportOption));
      expect(here, option).toEqual(schema?.['x-appliesTo'] ?? []);
    }
  });
});
