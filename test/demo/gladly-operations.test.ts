import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { demoSessions } from '../../src/demo/gladly/ids.js';
import { operations, pathOf } from './gladlyOperations.js';
import { type Gladly, startGladly } from './gladlyTenant.js';

let gladly: Gladly;
beforeAll(async () => {
  gladly = await startGladly();
});
afterAll(() => gladly.close());

test('the table has all 89 operations once', () => {
  const distinct = new Set(operations.map(({ method, route }) => `${method} ${route}`));
  expect(distinct.size).toBe(89);
  expect(operations).toHaveLength(89);
});

describe('an operation with sensible arguments answers its documented success', () => {
  test.each(operations)('$method $route answers $status', async (operation) => {
    const { method, body, status, answer } = operation;
    let path = pathOf(operation);
    if (path.endsWith('/FIRST_MESSAGE')) path = path.replace('FIRST_MESSAGE', await firstMessage());
    const given = await gladly.call(method, path, body);

    expect(given.status, given.text).toBe(status);
    if (given.headers.has('ratelimit-limit-second')) expect(given.headers.get('ratelimit-limit-second')).toBe('10');
    if (status === 204 || status === 303) expect(given.text).toBe('');
    if (typeof answer === 'string') expect(given.headers.get('location')).toContain(answer);
    else if (Array.isArray(answer)) expect(given.json).toEqual(expect.arrayContaining(answer.map(containing)));
    else if (answer !== undefined) expect(given.json).toMatchObject(answer);
  });
});

function containing(part: Record<string, unknown>): unknown {
  const nested = Object.entries(part).map(([name, value]) => {
    if (Array.isArray(value)) return [name, expect.arrayContaining(value.map(containing))];
    return [name, typeof value === 'object' && value !== null ? expect.objectContaining(value) : value];
  });
  return expect.objectContaining(Object.fromEntries(nested));
}

async function firstMessage(): Promise<string> {
  const { json } = await gladly.call('GET', `/message-automation/sessions/${demoSessions.active}/messages`);
  return z.array(z.object({ id: z.string() })).parse(json)[0]?.id ?? '';
}
