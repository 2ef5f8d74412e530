import { describe, expect, it } from 'vitest';
import { formatIn } from '../../src/views/page/format.js';
import {
  defaultTargets,
  judge,
  type Level,
  queuesWithFreeAgents,
  readQueues,
  worstFirst,
} from '../../src/views/page/queue.js';
import { noBreachHeadline, reasons } from '../../src/views/page/queue-words.js';

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
const verdictsOf = (...queues: Record<string, unknown>[]) =>
  readQueues(queues).map((one) => judge(one, defaultTargets));

describe('the verdict on a queue', () => {
  it('follows from all its figures', () => {
    const verdicts: [what: string, level: Level, queue: Record<string, unknown>][] = [
      ['all figures on target', 'good', good],
      ['no figure at all', 'unknown', { id: 1, description: 'Silent' }],
      ['how many wait, and nothing else', 'unknown', { queueSize: 3, agentsReady: 1 }],
      ['nobody waiting, and nothing else', 'unknown', { queueSize: 0, agentsReady: 1 }],
      ['an unknown wait', 'unknown', { ...good, waitTimeMaxSeconds: undefined }],
      ['no wait where nobody waits', 'good', { ...good, queueSize: 0, waitTimeMaxSeconds: undefined }],
      [
        'no service level, and no share of abandoned calls',
        'unknown',
        { ...good, sla: null, callsAbandonedToday: null },
      ],
      ['no service level, but a good share of abandoned calls', 'good', { ...good, sla: undefined }],
      [
        'a queue that nobody has called today',
        'good',
        { ...good, sla: 0, callsOfferedToday: 0, callsAbandonedToday: 0 },
      ],
      ['a long wait', 'breach', { ...good, waitTimeMaxSeconds: 121 }],
      ['waiting customers with nobody logged on', 'breach', { ...good, agentsReady: 0, agentsLoggedOn: 0 }],
      ['waiting customers with nobody ready', 'watch', { ...good, agentsReady: 0 }],
      ['nobody logged on where nobody waits', 'good', { ...good, queueSize: 0, agentsReady: 0, agentsLoggedOn: 0 }],
      ['a low service level with somebody waiting', 'breach', { ...good, sla: 60 }],
      ['a low service level with nobody waiting', 'watch', { ...good, sla: 60, queueSize: 0, waitTimeMaxSeconds: 0 }],
      ["Puzzel's alarm", 'breach', { ...good, alarmFlag: 1 }],
    ];
    for (const [what, level, queue] of verdicts) expect.soft(verdictsOf(queue)[0]?.level, what).toBe(level);
  });

  it('finds free agents only in queues where it is known that nobody waits', () => {
    const [worst, ...others] = verdictsOf(
      { ...good, waitTimeMaxSeconds: 500 },
      { ...good, description: 'unknown', queueSize: undefined },
      { ...good, description: 'busy' },
      { ...good, description: 'free', queueSize: 0 },
    );
    expect(worst && queuesWithFreeAgents(others, worst.queue).map(({ name }) => name)).toEqual(['free']);
  });

  it('says "on target" only of queues that meet all their targets', () => {
    const format = formatIn('en-GB', 'Europe/Oslo');
    const calm = { ...good, queueSize: 0, waitTimeMaxSeconds: 0 };
    const missed = { ...calm, sla: 60, callsAbandonedToday: 30 };
    const silent = { description: 'Silent', queueSize: 1 };
    const cases: [Record<string, unknown>[], isWhole: boolean, words: string][] = [
      [[calm], true, 'The queue is on target'],
      [[calm, calm], true, 'Both queues are on target'],
      [[calm, calm, calm], true, 'All 3 queues are on target'],
      [[calm, missed], true, 'No queue needs help now'],
      [[calm, silent], true, '1 queue on target, 1 without enough figures'],
      [[calm, missed, silent], true, '2 queues without a breach, 1 without enough figures'],
      [[silent, silent], true, 'Not enough figures'],
      [[calm], false, 'No breach in the 1 queue read so far'],
    ];
    const headlines = cases.map(([queues, isWhole]) => noBreachHeadline(verdictsOf(...queues), isWhole, format));
    expect(headlines).toEqual(cases.map(([, , words]) => words));
  });

  it('gives a reason for each target that is missed or nearly missed, in figures that differ from the target', () => {
    const format = formatIn('en-GB', 'Europe/Oslo');
    const missed = { ...good, queueSize: 3, agentsReady: 0, waitTimeMaxSeconds: 121, sla: 79.96, alarmFlag: 1 };
    const near = { ...good, waitTimeMaxSeconds: 100, sla: 82, callsOfferedToday: 397, callsAbandonedToday: 20 };
    const reasonLists = verdictsOf(missed, near, good).map((one) => reasons(one, defaultTargets, format));
    expect(reasonLists).toEqual([
      [
        '3 waiting, nobody ready',
        'Longest wait 2:01 (target 2:00)',
        '79.96% answered in time today (target 80%)',
        "Puzzel's alarm is on",
      ],
      [
        'Longest wait 1:40 (target 2:00)',
        '82% answered in time today (target 80%)',
        '5.04% abandoned today (at most 5%)',
      ],
      [],
    ]);
  });

  it('puts the worst queue first: many wait too long, one waits too long, a low service level, no figures', () => {
    const order = worstFirst(
      verdictsOf(
        { ...good, description: 'two minutes', waitTimeMaxSeconds: 121, queueSize: 1, sla: 79 },
        { ...good, description: 'low service level', queueSize: 0, waitTimeMaxSeconds: 0, sla: 60 },
        { ...good, description: 'half an hour', waitTimeMaxSeconds: 1_800, queueSize: 20, sla: 81 },
        { description: 'silent' },
      ),
    ).map(({ queue }) => queue.name);
    expect(order).toEqual(['half an hour', 'two minutes', 'low service level', 'silent']);
  });
});
