import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { placeholdersOf } from '../../src/http/route.js';
import { listed } from '../../src/server/listing.js';
import type { JsonSchema } from '../../src/server/schema.js';
import { statusRecord } from '../../src/server/status.js';
import { effects, hintsOf, isPaged, isRead, needsConfirmation, vendors } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';

/** Every node of a schema with its path. */
function* nodes(schema: JsonSchema, path = ''): Generator<[string, JsonSchema]> {
  yield [path, schema];
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* nodes(member, `${path}.${name}`);
  if (schema.items) yield* nodes(schema.items, `${path}[]`);
}

describe('the catalogue', () => {
  it('has 84 Puzzel tools, 8 chat tools and 89 Gladly tools, each name once', () => {
    const count = (vendor: string) => catalogue.filter((tool) => tool.vendor === vendor).length;
    expect(vendors.map(count)).toEqual([84, 89, 8]);
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(181);
  });

  it('makes the same list every time', () => {
    expect(JSON.stringify(catalogue.map(listed))).toBe(JSON.stringify(catalogue.map(listed)));
  });
});

describe('what a model pays for the tools', () => {
  const costs = [statusRecord, ...catalogue]
    .map((tool) => {
      const { name, description, inputSchema } = listed(tool);
      return { name, tokens: encode(JSON.stringify({ name, description, inputSchema })).length };
    })
    .sort((one, other) => other.tokens - one.tokens);
  const dearest = costs.slice(0, 15).map(({ name, tokens }) => `${tokens} ${name}`);

  it('is at most 125 tokens a tool on average, all of them listed', () => {
    const total = costs.reduce((sum, { tokens }) => sum + tokens, 0);
    expect(total / costs.length, `the dearest:\n${dearest.join('\n')}\n`).toBeLessThanOrEqual(125);
  });

  it('is at most 400 tokens for any', () => {
    expect(dearest.filter((line) => Number.parseInt(line, 10) > 400)).toEqual([]);
  });
});

describe.each(catalogue.map((tool) => [tool.name, tool] as const))('%s', (_, tool) => {
  const { inputSchema, outputSchema, annotations, _meta } = listed(tool);

  it('keeps the limits of the known clients', () => {
    expect(tool.name).toMatch(/^[a-z][a-z0-9_]{2,49}$/);
    expect(tool.title.length).toBeGreaterThan(3);
    expect(tool.title.length).toBeLessThanOrEqual(60);
    expect(tool.description.length).toBeGreaterThan(15);
    expect(tool.description.length).toBeLessThanOrEqual(1000);
    expect(effects).toContain(tool.effect);
  });

  it('has a plain, closed input schema in which everything is described', () => {
    expect(inputSchema.type).toBe('object');
    for (const [path, node] of nodes(inputSchema as JsonSchema)) {
      for (const word of ['$ref', '$defs', 'anyOf', 'oneOf', 'allOf', 'not', 'pattern', 'const']) {
        expect(node, `${path} ${word}`).not.toHaveProperty(word);
      }
      expect(Array.isArray(node.type), path).toBe(false);
      // Closed, or open only for members of a described shape (the days of office hours).
      if (node.properties && node.additionalProperties !== false)
        expect(node.additionalProperties, path).toHaveProperty('type');
      for (const [name, member] of Object.entries(node.properties ?? {})) {
        expect(String(member.description ?? '').length, `${path}.${name}`).toBeGreaterThan(1);
      }
    }
  });

  it('takes limit, cursor and fields when it lists, and only then', () => {
    const names = Object.keys(inputSchema.properties ?? {});
    for (const name of ['limit', 'cursor', 'fields']) expect(names.includes(name)).toBe(isPaged(tool));
    if (tool.effect === 'list') expect(isPaged(tool)).toBe(true);
    expect(names).not.toContain('customerKey');
  });

  it('has an output schema that rejects nothing', () => {
    for (const [path, node] of nodes(outputSchema)) {
      expect(node, path).not.toHaveProperty('required');
      expect(node, path).not.toHaveProperty('additionalProperties');
      if (path !== '') expect(node, path).not.toHaveProperty('type');
    }
    expect(Object.keys(outputSchema.properties ?? {})).toEqual(expect.arrayContaining(['result', 'error']));
  });

  it('has hints that follow from what it does', () => {
    expect(annotations).toMatchObject(hintsOf(tool));
    expect(annotations.readOnlyHint).toBe(isRead(tool));
    if (annotations.readOnlyHint) expect(annotations.destructiveHint).toBe(false);
    if (tool.effect === 'delete') expect(annotations.destructiveHint).toBe(true);
    if (tool.sends) expect(annotations).toMatchObject({ openWorldHint: true, readOnlyHint: false });
    expect(_meta !== undefined).toBe(needsConfirmation(tool));
  });

  it('has a route whose placeholders are its arguments, alternatives too', () => {
    const known = ['customerKey', ...Object.keys(tool.input)];
    for (const { path } of [tool.route, ...tool.route.alternatives]) {
      expect(path.startsWith('/')).toBe(true);
      for (const name of placeholdersOf(path)) expect(known).toContain(name);
    }
  });

  it('has an example that its own schema accepts', () => {
    const unknown = Object.keys(tool.example).filter(
      (name) => !Object.keys(inputSchema.properties ?? {}).includes(name),
    );
    expect(unknown).toEqual([]);
    for (const name of (inputSchema as JsonSchema).required ?? []) expect(tool.example).toHaveProperty(name);
  });
});
