import { afterEach, beforeEach, expect, it } from 'vitest';
import { customerPath, type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { connect, type TestClient } from '../support/server-process.js';

let puzzel: FakePuzzel;
let client: TestClient | undefined;

beforeEach(async () => {
  puzzel = await fakePuzzel();
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  await puzzel.close();
});

const queues = () => client?.call('list_all_puzzel_queues');

it('a Puzzel session logs in once for 200 concurrent calls, and refreshes an invalid token once for the next 200', async () => {
  puzzel.api = (path, _, response) => {
    expect(path).toBe(customerPath('/queues'));
    json(response, { result: [{ id: 1, key: 'q_a' }], code: 0 });
  };
  client = await connect('sdk2-modern', puzzel.env);
  const first = await Promise.all(Array.from({ length: 200 }, queues));
  expect(first.every((answer) => answer?.isError !== true)).toBe(true);
  expect([puzzel.logins, puzzel.refreshes]).toEqual([1, 0]);

  puzzel.valid.clear();
  const second = await Promise.all(Array.from({ length: 200 }, queues));
  expect(second.map((answer) => answer?.structuredContent)).toEqual(
    Array.from({ length: 200 }, () => ({ result: [{ id: 1, key: 'q_a' }], total: 1 })),
  );
  expect([puzzel.logins, puzzel.refreshes]).toEqual([1, 1]);
});

it('a wrong password fails with `unauthorized` after a single login, whatever the number of calls', async () => {
  client = await connect('sdk2-modern', { ...puzzel.env, PUZZEL_PASSWORD: 'wrong-password' });
  const answers = await Promise.all(Array.from({ length: 20 }, queues));
  for (const answer of answers) {
    expect(answer?.isError).toBe(true);
    expect(answer?.structuredContent).toMatchObject({ error: { kind: 'unauthorized' } });
    expect(JSON.stringify(answer)).not.toContain('wrong-password');
  }
  await queues();
  expect(puzzel.logins).toBe(1);
});
