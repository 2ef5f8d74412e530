import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { missingSettings } from '../../src/config/offered.js';
import type { Environment } from '../../src/config/settings.js';
import { startDemo } from '../../src/demo/index.js';
import { isRead } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { instructionsFor } from '../../src/tools/instructions.js';
import { toolFacts } from '../support/tool-facts.js';

const textFor = (env: Environment, demo: boolean, readOnly: boolean): string => {
  const config = loadConfig(env, toolFacts);
  const tools = readOnly ? catalogue.filter(isRead) : catalogue;
  return instructionsFor({ tools, demo, missing: demo ? {} : missingSettings(config) });
};

describe('the instructions', () => {
  it('stay within 2,000 characters, whatever is set up (mcp-notes: clients cut the rest)', async () => {
    const tenant = await startDemo();
    await tenant.close();
    const lengths = [tenant.env, {}, { PUZZEL_CUSTOMER_KEY: '1', GLADLY_HOST: 'acme.gladly.com' }].flatMap((env) =>
      [true, false].map((readOnly) => textFor(env, env === tenant.env, readOnly).length),
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2000);
  });

  it('say that nothing can be changed when no tool that writes is listed, by whichever setting', () => {
    expect(textFor({}, true, true)).toContain('Read-only');
    expect(textFor({}, true, false)).not.toContain('Read-only');
  });

  it('speak only of vendors whose tools are listed', () => {
    const only = (vendor: string) =>
      instructionsFor({
        tools: catalogue.filter((tool) => tool.vendor === vendor),
        demo: false,
        missing: {},
      });
    expect(only('puzzel')).toContain('Puzzel: user_id');
    expect(only('puzzel')).not.toContain('Gladly:');
    expect(only('gladly')).not.toMatch(/Puzzel:|two systems/);
    expect(textFor({}, true, false)).toMatch(/Puzzel: .*\n.*Gladly: .*\n.*two systems/s);
  });
});
