import type { DemoResponse } from '../router.js';
import { CallArguments } from './arguments.js';
import { optionalDate, puzzelDate } from './dates.js';
import { done, invalid, notFound, ok } from './envelope.js';
import { newRequest, type PuzzelRequest } from './model.js';
import { applyChanges, checkedReservedUserId, defaultReservationSeconds, queueByKey } from './request-changes.js';
import { reserve } from './request-progress.js';
import { addHistory, additionalInfo, historyView, queuePosition, requestOf } from './request-record.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { accessPoints, queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';

const eTaskPath = '/customers/{customerKey}/etasks/{requestId}';

export const eTaskRoutes: PuzzelRoutes = {
  [`GET ${eTaskPath}`]: {
    alternative: 'GET /{customerKey}/etasks/{requestId}',
    run: (call) => ok(eTaskView(call.state, eTaskOf(call))),
  },
  'POST /customers/{customerKey}/etasks': { wrapper: 'eTask', run: addETask },
  [`POST ${eTaskPath}/update`]: {
    alternative: `PUT ${eTaskPath}`,
    wrapper: 'eTask',
    run: (call) => {
      const eTask = eTaskOf(call);
      applyChanges(call, eTask);
      addHistory(eTask, call, 'Update', 'eTask updated');
      return ok(
        {
          subject: eTask.subject,
          uri: eTask.uri,
          vipScore: eTask.vip,
          reservedUserId: eTask.reservedUserId,
          reservedSecondsFromNow: Math.round(((eTask.reservedUntil ?? call.now) - call.now) / 1000),
          category: eTask.category,
          description: eTask.description,
          queueKey: queues.find(({ id }) => id === eTask.queueId)?.key ?? null,
          variables: eTask.variables,
          xdrCopy: eTask.xdrCopy,
        },
        eTask.id,
      );
    },
  },
  [`POST ${eTaskPath}/delete`]: (call) => {
    const eTask = eTaskOf(call);
    call.state.requests.delete(eTask.id);
    return done(eTask.id);
  },
  // RequestAdd, the older documented operation: its fields are JSON text inside `data` (puzzel.md, row 40).
  'POST /{customerKey}/requests': (call) => {
    const data = parsedData(call.args.requiredText('data'));
    call.args.word('type', ['mail']);
    if (call.args.requiredText('version') !== '1.0') throw invalid('version', 'must be 1.0');
    const blankRequest = { method: 'POST', path: '', params: {}, query: new URLSearchParams(), headers: {} };
    return addETask({ ...call, args: new CallArguments({ ...blankRequest, text: '', body: data }) });
  },
};

/** Queues a new eTask; its request id is the whole result, as a number (puzzel.md, section 3). */
function addETask(call: ApiCall): DemoResponse {
  const { state, args, now } = call;
  const to = args.requiredText('to');
  const from = args.requiredText('from');
  const uri = args.requiredText('uri');
  const queueKey = args.text('queueKey');
  const accessPoint = accessPoints.find(({ address }) => address === to.toLowerCase());
  // inferred: without a queue key the access point decides, an unknown address goes to E-mail.
  const queueId = queueKey === undefined ? (accessPoint?.queueId ?? 301) : queueByKey(queueKey).id;
  const reservedUserId = checkedReservedUserId(state, args.integer('reservedUserId')) ?? 0;
  const eTask = newRequest({
    kind: 'eTask',
    mediaType: 'EMail',
    queueId,
    from,
    to,
    subject: args.text('subject') ?? '',
    uri,
    description: args.text('description') ?? '',
    category: args.text('category') ?? '',
    vip: args.integer('vipScore') ?? 0,
    variables: args.pairs('variables') ?? [],
    xdrCopy: args.raw('xdrCopy') ?? null,
    queueEntered: now,
  });
  const reservedSeconds = args.integer('reservedUserWaitTime') ?? defaultReservationSeconds;
  eTask.id = state.nextRequestId();
  if (reservedUserId !== 0) reserve(eTask, reservedUserId, now, reservedSeconds);
  addHistory(eTask, call, 'Created', 'eTask created');
  state.requests.set(eTask.id, eTask);
  return ok(eTask.id, eTask.id);
}

/** The eTask of the path. @throws the 404 with an envelope, also for a request of another kind */
function eTaskOf(call: ApiCall): PuzzelRequest {
  const request = requestOf(call);
  if (request.kind !== 'eTask') throw notFound('eTask', request.id);
  return request;
}

function eTaskView(state: PuzzelState, eTask: PuzzelRequest) {
  return {
    id: eTask.id,
    additionalInfo: additionalInfo(eTask),
    requestStart: puzzelDate(eTask.queueEntered),
    queueEntryTime: puzzelDate(eTask.queueEntered),
    reservedUserExpiry: optionalDate(eTask.reservedUntil),
    status: eTask.status,
    queueId: eTask.queueId,
    mediaType: eTask.mediaType,
    queuePosition: queuePosition(state, eTask),
    iqSessionId: eTask.iqSessionId,
    extendedInformations: historyView(state, eTask),
    from: eTask.from,
    to: eTask.to,
    vipScore: eTask.vip,
    reservedUserId: eTask.reservedUserId,
    variables: eTask.variables,
  };
}

function parsedData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('data', 'must be JSON text');
  }
}
