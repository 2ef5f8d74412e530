import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildRequest } from '../../src/api/route.js';
import type { VendorTool } from '../../src/tools/define.js';
import { eventNames } from '../../src/tools/gladly/event-names.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { type ReportOption, reportNames, takesOption } from '../../src/tools/gladly/report-catalogue.js';
import { type Argument, type GladlyFacts, gladlyFacts, gladlyOpenApi, type Schema } from '../fixtures/facts.js';
import { ruleApplier, traitsInTable, traitsOf } from './endpoint-table.js';

const rows = gladlyFacts;
const { paths } = gladlyOpenApi;

const schemaOf = (tool: VendorTool): Schema => z.toJSONSchema(z.strictObject(tool.input), { io: 'input' }) as Schema;

/** Arguments that are not sent: they choose what the tool returns. */
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

/** Not in our schemas: a task as a timeline item, and its members. It is deprecated, and tasks have tools of their own. */
const leftOut = new Set(['content.assignee', 'content.dueAt', 'content.attachments', 'content.type=TASK']);

/**
 * Optional in the table, required here: the icon of an activity card, the only type of item that a tool can create, and the
 * choices of a quick reply, which the OpenAPI document requires.
 */
const requiredHere = new Set(['content.activityType', 'content.messageData.options']);

/** Arguments whose values are checked in code, because 52 events and 55 reports are too many for a schema. */
const checkedInCode = new Set(['events', 'metricSet']);

const byTool = ruleApplier(rows, gladlyTools);

describe('the Gladly tools and the endpoint table', () => {
  it('have the same tools in the same order, except for tools that are new here', () => {
    const inTable = new Set(rows.map(({ tool }) => tool));
    expect(gladlyTools.map(({ name }) => name).filter((name) => inTable.has(name))).toEqual([...inTable]);
  });

  it('agree on groups, effects and hints', () => {
    expect(byTool((_, tool) => traitsOf(tool))).toEqual(byTool((row) => traitsInTable(row)));
  });

  it('agree on the routes, all documented', () => {
    const ours = byTool((_, { route }) => `${route.provenance}: ${route.method} ${route.path}`);
    const theirs = byTool(({ method, path, args }) => {
      const names = new Map(args.map(({ apiName, name }) => [apiName, name]));
      const ourPath = path.replace(
        /\{(\w+)\}/g,
        (_, placeholder: string) => `{${names.get(placeholder) ?? placeholder}}`,
      );
      return `documented: ${method} ${ourPath}`;
    });
    expect(ours).toEqual(theirs);
  });

  it('agree on the arguments', () => {
    const ours = byTool((_, tool) => {
      const { properties = {}, required = [] } = schemaOf(tool);
      return { names: Object.keys(properties).sort(), required: [...required].sort(), takesOwnId: takesOwnId(tool) };
    });
    const theirs = byTool(({ tool, args, clientChosenId }) => ({
      names: [...args.map(({ name }) => name), ...(localHere[tool] ?? []), ...(addedHere[tool] ?? [])].sort(),
      required: args
        .filter(({ name, required }) => required && !optionalHere.has(name) && !optionalHere.has(`${tool}.${name}`))
        .map(({ name }) => name)
        .sort(),
      takesOwnId: clientChosenId,
    }));
    expect(ours).toEqual(theirs);
    expect(byTool((_, { local = [] }) => local)).toEqual(byTool(({ tool }) => localHere[tool] ?? []));
  });

  it('agree on nested fields and closed lists of values', () => {
    const differences = byTool(({ args }, tool) => {
      const { properties } = schemaOf(tool);
      return args.flatMap((argument) => differencesIn(argument, properties?.[argument.name], argument.name));
    });
    expect(differences).toEqual(byTool(() => []));
  });
});

const takesOwnId = (tool: VendorTool): boolean => 'takesOwnId' in tool && tool.takesOwnId === true;

