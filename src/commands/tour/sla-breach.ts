import { type Row, requireRecord, rowsOf, type Tour } from './tour.js';

/** Per cent of the calls offered today that were abandoned. */
const dropRate = (queue: Row): number => {
  const offered = Number(queue.callsOfferedToday) || 0;
  return offered === 0 ? 0 : (Number(queue.callsAbandonedToday) / offered) * 100;
};

/** Finds the visual queues in breach, then the Tier 1 agents who are ready to help. */
export async function slaBreach(tour: Tour): Promise<void> {
  tour.begin(
    '1 · SLA breach',
    'Look at our inbound queues. If one waits over 120 s or drops over 5 %, tell me who in Tier 1 can help.',
  );
  const queues = rowsOf(
    await tour.call('list_all_puzzel_visual_queue_state_info', {
      fields: [
        'id',
        'description',
        'waitTimeMaxSeconds',
        'queueSize',
        'agentsReady',
        'callsOfferedToday',
        'callsAbandonedToday',
      ],
    }),
  );
  tour.showRows(queues, {
    'visual queue': (queue) => queue.description,
    'longest wait': (queue) => `${queue.waitTimeMaxSeconds} s`,
    waiting: (queue) => queue.queueSize,
    ready: (queue) => queue.agentsReady,
    'drop rate': (queue) => `${dropRate(queue).toFixed(1)} %`,
  });
  const breaches = queues.filter((queue) => Number(queue.waitTimeMaxSeconds) > 120 || dropRate(queue) > 5);
  const queueName = requireRecord(breaches[0], 'queue in breach').description;
  const facts = breaches.map(
    (queue) =>
      `${queue.description} (${queue.waitTimeMaxSeconds} s longest wait, ${dropRate(queue).toFixed(1)} % dropped)`,
  );
  tour.say(`In breach: ${facts.join(', ')}. Who is in Tier 1?`);
  const agents = rowsOf(
    await tour.call('list_all_puzzel_state_information', {
      userGroupName: 'Tier 1 Support',
      fields: ['userId', 'firstName', 'lastName', 'contactCentreStatus', 'userStatus'],
    }),
  );
  tour.showRows(agents, {
    agent: (agent) => `${agent.firstName} ${agent.lastName}`,
    id: (agent) => agent.userId,
    logged: (agent) => agent.contactCentreStatus,
    status: (agent) => agent.userStatus,
  });
  const readyAgents = agents.filter(
    (agent) => agent.contactCentreStatus === 'LoggedOn' && agent.userStatus === 'Available',
  );
  const names = readyAgents.map((agent) => `${agent.firstName} ${agent.lastName}`).join(', ');
  tour.sayDone(`${readyAgents.length} agents are ready to take calls of ${queueName}: ${names}.`);
}
