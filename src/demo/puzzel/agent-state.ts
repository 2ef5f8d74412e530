import { puzzelDate } from './dates.js';
import { ok, unknown } from './envelope.js';
import { type CallSession, sessionOf } from './live-call.js';
import { personalQueue } from './queues.js';
import { requireWindow, surveyFigures } from './realtime.js';
import { recordingsOf, recordingView } from './recorder.js';
import { requestView } from './request-record.js';
import type { PuzzelCall, PuzzelRoute } from './routes.js';
import { pauseTypes, userGroups } from './seed/people.js';
import { groupName, presenceOf, secondsInStatus, type User, userById } from './users.js';

/** States and figures of agents. */
export const agentStateRoutes: PuzzelRoute[] = [
  {
    at: 'GET /{customerKey}/users/stateinformation/{tickerPeriodWindow}',
    run: (call) => {
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
          .map((user) => agentRow(user, now)),
      );
    },
  },
  {
    at: 'GET /{customerKey}/users/{userId}/stateinformation',
    run: ({ user, now }) => ok(userState(user, now)),
  },
  {
    at: 'GET /{customerKey}/users/{userId}/stateinformation/extended',
    moved: 'GET /{customerKey}/users/{userId}/extendedstateinformation',
    run: (call) => {
      const { state, user, now } = call;
      const request = state.connectedRequest(user.id);
      return ok({
        userStateInformation: userState(user, now),
        systemDateTime: puzzelDate(now),
        iqSessionStateInformation: sessionOf(call) satisfies CallSession,
        recordingInfo: recordingsOf(call).map((recording) => recordingView(recording, now)),
        requestPersonalQueueList: personalQueue(call),
        request: request ? requestView(state, request) : null,
        pauseDisabledList: [],
      });
    },
  },
  {
    at: 'GET /{customerKey}/users/{userId}/stats/{tickerPeriodWindow}',
    moved: 'GET /{customerKey}/users/{userId}/ticker/{tickerPeriodWindow}',
    run: (call) => {
      requireWindow(call, false);
      return ok(agentStats(call));
    },
  },
];

function agentRow(user: User, now: number) {
  const { contactCentreStatus, userStatus } = presenceOf(user, now);
  const [callsOffered, callsAnswered] = user.calls;
  return {
    userId: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    userGroupName: groupName(user),
    contactCentreStatus,
    userStatus,
    callsOffered,
    callsAnswered,
    callsNotAnswered: callsOffered - callsAnswered,
    callsTransferred: Math.floor(callsAnswered / 9),
    calloutsMade: Math.floor(callsAnswered / 6),
    speakTimeAverageSeconds: callsAnswered === 0 ? 0 : 180 + (user.id % 7) * 22,
    ...surveyFigures(callsAnswered),
  };
}

function userState(user: User, now: number) {
  const { contactCentreStatus, userStatus, since, pauseTypeId, cycle } = presenceOf(user, now);
  const timeInStatusSeconds = secondsInStatus(user, now);
  return {
    userId: user.id,
    userStatus,
    contactCentreStatus,
    // inferred names: the list promises "time in the status", chat connection and silent monitoring, nothing closer.
    timeInStatusSeconds,
    statusSince: puzzelDate(cycle === undefined ? since : now - timeInStatusSeconds * 1000),
    pauseTypeId,
    pauseDescription: pauseTypes.find(({ id }) => id === pauseTypeId)?.description ?? null,
    chatState: 'Undefined',
    chatConnected: 0,
    chatConnecting: 0,
    silentMonitoring: false,
  };
}

function agentStats({ user, now }: PuzzelCall) {
  const { contactCentreStatus } = presenceOf(user, now);
  const [requestsOffered, requestsAnswered] = user.calls;
  const working = requestsOffered > 0 && contactCentreStatus !== 'LoggedOff';
  return {
    queuesTotal: { requestsOffered, requestsAnswered, requestsNotAnswered: requestsOffered - requestsAnswered },
    pause: pauseTypes.slice(0, working ? 3 : 0).map(({ id, description }) => {
      return {
        pauseTypeId: id,
        description,
        count: 1 + ((user.id + id) % 2),
        seconds: 300 * (1 + ((user.id + id) % 4)),
      };
    }),
    overview: {
      requestsOffered,
      requestsAnswered,
      loggedOnSeconds: working ? 19_800 + (user.id % 9) * 300 : 0,
      inPauseSeconds: working ? 1500 + (user.id % 5) * 240 : 0,
      speakTimeSeconds: requestsAnswered * (180 + (user.id % 7) * 22),
      wrapUpSeconds: requestsAnswered * 35,
      ...surveyFigures(requestsAnswered),
    },
  };
}
