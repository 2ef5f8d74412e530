import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { closedAfterAll } from '../support/set-up.js';
import { toolNamed } from '../support/tool-named.js';
import { fuzzTimeMs, runs } from './runs.js';
import { fuzzRuntime } from './runtime.js';
import { vendorAnswer } from './vendor-answers.js';

const program = closedAfterAll(await fuzzRuntime());

it(
  'whatever a vendor answers, a result has an envelope within the size limit that the output schema accepts, and an error a known kind',
  async () => {
    for (const vendor of ['puzzel', 'gladly', 'chat']) {
      // The property takes the name of a tool instead of the tool, because counterexamples would print the whole tool.
      const names = catalogue.filter((tool) => tool.vendor === vendor).map(({ name }) => name);
      const answers = fc.array(vendorAnswer, { minLength: 1, maxLength: 3 });
      const property = fc.asyncProperty(fc.constantFrom(...names), answers, async (name, inTurn) => {
        const tool = toolNamed(name);
        await program.call(tool, tool.example, inTurn);
      });
      const before = program.requestCount();
      await fc.assert(property, runs(200));
      expect(program.requestCount() - before, vendor).toBeGreaterThan(100);
    }
  },
  3 * fuzzTimeMs,
);
