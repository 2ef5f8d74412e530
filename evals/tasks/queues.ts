import { fullName, maxBy, numberAt, type Row, rows, textAt, valuesAt } from '../answer.js';
import { expectNames, expectValues } from '../reply.js';
import type { Task } from '../task.js';
import type { Tenant } from '../tenant.js';
import { localTime } from '../time.js';

const oslo = 'Europe/Oslo';

const agentStates = async (tenant: Tenant) =>
  rows(await tenant.call('list_all_puzzel_state_information', { limit: 100 }));

const overdueWrapUp = (agents: Row[]) =>
  agents.filter((agent) => agent.userStatus === 'WrapUp' && numberAt(agent, 'timeInStatus') > 300).map(fullName);

/**
 * The queue whose longest wait is the greatest multiple of its target.
 * @param live visual queues, which have the waits
 * @param queues system queues, which have the targets; in the demo they have the names of the visual ones
 */
function furthestOver(live: Row[], queues: Row[]): Row {
  const target = (queue: Row) =>
    numberAt(
      queues.find(({ description }) => description === queue.description),
      'sla',
    );
  return maxBy(live, (queue) => numberAt(queue, 'waitTimeMaxSeconds') / target(queue));
}

const oldestRequest = (requests: Row[]) => maxBy(requests, (request) => numberAt(request, 'timeInQueue'));

/** The subject of a mail or eTask, which is the first line of its additional information. */
const subject = (mail: Row | undefined) => /^Subject: (.*)$/m.exec(textAt(mail, 'additionalInfo'))?.[1] ?? '';

const speaks = (language: string) => (agent: Row) =>
  valuesAt(agent, 'profiles.qualities.elements.name').includes(language);

