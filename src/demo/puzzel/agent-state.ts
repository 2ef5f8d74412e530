import { optionalDate, puzzelDate, second } from './dates.js';
import { ok, unknown } from './envelope.js';
import { type CallSession, sessionOf } from './live-call.js';
import type { User } from './model.js';
import { personalQueue } from './queues.js';
import { figuresOf, requireWindow, surveyFigures } from './realtime.js';
import { recordingInfo } from './recorder.js';
import { requestView } from './request-record.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';
import { pauseTypes, userGroups } from './seed/people.js';
import { queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { groupName, loggedOnBefore, presenceOf, secondsInStatus, userById } from './users.js';

/** States and figures of agents. */
export const agentStateRoutes: PuzzelRoutes = {
  'GET /{customerKey}/users/stateinformation/{tickerPeriodWindow}': (call) => {
    const { state, args, now } = call;
    requireWindow(call, true);
    const userId = args.text('userId');
    if (userId !== undefined) userById(state, Number(userId), userId);
    // The userId says who asks; the list holds all agents, or those of one group (puzzel.md, section 8).
    const wanted = args.text('userGroupName')?.toLowerCase();
    if (wanted !== undefined && !userGroups.some(({ name }) => name.toLowerCase() === wanted)) {
      throw unknown('User group', args.requiredText('userGroupName'));
    }
    const users = [...state.users.values()].filter(({ groupId }) => groupId !== 39);
    return ok(
      users
        .filter((user) => wanted === undefined || groupName(user).toLowerCase() === wanted)
        .map((user) => agentRow(state, user, now)),
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
    run: (call) => {
      requireWindow(call, false);
      return ok(agentStats(call));
    },
  },
};

function agentRow(state: PuzzelState, user: User, now: number) {
  const { contactCentreStatus, userStatus } = presenceOf(user, now);
  const { offered, answered, missed, speakTime } = figuresOf(
    state,
    queues.map(({ id }) => id),
    user.id,
  );
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
    ...loggedOn(state, user, now),
    unblockableMasterId: 0,
    ...chatOf(state, user),
    callsOffered: offered,
    callsAnswered: answered,
    callsNotAnswered: missed,
    callsTransferred: Math.floor(answered / 9),
    calloutsMade: Math.floor(answered / 6),
    speakTimeAverageSeconds: speakTime,
    ...surveyFigures(answered),
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

/** Chats go on beside the phone. */
function chatOf(state: PuzzelState, user: User) {
  const connected = state.allRequests().filter((one) => one.connectedUserId === user.id && one.mediaType === 'Chat');
  return { chatCapacity: 3, chatConnected: connected.length, chatConnecting: false, chatPhoneThreshold: 1 };
}

const profileOf = ({ profiles, currentProfileId }: User) => profiles.find(({ id }) => id === currentProfileId);

/** inferred: the name of the pause, where the user is in one. */
function describe(user: User, now: number): string {
  const { pauseTypeId, userStatus } = presenceOf(user, now);
  return pauseTypes.find(({ id }) => id === pauseTypeId)?.description ?? userStatus;
}

/** Seconds logged on and in pause today; the pause is the sum of the pauses by type. */
function loggedOn(state: PuzzelState, user: User, now: number) {
  const here = presenceOf(user, now).contactCentreStatus !== 'LoggedOff';
  const inPauseSeconds = pausesOf(user, now).reduce((sum, pause) => sum + pause.inPauseSeconds, 0);
  const sinceStart = Math.floor((now - state.startedAt) / second);
  return { loggedOnSeconds: here ? loggedOnBefore(user.id) + sinceStart : 0, inPauseSeconds };
}

/** Earlier pauses and the present one. */
function pausesOf(user: User, now: number) {
  const { contactCentreStatus, pauseTypeId } = presenceOf(user, now);
  const types = pauseTypes.filter(({ id }, index) => index < 3 || id === pauseTypeId);
  return (contactCentreStatus === 'LoggedOff' ? [] : types).map(({ id, description }) => {
    const present = id === pauseTypeId ? secondsInStatus(user, now) : 0;
    return { pauseId: id, pauseDescription: description, inPauseSeconds: 300 * (1 + ((user.id + id) % 4)) + present };
  });
}

/** As in 2015: one object for all queues, lists per pause and per queue. Where the survey figures stand is open. */
function agentStats({ state, user, now }: PuzzelCall) {
  const figures = (queueIds: number[]) => {
    const { offered, answered } = figuresOf(state, queueIds, user.id);
    return { requestsOffered: offered, requestsAnswered: answered, ...surveyFigures(answered) };
  };
  const times = loggedOn(state, user, now);
  return {
    queuesTotal: { ...figures(queues.map(({ id }) => id)), ...times },
    pause: pausesOf(user, now),
    overview: queues
      .map(({ id, description }) => ({ queueId: id, description, ...figures([id]), ...times }))
      .filter(({ requestsOffered }) => requestsOffered > 0),
  };
}
