import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { placeholdersOf } from '../../src/api/route.js';
import type { Tool } from '../../src/tools/define.js';
import { hintsOf, isPaged, isRead, needsConfirmation } from '../../src/tools/effect.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { catalogue } from '../../src/tools/index.js';
import { billedText, listingOf } from '../../src/tools/manifest.js';
import { changed, created, puzzelDone } from '../../src/tools/output.js';
import type { JsonSchema } from '../../src/tools/schema.js';
import { statusTool } from '../../src/tools/server-status.js';

const status = statusTool({} as never);
const allTools: readonly Tool[] = [status, ...catalogue];

/** The tools that break a rule, each with what is wrong. */
const offenders = (problemsOf: (tool: Tool) => string[]): string[] =>
  allTools.flatMap((tool) => problemsOf(tool).map((problem) => `${tool.name}: ${problem}`));

/** Every node of a schema with its path. */
function* nodes(schema: JsonSchema & { anyOf?: JsonSchema[] }, path = ''): Generator<[string, JsonSchema]> {
  yield [path, schema];
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* nodes(member, `${path}.${name}`);
  if (schema.items) yield* nodes(schema.items, `${path}[]`);
  for (const [index, variant] of (schema.anyOf ?? []).entries()) yield* nodes(variant, `${path}|${index}`);
}

const inputNodes = (tool: Tool) => [...nodes(listingOf(tool).inputSchema)];

it('every name is unique, and listing the tools again gives the same', () => {
  const names = allTools.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(JSON.stringify(allTools.map(listingOf))).toBe(JSON.stringify(allTools.map(listingOf)));
});

describe('the tokens of the tools', () => {
  const costs = allTools
    .map((tool) => ({ name: tool.name, vendor: tool.vendor, tokens: encode(billedText(listingOf(tool))).length }))
    .sort((one, other) => other.tokens - one.tokens);

  it('are at most 140 a tool on average, also without the chat or Gladly', () => {
    const average = (some: typeof costs) => some.reduce((sum, { tokens }) => sum + tokens, 0) / some.length;
    const ofVendors = costs.filter(({ name }) => name !== status.name);
    const without = (vendor: string) => ofVendors.filter((cost) => cost.vendor !== vendor);
    const averages = [costs, ofVendors, without('chat'), without('gladly')].map(average);
    const costliest = costs.slice(0, 15).map(({ name, tokens }) => `${tokens} ${name}`);
    expect(Math.max(...averages), `the costliest:\n${costliest.join('\n')}\n`).toBeLessThanOrEqual(140);
  });

  it('are at most 450 for any tool', () => {
    expect(costs.filter(({ tokens }) => tokens > 450)).toEqual([]);
  });
});

