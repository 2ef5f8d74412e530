import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/tools/index.js';
import { closedAfterAll } from '../support/set-up.js';
import { toolNamed } from '../support/tool-named.js';
import { fuzzTimeMs, runs } from './runs.js';
import { fuzzRuntime } from './runtime.js';
import { argumentsOf } from './tool-arguments.js';

const program = closedAfterAll(await fuzzRuntime());

const emptyBodies = { puzzel: '{"code":0,"result":[]}', gladly: '[]', chat: '{}' };

describe('whatever arguments a model sends', () => {
  it(
    'a tool answers with one envelope, and hundreds of the calls reach a vendor',
    async () => {
      for (const tool of catalogue) {
        const answer = { status: 200, headers: { 'content-type': 'application/json' }, body: emptyBodies[tool.vendor] };
        const property = fc.asyncProperty(argumentsOf(tool), async (args) => {
          await program.call(tool, args, [answer]);
        });
        await fc.assert(property, runs(8));
      }
      // Otherwise the arguments would be refused before anything is tested.
      expect(program.requestCount()).toBeGreaterThan(300);
    },
    3 * fuzzTimeMs,
  );

  it('an object with a member `length` is refused where a text belongs', async () => {
    const tool = toolNamed('gladly_automation_sessions_close');
    const answer = await program.call(tool, { id: '1', description: { length: { toString: '' } } }, []);
    expect(answer).toMatchObject({ error: { kind: 'invalid_input' } });
  });
});
