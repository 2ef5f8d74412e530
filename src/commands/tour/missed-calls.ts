import { ageInMinutes, requireRecord, rowsOf, type Tour } from './tour.js';

/** Makes an eTask for each missed call of the VIP queue in the last half hour. */
export async function missedCalls(tour: Tour): Promise<void> {
  tour.begin(
    '2 · Missed-call recovery',
    'Find the missed calls of the VIP sales queue in the last 30 minutes and make a task for each: call back at once.',
  );
  const queues = rowsOf(await tour.call('list_all_puzzel_queues', { fields: ['id', 'key', 'description'] }));
  const vip = requireRecord(
    queues.find((queue) => /vip/i.test(String(queue.description))),
    'VIP queue',
  );
  const from = new Date(Date.now() - 30 * 60_000).toISOString();
  const calls = rowsOf(await tour.call('list_all_puzzel_missed_calls', { queue_id: vip.id, from }));
  tour.showRows(calls, {
    caller: (call) => call.requestRemoteAddress,
    when: (call) => `${ageInMinutes(call.queueEntered)} min ago`,
    'waited in vain': (call) => `${call.inQueueSeconds} s`,
    queue: (call) => call.queueName,
  });
  tour.say(`${calls.length} missed calls in half an hour. One task for each, straight back into ${vip.description}.`);
  const taskIds: unknown[] = [];
  for (const call of calls) {
    taskIds.push(
      await tour.call('create_a_puzzel_etask', {
        from: 'recovery@demo.example',
        to: 'vip@demo.example',
        subject: `Call back ${call.requestRemoteAddress}`,
        uri: `tel:${call.requestRemoteAddress}`,
        queueKey: vip.key,
        vipScore: 9,
        description: `Missed ${ageInMinutes(call.queueEntered)} minutes ago after ${call.inQueueSeconds} s in ${call.queueName}. Call back at once.`,
      }),
    );
  }
  tour.sayDone(`Tasks made: ${taskIds.join(', ')}.`);
}
