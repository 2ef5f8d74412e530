import { expect, it } from 'vitest';
import { failedAnswer } from '../../src/views/page/answer.js';
import { oneAtATime } from '../../src/views/page/one-at-a-time.js';

it('calls are made one after the other, and calls that wait get the answer of an equal one before them', async () => {
  const started: string[] = [];
  let running = 0;
  let mostRunning = 0;
  const call = oneAtATime(async (tool) => {
    started.push(tool);
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    return failedAnswer('network', 'down');
  });
  await Promise.all([call('save', { id: 1 }), call('poll', {}), call('save', { id: 1 }), call('save', { id: 2 })]);
  expect([started, mostRunning]).toEqual([['save', 'poll', 'save'], 1]);
  await call('poll', {});
  expect(started).toHaveLength(4);
});
