import type { TodayCall } from './calls-today.js';
import { second } from './dates.js';
import { invalid, ok } from './envelope.js';
import { agentsOf, chosenVisualQueues, countAgents, isWaiting } from './queues.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';
import { accessPoints, queues, type VisualQueue } from './seed/queues.js';
import type { PuzzelState } from './state.js';

/** Today has been seen, ThisWeek is of 2015 (puzzel.md, section 5); inferred: any other word is refused. */
export const periodWindows = ['Today', 'ThisWeek'] as const;

export const realtimeRoutes: PuzzelRoutes = {
  'GET /{customerKey}/visualqueues/stateinformation/{result}': (call) =>
    ok(chosenVisualQueues(call).map((queue) => visualQueueState(call, queue))),
  'GET /{customerKey}/visualqueues/ticker/{tickerPeriodWindow}/{result}': {
    moved: 'GET /{customerKey}/visualqueues/ticker/{result}/{tickerPeriodWindow}',
    // Both orders are one pattern: the order decides whether the router knows the path.
    fits: ({ result }) => !periodWindows.some((window) => window.toLowerCase() === result?.toLowerCase()),
    run: (call) => {
      call.args.word('tickerPeriodWindow', periodWindows);
      return ok(chosenVisualQueues(call).map((queue) => visualQueueTicker(call, queue)));
    },
  },
  'GET /{customerKey}/accesspoints/ticker/{tickerPeriodWindow}': {
    moved: 'GET /{customerKey}/accesspoints/tickers/{tickerPeriodWindow}',
    run: ({ state, args }) => {
      args.word('tickerPeriodWindow', periodWindows);
      const serviceId = args.integer('serviceId');
      const serves = (queueId: number) => queues.find(({ id }) => id === queueId)?.serviceId === serviceId;
      const wanted = accessPoints.filter(({ queueId }) => serviceId === undefined || serves(queueId));
      return ok(
        wanted.map(({ address, queueId }) => {
          const media = address.startsWith('+') ? 'call' : 'eTask';
          // Calls come in by number; written items by address, of which one queue has two.
          const own = queueId === 301 || media === 'call';
          const { offered, answered } = figuresOf(state, own ? [queueId] : []);
          const waiting = state.allRequests().filter(({ to, kind }) => to === address && kind === 'eTask').length;
          return {
            accesspoint: address,
            requestsOffered: own ? offered : waiting,
            requestsAnswered: answered,
          };
        }),
      );
    },
  },
  'GET /{customerKey}/users/{userId}/connectedrequests': {
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
};

const mean = (values: number[]) =>
  values.length === 0 ? 0 : Math.round(values.reduce((sum, one) => sum + one, 0) / values.length);

/** Figures of today of some queues, or of one agent in them. */
export function figuresOf(state: PuzzelState, queueIds: number[], userId?: number) {
  const answered = state.today.answered.filter((call) => {
    return queueIds.includes(call.queueId) && (userId === undefined || call.userId === userId);
  });
  const missed = state.today.missed.filter((call) => {
    return queueIds.includes(call.queueId) && (userId === undefined || call.reservedUserId === userId);
  });
  const waiting = userId === undefined ? inQueue(state, queueIds) : [];
  const waits = (calls: TodayCall[]) => calls.map(({ entered, left }) => (left - entered) / second);
  const inTime = (calls: TodayCall[]) =>
    calls.filter(({ queueId, entered, left }) => left - entered <= slaOf(queueId) * second).length;
  return {
    offered: answered.length + missed.length + waiting.length,
    answered: answered.length,
    missed: missed.length,
    answeredInTime: inTime(answered),
    missedInTime: inTime(missed),
    waitAnswered: mean(waits(answered)),
    waitMissed: mean(waits(missed)),
    speakTime: mean(answered.map(({ left, ended }) => (Math.min(ended, state.now()) - left) / second)),
  };
}

const slaOf = (queueId: number) => queues.find(({ id }) => id === queueId)?.sla ?? 0;

/** Size and waits of a queue speak of these: callbacks are counted apart, so is what waits for one agent. */
function inQueue(state: PuzzelState, queueIds: number[]) {
  return waitingIn(state, queueIds).filter(({ kind, reservedUserId }) => kind !== 'callback' && reservedUserId === 0);
}

function waitingIn(state: PuzzelState, queueIds: number[]) {
  return state.allRequests().filter((one) => isWaiting(one) && queueIds.includes(one.queueId));
}

function visualQueueState({ state, now }: PuzzelCall, queue: VisualQueue) {
  const waiting = waitingIn(state, queue.queueIds);
  const queued = inQueue(state, queue.queueIds);
  const waits = queued.map((request) => state.secondsOf(request, now));
  const { answered, missed, answeredInTime, missedInTime, offered } = figuresOf(state, queue.queueIds);
  const longest = Math.max(0, ...waits);
  const agents = countAgents(agentsOf(state, queue), now);
  const callbacks = waiting.filter(({ kind }) => kind === 'callback').length;
  return {
    id: queue.id,
    description: queue.description,
    waitTimeMaxSeconds: longest,
    waitTimeAverageSeconds: mean(waits),
    queueSize: queued.length,
    ...agents,
    sla: Math.round((answeredInTime / Math.max(1, answered)) * 100),
    queueSizeCiq: callbacks,
    unblockedLoggedIn: agents.agentsLoggedOn,
    unblockedUnavailable: agents.agentsUnavailable,
    queueSizePreferred: waiting.filter(({ reservedUserId }) => reservedUserId !== 0).length,
    callsOfferedToday: offered,
    callsAnsweredToday: answered,
    ciqsOfferedToday: queue.callbacks,
    ciqsAnsweredToday: Math.max(0, queue.callbacks - callbacks),
    callsAnsweredWithinSla: answeredInTime,
    // inferred: the alarm limit of the demo solution is a wait of two minutes.
    alarmFlag: longest > 120 ? 1 : 0,
    ciqScheduled: 0,
    callsAbandonedToday: missed,
    callsAbandonedWithinSla: missedInTime,
    silentCallsToday: 0,
  };
}

function visualQueueTicker({ state }: PuzzelCall, queue: VisualQueue) {
  const figures = figuresOf(state, queue.queueIds);
  const waiting = waitingIn(state, queue.queueIds).filter(({ kind }) => kind === 'callback').length;
  const callbacks = Math.max(0, queue.callbacks - waiting);
  return {
    id: queue.id,
    description: queue.description,
    callsOffered: figures.offered,
    callsAnswered: figures.answered,
    callsAnsweredWithinSla: figures.answeredInTime,
    ciqsOffered: queue.callbacks,
    ciqsAnswered: callbacks,
    ciqsAnsweredWithinSla: callbacks,
    speakTimeAverageSeconds: figures.speakTime,
    waitTimeAnsweredAverageSeconds: figures.waitAnswered,
    waitTimeNotAnsweredAverageSeconds: figures.waitMissed,
    ...surveyFigures(figures.answered),
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

/** The `{tickerPeriodWindow}` of a path; 400 names the field for any other word. */
export function requireWindow({ args, bearer }: PuzzelCall, needsUser: boolean): void {
  args.word('tickerPeriodWindow', periodWindows);
  if (needsUser && bearer.session.kind === 'oidc' && !args.has('userId')) throw invalid('userId', 'is required');
}
