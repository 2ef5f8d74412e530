import { describe, expect, it } from 'vitest';
import { defaultTargets, judge, type Level, readQueues, worstFirst } from '../../src/views/page/queue.js';

const good = {
  queueSize: 1,
  waitTimeMaxSeconds: 10,
  sla: 95,
  agentsLoggedOn: 5,
  agentsReady: 2,
  callsOfferedToday: 100,
  callsAbandonedToday: 1,
  alarmFlag: 0,
};
const judged = (...queues: Record<string, unknown>[]) => readQueues(queues).map((one) => judge(one, defaultTargets));

describe('the verdict on a queue', () => {
  it.each<[what: string, level: Level, queue: Record<string, unknown>]>([
    ['all figures on target', 'good', good],
    ['no figure at all', 'unknown', { id: 1, description: 'Silent' }],
    ['a few figures', 'good', { queueSize: 0, agentsReady: 1 }],
    ['a long wait', 'breach', { ...good, waitTimeMaxSeconds: 121 }],
    ['waiting customers with nobody logged on', 'breach', { ...good, agentsReady: 0, agentsLoggedOn: 0 }],
    ['waiting customers with nobody ready', 'watch', { ...good, agentsReady: 0 }],
    ['nobody logged on where nobody waits', 'good', { ...good, queueSize: 0, agentsReady: 0, agentsLoggedOn: 0 }],
    ['a low service level with somebody waiting', 'breach', { ...good, sla: 60 }],
    ['a low service level with nobody waiting', 'watch', { ...good, sla: 60, queueSize: 0, waitTimeMaxSeconds: 0 }],
    ["Puzzel's alarm", 'breach', { ...good, alarmFlag: 1 }],
  ])('for %s is %s', (_, level, queue) => {
    expect(judged(queue).map((one) => one.level)).toEqual([level]);
  });

  it('puts many customers who wait for half an hour before one who waits for two minutes', () => {
    const order = worstFirst(
      judged(
        { ...good, description: 'two minutes', waitTimeMaxSeconds: 121, queueSize: 1, sla: 79 },
        { ...good, description: 'low service level', queueSize: 0, waitTimeMaxSeconds: 0, sla: 60 },
        { ...good, description: 'half an hour', waitTimeMaxSeconds: 1_800, queueSize: 20, sla: 81 },
        { description: 'silent' },
      ),
    ).map(({ queue }) => queue.name);
    expect(order).toEqual(['half an hour', 'two minutes', 'low service level', 'silent']);
  });
});
