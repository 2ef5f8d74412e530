import { minute } from './dates.js';
import { invalid, ok } from './envelope.js';
import { agentsOf, chosenVisualQueues, countAgents, isWaiting } from './queues.js';
import type { PuzzelCall, PuzzelRoute } from './routes.js';
import { accessPoints, queues, type VisualQueue, visualQueues } from './seed/queues.js';
import type { PuzzelState } from './state.js';

/** Only Today has been seen (puzzel.md, section 5); inferred: any other word is refused. */
export const periodWindows = ['Today'] as const;

export const realtimeRoutes: PuzzelRoute[] = [
  {
    at: 'GET /{customerKey}/visualqueues/stateinformation/{result}',
    run: (call) => ok(chosenVisualQueues(call).map((queue) => visualQueueState(call, queue))),
  },
  {
    at: 'GET /{customerKey}/visualqueues/ticker/{tickerPeriodWindow}/{result}',
    moved: 'GET /{customerKey}/visualqueues/ticker/{result}/{tickerPeriodWindow}',
    // Both orders are one pattern: the order decides whether the router knows the path.
    fits: ({ result }) => !periodWindows.some((window) => window.toLowerCase() === result?.toLowerCase()),
    run: (call) => {
      call.args.word('tickerPeriodWindow', periodWindows);
      return ok(chosenVisualQueues(call).map((queue) => visualQueueTicker(call, queue)));
    },
  },
  {
    at: 'GET /{customerKey}/accesspoints/ticker/{tickerPeriodWindow}',
    moved: 'GET /{customerKey}/accesspoints/tickers/{tickerPeriodWindow}',
    run: ({ state, args, now }) => {
      args.word('tickerPeriodWindow', periodWindows);
      return ok(
        accessPoints.map(({ address, queueId }) => {
          const visual = visualQueues.find(({ queueIds }) => queueIds.includes(queueId));
          const { offered, answered } = visual ? countCalls(state, visual, now) : { offered: 0, answered: 0 };
          // vip@ is the second way into VIP Sales: a handful of the day's requests.
          const share = address.startsWith('vip@') ? 0.1 : 1;
          return {
            accesspoint: address,
            requestsOffered: Math.round(offered * share),
            requestsAnswered: Math.round(answered * share),
          };
        }),
      );
    },
  },
  {
    at: 'GET /{customerKey}/users/{userId}/connectedrequests',
    moved: 'GET /{customerKey}/users/{userId}/requests/connected',
    run: ({ state, now }) =>
      ok(
        state
          .allRequests()
          .flatMap((request) => {
            const user = state.users.get(request.connectedUserId ?? -1);
            return user ? [{ request, user }] : [];
          })
          .map(({ request, user }) => ({
            queueName: queues.find(({ id }) => id === request.queueId)?.description ?? null,
            requestCategory: request.category,
            requestDescription: request.description,
            requestRemoteAddress: request.kind === 'callout' ? request.to : request.from,
            durationSeconds: state.secondsOf(request, now),
            userName: user.userName,
            userId: user.id,
          })),
      ),
  },
];

/** Calls of today: what the seed says, and a call a minute since the start, dropped at the queue's own rate. */
function countCalls(state: PuzzelState, queue: VisualQueue, now: number) {
  const minutes = Math.floor((now - state.startedAt) / minute);
  const answered = queue.today.answered + minutes;
  const abandoned = queue.today.abandoned + Math.floor(minutes / queue.abandonedEvery);
  const withinSla = Math.round((queue.today.withinSla / queue.today.answered) * answered);
  return { answered, abandoned, withinSla, offered: answered + abandoned + calls(state, queue).length };
}

/** Calls and chats in queue. Written items and callbacks wait by design and count in no waiting time (inferred). */
function calls(state: PuzzelState, { queueIds }: VisualQueue) {
  return state.allRequests().filter((request) => {
    return isWaiting(request) && request.kind === 'call' && queueIds.includes(request.queueId);
  });
}

function visualQueueState({ state, now }: PuzzelCall, queue: VisualQueue) {
  const waits = calls(state, queue).map((request) => state.secondsOf(request, now));
  const waiting = state.allRequests().filter((one) => isWaiting(one) && queue.queueIds.includes(one.queueId));
  const { answered, abandoned, withinSla, offered } = countCalls(state, queue, now);
  const longest = Math.max(0, ...waits);
  const agents = countAgents(agentsOf(state, queue), now);
  return {
    id: queue.id,
    description: queue.description,
    waitTimeMaxSeconds: longest,
    waitTimeAverageSeconds:
      waits.length === 0 ? 0 : Math.round(waits.reduce((sum, one) => sum + one, 0) / waits.length),
    queueSize: waiting.length,
    ...agents,
    sla: Math.round((withinSla / answered) * 100),
    queueSizeCiq: waiting.filter(({ kind }) => kind === 'callback').length,
    unblockedLoggedIn: agents.agentsLoggedOn,
    unblockedUnavailable: agents.agentsUnavailable,
    queueSizePreferred: waiting.filter(({ reservedUserId }) => reservedUserId !== 0).length,
    callsOfferedToday: offered,
    callsAnsweredToday: answered,
    ciqsOfferedToday: queue.today.ciqs,
    ciqsAnsweredToday: Math.max(0, queue.today.ciqs - 1),
    callsAnsweredWithinSla: withinSla,
    // inferred: the alarm limit of the demo solution is a wait of two minutes.
    alarmFlag: longest > 120 ? 1 : 0,
    ciqScheduled: 0,
    callsAbandonedToday: abandoned,
    callsAbandonedWithinSla: queue.today.abandonedWithinSla,
    silentCallsToday: queue.today.silent,
  };
}

function visualQueueTicker({ state, now }: PuzzelCall, queue: VisualQueue) {
  const { answered, abandoned, withinSla, offered } = countCalls(state, queue, now);
  return {
    id: queue.id,
    description: queue.description,
    callsOffered: offered,
    callsAnswered: answered,
    callsAnsweredWithinSla: withinSla,
    callsAbandoned: abandoned,
    callsAbandonedWithinSla: queue.today.abandonedWithinSla,
    silentCalls: queue.today.silent,
    ciqsOffered: queue.today.ciqs,
    ciqsAnswered: Math.max(0, queue.today.ciqs - 1),
    ...surveyFigures(answered),
  };
}

/** Survey counters and the mean score (0 to 10) that go with so many answered calls. */
export function surveyFigures(answered: number) {
  const surveysAnswered = Math.round(answered * 0.22);
  return {
    surveysOffered: Math.round(answered * 0.6),
    surveysAnswered,
    surveyScoreAverage: surveysAnswered === 0 ? null : Math.round((7.4 + (answered % 13) / 10) * 10) / 10,
  };
}

/** The `{tickerPeriodWindow}` of a path; 400 names the field for any word but Today. */
export function requireWindow({ args, bearer }: PuzzelCall, needsUser: boolean): void {
  args.word('tickerPeriodWindow', periodWindows);
  if (needsUser && bearer.session.kind === 'oidc' && !args.has('userId')) throw invalid('userId', 'is required');
}
