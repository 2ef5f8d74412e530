import { expect, test } from 'vitest';
import { z } from 'zod';
import { demoSessions } from '../../src/demo/gladly/ids.js';
import { gladlyTools } from '../../src/tools/gladly/index.js';
import { closedAfterAll } from '../support/set-up.js';
import { operations, pathOf } from './gladly-operations.js';
import { startGladly } from './gladly-tenant.js';

const gladly = closedAfterAll(await startGladly());

test('the table has the operation of every tool once', () => {
  const inTable = operations.map(({ method, route }) => `${method} /api/v1${route}`);
  const ofTools = gladlyTools.map(({ route }) => `${route.method} ${route.path}`);
  // The tools may name the parameters of a path in another way than the table.
  const sorted = (list: string[]) => list.map((one) => one.replace(/\{\w+\}/g, '{…}')).sort();
  expect(sorted(inTable), 'the operations that gladly-operations.ts has').toEqual(sorted(ofTools));
});

test('every operation with sensible arguments answers its documented success', { timeout: 60_000 }, async () => {
  const answered: Record<string, unknown> = {};
  const documented: Record<string, unknown> = {};
  for (const operation of operations) {
    const { method, route, body, status, answer } = operation;
    let path = pathOf(operation);
    if (path.endsWith('/FIRST_MESSAGE')) path = path.replace('FIRST_MESSAGE', await firstMessageId());
    const { status: actualStatus, json, text, headers } = await gladly.call(method, path, body);
    const name = `${method} ${route}`;
    const location = headers.get('location');
    answered[name] = { status: actualStatus, limit: headers.get('ratelimit-limit-second'), json, text, location };
    documented[name] = expect.objectContaining({
      status,
      limit: expect.any(String),
      ...((status === 204 || status === 303) && { text: '' }),
      ...(typeof answer === 'string' && { location: expect.stringContaining(answer) }),
      ...(Array.isArray(answer) && { json: expect.arrayContaining(answer.map(containing)) }),
      ...(typeof answer === 'object' && !Array.isArray(answer) && { json: containing(answer) }),
    });
  }
  expect(answered, 'each needs its route in src/demo/gladly').toEqual(documented);
});

function containing(part: Record<string, unknown>): unknown {
  const nested = Object.entries(part).map(([name, value]) => {
    if (Array.isArray(value)) return [name, expect.arrayContaining(value.map(containing))];
    return [name, typeof value === 'object' && value !== null ? expect.objectContaining(value) : value];
  });
  return expect.objectContaining(Object.fromEntries(nested));
}

async function firstMessageId(): Promise<string> {
  const { json } = await gladly.call('GET', `/message-automation/sessions/${demoSessions.active}/messages`);
  return z.array(z.object({ id: z.string() })).parse(json)[0]?.id ?? '';
}
