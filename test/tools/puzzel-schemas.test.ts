import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { chatTools } from '../../src/tools/chat/index.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import type { JsonSchema } from '../../src/tools/schema.js';

const tools = [...puzzelTools, ...chatTools];

/** Arguments, nested ones too, that no model could guess the meaning of, or whose form some models refuse. */
function problems(schema: JsonSchema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const place = `${path}.${name}`;
    const exotic = ['anyOf', 'oneOf', 'allOf', '$ref', 'propertyNames', 'additionalItems', 'pattern'].filter(
      (keyword) => keyword in member,
    );
    return [
      ...(member.description ? [] : [`${place} says nothing`]),
      ...(typeof member.type === 'string' ? [] : [`${place} has no type`]),
      ...(member.type === 'object' && !member.properties ? [`${place} hides its members`] : []),
      ...exotic.map((keyword) => `${place} has ${keyword}`),
      ...problems(member, place),
      ...(member.items ? problems(member.items, `${place}[]`) : []),
    ];
  });
}

describe('the Puzzel and chat tools', () => {
  const costs = tools.map((tool) => {
    const listed = { name: tool.name, description: tool.description, inputSchema: tool.schemas().json };
    return { name: tool.name, tokens: encode(JSON.stringify(listed)).length };
  });

  it('cost at most 140 tokens each on average, and never more than 450', () => {
    const total = costs.reduce((sum, { tokens }) => sum + tokens, 0);
    expect(total / costs.length).toBeLessThanOrEqual(140);
    expect(costs.filter(({ tokens }) => tokens > 450)).toEqual([]);
  });

  it('describe every argument in the plainest form, nested ones too, and themselves in 1,000 characters', () => {
    expect(tools.flatMap((tool) => problems(tool.schemas().json, tool.name))).toEqual([]);
    expect(tools.filter(({ description }) => description.length > 1000).map(({ name }) => name)).toEqual([]);
  });

  it('have examples that their own schema accepts', () => {
    const refused = tools.filter((tool) => !tool.schemas().validator.safeParse(tool.example).success);
    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  it('say that they are unverified where a guess is all there is', () => {
    const weak = tools.filter(({ description }) => /unverified/i.test(description));
    expect(weak.filter(({ route }) => route.provenance !== 'inferred').map(({ name }) => name)).toEqual([
      'create_a_puzzel_user_callout_request',
    ]);
  });

  it('name only tools that exist', () => {
    const names = new Set(tools.map(({ name }) => name));
    const texts = tools.map(
      (tool) => tool.description + JSON.stringify(tool.schemas().json) + JSON.stringify(tool.output),
    );
    const mentioned = texts.join(' ').match(/\b\w*puzzel_\w+/g) ?? [];
    expect(mentioned.filter((name) => !names.has(name))).toEqual([]);
  });
});
