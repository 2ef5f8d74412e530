import { optionalDate, puzzelDate, second } from './dates.js';
import { invalid, notFound, ok } from './envelope.js';
import { callSession } from './live-call.js';
import type { User } from './model.js';
import { weekStart } from './opening-hours.js';
import { personalQueue } from './queues.js';
import { figuresOf, type PeriodWindow, windowOf } from './realtime.js';
import { recordingInfo } from './recorder.js';
import { requestView } from './request-record.js';
import { secondsLoggedOnAtStart, shiftsBefore } from './roster.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { apiUserGroupId, pauseTypes, userGroups } from './seed/people.js';
import { queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { currentProfile, groupName, presenceOf, secondsInStatus, statusDescriptionOf, userById } from './users.js';

/** States and figures of agents. */
export const agentStateRoutes: PuzzelRoutes = {
  'GET /{customerKey}/users/stateinformation/{tickerPeriodWindow}': (call) => {
    const { state, args, bearer, now } = call;
    const window = windowOf(call);
    if (bearer.session.kind === 'oidc' && !args.has('userId')) throw invalid('userId', 'is required');
    const userId = args.text('userId');
    if (userId !== undefined) userById(state, Number(userId), userId);
    // The userId says who asks; the list holds all agents, or those of one group (puzzel.md, section 8).
    const wantedGroup = args.text('userGroupName')?.toLowerCase();
    if (wantedGroup !== undefined && !userGroups.some(({ name }) => name.toLowerCase() === wantedGroup)) {
      throw notFound('User group', args.requiredText('userGroupName'));
    }
    const users = [...state.users.values()].filter(({ groupId }) => groupId !== apiUserGroupId);
    return ok(
      users
        .filter((user) => wantedGroup === undefined || groupName(user).toLowerCase() === wantedGroup)
        .map((user) => agentRow(state, user, window, now)),
    );
  },
  'GET /{customerKey}/users/{userId}/stateinformation': ({ state, user, now }) => ok(userState(state, user, now)),
  'GET /{customerKey}/users/{userId}/stateinformation/extended': {
    alternative: 'GET /{customerKey}/users/{userId}/extendedstateinformation',
    run: (call) => {
      const { state, user, now } = call;
      const request = state.connectedRequest(user.id);
      return ok({
        userStateInformation: userState(state, user, now),
        systemDateTime: puzzelDate(now),
        iqSessionStateInformation: callSession(call),
        recordingInfo: recordingInfo(call),
        requestPersonalQueueList: personalQueue(call),
        request: request ? requestView(state, request) : null,
        pauseDisabledList: [],
      });
    },
  },
  'GET /{customerKey}/users/{userId}/ticker/{tickerPeriodWindow}': {
    alternative: 'GET /{customerKey}/users/{userId}/stats/{tickerPeriodWindow}',
    run: (call) => ok(agentStats(call, windowOf(call))),
  },
};

const allQueueIds = queues.map(({ id }) => id);

function agentRow(state: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const { contactCentreStatus, userStatus } = presenceOf(user, now);
  const figures = figuresOf(state, window, allQueueIds, user.id);
  const callouts = state.allRequests().filter(({ kind, reservedUserId, outbound }) => {
    return kind === 'callout' && reservedUserId === user.id && outbound?.attempts;
  });
  return {
    userId: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    userGroupName: groupName(user),
    contactCentreStatus,
    userStatus,
    statusDescription: statusDescriptionOf(user, now),
    timeInStatus: secondsInStatus(user, now),
    phoneNumber: currentProfile(user)?.phoneNumber ?? null,
    profileName: currentProfile(user)?.name ?? null,
    ...shiftTimes(state, user, window, now),
    unblockableMasterId: 0,
    ...chatFields(state, user),
    callsOffered: figures.offeredCount,
    callsAnswered: figures.answeredCount,
    callsNotAnswered: figures.missedCount,
    callsTransferred: figures.transferredCount,
    calloutsMade: callouts.length,
    speakTimeAverageSeconds: figures.meanSpeakTime,
    ...figures.surveys,
  };
}

function userState(state: PuzzelState, user: User, now: number) {
  const { contactCentreStatus, userStatus, pauseTypeId, until } = presenceOf(user, now);
  return {
    userId: user.id,
    userStatus,
    contactCentreStatus,
    statusSeconds: secondsInStatus(user, now),
    statusRemainingSeconds: until ? Math.max(0, Math.round((until.at - now) / second)) : 0,
    statusTimeout: optionalDate(until?.at),
    profileName: currentProfile(user)?.name ?? null,
    pauseTypeId,
    supervising: false,
    ...chatFields(state, user),
  };
}

function chatFields(state: PuzzelState, user: User) {
  return { chatCapacity: 3, chatConnected: state.chatCountOf(user.id), chatConnecting: false, chatPhoneThreshold: 1 };
}

/** Seconds logged on and seconds in pause. */
function shiftTimes(state: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const inPauseSeconds = pausesOf(state, user, window, now).reduce((sum, pause) => sum + pause.inPauseSeconds, 0);
  const secondsToday = secondsLoggedOnAtStart(user.id) + Math.floor((now - state.startedAt) / second);
  const earlierSeconds = earlierShifts(state, user, window, now).map(({ from, to }) => (to - from) / second);
  const loggedOnSeconds = earlierSeconds.reduce((sum, one) => sum + one, isLoggedOn(user, now) ? secondsToday : 0);
  return { loggedOnSeconds, inPauseSeconds };
}

const isLoggedOn = (user: User, now: number) => presenceOf(user, now).contactCentreStatus !== 'LoggedOff';

function earlierShifts({ startedAt, timeZone }: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const monday = weekStart(timeZone, now);
  return window === 'Today' ? [] : shiftsBefore(user.id, startedAt, 6).filter(({ from }) => from >= monday);
}

/** Seconds by type of pause (the first three, and the present one): some for every shift, plus the present pause. */
function pausesOf(state: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const { pauseTypeId } = presenceOf(user, now);
  const shiftCount = earlierShifts(state, user, window, now).length + (isLoggedOn(user, now) ? 1 : 0);
  const types = pauseTypes.filter(({ id }, index) => index < 3 || id === pauseTypeId);
  return (shiftCount === 0 ? [] : types).map(({ id, description }) => {
    const presentSeconds = id === pauseTypeId ? secondsInStatus(user, now) : 0;
    const pastSeconds = shiftCount * 300 * (1 + ((user.id + id) % 4));
    return { pauseId: id, pauseDescription: description, inPauseSeconds: pastSeconds + presentSeconds };
  });
}

/**
 * As in the SOAP contract of 2015: one object for all queues, a list of pauses, a list of queues. inferred: where the
 * survey figures stand.
 */
function agentStats({ state, user, now }: ApiCall, window: PeriodWindow) {
  const requestFigures = (queueIds: number[]) => {
    const { offeredCount, answeredCount, surveys } = figuresOf(state, window, queueIds, user.id);
    return { requestsOffered: offeredCount, requestsAnswered: answeredCount, ...surveys };
  };
  const times = shiftTimes(state, user, window, now);
  return {
    queuesTotal: { ...requestFigures(allQueueIds), ...times },
    pause: pausesOf(state, user, window, now),
    overview: queues
      .map(({ id, description }) => ({ queueId: id, description, ...requestFigures([id]), ...times }))
      .filter(({ requestsOffered }) => requestsOffered > 0),
  };
}
