import { optionalDate, puzzelDate, second } from './dates.js';
import { ok, unknown } from './envelope.js';
import { type CallSession, sessionOf } from './live-call.js';
import type { User } from './model.js';
import { weekStart } from './opening-hours.js';
import { personalQueue } from './queues.js';
import { figuresOf, type PeriodWindow, windowOf } from './realtime.js';
import { recordingInfo } from './recorder.js';
import { requestView } from './request-record.js';
import { loggedOnBefore, shiftsBefore } from './roster.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';
import { apiUserGroupId, pauseTypes, userGroups } from './seed/people.js';
import { queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { groupName, presenceOf, secondsInStatus, userById } from './users.js';

/** States and figures of agents. */
export const agentStateRoutes: PuzzelRoutes = {
  'GET /{customerKey}/users/stateinformation/{tickerPeriodWindow}': (call) => {
    const { state, args, now } = call;
    const window = windowOf(call, true);
    const userId = args.text('userId');
    if (userId !== undefined) userById(state, Number(userId), userId);
    // The userId says who asks; the list holds all agents, or those of one group (puzzel.md, section 8).
    const wanted = args.text('userGroupName')?.toLowerCase();
    if (wanted !== undefined && !userGroups.some(({ name }) => name.toLowerCase() === wanted)) {
      throw unknown('User group', args.requiredText('userGroupName'));
    }
    const users = [...state.users.values()].filter(({ groupId }) => groupId !== apiUserGroupId);
    return ok(
      users
        .filter((user) => wanted === undefined || groupName(user).toLowerCase() === wanted)
        .map((user) => agentRow(state, user, window, now)),
    );
  },
  'GET /{customerKey}/users/{userId}/stateinformation': ({ state, user, now }) => ok(userState(state, user, now)),
  'GET /{customerKey}/users/{userId}/stateinformation/extended': {
    moved: 'GET /{customerKey}/users/{userId}/extendedstateinformation',
    run: (call) => {
      const { state, user, now } = call;
      const request = state.connectedRequest(user.id);
      return ok({
        userStateInformation: userState(state, user, now),
        systemDateTime: puzzelDate(now),
        iqSessionStateInformation: sessionOf(call) satisfies CallSession,
        recordingInfo: recordingInfo(call),
        requestPersonalQueueList: personalQueue(call),
        request: request ? requestView(state, request) : null,
        pauseDisabledList: [],
      });
    },
  },
  'GET /{customerKey}/users/{userId}/ticker/{tickerPeriodWindow}': {
    moved: 'GET /{customerKey}/users/{userId}/stats/{tickerPeriodWindow}',
    run: (call) => ok(agentStats(call, windowOf(call, false))),
  },
};

const allQueues = queues.map(({ id }) => id);

function agentRow(state: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const { contactCentreStatus, userStatus } = presenceOf(user, now);
  const figures = figuresOf(state, window, allQueues, user.id);
  const calledOut = state.allRequests().filter(({ kind, reservedUserId, outbound }) => {
    return kind === 'callout' && reservedUserId === user.id && outbound?.attempts;
  });
  return {
    userId: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    userGroupName: groupName(user),
    contactCentreStatus,
    userStatus,
    statusDescription: describe(user, now),
    timeInStatus: secondsInStatus(user, now),
    phoneNumber: profileOf(user)?.phoneNumber ?? null,
    profileName: profileOf(user)?.name ?? null,
    ...loggedOn(state, user, window, now),
    unblockableMasterId: 0,
    ...chatOf(state, user),
    callsOffered: figures.offered,
    callsAnswered: figures.answered,
    callsNotAnswered: figures.missed,
    callsTransferred: figures.transferred,
    calloutsMade: calledOut.length,
    speakTimeAverageSeconds: figures.speakTime,
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
    profileName: profileOf(user)?.name ?? null,
    pauseTypeId,
    supervising: false,
    ...chatOf(state, user),
  };
}

function chatOf(state: PuzzelState, user: User) {
  return { chatCapacity: 3, chatConnected: state.chatsOf(user.id), chatConnecting: false, chatPhoneThreshold: 1 };
}

const profileOf = ({ profiles, currentProfileId }: User) => profiles.find(({ id }) => id === currentProfileId);

/** inferred: the name of the pause, where the user is in one. */
function describe(user: User, now: number): string {
  const { pauseTypeId, userStatus } = presenceOf(user, now);
  return pauseTypes.find(({ id }) => id === pauseTypeId)?.description ?? userStatus;
}

/** Seconds logged on and in pause; the pause is the sum of the pauses by type. */
function loggedOn(state: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const inPauseSeconds = pausesOf(state, user, window, now).reduce((sum, pause) => sum + pause.inPauseSeconds, 0);
  const today = loggedOnBefore(user.id) + Math.floor((now - state.startedAt) / second);
  const earlier = earlierShifts(state, user, window, now).map(({ from, to }) => (to - from) / second);
  return { loggedOnSeconds: earlier.reduce((sum, one) => sum + one, isHere(user, now) ? today : 0), inPauseSeconds };
}

const isHere = (user: User, now: number) => presenceOf(user, now).contactCentreStatus !== 'LoggedOff';

function earlierShifts({ startedAt, timeZone }: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const monday = weekStart(timeZone, now);
  return window === 'Today' ? [] : shiftsBefore(user.id, startedAt, 6).filter(({ from }) => from >= monday);
}

/** Earlier pauses and the present one: three kinds in each shift. */
function pausesOf(state: PuzzelState, user: User, window: PeriodWindow, now: number) {
  const { pauseTypeId } = presenceOf(user, now);
  const shifts = earlierShifts(state, user, window, now).length + (isHere(user, now) ? 1 : 0);
  const types = pauseTypes.filter(({ id }, index) => index < 3 || id === pauseTypeId);
  return (shifts === 0 ? [] : types).map(({ id, description }) => {
    const present = id === pauseTypeId ? secondsInStatus(user, now) : 0;
    const past = shifts * 300 * (1 + ((user.id + id) % 4));
    return { pauseId: id, pauseDescription: description, inPauseSeconds: past + present };
  });
}

/** As in 2015: one object for all queues, lists per pause and per queue. inferred: where the survey figures stand. */
function agentStats({ state, user, now }: PuzzelCall, window: PeriodWindow) {
  const figures = (queueIds: number[]) => {
    const { offered, answered, surveys } = figuresOf(state, window, queueIds, user.id);
    return { requestsOffered: offered, requestsAnswered: answered, ...surveys };
  };
  const times = loggedOn(state, user, window, now);
  return {
    queuesTotal: { ...figures(allQueues), ...times },
    pause: pausesOf(state, user, window, now),
    overview: queues
      .map(({ id, description }) => ({ queueId: id, description, ...figures([id]), ...times }))
      .filter(({ requestsOffered }) => requestsOffered > 0),
  };
}