/** Where our schema has other values, fields or requirements than the table. */
function differencesIn(argument: Argument, schema: Schema | undefined, path: string): string[] {
  const differences: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      differences.push(`${path}: ${what} ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`);
    }
  };
  const values = argument.enum ?? argument.items?.enum;
  if (values !== undefined && !checkedInCode.has(path)) {
    const ours = schema?.enum ?? schema?.items?.enum ?? (schema?.const === undefined ? undefined : [schema.const]);
    const theirs = values.filter((value) => !leftOut.has(`${path}=${value}`));
    compare('values', ours, theirs);
  }
  const fields = argument.fields ?? argument.items?.fields;
  if (fields === undefined) return differences;
  const target = argument.fields === undefined ? schema?.items : schema;
  // Our schema has opening times as texts, such as 09:00-17:00.
  if (target?.type === 'string') {
    compare('fields', ['start', 'stop'], fields.map(({ name }) => name).sort());
    return differences;
  }
  const expected = fields.filter(({ name }) => !leftOut.has(`${path}.${name}`));
  compare('fields', Object.keys(target?.properties ?? {}).sort(), expected.map(({ name }) => name).sort());
  for (const field of expected) {
    const fieldPath = `${path}.${field.name}`;
    compare(
      `required ${field.name}`,
      target?.required?.includes(field.name) === true,
      field.required === true || requiredHere.has(fieldPath),
    );
    differences.push(...differencesIn(field, target?.properties?.[field.name], fieldPath));
  }
  return differences;
}

/** A value for a schema; its objects have their required members and, if `withOptional`, all others too. */
function sample(schema: Schema, withOptional: boolean): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'object' || schema.properties) {
    const entries = Object.entries(schema.properties ?? {}).filter(
      ([name]) => withOptional || schema.required?.includes(name),
    );
    return Object.fromEntries(entries.map(([name, member]) => [name, sample(member, withOptional)]));
  }
  if (schema.type === 'array') return [sample(schema.items ?? {}, withOptional)];
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'boolean') return true;
  if (schema.format === 'date-time') return '2031-01-31T09:00:00Z';
  // A slash and a space have to be escaped in an address.
  return 'x/ y';
}

/** What `$ref` points to in the document, or the schema itself. */
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
  const choices = (schema.oneOf ?? []).map(members);
  return {
    properties: Object.assign({}, schema.properties, ...[...parts, ...choices].map(({ properties }) => properties)),
    variants:
      choices.length > 0
        ? choices.flatMap(({ variants }) => variants)
        : [[...(schema.required ?? []), ...parts.flatMap(({ variants }) => variants.flat())]],
  };
}

/** Bodies that are compared with the document's example, since its schema contradicts it (gladly.md, defects 3 and 4). */
const byExample = new Set(['create_a_gladly_conversation_note', 'gladly_conversation_custom_attributes_update']);
/** Names that the document requires although it has no such property, with the real one (gladly.md, defects 1 and 2). */
const misnamed: Record<string, string> = { topicIDs: 'topicIds', message: 'comment' };

/** What `sent` has that the schema does not know, and what it lacks for the variant of the schema that is nearest. */
function problems(sent: unknown, given: Schema, path = 'body'): string[] {
  if (Array.isArray(sent))
    return sent.flatMap((one, index) => problems(one, resolved(given).items ?? {}, `${path}[${index}]`));
  if (typeof sent !== 'object' || sent === null) return [];
  const { properties, variants } = members(given);
  if (Object.keys(properties).length === 0) return [];
  const missing = variants.map((names) =>
    names.map((name) => misnamed[name] ?? name).filter((name) => !(name in sent)),
  );
  const fewest = missing.sort((a, b) => a.length - b.length)[0] ?? [];
  return [
    ...fewest.map((name) => `${path}.${name} is missing`),
    ...Object.entries(sent).flatMap(([name, value]) =>
      properties[name] === undefined
        ? [`${path}.${name} is unknown`]
        : problems(value, properties[name], `${path}.${name}`),
    ),
  ];
}

