import { Failure } from '../../failure.js';
import { futureTime, id, oneOf, text } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, patch, post } from '../routes.js';
import { assignee, assigneeNames, cleanAssignee, cleanNewAssignee } from './assignee.js';
import { cleanContact, contact } from './contact.js';
import { callRoute, defineGladlyTool, type GladlyToolDefinition } from './define.js';
import { demo } from './demo-ids.js';
import { agents } from './name-lists.js';
import { ownId } from './own-ids.js';

const task = {
  id: 'string',
  customerId: 'string',
  body: 'what to do; limited HTML',
  status: 'OPEN or CLOSED',
  dueAt: 'ISO time',
  assignee: record({
    inboxId: 'string',
    inboxName: 'string',
    agentId: 'string: absent when no agent has it',
    agentName: 'string',
  }),
  createdBy: record({ id: 'string', type: 'AGENT, API, SYSTEM, …' }),
  timestamp: 'ISO time of creation',
};

const taskId = () => id('task');
const statuses = ['OPEN', 'CLOSED'] as const;

const newTask = () => ({
  id: ownId(),
  assignee: assignee(),
  body: text('what to do; limited HTML', { max: 10_000 }),
  // Gladly refuses a time that has passed (gladly.md, k).
  dueAt: futureTime('future, with offset'),
});

const example = {
  assignee: { inboxId: demo.inbox },
  body: 'Call back about the double charge on invoice 4711.',
  dueAt: '2031-01-31T09:00:00Z',
};

const customerRoute = post('/api/v1/customers/{customer_id}/tasks', documented);

const taskInput = { customer_id: id('customer').optional(), customer: contact().optional(), ...newTask() };

const createTaskDefinition: GladlyToolDefinition<typeof taskInput> = {
  name: 'create_a_gladly_task',
  title: 'Create a task',
  tag: 'tasks',
  effect: 'create',
  description:
    'Makes a task about a customer known by e-mail or mobile only (customer). With an id: create_a_gladly_customer_task.',
  input: taskInput,
  takesOwnId: true,
  named: assigneeNames,
  prepare: ({ customer_id, customer, ...args }) => {
    if ((customer_id === undefined) === (customer === undefined)) {
      throw new Failure('invalid_input', 'Give exactly one of customer_id and customer.', {
        hint: 'customer_id when the id is known, else customer with emailAddress or mobilePhone.',
      });
    }
    const task = cleanNewAssignee(args);
    return customer === undefined ? { customer_id, ...task } : { customer: cleanContact(customer), ...task };
  },
  route: post('/api/v1/tasks', documented),
  example: { customer_id: demo.customer, ...example },
};

export const taskTools = [
  defineGladlyTool({
    ...createTaskDefinition,
    // For a customer whose id is known, Gladly has another operation.
    run: (args, context) =>
      callRoute(
        args.customer_id === undefined
          ? createTaskDefinition
          : { ...createTaskDefinition, route: customerRoute, customer: 'customer_id' },
        args,
        context,
      ),
  }),
  defineGladlyTool({
    name: 'create_a_gladly_customer_task',
    title: 'Create a task by customer id',
    tag: 'tasks',
    effect: 'create',
    description: 'Makes a task about a customer. Tasks have no priority or title: say it in body.',
    input: { customer_id: id('customer'), ...newTask() },
    takesOwnId: true,
    customer: 'customer_id',
    named: assigneeNames,
    prepare: cleanNewAssignee,
    route: customerRoute,
    example: { customer_id: demo.customer, ...example },
  }),
  defineGladlyTool({
    name: 'list_all_gladly_customer_tasks',
    title: 'Tasks of a customer',
    tag: 'tasks',
    effect: 'list',
    description:
      'Tasks of one customer, newest first. Fields id, body, dueAt, status, assignee.agentId, assignee.agentName; overdue = OPEN and dueAt past. Over all customers: TaskExportReport of create_a_gladly_report.',
    input: { customer_id: id('customer'), status: oneOf(statuses, 'status').optional() },
    customer: 'customer_id',
    addNames: true,
    whenEmpty: 'This customer has no such task; other customers: TaskExportReport of create_a_gladly_report.',
    cap: { maxRecords: 2000, missing: 'the oldest tasks are missing. Ask for one status.' },
    output: rows(task),
    route: get('/api/v1/customers/{customer_id}/tasks', documented),
    example: { customer_id: demo.customer, status: 'OPEN' },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'update_a_gladly_task_by_id',
    title: 'Change or close a task',
    tag: 'tasks',
    effect: 'update',
    description: 'Changes, closes or reopens a task; what is left out stays.',
    input: {
      id: taskId(),
      status: oneOf(statuses, 'CLOSED = done').optional(),
      body: text('what to do; limited HTML', { max: 10_000 }).optional(),
      dueAt: futureTime('future, with offset').optional(),
      assignee: assignee().optional(),
    },
    named: assigneeNames,
    prepare: cleanAssignee,
    route: patch('/api/v1/tasks/{id}', documented),
    example: { id: demo.task, status: 'CLOSED' },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_task_by_id',
    title: 'One task',
    tag: 'tasks',
    effect: 'get',
    addNames: true,
    description: 'One task: body, customerId, assignee, dueAt, status.',
    input: { id: taskId() },
    output: record(task),
    route: get('/api/v1/tasks/{id}', documented),
    example: { id: demo.task },
    untrustedContent: true,
  }),
];

const comment = {
  id: 'string',
  taskId: 'string',
  agentId: 'string: author',
  agentName: 'string',
  comment: 'text',
  createdAt: 'ISO time',
};

export const taskCommentTools = [
  defineGladlyTool({
    name: 'create_a_gladly_task_comment',
    title: 'Comment on a task',
    tag: 'tasks',
    effect: 'create',
    description: 'Adds a comment to an open task; closed ones take none.',
    input: {
      task_id: taskId(),
      id: ownId(),
      agentId: id('author: id or name'),
      // The schema requires `message` but its one text property is `comment`, which is how comments are read (gladly.md, defect 2).
      comment: text('text', { max: 10_000 }),
    },
    takesOwnId: true,
    named: { agentId: agents },
    route: post('/api/v1/tasks/{task_id}/comments', documented),
    example: { task_id: demo.task, agentId: demo.agent, comment: 'Tried to call, no answer.' },
  }),
  defineGladlyTool({
    name: 'list_all_gladly_task_comments',
    title: 'Comments of a task',
    tag: 'tasks',
    effect: 'list',
    addNames: true,
    description: 'Comments of a task, oldest first, at most 1000: comment, agentName, createdAt.',
    input: { task_id: taskId() },
    cap: { maxRecords: 1000, missing: 'the newest comments are missing.' },
    output: rows(comment),
    route: get('/api/v1/tasks/{task_id}/comments', documented),
    example: { task_id: demo.task },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'get_single_gladly_task_comment_by_id',
    title: 'One comment',
    tag: 'tasks',
    effect: 'get',
    description: 'One comment of a task.',
    input: { task_id: taskId(), id: id('comment') },
    output: record(comment),
    route: get('/api/v1/tasks/{task_id}/comments/{id}', documented),
    example: { task_id: demo.task, id: demo.taskComment },
    untrustedContent: true,
  }),
];
