import { expect, it } from 'vitest';
import { customerPath, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { connect } from '../support/server-process.js';
import { closedAfterTest } from '../support/set-up.js';

/** Starts a fake Puzzel and a client until the end of the test; `listQueues` makes a call through the client. */
async function start(env: Record<string, string> = {}) {
  const puzzel = closedAfterTest(await fakePuzzel());
  const client = closedAfterTest(await connect('sdk2-modern', { ...puzzel.env, ...env }));
  return { puzzel, listQueues: () => client.call('list_all_puzzel_queues') };
}

it('a Puzzel session logs in once for 200 concurrent calls, and refreshes an invalid token once for the next 200', async () => {
  const { puzzel, listQueues } = await start();
  puzzel.api = (path, _, response) => {
    expect(path).toBe(customerPath('/queues'));
    json(response, { result: [{ id: 1, key: 'q_a' }], code: 0 });
  };
  const first = await Promise.all(Array.from({ length: 200 }, listQueues));
  expect(first.every((answer) => answer.isError !== true)).toBe(true);
  expect([puzzel.logins, puzzel.refreshes]).toEqual([1, 0]);

  puzzel.valid.clear();
  const second = await Promise.all(Array.from({ length: 200 }, listQueues));
  expect(second.map((answer) => answer.structuredContent)).toEqual(
    Array.from({ length: 200 }, () => ({ result: [{ id: 1, key: 'q_a' }], total: 1 })),
  );
  expect([puzzel.logins, puzzel.refreshes]).toEqual([1, 1]);
});

it('a wrong password fails with `unauthorized` after a single login, whatever the number of calls', async () => {
  const { puzzel, listQueues } = await start({ PUZZEL_PASSWORD: 'wrong-password' });
  const answers = await Promise.all(Array.from({ length: 20 }, listQueues));
  for (const answer of answers) {
    expect(answer.isError).toBe(true);
    expect(answer.structuredContent).toMatchObject({ error: { kind: 'unauthorized' } });
    expect(JSON.stringify(answer)).not.toContain('wrong-password');
  }
  await listQueues();
  expect(puzzel.logins).toBe(1);
});
