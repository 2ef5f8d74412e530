import { expect, it } from 'vitest';
import { failedAnswer } from '../../src/views/page/answer.js';
import { oneAtATime } from '../../src/views/page/one-at-a-time.js';

it('calls are made one after the other, and a call gets the answer of an equal one that is not answered yet', async () => {
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
  const calls = [call('save', { id: 1 }), call('poll', {}), call('save', { id: 1 }), call('save', { id: 2 })];
  const [first, , repeated, different] = await Promise.all(calls);
  expect([started, mostRunning]).toEqual([['save', 'poll', 'save'], 1]);
  expect([repeated === first, different === first]).toEqual([true, false]);
  await call('poll', {});
  expect(started).toHaveLength(4);
});
