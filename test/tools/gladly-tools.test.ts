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

function costOf({ name, description, input }: (typeof gladlyTools)[number]): number {
  const { $schema, ...inputSchema } = z.toJSONSchema(z.strictObject(input), { io: 'input' });
  return encode(JSON.stringify({ name, description, inputSchema })).length;
}

const schemaOf = (input: z.ZodRawShape): Node => z.toJSONSchema(z.strictObject(input), { io: 'input' }) as Node;

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

  it('cost about 125 tokens each on average', () => {
    const average = costs.reduce((sum, [, cost]) => sum + cost, 0) / costs.length;
    expect(average).toBeLessThan(125);
  });

  it.each(costs)('%s costs at most 400 tokens (%i)', (_, cost) => {
    expect(cost).toBeLessThanOrEqual(400);
  });

  it('have names of their own and descriptions of at most 1,000 characters', () => {
    expect(new Set(gladlyTools.map(({ name }) => name)).size).toBe(gladlyTools.length);
    expect(gladlyTools.filter(({ description, title }) => description.length > 1000 || title === '')).toEqual([]);
  });

  it.each(gladlyTools.map((tool) => [tool.name, tool.input] as const))('%s describes every argument', (_, input) => {
    expect(undescribed(schemaOf(input), 'input')).toEqual([]);
  });

  it.each(gladlyTools.map((tool) => [tool.name, tool.output] as const))('%s never rejects an answer', (_, output) => {
    expect(typed(JSON.parse(JSON.stringify(output)) as Node)).toEqual([]);
  });

  it.each(gladlyTools.map((tool) => [tool.name, tool] as const))(
    '%s has an example that its schema takes',
    (_, tool) => {
      expect(z.strictObject(tool.input).safeParse(tool.example).error).toBeUndefined();
    },
  );

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
  });
});
