import { id, integer, numericId, text, time, variables } from '../arguments.js';
import { type Members, puzzelDone, record, rows, value } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { plannedTask } from './targets.js';

const path = '/customers/{customerKey}/scheduledtasks';
const requestId = () => id('request');

const fields = {
  contactId: text('contact').optional(),
  name: text('customer').optional(),
  title: text('title').optional(),
  description: text('note').optional(),
  phone: text('number to call').optional(),
  duration: integer('unit unproven').optional(),
  queueKey: text('system queue').optional(),
  reservedUserId: numericId('agent').optional(),
  scheduledDateTime: time('due').optional(),
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
    description: 'Planned call-backs and other tasks: time, queue, agent. Filters unproven: check the result.',
    input: {
      from: time('due from').optional(),
      to: time('due until').optional(),
      queueId: numericId('queue').optional(),
      reservedUserId: numericId('agent').optional(),
      searchString: text('text').optional(),
    },
    output: rows(scheduledTask),
    route: post(`${path}/search`, inferred(`GET ${path}`, 'GET /{customerKey}/scheduledtasks')),
    example: {},
    customerText: true,
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_scheduled_task_by_id',
    title: 'Scheduled task',
    tag: 'tasks',
    effect: 'get',
    description: 'One scheduled task.',
    input: { id: requestId() },
    output: record(scheduledTask),
    route: get(`${path}/{id}`, inferred('/{customerKey}/scheduledtasks/{id}')),
    example: { id: '10951' },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_scheduled_task',
    title: 'Plan a task',
    tag: 'tasks',
    effect: 'create',
    description: 'Plans a task, such as a call-back at an agreed time. Answers the request id.',
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
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_scheduled_task_by_id',
    title: 'Change a planned task',
    tag: 'tasks',
    effect: 'update',
    description: 'Changes a scheduled task: time, agent, note.',
    input: { id: requestId(), ...fields },
    output: record(scheduledTask),
    route: post(`${path}/{id}/update`, inferred(`PUT ${path}/{id}`), { wrap: 'scheduledTask' }),
    example: { id: '10951', reservedUserId: 9948 },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_scheduled_task_by_id',
    title: 'Delete a planned task',
    tag: 'tasks',
    effect: 'delete',
    description: 'Removes a scheduled task.',
    input: { id: requestId() },
    output: puzzelDone,
    route: post(`${path}/{id}/delete`, inferred(`DELETE ${path}/{id}`)),
    example: { id: '10963' },
    target: plannedTask,
  }),
];
