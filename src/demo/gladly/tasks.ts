import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { assigneeBody, checkAssignee } from './assignee.js';
import { chosenId, futureTime, nonBlank, parseBody } from './body.js';
import { badRequest, notExist, taken } from './errors.js';
import { newId } from './ids.js';
import type { Task } from './model.js';
import { customerKey, findOrCreateCustomer } from './profiles.js';
import { cappedList, created, noContent, ok } from './responses.js';
import { apiUser, type Store } from './store.js';
import { addItem, currentConversation } from './timeline.js';

const taskCap = 2000;

/** Body fields of every operation that creates a task. */
export const taskFields = { assignee: assigneeBody, body: nonBlank(10_000), dueAt: futureTime };
const taskBody = z.object({ id: chosenId.optional(), ...taskFields });

const changeBody = z.object({ status: z.enum(['OPEN', 'CLOSED']), ...taskFields }).partial();

export function taskRoutes(store: Store): DemoRoutes {
  return {
    'POST /tasks': (request) => {
      const { customer, ...fields } = parseBody(request, taskBody.extend({ customer: customerKey }));
      return created(`/tasks/${createTask(store, () => findOrCreateCustomer(store, customer).id, fields).id}`);
    },
    'POST /customers/{customerId}/tasks': (request) => {
      const { id } = store.customer(request.params.customerId ?? '');
      return created(`/tasks/${createTask(store, () => id, parseBody(request, taskBody)).id}`);
    },
    'GET /customers/{customerId}/tasks': ({ params, query }) => {
      const customer = store.customer(params.customerId ?? '');
      const status = query.get('status');
      if (status !== null && status !== 'OPEN' && status !== 'CLOSED') {
        throw badRequest({ attr: 'status', code: 'invalid', detail: 'status must be OPEN or CLOSED' });
      }
      const tasks = [...store.tasks.values()]
        .filter((task) => task.customerId === customer.id && (status === null || task.status === status))
        .sort((a, b) => a.timestamp.localeCompare(b.timestamp))
        .reverse();
      return cappedList(tasks, taskCap);
    },
    'GET /tasks/{taskId}': ({ params }) => ok(taskById(store, params.taskId)),
    'PATCH /tasks/{taskId}': (request) => {
      const task = taskById(store, request.params.taskId);
      const body = parseBody(request, changeBody);
      if (Object.keys(body).length === 0) throw badRequest({ code: 'blank', detail: 'nothing to update' });
      if (body.assignee) checkAssignee(store, body.assignee);
      updateTask(store, task, body);
      return noContent;
    },
  };
}

export function taskById(store: Store, id = ''): Task {
  const task = store.tasks.get(id);
  if (!task) throw notExist(`task [${id}] does not exist`);
  return task;
}

/**
 * Stores a task and shows it on the timeline, in the customer's current conversation when there is one.
 * @param getCustomerId called when nothing refuses the task, since it may create the customer
 */
export function createTask(
  store: Store,
  getCustomerId: () => string,
  { id = newId(), assignee, body, dueAt }: z.output<typeof taskBody>,
): Task {
  // Tasks share their ids with timeline items: the vendor's 409 names `newConversationItems`.
  if (store.tasks.has(id) || store.items.has(id)) throw taken('newConversationItems', 'task already exists');
  checkAssignee(store, assignee);
  const customerId = getCustomerId();
  const timestamp = new Date().toISOString();
  const task: Task = { id, customerId, timestamp, createdBy: apiUser, assignee, body, dueAt, status: 'OPEN' };
  store.tasks.set(id, task);
  const conversationId = currentConversation(store, customerId)?.id;
  addItem(store, { id, customerId, conversationId, content: { type: 'TASK', assignee, body, dueAt } });
  store.emit('TASK/CREATED', taskEvent(task));
  return task;
}

/** Fields that every task event has. */
export function taskEvent({ id, customerId, assignee, dueAt, timestamp }: Task): Record<string, unknown> {
  return { customerId, taskId: id, context: { assignee, dueAt, createdAt: timestamp } };
}

function updateTask(store: Store, task: Task, changes: z.output<typeof changeBody>): void {
  const taskBefore = { ...task };
  Object.assign(task, changes);
  const event = taskEvent(taskBefore);
  const differs = (field: keyof Task) => JSON.stringify(taskBefore[field]) !== JSON.stringify(task[field]);
  if (differs('assignee')) store.emit('TASK/ASSIGNEE_UPDATED', { assignee: task.assignee, ...event });
  if (differs('body')) store.emit('TASK/CONTENT_UPDATED', event);
  if (differs('dueAt')) store.emit('TASK/DUE_DATE_UPDATED', { dueAt: task.dueAt, ...event });
  if (differs('status')) store.emit(task.status === 'CLOSED' ? 'TASK/CLOSED' : 'TASK/REOPENED', event);
}
