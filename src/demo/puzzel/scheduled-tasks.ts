import { optionalDate } from './dates.js';
import { done, invalid, notFound, ok } from './envelope.js';
import type { ScheduledTask } from './model.js';
import { checkedReservedUserId, queueByKey } from './request-changes.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { fullName } from './users.js';

const taskPath = '/customers/{customerKey}/scheduledtasks/{requestId}';

export const scheduledTaskRoutes: PuzzelRoutes = {
  'POST /customers/{customerKey}/scheduledtasks/search': {
    alternative: 'GET /customers/{customerKey}/scheduledtasks',
    run: ({ state, args }) => {
      const from = args.moment('from') ?? Number.NEGATIVE_INFINITY;
      const to = args.moment('to') ?? Number.POSITIVE_INFINITY;
      const queueId = args.integer('queueId');
      const reservedUserId = args.integer('reservedUserId');
      const searchText = (args.text('searchString') ?? '').replaceAll('%', '').toLowerCase();
      const entries = [...state.scheduledTasks.values()].filter((task) => {
        const time = task.scheduledAt ?? Number.NEGATIVE_INFINITY;
        const text = `${task.name} ${task.title} ${task.description} ${task.phone}`.toLowerCase();
        return (
          time >= from &&
          time <= to &&
          (queueId === undefined || queueIdOf(task) === queueId) &&
          (reservedUserId === undefined || task.reservedUserId === reservedUserId) &&
          text.includes(searchText)
        );
      });
      return ok({ entries: entries.map((task) => taskView(state, task)) });
    },
  },
  [`GET ${taskPath}`]: {
    alternative: 'GET /{customerKey}/scheduledtasks/{requestId}',
    run: (call) => ok(taskView(call.state, taskOf(call))),
  },
  'POST /customers/{customerKey}/scheduledtasks': {
    alternative: 'POST /{customerKey}/scheduledtasks',
    wrapper: 'scheduledTask',
    run: (call) => {
      const task = changedTask(call, {
        id: 0,
        contactId: '',
        name: '',
        phone: '',
        duration: 0,
        queueKey: '',
        reservedUserId: 0,
        title: '',
        description: '',
        variables: [],
      });
      task.id = call.state.nextRequestId();
      call.state.scheduledTasks.set(task.id, task);
      return ok(task.id, task.id);
    },
  },
  [`POST ${taskPath}/update`]: {
    alternative: `PUT ${taskPath}`,
    wrapper: 'scheduledTask',
    run: (call) => {
      const task = changedTask(call, taskOf(call));
      call.state.scheduledTasks.set(task.id, task);
      return ok(taskView(call.state, task), task.id);
    },
  },
  [`POST ${taskPath}/delete`]: {
    alternative: `DELETE ${taskPath}`,
    run: (call) => {
      const { id } = taskOf(call);
      call.state.scheduledTasks.delete(id);
      return done(id);
    },
  },
};

/** A copy of the task with the fields that were sent. @throws the 400 for a wrong value */
function changedTask({ args, state }: ApiCall, task: ScheduledTask): ScheduledTask {
  const queueKey = args.text('queueKey');
  const duration = args.integer('duration') ?? task.duration;
  if (duration < 0) throw invalid('duration', 'must not be negative');
  const scheduledAt = args.moment('scheduledDateTime') ?? task.scheduledAt;
  return {
    ...task,
    contactId: args.text('contactId') ?? task.contactId,
    name: args.text('name') ?? task.name,
    phone: args.text('phone') ?? task.phone,
    title: args.text('title') ?? task.title,
    description: args.text('description') ?? task.description,
    duration,
    queueKey: queueKey === undefined ? task.queueKey : queueByKey(queueKey).key,
    reservedUserId: checkedReservedUserId(state, args.integer('reservedUserId')) ?? task.reservedUserId,
    variables: args.pairs('variables') ?? task.variables,
    ...(scheduledAt === undefined ? {} : { scheduledAt }),
  };
}

function taskOf({ state, args }: ApiCall): ScheduledTask {
  const task = state.scheduledTasks.get(args.id('requestId'));
  if (!task) throw notFound('Scheduled task', args.requiredText('requestId'));
  return task;
}

function queueIdOf({ queueKey }: ScheduledTask): number {
  return queues.find(({ key }) => key === queueKey)?.id ?? 0;
}

function taskView(state: PuzzelState, task: ScheduledTask) {
  const queueId = queueIdOf(task);
  const user = state.users.get(task.reservedUserId);
  return {
    // inferred: no source lists an id among the fields, but a task that is found could not be used without one.
    requestId: task.id,
    contactId: task.contactId,
    name: task.name,
    phone: task.phone,
    duration: task.duration,
    queueId,
    queueKey: task.queueKey,
    scheduledDateTime: optionalDate(task.scheduledAt),
    reservedUserId: task.reservedUserId,
    reservedUserName: user ? fullName(user) : null,
    title: task.title,
    description: task.description,
    variables: task.variables,
  };
}