describe('every tool', () => {
  it('has a name, a title and a description within the limits of the known clients', () => {
    expect(
      offenders(({ name, title, description }) => [
        ...(/^[a-z][a-z0-9_]{2,49}$/.test(name) ? [] : ['name']),
        ...(title.length > 3 && title.length <= 60 ? [] : ['title']),
        ...(description.length > 15 && description.length <= 1000 ? [] : ['description']),
      ]),
    ).toEqual([]);
  });

  it('has a plain, closed input schema in which everything is typed and described', () => {
    const structure = ['type', 'properties', 'required', 'additionalProperties', 'items', 'description', 'default'];
    const constraints = ['enum', 'format', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'];
    const allowed = [...structure, ...constraints];
    const types = ['object', 'array', 'string', 'integer', 'number', 'boolean'];
    expect(
      offenders((tool) =>
        inputNodes(tool).flatMap(([path, node]) => [
          ...Object.keys(node).flatMap((keyword) => (allowed.includes(keyword) ? [] : [`${path} has ${keyword}`])),
          ...(types.includes(node.type ?? '') ? [] : [`${path} has no plain type`]),
          ...(node.enum === undefined || node.type === 'string' ? [] : [`${path} has an enum, but is no string`]),
          ...(node.type !== 'object' || path === '' || Object.keys(node.properties ?? {}).length > 0
            ? []
            : [`${path} is an object without members`]),
          ...(node.properties && node.additionalProperties !== false ? [`${path} is not closed`] : []),
          ...(node.type === 'array' && !node.items ? [`${path} has no items`] : []),
          ...Object.entries(node.properties ?? {}).flatMap(([name, member]) =>
            String(member.description ?? '').length > 1 ? [] : [`${path}.${name} is not described`],
          ),
        ]),
      ),
    ).toEqual([]);
  });

  it('takes limit, cursor and fields if it is paged, and only then; never customerKey', () => {
    expect(
      offenders((tool) => {
        const names = Object.keys(listingOf(tool).inputSchema.properties ?? {});
        const wrong = ['limit', 'cursor', 'fields'].filter((name) => names.includes(name) !== isPaged(tool));
        return [...wrong, ...(names.includes('customerKey') ? ['customerKey'] : [])];
      }),
    ).toEqual([]);
  });

  it('has an output schema that types nothing below the root, requires no member and closes no object', () => {
    expect(
      offenders((tool) =>
        [...nodes(listingOf(tool).outputSchema)].flatMap(([path, node]) =>
          ['required', 'additionalProperties', ...(path === '' ? [] : ['type'])]
            .filter((keyword) => keyword in node)
            .map((keyword) => `${path} has ${keyword}`),
        ),
      ),
    ).toEqual([]);
  });

  it('has hints that follow from what it does', () => {
    expect(
      offenders((tool) => {
        const { annotations, _meta } = listingOf(tool);
        const { readOnlyHint, destructiveHint, openWorldHint } = annotations;
        return [
          ...(Object.entries(hintsOf(tool)).every(
            ([name, value]) => (annotations as Record<string, unknown>)[name] === value,
          )
            ? []
            : ['hints']),
          ...(readOnlyHint === isRead(tool) && !(readOnlyHint && destructiveHint) ? [] : ['readOnlyHint']),
          ...(tool.effect !== 'delete' || destructiveHint ? [] : ['destructiveHint']),
          ...(!tool.sends || openWorldHint ? [] : ['openWorldHint']),
          ...((_meta?.['anthropic/requiresUserInteraction'] === true) === needsConfirmation(tool) ? [] : ['_meta']),
        ];
      }),
    ).toEqual([]);
  });

  it('names only tools that exist', () => {
    const names = new Set(allTools.map(({ name }) => name));
    expect(
      offenders((tool) => {
        const text = JSON.stringify(listingOf(tool));
        return (text.match(/\b\w*(?:puzzel|gladly)_\w+/g) ?? []).filter((name) => !names.has(name));
      }),
    ).toEqual([]);
  });
});

describe('every tool of a vendor', () => {
  it('has routes whose placeholders are its arguments or customerKey', () => {
    const wrong = catalogue.flatMap((tool) => {
      const allowed = ['customerKey', ...Object.keys(tool.input)];
      return [tool.route, ...tool.route.alternatives]
        .filter(({ path }) => !path.startsWith('/') || placeholdersOf(path).some((name) => !allowed.includes(name)))
        .map(({ path }) => `${tool.name}: ${path}`);
    });
    expect(wrong).toEqual([]);
  });

  it('has an example that its own schema accepts', () => {
    const wrong = catalogue.filter((tool) => !tool.schemas().validator.safeParse(tool.example).success);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('says what comes back if it reads data: only writes and downloads have a usual answer', () => {
    const reading = catalogue.filter((tool) => isRead(tool) && tool.download === undefined);
    const silent = reading.filter(({ output }) => [changed, created, puzzelDone].includes(output));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('says "Unverified" only when its route is inferred', () => {
    const unverified = catalogue.filter(({ description }) => /unverified/i.test(description));
    const withSource = unverified.filter(({ route }) => route.provenance !== 'inferred');
    // Its description calls only its last fields unverified.
    expect(withSource.map(({ name }) => name)).toEqual(['create_a_puzzel_user_callout_request']);
  });

  it('says which argument is the customer when it takes the id of a Gladly customer', () => {
    const taking = gladlyTools.filter(
      ({ input, route }) => 'customer_id' in input || route.path === '/api/v1/customer-profiles/{id}',
    );
    const without = taking.filter((tool) => !('customer' in tool && typeof tool.customer === 'string'));
    // This tool takes a customer in two ways, and its own function handles both.
    const names = without.map(({ name }) => name);
    expect(names, 'tools without the member `customer` in their record').toEqual(['create_a_gladly_task']);
  });
});
