import type { CallRecord } from './call-history.js';
import { second } from './dates.js';
import { ok } from './envelope.js';
import { weekStart } from './opening-hours.js';
import { agentsOf, chosenVisualQueues, countAgents, isWaiting } from './queues.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { accessPoints, queues, type VisualQueue } from './seed/queues.js';
import type { PuzzelState } from './state.js';

/** Public clients use Today, the SOAP contract of 2015 has ThisWeek too (puzzel.md, section 5). inferred: any other is a 400. */
const periodWindows = ['Today', 'ThisWeek'] as const;
export type PeriodWindow = (typeof periodWindows)[number];

/** The `{tickerPeriodWindow}` of the path. @throws the 400 when it is no period window */
export const windowOf = ({ args }: ApiCall): PeriodWindow => args.word('tickerPeriodWindow', periodWindows);

export const realtimeRoutes: PuzzelRoutes = {
  'GET /{customerKey}/visualqueues/stateinformation/{result}': (call) =>
    ok(chosenVisualQueues(call).map((queue) => visualQueueState(call, queue))),
  'GET /{customerKey}/visualqueues/ticker/{tickerPeriodWindow}/{result}': {
    alternative: 'GET /{customerKey}/visualqueues/ticker/{result}/{tickerPeriodWindow}',
    // Both orders of the two placeholders match the same pattern, so their values decide whether this route is meant.
    accepts: ({ result }) => !periodWindows.some((window) => window.toLowerCase() === result?.toLowerCase()),
    run: (call) => ok(chosenVisualQueues(call).map((queue) => visualQueueTicker(call, queue))),
  },
  'GET /{customerKey}/accesspoints/ticker/{tickerPeriodWindow}': {
    alternative: 'GET /{customerKey}/accesspoints/tickers/{tickerPeriodWindow}',
    run: (call) => {
      const { state } = call;
      const window = windowOf(call);
      const serviceId = call.args.integer('serviceId');
      const isOfService = (queueId: number) => queues.find(({ id }) => id === queueId)?.serviceId === serviceId;
      const wantedAccessPoints = accessPoints.filter(({ queueId }) => serviceId === undefined || isOfService(queueId));
      return ok(
        wantedAccessPoints.map(({ address, queueId }) => {
          // Queue 201 has a number and an e-mail address. Its figures count for the number; for the address only the
          // e-mails that are there now are counted.
          const hasFigures = address.startsWith('+') || queueId === 301;
          const { offeredCount, answeredCount } = figuresOf(state, window, hasFigures ? [queueId] : []);
          const eTasks = state.allRequests().filter(({ to, kind }) => to === address && kind === 'eTask');
          const requestsOffered = hasFigures ? offeredCount : eTasks.length;
          return { accesspoint: address, requestsOffered, requestsAnswered: answeredCount };
        }),
      );
    },
  },
  'GET /{customerKey}/users/{userId}/connectedrequests': {
    alternative: 'GET /{customerKey}/users/{userId}/requests/connected',
    run: ({ state, now }) =>
      ok(
        state.allRequests().flatMap((request) => {
          const user = state.users.get(request.connectedUserId ?? -1);
          if (!user) return [];
          return {
            queueName: queues.find(({ id }) => id === request.queueId)?.description ?? null,
            requestCategory: request.category,
            requestDescription: request.description,
            requestRemoteAddress: request.kind === 'callout' ? request.to : request.from,
            durationSeconds: state.waitOrTalkSeconds(request, now),
            userName: user.userName,
            userId: user.id,
          };
        }),
      ),
  },
};

const sum = (values: number[]) => values.reduce((total, one) => total + one, 0);
const mean = (values: number[]) => (values.length === 0 ? 0 : Math.round(sum(values) / values.length));

