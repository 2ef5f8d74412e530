import { id, namedUser, text, user } from '../arguments.js';
import { record, rows } from '../output.js';
import { confirmed, get, inferred } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { queuesRoute, visualQueueIds, visualQueuesRoute } from './name-lists.js';

const visualQueueId = () => id('id or name');

/** Requests that wait in a queue (QueueRequest in puzzel.md, section 9). */
const waitingRequests = rows({
  requestId: 'string: request id',
  serviceId: 'integer',
  queueId: 'integer: system queue',
  queueDescription: 'string: name of the queue; may be missing',
  timeInQueue: 'integer: seconds waited',
  adjustedTimeInQueue: 'integer: seconds waited, with priorities counted in',
  sla: 'integer: target in seconds; the unit is unproven',
  vip: 'integer: VIP score',
  mediaType: 'string: Phone, EMail, Sms, Web, Chat, Social, …',
  requestRemoteAddress: 'string: number or address of the customer',
  destination: 'string: number or address that the customer contacted',
  requestStatus: 'string: InQueue, CallbackInQueue, Alerting, Connected, …',
  reservedUserId: 'integer: agent that it is reserved for',
  reservedUserName: 'string',
  reservedUserFlag: 'integer',
  ciq: 'integer: whether it is a call-back in queue',
  callbackScheduledTime: 'ISO time of the planned call-back',
  personalType: 'string: Undefined, Auto or Pick',
  category: 'string',
  description: 'string',
});

const nothingWaitsHint =
  'Nothing waits now. That says nothing about earlier: list_all_puzzel_missed_calls has calls given up, list_all_puzzel_visual_queue_state_info today’s counters.';

export const queueTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_queues',
    title: 'System queues',
    tag: 'queues',
    effect: 'list',
    description:
      'System queues: id (queueId elsewhere), key (queueKey), description (name), sla (target, seconds unproven). Live figures: list_all_puzzel_visual_queue_state_info.',
    input: {},
    output: rows({
      id: 'integer: queue id',
      key: 'string: queue key',
      description: 'string: its name',
      serviceId: 'integer',
      sla: 'integer: target in seconds; the unit is unproven',
      category: 'integer',
    }),
    route: queuesRoute,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_services',
    title: 'Services',
    tag: 'queues',
    effect: 'list',
    description: 'Services: id (serviceId elsewhere), number, description.',
    input: {},
    output: rows({ id: 'integer: service id', number: 'service number', description: 'string: its name' }),
    route: get('/{customerKey}/services', inferred()),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_service_qualities',
    title: 'Skill groups',
    tag: 'queues',
    effect: 'list',
    description:
      'Skill groups and their skills: elements[].id (elementId elsewhere), name. Who has one: list_all_puzzel_users_search with user_ids.',
    input: {},
    output: rows({
      id: 'integer: skill group id',
      number: 'integer',
      description: 'string: its name',
      serviceId: 'integer',
      elements: rows({ id: 'integer: skill id', name: 'string: skill', userLevel: 'integer: level' }),
    }),
    route: get(
      '/{customerKey}/servicequalities',
      inferred('/{customerKey}/services/qualities', '/{customerKey}/qualities'),
    ),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_visual_queues',
    title: 'Visual queues',
    tag: 'queues',
    effect: 'list',
    description:
      'Visual queues: id, description (name), queues[] inside. Waiting requests: get_single_puzzel_user_visual_queue_by_id.',
    input: {},
    output: rows({
      id: 'integer: visual queue id',
      description: 'string: its name',
      queues: rows({ id: 'integer: queue id', key: 'string: queue key', description: 'string', serviceId: 'integer' }),
    }),
    route: visualQueuesRoute,
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_visual_queue_by_id',
    title: 'Agents behind a visual queue',
    tag: 'queues',
    effect: 'get',
    description:
      'Agents who serve one visual queue: usersDetails (status, timeInStatus in seconds), usersOverview (counts).',
    input: { id: visualQueueId(), result: text('UserDetailsOnly, UserOverviewOnly or UserDetailsAndOverview') },
    output: record({
      usersDetails: rows({
        userId: 'integer',
        firstName: 'string',
        lastName: 'string',
        contactCentreStatus: 'string: LoggedOff, LoggedOn or Pause',
        userStatus: 'string: Available, Connected, WrapUp, …',
        statusDescription: 'string',
        timeInStatus: 'integer: seconds in the status',
        phoneNumber: 'string: number where the agent answers',
        profileName: 'string: profile in use',
        activeOnQueue: 'boolean',
        userOwned: 'integer',
        unblockableMasterId: 'integer',
        chatCapacityMaxParallel: 'integer: chats at a time',
        chatConnected: 'integer: chats going on',
        chatConnecting: 'boolean: a chat is being connected',
        chatPhoneThreshold: 'integer',
      }),
      usersOverview: rows({
        contactCentreStatus: 'string',
        userStatus: 'string',
        numberOfUsers: 'integer: agents in these two states',
        unblockableMasterId: 'integer',
        unblockableFirstName: 'string',
        unblockableLastName: 'string',
      }),
    }),
    route: get('/{customerKey}/visualqueues/{id}/info/{result}', confirmed),
    example: { id: '12', result: 'UserDetailsOnly' },
    named: { id: visualQueueIds },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_user_visual_queues',
    title: "Requests waiting in a user's visual queues",
    tag: 'queues',
    effect: 'list',
    description:
      'Requests waiting now in all visual queues that a user sees, mails, call-backs and reserved ones too: requestId, requestRemoteAddress, mediaType, timeInQueue (seconds), adjustedTimeInQueue (with priority), sla (target, seconds unproven), vip, queueDescription. Subject of a mail: get_single_puzzel_etask_by_id.',
    input: { user_id: namedUser },
    output: waitingRequests,
    route: get('/{customerKey}/users/{user_id}/visualqueues', inferred()),
    untrustedContent: true,
    whenEmpty: nothingWaitsHint,
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_user_visual_queue_by_id',
    title: 'Requests waiting in a visual queue',
    tag: 'queues',
    effect: 'get',
    description: 'Requests waiting now in one visual queue; fields as list_all_puzzel_user_visual_queues.',
    input: { user_id: user(), id: visualQueueId() },
    output: waitingRequests,
    route: get('/{customerKey}/users/{user_id}/visualqueues/{id}', confirmed),
    example: { id: '12' },
    untrustedContent: true,
    named: { id: visualQueueIds },
    whenEmpty: nothingWaitsHint,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_personal_queue_requests',
    title: 'Personal queue of an agent',
    tag: 'queues',
    effect: 'list',
    description: "Requests waiting in one agent's personal queue; fields as list_all_puzzel_user_visual_queues.",
    input: { user_id: namedUser },
    output: waitingRequests,
    route: get(
      '/{customerKey}/users/{user_id}/personalqueue',
      inferred('/{customerKey}/users/{user_id}/personalqueue/requests'),
    ),
    example: { user_id: '9948' },
    untrustedContent: true,
    whenEmpty: nothingWaitsHint,
  }),
];
