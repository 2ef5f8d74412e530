import { expect, it } from 'vitest';
import { placeholdersOf } from '../../src/api/route.js';
import { Failure } from '../../src/failure.js';
import type { CallContext } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { documented, get } from '../../src/tools/routes.js';
import { withAdvice } from '../../src/tools/vendor-definition.js';
import { toolNamed } from '../support/tool-named.js';

it('an update that would change nothing is refused before anything is sent', async () => {
  // Nothing can be sent: there are no clients.
  const context = { clients: {}, signal: new AbortController().signal } as CallContext;
  const updates = catalogue.filter((tool) => {
    const { required = [] } = tool.schemas().json;
    return tool.effect === 'update' && required.every((name) => placeholdersOf(tool.route.path).includes(name));
  });
  expect(updates.length).toBeGreaterThan(8);
  const outcomes = updates.map(async (tool) => {
    const { required = [] } = tool.schemas().json;
    const ids = Object.fromEntries(required.map((name) => [name, tool.example[name]]));
    const failure: unknown = await tool.run(ids, context).catch((error: unknown) => error);
    return `${tool.name}: ${failure instanceof Error ? failure.message : 'was sent'}`;
  });
  const updateAttributes = toolNamed('gladly_conversation_custom_attributes_update');
  for (const nothing of [{}, { add: [] }]) {
    const update = updateAttributes.run({ customer_id: 'k', conversation_id: 'c', ...nothing }, context);
    await expect(update).rejects.toThrow('give at least one of add, remove');
  }
  const wrong = (await Promise.all(outcomes)).filter((outcome) => !/: Nothing to change: give at least/.test(outcome));
  expect(wrong).toEqual([]);
});

it('`whenNotFound` of a tool replaces the hint of `not_found`, and of no other failure', () => {
  const route = get('/{customerKey}/queues/{id}', documented);
  const hintOf = (kind: 'not_found' | 'forbidden', whenNotFound?: string) => {
    const error = new Failure(kind, 'no', { hint: 'general' });
    return withAdvice(error, { route, ...(whenNotFound && { whenNotFound }) }, { id: '5' }).hint;
  };
  expect(hintOf('not_found', 'own')).toBe('own');
  expect(hintOf('not_found')).toBe('general');
  expect(hintOf('forbidden', 'own')).toBe('general');
});
