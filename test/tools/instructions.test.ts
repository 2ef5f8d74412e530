import { describe, expect, it } from 'vitest';
import { serverParts } from '../../src/commands/serve.js';
import { readSettings } from '../../src/commands/settings.js';
import { methodWords } from '../../src/config/selection.js';
import type { Environment } from '../../src/config/settings.js';
import { startDemo } from '../../src/demo/index.js';
import { vendors } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { manifest } from '../support/in-process-server.js';

/** The instructions and tools that a client gets under these settings. */
function partsFor(env: Environment, isDemo: boolean) {
  const settings = readSettings({ PUZZEL_MCP_LOG_LEVEL: 'silent', ...env }, isDemo, manifest.tools);
  return serverParts(settings, manifest, async () => {
    throw new Error('nothing is called here');
  });
}
const textFor = (env: Environment, isDemo: boolean): string => partsFor(env, isDemo).instructions;

/** Filters to try: among them every vendor, tag, method and tool alone, and every tool excluded. */
const selections: Environment[] = [
  {},
  { PUZZEL_MCP_READ_ONLY: 'true' },
  { PUZZEL_MCP_EXCLUDE_TOOLS: '*' },
  { PUZZEL_MCP_EXCLUDE_TOOLS: 'list_all_*' },
  ...[...new Set(catalogue.flatMap(({ vendor, tag }) => [vendor, tag]))].map((tag) => ({ PUZZEL_MCP_TAGS: tag })),
  ...Object.keys(methodWords).map((method) => ({ PUZZEL_MCP_METHODS: method })),
  ...['server_status', ...catalogue.map(({ name }) => name)].flatMap((name) => [
    { PUZZEL_MCP_TOOLS: name },
    { PUZZEL_MCP_EXCLUDE_TOOLS: name },
  ]),
];

/** What instructions contain when they name the vendor. `Puzzel` before `chat` names the chat alone. */
const vendorPatterns = { puzzel: /Puzzel (?!chat)|Puzzel['’:]/, gladly: /Gladly|gladly/, chat: /Puzzel chat/ };

describe('the instructions', () => {
  it('stay within 2,000 characters with any vendors set up, since clients cut the rest', async () => {
    const tenant = await startDemo();
    await tenant.close();
    const lengths = [tenant.env, {}, { PUZZEL_CUSTOMER_KEY: '1', GLADLY_HOST: 'acme.gladly.com' }].flatMap((env) =>
      ['true', 'false'].map((flag) => textFor({ ...env, PUZZEL_MCP_READ_ONLY: flag }, env === tenant.env).length),
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2000);
  });

  it('name no tool or vendor that is not offered, and name server_status and the directory whenever they are offered', () => {
    const offenders = selections.flatMap((env) =>
      [true, false].flatMap((isDemo) => {
        const { tools, instructions, resources } = partsFor(env, isDemo);
        const offered = new Set(tools.map(({ name }) => name));
        const absentTools = manifest.tools.filter(({ name }) => !offered.has(name) && nameIn(instructions, name));
        const absentVendors = vendors.filter(
          (vendor) =>
            vendorPatterns[vendor].test(instructions) &&
            !manifest.tools.some((tool) => tool.vendor === vendor && offered.has(tool.name)),
        );
        const others = [
          ...(nameIn(instructions, 'server_status') === offered.has('server_status') ? [] : ['server_status']),
          ...(instructions.includes('puzzel-mcp://directory') === resources.hasDirectory ? [] : ['the directory']),
        ];
        const wrong = [...absentTools.map(({ name }) => name), ...absentVendors, ...others];
        return wrong.length === 0 ? [] : [`${JSON.stringify(env)}: ${wrong.join(', ')}`];
      }),
    );
    expect(offenders).toEqual([]);
  });

  it('say that nothing can be changed when no tool that writes is offered, by whichever setting', () => {
    for (const env of [{ PUZZEL_MCP_READ_ONLY: 'true' }, { PUZZEL_MCP_METHODS: 'read' }])
      expect(textFor(env, true)).toContain('Read-only');
    expect(textFor({}, true)).not.toContain('Read-only');
  });

  it('name tools of every vendor when nothing is filtered', () => {
    const text = textFor({}, true);
    const expected = ['list_all_gladly_customers', 'list_all_puzzel_queues', 'create_a_puzzel_chat_session'];
    expect(expected.filter((name) => !nameIn(text, name))).toEqual([]);
    expect(vendors.filter((vendor) => !vendorPatterns[vendor].test(text))).toEqual([]);
    expect(text).toMatch(/Puzzel: .*\n.*Gladly: .*\n.*two systems/s);
  });
});

const nameIn = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
