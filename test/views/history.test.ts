import { expect, it } from 'vitest';
import { History, sparkline } from '../../src/views/page/history.js';
import { readQueues } from '../../src/views/page/queue.js';

it('the line of a queue has gaps where the queue was not read for a while, and where a reading has no figure', () => {
  const history = new History(25_000);
  const add = (seconds: number, queueSize?: number) =>
    history.add(new Date(seconds * 1_000), readQueues([{ id: 1, queueSize }]));
  add(0, 4);
  add(10, 2);
  add(3_000, 4);
  add(3_010);
  add(3_020, 0);
  const samples = history.samplesOf('1');
  expect(samples.map(({ queueSize }) => queueSize)).toEqual([4, 2, undefined, 4, undefined, 0]);
  expect(sparkline(samples)).toEqual({ path: 'M0.0,2.0h0L0.3,15.0M99.3,2.0h0M100.0,28.0h0', maxWaiting: 4 });
});

it('a queue has no line when no reading says how many wait', () => {
  const unknown = [0, 1, 2].map((at) => ({ at, waitTimeMaxSeconds: 5 }));
  expect(sparkline(unknown)).toBeUndefined();
});
