import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { assigneeBody, checkAssignee } from './assignee.js';
import { chosenId, e164, emailAddress, future, parseBody, required } from './body.js';
import { invalid, notExist, taken } from './errors.js';
import { newId } from './ids.js';
import { ascending, cappedList, created, noContent, ok } from './listing.js';
import type { Communicator, Task } from './model.js';
import { findOrCreate } from './profiles.js';
import { apiUser, type Store } from './store.js';
import { addItem, currentConversation } from './timeline.js';

const taskCap = 2000;

/** Fields of a task that every way of creating one shares. */
export const taskFields = { assignee: assigneeBody, body: required(10_000), dueAt: future };
const customerTask = z.object({ id: chosenId.optional(), ...taskFields });

/** A customer by exactly one of the two keys. */
export const contact = z
  .object({ emailAddress: emailAddress.optional(), mobilePhone: e164.optional() })
  .refine(
    ({ emailAddress: email, mobilePhone }) => (email === undefined) !== (mobilePhone === undefined),
    'must hold exactly one of emailAddress, mobilePhone',
  );

const change = z.object({ status: z.enum(['OPEN', 'CLOSED']), ...taskFields }).partial();

export function taskRoutes(store: Store): DemoRoutes {
  return {
    'POST /tasks': (request) => {
      const { customer, ...fields } = parseBody(request, customerTask.extend({ customer: contact }));
      checkAssignee(store, fields.assignee);
      return created(`/tasks/${createTask(store, byContact(store, customer).id, fields).id}`);
    },
    'POST /customers/{customerId}/tasks': (request) => {
      const { id } = store.customer(request.params.customerId ?? '');
      return created(`/tasks/${createTask(store, id, parseBody(request, customerTask)).id}`);
    },
    'GET /customers/{customerId}/tasks': ({ params, query }) => {
      const customer = store.customer(params.customerId ?? '');
      const status = query.get('status');
      if (status !== null && status !== 'OPEN' && status !== 'CLOSED') {
        throw invalid({ attr: 'status', code: 'invalid', detail: 'status must be OPEN or CLOSED' });
      }
      const found = [...store.tasks.values()].filter(
        (task) => task.customerId === customer.id && (status === null || task.status === status),
      );
      return cappedList(ascending(found, ({ timestamp }) => timestamp).reverse(), taskCap);
    },
    'GET /tasks/{taskId}': ({ params }) => ok(taskOf(store, params.taskId)),
    'PATCH /tasks/{taskId}': (request) => {
      const task = taskOf(store, request.params.taskId);
      const body = parseBody(request, change);
      if (Object.keys(body).length === 0) throw invalid({ code: 'blank', detail: 'nothing to update' });
      if (body.assignee) checkAssignee(store, body.assignee);
      updateTask(store, task, body);
      return noContent;
    },
  };
}

/** The customer of a contact, with a new profile when there is none. */
export function byContact(store: Store, given: z.infer<typeof contact>) {
  return findOrCreate(store, given.emailAddress ? { email: given.emailAddress } : { mobile: given.mobilePhone ?? '' });
}

export function taskOf(store: Store, id = ''): Task {
  const task = store.tasks.get(id);
  if (!task) throw notExist(`task [${id}] does not exist`);
  return task;
}

/** Stores a task and shows it on the timeline, in the customer's current conversation when there is one. */
export function createTask(
  store: Store,
  customerId: string,
  { id = newId(), assignee, body, dueAt }: z.output<typeof customerTask>,
  by: Communicator = apiUser,
): Task {
  // Tasks share their ids with timeline items: the vendor's 409 names `newConversationItems`.
  if (store.tasks.has(id) || store.items.has(id)) throw taken('newConversationItems', 'task already exists');
  checkAssignee(store, assignee);
  const timestamp = new Date().toISOString();
  const task: Task = { id, customerId, timestamp, createdBy: by, assignee, body, dueAt, status: 'OPEN' };
  store.tasks.set(id, task);
  const conversationId = currentConversation(store, customerId)?.id;
  addItem(store, { id, customerId, conversationId, initiator: by, content: { type: 'TASK', assignee, body, dueAt } });
  store.emit('TASK/CREATED', taskEvent(task), by);
  return task;
}

/** Fields that every task event has. */
export function taskEvent({ id, customerId, assignee, dueAt, timestamp }: Task): Record<string, unknown> {
  return { customerId, taskId: id, context: { assignee, dueAt, createdAt: timestamp } };
}

function updateTask(store: Store, task: Task, changes: z.output<typeof change>): void {
  const before = { ...task };
  Object.assign(task, changes);
  const event = taskEvent(before);
  const differs = (field: keyof Task) => JSON.stringify(before[field]) !== JSON.stringify(task[field]);
  if (differs('assignee')) store.emit('TASK/ASSIGNEE_UPDATED', { assignee: task.assignee, ...event });
  if (differs('body')) store.emit('TASK/CONTENT_UPDATED', event);
  if (differs('dueAt')) store.emit('TASK/DUE_DATE_UPDATED', { dueAt: task.dueAt, ...event });
  if (differs('status')) store.emit(task.status === 'CLOSED' ? 'TASK/CLOSED' : 'TASK/REOPENED', event);
}
