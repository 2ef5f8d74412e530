import { puzzelDate, second } from './dates.js';
import { done, invalid, notFound, ok, refused } from './envelope.js';
import { availablePresence, newRequest, type PuzzelRequest, type User } from './model.js';
import { queueByKey } from './request-changes.js';
import { ringMs, talkMs } from './request-progress.js';
import { addHistory, requestOf } from './request-record.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { accessPointOf, mediaOf, queues } from './seed/queues.js';
import { fullName, presenceOf } from './users.js';

const userPath = '/{customerKey}/users/{userId}';

/** Callouts, feedback on them and on requests of the dialler, and the call log of a user. */
export const callRoutes: PuzzelRoutes = {
  [`POST ${userPath}/callout`]: callOut,
  [`POST ${userPath}/callout/{requestId}/delete`]: {
    alternative: `DELETE ${userPath}/callout/{requestId}`,
    run: (call) => {
      const request = requestOf(call);
      if (request.kind !== 'callout' || request.reservedUserId !== call.user.id) {
        throw notFound(`For user ${call.user.id}, callout`, request.id);
      }
      if (request.status !== 'Setup' && request.status !== 'Disconnected') {
        call.user.presence = { ...availablePresence, since: call.now };
      }
      call.state.requests.delete(request.id);
      return done(request.id);
    },
  },
  [`GET ${userPath}/calllog`]: {
    alternative: `GET ${userPath}/calllogs`,
    run: ({ state, user, now }) => {
      const handledCalls = [...state.calls.earlierCalls, ...state.calls.answeredCalls].filter(({ userId, endedAt }) => {
        return userId === user.id && endedAt <= now;
      });
      return ok(
        handledCalls
          .sort((a, b) => b.leftQueueAt - a.leftQueueAt)
          .slice(0, 20)
          .map(({ requestId, queueId, from, leftQueueAt, endedAt }) => ({
            queueName: queues.find(({ id }) => id === queueId)?.description ?? null,
            queueId,
            accessPoint: accessPointOf(queueId),
            requestId,
            mediaType: mediaOf(queueId),
            callType: 'IncomingCall',
            requestRemoteAddress: from,
            answeredAt: puzzelDate(leftQueueAt),
            speakTimeSeconds: Math.round((endedAt - leftQueueAt) / second),
          })),
      );
    },
  },
  [`POST ${userPath}/outboundrequest/feedback`]: {
    alternative: `POST ${userPath}/outbound/requests/{requestId}/feedback`,
    run: (call) => {
      const { args } = call;
      args.requiredInteger('requestId');
      const feedback = args.requiredText('feedback');
      const nextAttempt = args.moment('nextAttempt');
      const request = requestOf(call);
      if (!request.outbound) throw refused(`Request ${request.id} is not an outbound request`);
      request.outbound.feedback = feedback;
      request.outbound.comment = args.text('comment') ?? null;
      if (nextAttempt !== undefined) request.outbound.nextAttempt = nextAttempt;
      addHistory(request, call, 'Feedback', feedback);
      return done(request.id);
    },
  },
};

function callOut(call: ApiCall) {
  const { state, user, args, now } = call;
  const destination = args.requiredText('destination').replace(/[\s-]/g, '');
  if (!/^(\+|00)?\d{5,15}$/.test(destination)) throw invalid('destination', 'is not a phone number');
  const queueKey = args.text('queueKey');
  // inferred: without a queue key the callout counts for VIP Sales if that is the user's group, else for Primary Inbound.
  const queueId = queueKey === undefined ? (user.groupId === 33 ? 201 : 101) : queueByKey(queueKey).id;
  const scheduled = args.moment('scheduledDateTime');
  const ciqType = args.has('ciqType')
    ? args.word('ciqType', ['CallRequestFirst', 'CallAgentFirst', 'NotCallback', 'Undefined'])
    : 'CallAgentFirst';
  const maxAttempts = args.integer('maxAttempts') ?? 1;
  if (maxAttempts < 1) throw invalid('maxAttempts', 'must be 1 or more');
  const request = newRequest({
    kind: 'callout',
    status: 'Setup',
    queueId,
    from: '+442079460100',
    to: destination,
    description: args.text('requestDescription') ?? '',
    category: args.text('requestCategory') ?? '',
    variables: args.pairs('variables') ?? [],
    queueEntered: now,
    reservedUserId: user.id,
    outbound: {
      listName: args.text('listName') ?? '',
      maxAttempts,
      attempts: 0,
      secondsBetweenAttempts: args.integer('secondsBetweenAttempts') ?? 60,
      ...(scheduled === undefined ? {} : { scheduled }),
      ciqType,
      feedback: null,
      comment: null,
    },
  });
  if (presenceOf(user, now).contactCentreStatus === 'LoggedOff') {
    throw refused(`User ${user.id} (${fullName(user)}) is not logged on and cannot be called out`);
  }
  request.id = state.nextRequestId();
  addHistory(request, call, 'Callout', `Callout to ${destination} for ${fullName(user)}`);
  state.requests.set(request.id, request);
  if (scheduled === undefined || scheduled <= now) ring(user, request, now);
  // The request id alone, as in the SOAP contract of 2015 (puzzel.md, row 55).
  return ok(request.id, request.id);
}

/** Rings the agent, who then talks; `updateProgress` changes the request. If the agent is not free, the callout stays planned. */
function ring(user: User, request: PuzzelRequest, now: number): void {
  if (presenceOf(user, now).userStatus !== 'Available') return;
  request.status = 'Connecting';
  if (request.outbound) request.outbound.attempts = 1;
  user.presence = {
    ...availablePresence,
    userStatus: 'Alerting',
    since: now,
    until: {
      at: now + ringMs,
      next: {
        ...availablePresence,
        userStatus: 'Connected',
        until: { at: now + ringMs + talkMs, next: availablePresence },
      },
    },
  };
}