/** Figures of some queues, or of one agent in them; times are mean seconds. An answered callback also counts as a call. */
export function figuresOf(state: PuzzelState, window: PeriodWindow, queueIds: number[], userId?: number) {
  const now = Date.now();
  const monday = weekStart(state.timeZone, now);
  const earlierCalls =
    window === 'Today' ? [] : state.calls.earlierCalls.filter(({ enteredAt }) => enteredAt >= monday);
  const answeredCalls = [...earlierCalls, ...state.calls.answeredCalls].filter((call) => {
    return queueIds.includes(call.queueId) && (userId === undefined || call.userId === userId);
  });
  const missedCalls = state.calls.missedCalls.filter((call) => {
    return queueIds.includes(call.queueId) && (userId === undefined || call.reservedUserId === userId);
  });
  const queuedRequests = userId === undefined ? queuedIn(state, queueIds) : [];
  const meanWait = (calls: CallRecord[]) =>
    mean(calls.map(({ enteredAt, leftQueueAt }) => (leftQueueAt - enteredAt) / second));
  const withinSla = (calls: CallRecord[]) =>
    calls.filter(({ queueId, enteredAt, leftQueueAt }) => leftQueueAt - enteredAt <= slaOf(queueId) * second);
  const callbacks = answeredCalls.filter(({ isCallback }) => isCallback);
  const scores = answeredCalls.flatMap(({ survey }) => survey?.score ?? []);
  return {
    offeredCount: answeredCalls.length + missedCalls.length + queuedRequests.length,
    answeredCount: answeredCalls.length,
    missedCount: missedCalls.length,
    answeredInTimeCount: withinSla(answeredCalls).length,
    missedInTimeCount: withinSla(missedCalls).length,
    callbackCount: callbacks.length,
    callbackInTimeCount: withinSla(callbacks).length,
    transferredCount: answeredCalls.filter(({ isTransferred }) => isTransferred).length,
    meanWaitAnswered: meanWait(answeredCalls),
    meanWaitMissed: meanWait(missedCalls),
    meanSpeakTime: mean(
      answeredCalls.map(({ leftQueueAt, endedAt }) => (Math.min(endedAt, now) - leftQueueAt) / second),
    ),
    surveys: {
      surveysOffered: answeredCalls.filter(({ surveyOffered }) => surveyOffered).length,
      surveysAnswered: scores.length,
      surveyScoreAverage: scores.length === 0 ? null : Math.round((sum(scores) / scores.length) * 10) / 10,
    },
  };
}

const slaOf = (queueId: number) => queues.find(({ id }) => id === queueId)?.sla ?? 0;

/**
 * The requests that count for a queue's size and waiting times. Callbacks and requests reserved for one agent are
 * counted separately.
 */
function queuedIn(state: PuzzelState, queueIds: number[]) {
  return waitingIn(state, queueIds).filter(({ kind, reservedUserId }) => kind !== 'callback' && reservedUserId === 0);
}

function waitingIn(state: PuzzelState, queueIds: number[]) {
  return state.allRequests().filter((one) => isWaiting(one) && queueIds.includes(one.queueId));
}

function visualQueueState({ state, now }: ApiCall, queue: VisualQueue) {
  const waitingRequests = waitingIn(state, queue.queueIds);
  const queuedRequests = queuedIn(state, queue.queueIds);
  const waits = queuedRequests.map((request) => state.waitOrTalkSeconds(request, now));
  const figures = figuresOf(state, 'Today', queue.queueIds);
  const longestWait = Math.max(0, ...waits);
  const agents = countAgents(agentsOf(state, queue), now);
  const waitingCallbackCount = waitingRequests.filter(({ kind }) => kind === 'callback').length;
  return {
    id: queue.id,
    description: queue.description,
    waitTimeMaxSeconds: longestWait,
    waitTimeAverageSeconds: mean(waits),
    queueSize: queuedRequests.length,
    ...agents,
    sla: Math.round((figures.answeredInTimeCount / Math.max(1, figures.answeredCount)) * 100),
    queueSizeCiq: waitingCallbackCount,
    unblockedLoggedIn: agents.agentsLoggedOn,
    unblockedUnavailable: agents.agentsUnavailable,
    queueSizePreferred: waitingRequests.filter(({ reservedUserId }) => reservedUserId !== 0).length,
    callsOfferedToday: figures.offeredCount,
    callsAnsweredToday: figures.answeredCount,
    ciqsOfferedToday: figures.callbackCount + waitingCallbackCount,
    ciqsAnsweredToday: figures.callbackCount,
    callsAnsweredWithinSla: figures.answeredInTimeCount,
    // inferred: the alarm limit of the demo solution is a wait of two minutes.
    alarmFlag: longestWait > 120 ? 1 : 0,
    ciqScheduled: 0,
    callsAbandonedToday: figures.missedCount,
    callsAbandonedWithinSla: figures.missedInTimeCount,
    silentCallsToday: 0,
  };
}

function visualQueueTicker(call: ApiCall, queue: VisualQueue) {
  const figures = figuresOf(call.state, windowOf(call), queue.queueIds);
  const waitingCallbackCount = waitingIn(call.state, queue.queueIds).filter(({ kind }) => kind === 'callback').length;
  return {
    id: queue.id,
    description: queue.description,
    callsOffered: figures.offeredCount,
    callsAnswered: figures.answeredCount,
    callsAnsweredWithinSla: figures.answeredInTimeCount,
    ciqsOffered: figures.callbackCount + waitingCallbackCount,
    ciqsAnswered: figures.callbackCount,
    ciqsAnsweredWithinSla: figures.callbackInTimeCount,
    speakTimeAverageSeconds: figures.meanSpeakTime,
    waitTimeAnsweredAverageSeconds: figures.meanWaitAnswered,
    waitTimeNotAnsweredAverageSeconds: figures.meanWaitMissed,
    ...figures.surveys,
  };
}