export const queueTasks: Task[] = [
  {
    id: 'over-long-wrap-up',
    person: 'lead',
    request: 'Has anybody in Tier 2 Support been in after-call work for more than five minutes now?',
    replyFormat: 'the names of these agents',
    check: expectNames(async (tenant) =>
      overdueWrapUp((await agentStates(tenant)).filter((agent) => agent.userGroupName === 'Tier 2 Support')),
    ),
    steps: [
      {
        tool: 'list_all_puzzel_state_information',
        args: {
          userGroupName: 'Tier 2 Support',
          fields: ['firstName', 'lastName', 'userStatus', 'timeInStatus'],
        },
      },
    ],
    reply: ([agents]) => overdueWrapUp(rows(agents)),
    wrong: { reply: ([agents]) => rows(agents).map(fullName) },
  },
  {
    id: 'furthest-over-target',
    person: 'supervisor',
    request:
      'Each queue has its own target for answering. Going by the longest waits on the wallboard, which queue is furthest over its target, as a multiple of it?',
    replyFormat: 'the name of the queue',
    check: expectValues(async (tenant) => {
      const live = rows(await tenant.call('list_all_puzzel_visual_queue_state_info'));
      return [textAt(furthestOver(live, rows(await tenant.call('list_all_puzzel_queues'))), 'description')];
    }),
    steps: [
      { tool: 'list_all_puzzel_queues', args: { fields: ['description', 'sla'] } },
      { tool: 'list_all_puzzel_visual_queue_state_info', args: { fields: ['description', 'waitTimeMaxSeconds'] } },
    ],
    reply: ([queues, live]) => [textAt(furthestOver(rows(live), rows(queues)), 'description')],
    // The longest wait of all has the most generous target.
    wrong: {
      reply: ([, live]) => [
        textAt(
          maxBy(rows(live), (queue) => numberAt(queue, 'waitTimeMaxSeconds')),
          'description',
        ),
      ],
    },
  },
  {
    id: 'oldest-mail',
    person: 'supervisor',
    request: 'Which mail has been waiting longest in our E-mail queue? Tell me who sent it and its subject.',
    replyFormat: "the sender's address; the subject",
    check: expectValues(async (tenant) => {
      const mails = rows(await tenant.call('list_all_puzzel_user_visual_queues')).filter(
        ({ queueId }) => queueId === 301,
      );
      const { requestId, requestRemoteAddress } = oldestRequest(mails);
      const [mail] = rows(await tenant.call('get_single_puzzel_etask_by_id', { id: requestId }));
      return [String(requestRemoteAddress), subject(mail)];
    }),
    steps: [
      { tool: 'get_single_puzzel_user_visual_queue_by_id', args: { id: 'E-mail' } },
      {
        tool: 'get_single_puzzel_etask_by_id',
        args: ([mails]) => ({ id: oldestRequest(rows(mails)).requestId }),
      },
    ],
    reply: ([mails, mail]) => [textAt(oldestRequest(rows(mails)), 'requestRemoteAddress'), subject(rows(mail)[0])],
    wrong: {
      reply: ([mails]) => {
        const newest = maxBy(rows(mails), (mail) => -numberAt(mail, 'timeInQueue'));
        return [textAt(newest, 'requestRemoteAddress'), textAt(newest, 'description')];
      },
    },
  },
  {
    id: 'reserved-until',
    person: 'lead',
    request: 'Until when today or tomorrow is request 10934 reserved? We are in Oslo. And which user id is it for?',
    replyFormat: 'the time as HH:MM on an Oslo clock; the user id',
    check: expectValues(async (tenant) => {
      const [mail] = rows(await tenant.call('get_single_puzzel_etask_by_id', { id: '10934' }));
      return [localTime(textAt(mail, 'reservedUserExpiry'), oslo), textAt(mail, 'reservedUserId')];
    }),
    steps: [{ tool: 'get_single_puzzel_etask_by_id', args: { id: '10934' } }],
    reply: ([mail]) => [
      localTime(textAt(rows(mail)[0], 'reservedUserExpiry'), oslo),
      textAt(rows(mail)[0], 'reservedUserId'),
    ],
    wrong: {
      reply: ([mail]) => [
        textAt(rows(mail)[0], 'reservedUserExpiry').slice(11, 16),
        textAt(rows(mail)[0], 'reservedUserId'),
      ],
    },
  },
  {
    id: 'who-is-in-pause',
    person: 'supervisor',
    request: 'Which agents are in pause at the moment, and what reason did they choose?',
    replyFormat: 'each agent as "name = reason"',
    check: expectNames(async (tenant) => {
      const reasons = rows(await tenant.call('list_all_puzzel_pause_types'));
      const agents = agentsInPause(await agentStates(tenant));
      if (agents.length === 0) return [];
      const user_ids = agents.map(({ userId }) => userId);
      const userStates = rows(await tenant.call('list_all_puzzel_user_state_information', { user_ids }));
      return pauses(agents, userStates, reasons);
    }),
    steps: [
      {
        tool: 'list_all_puzzel_state_information',
        args: { fields: ['userId', 'firstName', 'lastName', 'contactCentreStatus'] },
      },
      {
        tool: 'list_all_puzzel_user_state_information',
        args: ([agents]) => ({
          user_ids: agentsInPause(rows(agents)).map(({ userId }) => userId),
          fields: ['userId', 'pauseTypeId'],
        }),
      },
      { tool: 'list_all_puzzel_pause_types' },
    ],
    reply: ([agents, userStates, reasons]) => pauses(agentsInPause(rows(agents)), rows(userStates), rows(reasons)),
    wrong: { reply: ([agents]) => agentsInPause(rows(agents)).map((agent) => `${fullName(agent)} = Meeting`) },
  },
  {
    id: 'fault-number-of-callback',
    person: 'lead',
    request:
      'Call-back 88392 is about a fault we know already. Which fault number is noted on it, and what number do we ring?',
    replyFormat: 'the fault number; the telephone number with +',
    check: expectValues(async (tenant) => {
      const [request] = rows(await tenant.call('get_single_puzzel_request_by_id', { id: '88392' }));
      return [faultNumber(request), textAt(request, 'remoteAddress')];
    }),
    steps: [{ tool: 'get_single_puzzel_request_by_id', args: { id: '88392' } }],
    reply: ([request]) => [faultNumber(rows(request)[0]), textAt(rows(request)[0], 'remoteAddress')],
    wrong: { reply: ([request]) => [faultNumber(rows(request)[0]), textAt(rows(request)[0], 'destination')] },
  },
  {
    id: 'ready-and-speaks-swedish',
    person: 'lead',
    request: 'A Swedish customer is on hold. Who of the agents that are free right now has Swedish as a skill?',
    replyFormat: 'the names of these agents',
    check: expectNames(async (tenant) => {
      const user_ids = valuesAt(rows(await tenant.call('list_all_puzzel_available_users')), 'id');
      return rows(await tenant.call('list_all_puzzel_users_search', { user_ids, limit: 50 }))
        .filter(speaks('Swedish'))
        .map(fullName);
    }),
    steps: [
      { tool: 'list_all_puzzel_available_users', args: { fields: ['id'] } },
      {
        tool: 'list_all_puzzel_users_search',
        args: ([ready]) => ({
          user_ids: valuesAt(rows(ready), 'id'),
          fields: ['firstName', 'lastName', 'profiles.qualities.elements.name'],
        }),
      },
    ],
    reply: ([, agents]) => rows(agents).filter(speaks('Swedish')).map(fullName),
    wrong: { reply: ([, agents]) => rows(agents).filter(speaks('English')).map(fullName) },
  },
];

function agentsInPause(agents: Row[]): Row[] {
  return agents.filter((agent) => agent.contactCentreStatus === 'Pause');
}

/** Who is in pause, each with the name of the reason. */
function pauses(agents: Row[], userStates: Row[], reasons: Row[]): string[] {
  return agents.map((agent) => {
    const state = userStates.find(({ userId }) => userId === agent.userId);
    const reason = reasons.find(({ id }) => id === state?.pauseTypeId);
    return `${fullName(agent)} = ${textAt(reason, 'description')}`;
  });
}

function faultNumber(request: Row | undefined): string {
  const variables = valuesAt(request, 'variables');
  return textAt(
    variables.find((variable) => textAt(variable, 'name') === 'faultId'),
    'value',
  );
}
