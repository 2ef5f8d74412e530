import { invalid } from './envelope.js';
import type { PuzzelRequest } from './model.js';
import { reserve } from './request-progress.js';
import type { ApiCall } from './routes.js';
import { type Queue, queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';

/** Seconds of a reservation whose length was not given; Puzzel's own default is not known. */
export const defaultReservationSeconds = 300;

/** Changes the fields that were sent. inferred: variables are matched by name, and those that were not sent stay. */
export function applyChanges({ args, state, now }: ApiCall, request: PuzzelRequest): void {
  // Everything is read before anything changes: a refused update leaves the request as it was.
  const queueKey = args.text('queueKey');
  const changes = {
    queueId: queueKey === undefined ? request.queueId : queueByKey(queueKey).id,
    vip: args.integer('vipScore') ?? request.vip,
    subject: args.text('subject') ?? request.subject,
    uri: args.text('uri') ?? request.uri,
    category: args.text('category') ?? request.category,
    description: args.text('description') ?? request.description,
    xdrCopy: args.raw('xdrCopy') ?? request.xdrCopy,
  };
  const reservedUserId = checkedReservedUserId(state, args.integer('reservedUserId'));
  const reservedSeconds = args.integer('reservedSecondsFromNow');
  const variables = args.pairs('variables') ?? [];
  Object.assign(request, changes);
  for (const { name, value } of variables) {
    const existing = request.variables.find((variable) => variable.name === name);
    if (existing) existing.value = value;
    else request.variables.push({ name, value });
  }
  if (reservedUserId !== undefined || reservedSeconds !== undefined) {
    reserve(request, reservedUserId ?? request.reservedUserId, now, reservedSeconds ?? defaultReservationSeconds);
  }
}

/** The `reservedUserId` as sent: undefined when left out, 0 for nobody. @throws the 400 when no user has the id */
export function checkedReservedUserId(state: PuzzelState, id: number | undefined): number | undefined {
  if (id === undefined || id === 0 || state.users.has(id)) return id;
  throw invalid('reservedUserId', `user ${id} does not exist`);
}

/** The queue with this key. @throws the 400 when there is none */
export function queueByKey(key: string): Queue {
  const queue = queues.find((candidate) => candidate.key.toLowerCase() === key.toLowerCase());
  if (!queue) throw invalid('queueKey', `'${key}' is not a queue of this solution`);
  return queue;
}
