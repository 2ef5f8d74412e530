import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { fuzzTimeMs, runs } from './runs.js';
import { type FuzzTenant, fuzzTenant } from './tenant.js';
import { vendorAnswer } from './vendor-answers.js';

let tenant: FuzzTenant;
beforeAll(async () => {
  tenant = await fuzzTenant();
});
afterAll(() => tenant.close());

it(
  'whatever a vendor answers, a call has one envelope of a known kind, within the limit, that its output schema accepts',
  async () => {
    for (const vendor of ['puzzel', 'gladly', 'chat']) {
      // Counterexamples name the tool instead of printing all of it.
      const tools = new Map(catalogue.filter((tool) => tool.vendor === vendor).map((tool) => [tool.name, tool]));
      const answers = fc.array(vendorAnswer, { minLength: 1, maxLength: 3 });
      const property = fc.asyncProperty(fc.constantFrom(...tools.keys()), answers, async (name, given) => {
        const tool = tools.get(name);
        if (tool) await tenant.call(tool, tool.example, given);
      });
      const before = tenant.requests();
      await fc.assert(property, runs(200));
      expect(tenant.requests() - before, vendor).toBeGreaterThan(100);
    }
  },
  3 * fuzzTimeMs,
);
