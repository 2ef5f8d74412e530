import { numericId, text, user } from '../arguments.js';
import { record, rows } from '../output.js';
import { confirmed, get, inferred } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { waitingRequests } from './waiting.js';

const visualQueue = () => numericId('visual queue');

export const queueTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_queues',
    title: 'System queues',
    tag: 'queues',
    effect: 'list',
    description: 'System queues: id (queueId elsewhere), key (queueKey), description (name), SLA. No live figures.',
    input: {},
    output: rows({
      id: 'integer: queue id',
      key: 'string: queue key',
      description: 'string: its name',
      serviceId: 'integer',
      sla: 'integer: agreed service level; the unit is unproven',
      category: 'integer',
    }),
    route: get('/{customerKey}/queues', confirmed),
    example: {},
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
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_service_qualities',
    title: 'Skill groups',
    tag: 'queues',
    effect: 'list',
    description: 'Skill groups and their skills, such as e-mail (elements[].id). Unverified.',
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
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_visual_queues',
    title: 'Visual queues',
    tag: 'queues',
    effect: 'list',
    description: 'Visual queues and the system queues inside them: definitions, no requests.',
    input: {},
    output: rows({
      id: 'integer: visual queue id',
      description: 'string: its name',
      queues: rows({ id: 'integer: queue id', key: 'string: queue key', description: 'string', serviceId: 'integer' }),
    }),
    route: get('/{customerKey}/visualqueues', confirmed),
    example: {},
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_visual_queue_by_id',
    title: 'Agents behind a visual queue',
    tag: 'queues',
    effect: 'get',
    description: 'The agents behind one visual queue, with status; no requests.',
    input: { id: visualQueue(), result: text('only UserDetailsOnly is known') },
    output: record({
      usersDetails: rows({
        contactCentreStatus: 'string: LoggedOff, LoggedOn or Pause',
        firstName: 'string',
        lastName: 'string',
      }),
      usersOverview: 'object: agents counted by status',
    }),
    route: get('/{customerKey}/visualqueues/{id}/info/{result}', confirmed),
    example: { id: 12, result: 'UserDetailsOnly' },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_user_visual_queues',
    title: "Requests waiting in a user's visual queues",
    tag: 'queues',
    effect: 'list',
    description:
      'Requests waiting now in all visual queues of a user: requestId, customer, seconds waited, VIP score, reservation.',
    input: { user_id: user() },
    output: waitingRequests,
    route: get('/{customerKey}/users/{user_id}/visualqueues', inferred()),
    example: {},
    customerText: true,
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_user_visual_queue_by_id',
    title: 'Requests waiting in a visual queue',
    tag: 'queues',
    effect: 'get',
    description: 'Requests waiting now in one visual queue.',
    input: { user_id: user(), id: visualQueue() },
    output: waitingRequests,
    route: get('/{customerKey}/users/{user_id}/visualqueues/{id}', confirmed),
    example: { id: 12 },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_personal_queue_requests',
    title: 'Personal queue of an agent',
    tag: 'queues',
    effect: 'list',
    description: "Requests waiting in one agent's personal queue.",
    input: { user_id: user() },
    output: waitingRequests,
    route: get(
      '/{customerKey}/users/{user_id}/personalqueue',
      inferred('/{customerKey}/users/{user_id}/personalqueue/requests'),
    ),
    example: { user_id: 9948 },
    customerText: true,
  }),
];
