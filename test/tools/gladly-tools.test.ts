import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { gladlyTools } from '../../src/tools/gladly/index.js';

interface Node {
  type?: unknown;
  description?: string;
  properties?: Record<string, Node>;
  required?: unknown;
  items?: Node;
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
}

function costOf({ name, description, schemas }: (typeof gladlyTools)[number]): number {
  return encode(JSON.stringify({ name, description, inputSchema: schemas().json })).length;
}

const schemaOf = (input: z.ZodRawShape): Node => z.toJSONSchema(z.strictObject(input), { io: 'input' }) as Node;

const plainTypes = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** Nodes that one vendor's models or another's refuse: without a plain type, or objects whose members are not named. */
function exotic(node: Node, path: string): string[] {
  const members = Object.entries(node.properties ?? {});
  const strange = Object.keys(node).filter((word) =>
    /^(?:propertyNames|patternProperties|\$ref|anyOf|oneOf|allOf|not|const|pattern)$/.test(word),
  );
  return [
    ...strange.map((word) => `${path} ${word}`),
    ...(plainTypes.includes(String(node.type)) ? [] : [`${path} has no plain type`]),
    ...(node.type === 'object' && path !== 'input' && members.length === 0 ? [`${path} names no member`] : []),
    ...(node.type === 'object' && node.additionalProperties !== false ? [`${path} is open`] : []),
    ...(node.type === 'array' && node.items === undefined ? [`${path} has no items`] : []),
    ...members.flatMap(([name, member]) => exotic(member, `${path}.${name}`)),
    ...(node.items ? exotic(node.items, `${path}[]`) : []),
  ];
}

/** Paths of members that say nothing about themselves; for the items of a list the list speaks. */
function undescribed(node: Node, path: string): string[] {
  const inside = Object.entries(node.properties ?? {}).flatMap(([name, member]) => [
    ...(member.description ? [] : [`${path}.${name}`]),
    ...undescribed(member, `${path}.${name}`),
  ]);
  const items = node.items ? undescribed(node.items, `${path}[]`) : [];
  const others =
    typeof node.additionalProperties === 'object' ? undescribed(node.additionalProperties, `${path}.*`) : [];
  return [...inside, ...items, ...others];
}

function typed(node: Node, path = 'output'): string[] {
  return [
    ...(node.type === undefined && node.required === undefined ? [] : [path]),
    ...Object.entries(node.properties ?? {}).flatMap(([name, member]) => typed(member, `${path}.${name}`)),
    ...(node.items ? typed(node.items, `${path}[]`) : []),
    ...(node.anyOf ?? []).flatMap((kind, index) => typed(kind, `${path}|${index}`)),
  ];
}

describe('the Gladly tools', () => {
  const costs = gladlyTools.map((tool) => [tool.name, costOf(tool)] as const);

  it('cost at most 450 tokens each', () => {
    expect(costs.filter(([, cost]) => cost > 450)).toEqual([]);
  });

  it('have names of their own and descriptions of at most 1,000 characters', () => {
    expect(new Set(gladlyTools.map(({ name }) => name)).size).toBe(gladlyTools.length);
    expect(gladlyTools.filter(({ description, title }) => description.length > 1000 || title === '')).toEqual([]);
  });

  const offenders = (find: (tool: (typeof gladlyTools)[number]) => string[]) =>
    gladlyTools.flatMap((tool) => find(tool).map((what) => `${tool.name} ${what}`));

  it('describe every argument', () => {
    expect(offenders(({ input }) => undescribed(schemaOf(input), 'input'))).toEqual([]);
  });

  it('have plain, closed input schemas', () => {
    expect(offenders(({ schemas }) => exotic(schemas().json as Node, 'input'))).toEqual([]);
  });

  it('never reject an answer', () => {
    expect(offenders(({ output }) => typed(JSON.parse(JSON.stringify(output)) as Node))).toEqual([]);
  });

  it('have examples that their schemas take', () => {
    expect(
      offenders(({ input, example }) => {
        const { error } = z.strictObject(input).safeParse(example);
        return error ? [error.message] : [];
      }),
    ).toEqual([]);
  });

  it('name a customer argument wherever they take a customer id', () => {
    const taking = gladlyTools.filter(
      ({ input, route }) => 'customer_id' in input || route.path === '/api/v1/customer-profiles/{id}',
    );
    const without = taking.filter((tool) => !('customer' in tool && typeof tool.customer === 'string'));
    // It takes a customer in two ways and says so in its run.
    expect(without.map(({ name }) => name)).toEqual(['create_a_gladly_task']);
  });

  it('would be found out: a member without a description, a typed output', () => {
    expect(undescribed(schemaOf({ a: z.object({ b: z.string() }).meta({ description: 'a' }) }), 'input')).toEqual([
      'input.a.b',
    ]);
    expect(typed({ properties: { a: { type: 'string' } } })).toEqual(['output.a']);
    expect(exotic(schemaOf({ a: z.record(z.string(), z.unknown()) }), 'input')).toEqual([
      'input.a propertyNames',
      'input.a names no member',
      'input.a is open',
    ]);
    expect(exotic(schemaOf({ a: z.unknown() }), 'input')).toEqual(['input.a has no plain type']);
  });
});