/** Values for the arguments that are sent: for the required ones and, if `withOptional`, for all others too. */
function argumentsOf(
  { tool: name, path }: GladlyFacts,
  tool: VendorTool,
  withOptional: boolean,
): Record<string, unknown> {
  const notSent = [...(localHere[name] ?? []), ...(addedHere[name] ?? [])];
  const schema = schemaOf(tool);
  const toSend = Object.entries(schema.properties ?? {}).filter(([argument]) => !notSent.includes(argument));
  const values = sample({ ...schema, properties: Object.fromEntries(toSend) }, withOptional) as Record<string, unknown>;
  return path.includes('{orgId}') ? { org_id: 'o', ...values } : values;
}

const operationOf = ({ path, method }: GladlyFacts) => paths[path]?.[method.toLowerCase()];

describe('the requests of the Gladly tools and the OpenAPI document', () => {
  it.each([
    ['every argument', true],
    ['the required arguments', false],
  ])('with %s, fill the path and name known query parameters', (_, withOptional) => {
    const found = byTool((row, tool) => {
      const { target } = buildRequest(tool.route, argumentsOf(row, tool, withOptional));
      const [path = '', query = ''] = target.split('?');
      const filled = new RegExp(`^${row.path.replaceAll(/\{\w+\}/g, '[^/ {}]+')}$`);
      const inDocument = (operationOf(row)?.parameters ?? []).filter((one) => one.in === 'query');
      const inTable = row.args.filter((one) => one.in === 'query').map(({ apiName }) => apiName);
      // The document has the parameters of events beside the operation, not in it.
      const allowed = row.tool === 'list_all_gladly_events' ? inTable : inDocument.map(({ name }) => name);
      return [
        ...(filled.test(path) ? [] : [path]),
        ...[...new URLSearchParams(query).keys()].filter((name) => !allowed.includes(name)),
      ];
    });
    expect(found).toEqual(byTool(() => []));
  });

  it('send bodies that the document knows', () => {
    const found = byTool((row, tool) => {
      const described = operationOf(row)?.requestBody?.content['application/json'];
      const { body } = buildRequest(tool.route, argumentsOf(row, tool, true));
      if (!byExample.has(row.tool)) {
        if (described === undefined) return body === undefined ? [] : ['a body that the document does not know'];
        return problems(body, described.schema);
      }
      const [example] = Object.values(described?.examples ?? {});
      return JSON.stringify(shapeOf(body)) === JSON.stringify(shapeOf(example?.value)) ? [] : ['not as the example'];
    });
    expect(found).toEqual(byTool(() => []));
  });

  it('are compared so that a missing and an unknown member are named', () => {
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

describe('the code has', () => {
  const argumentOf = (tool: string, name: string) =>
    rows.find((row) => row.tool === tool)?.args.find((argument) => argument.name === name);

  it('every event of the table', () => {
    expect(eventNames).toEqual(argumentOf('create_a_gladly_webhook', 'events')?.items?.enum);
    expect(eventNames).toHaveLength(52);
  });

  it('every report of the table', () => {
    expect(reportNames).toEqual(argumentOf('create_a_gladly_report', 'metricSet')?.enum);
    expect(reportNames).toHaveLength(55);
  });

  it('an option of a report exactly where the document names the report for it', () => {
    const { properties } = members(
      paths['/api/v1/reports']?.post?.requestBody?.content['application/json']?.schema ?? {},
    );
    const options = { aggregationLevel: properties.aggregationLevel, ...members(properties.filters ?? {}).properties };
    for (const [option, schema] of Object.entries(options)) {
      const here = reportNames.filter((name) => takesOption(name, option as ReportOption));
      expect(here, option).toEqual(schema?.['x-appliesTo'] ?? []);
    }
  });
});
