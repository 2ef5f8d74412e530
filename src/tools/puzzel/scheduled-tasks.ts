import { agentId, futureTime, id, integer, systemQueueId, text, time, variables } from '../arguments.js';
import { type Members, record, rows, value } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { between, filterRecords, same } from './filters.js';
import { queueKeys } from './name-lists.js';
import { plannedTask } from './targets.js';

const path = '/customers/{customerKey}/scheduledtasks';
const requestId = () => id('request id');

const fields = {
  contactId: text('catalogue contact').optional(),
  name: text('customer').optional(),
  title: text('title').optional(),
  description: text('note').optional(),
  phone: text('number to call').optional(),
  duration: integer('unit unproven').optional(),
  queueKey: text('system queue: key or name').optional(),
  reservedUserId: agentId().optional(),
  scheduledDateTime: futureTime('due, with offset').optional(),
  variables: variables().optional(),
};

const scheduledTask: Members = {
  requestId: 'string: request id, where Puzzel names it',
  contactId: 'string',
  name: 'string: customer',
  phone: 'string: number to call',
  title: 'string',
  description: 'string',
  duration: 'integer: planned duration; the unit is unproven',
  queueId: 'integer',
  queueKey: 'string',
  scheduledDateTime: 'ISO time at which it is due',
  reservedUserId: 'integer: agent it is reserved for',
  reservedUserName: 'string',
  variables: rows({ name: 'string', value: 'string' }),
};

export const scheduledTaskTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_scheduled_tasks',
    title: 'Scheduled tasks',
    tag: 'tasks',
    effect: 'list',
    description:
      'Planned call-backs and dates of AGENTS: requestId (demo), name and phone of the customer, title, scheduledDateTime, duration (unit unproven), queueKey, reservedUserName.',
    input: {
      from: time('due from').optional(),
      to: time('due until').optional(),
      queueId: systemQueueId().optional(),
      reservedUserId: agentId().optional(),
      searchString: text('customer, title or number').optional(),
    },
    output: rows(scheduledTask),
    route: post(`${path}/search`, inferred(`GET ${path}`, 'GET /{customerKey}/scheduledtasks')),
    untrustedContent: true,
    shape: (data, { from, to, queueId, reservedUserId }) =>
      filterRecords(data, {
        scheduledDateTime: between(from, to),
        queueId: same(queueId),
        reservedUserId: same(reservedUserId),
      }),
    whenEmpty:
      'No such task is planned; searchString does not find agents: reservedUserId does. Items that wait now: list_all_puzzel_user_visual_queues; callouts of the system are in no list.',
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_scheduled_task_by_id',
    title: 'Scheduled task',
    tag: 'tasks',
    effect: 'get',
    description: 'One scheduled task; no more than the list shows.',
    input: { id: requestId() },
    output: record(scheduledTask),
    route: get(`${path}/{id}`, inferred('/{customerKey}/scheduledtasks/{id}')),
    example: { id: '10951' },
    untrustedContent: true,
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_scheduled_task',
    title: 'Plan a task',
    tag: 'tasks',
    effect: 'create',
    description:
      'Plans that an AGENT calls back at an agreed time. The system dials: create_a_puzzel_user_callout_request; now: create_a_puzzel_etask. Answers the request id.',
    input: fields,
    output: value('request id of the new task'),
    route: post(path, inferred('/{customerKey}/scheduledtasks'), { wrap: 'scheduledTask' }),
    example: {
      name: 'Maria Holm',
      phone: '+447700900461',
      title: 'Call back about the offer',
      queueKey: 'q_vip_sales',
      reservedUserId: 9948,
      scheduledDateTime: '2030-01-31T09:00:00Z',
    },
    named: { queueKey: queueKeys },
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_scheduled_task_by_id',
    title: 'Change a planned task',
    tag: 'tasks',
    effect: 'update',
    description: 'Changes a scheduled task: time, agent, note; what is left out stays (demo).',
    input: { id: requestId(), ...fields },
    output: record(scheduledTask),
    route: post(`${path}/{id}/update`, inferred(`PUT ${path}/{id}`), { wrap: 'scheduledTask' }),
    example: { id: '10951', reservedUserId: 9948 },
    named: { queueKey: queueKeys },
    untrustedContent: true,
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_scheduled_task_by_id',
    title: 'Delete a planned task',
    tag: 'tasks',
    effect: 'delete',
    description: 'Removes a scheduled task: nobody calls back then.',
    input: { id: requestId() },
    route: post(`${path}/{id}/delete`, inferred(`DELETE ${path}/{id}`)),
    example: { id: '10963' },
    target: plannedTask,
  }),
];
