import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { closedAfterAll } from '../support/set-up.js';
import { toolNamed } from '../support/tool-named.js';
import { fuzzTimeMs, runs } from './runs.js';
import { fuzzTenant } from './tenant.js';
import { vendorAnswer } from './vendor-answers.js';

const tenant = closedAfterAll(await fuzzTenant());

it(
  'whatever a vendor answers, a call has one envelope of a known kind, within the limit, that its output schema accepts',
  async () => {
    for (const vendor of ['puzzel', 'gladly', 'chat']) {
      // The property takes a name and no tool, because counterexamples would print the whole tool.
      const names = catalogue.filter((tool) => tool.vendor === vendor).map(({ name }) => name);
      const answers = fc.array(vendorAnswer, { minLength: 1, maxLength: 3 });
      const property = fc.asyncProperty(fc.constantFrom(...names), answers, async (name, given) => {
        const tool = toolNamed(name);
        await tenant.call(tool, tool.example, given);
      });
      const before = tenant.requests();
      await fc.assert(property, runs(200));
      expect(tenant.requests() - before, vendor).toBeGreaterThan(100);
    }
  },
  3 * fuzzTimeMs,
);
