import { found, minutesAgo, rowsOf, type Stage } from './stage.js';

/** Missed calls of the VIP queue in the last half hour → one eTask each → the task numbers. */
export async function missedCalls(stage: Stage): Promise<void> {
  stage.act(
    '2 · Missed-call recovery',
    'Find the missed calls of the VIP sales queue in the last 30 minutes and make a task for each: call back at once.',
  );
  const queues = rowsOf(await stage.call('list_all_puzzel_queues', { fields: ['id', 'key', 'description'] }));
  const vip = found(
    queues.find((queue) => /vip/i.test(String(queue.description))),
    'VIP queue',
  );
  const from = new Date(Date.now() - 30 * 60_000).toISOString();
  const recent = rowsOf(await stage.call('list_all_puzzel_missed_calls', { queue_id: vip.id, from }));
  stage.rows(recent, {
    caller: (call) => call.requestRemoteAddress,
    when: (call) => `${minutesAgo(call.queueEntered)} min ago`,
    'waited in vain': (call) => `${call.inQueueSeconds} s`,
    queue: (call) => call.queueName,
  });
  stage.say(`${recent.length} missed calls in half an hour. One task for each, straight back into ${vip.description}.`);
  const numbers: unknown[] = [];
  for (const call of recent) {
    numbers.push(
      await stage.call('create_a_puzzel_etask', {
        from: 'recovery@demo.example',
        to: 'vip@demo.example',
        subject: `Call back ${call.requestRemoteAddress}`,
        uri: `tel:${call.requestRemoteAddress}`,
        queueKey: vip.key,
        vipScore: 9,
        description: `Missed ${minutesAgo(call.queueEntered)} minutes ago after ${call.inQueueSeconds} s in ${call.queueName}. Call back at once.`,
      }),
    );
  }
  stage.done(`Tasks made: ${numbers.join(', ')}.`);
}
