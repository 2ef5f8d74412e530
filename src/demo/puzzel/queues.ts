import { demoUser } from './accounts.js';
import { optionalDate } from './dates.js';
import { invalid, notFound, ok } from './envelope.js';
import type { PuzzelRequest, User } from './model.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { serviceQualities } from './seed/people.js';
import { queues, services, type VisualQueue, visualQueues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import {
  currentProfile,
  fullName,
  isAvailable,
  presenceOf,
  secondsInStatus,
  serves,
  statusDescriptionOf,
} from './users.js';

export const queueRoutes: PuzzelRoutes = {
  'GET /{customerKey}/queues': () => ok(queues),
  'GET /{customerKey}/services': () => ok(services),
  'GET /{customerKey}/servicequalities': {
    alternative: 'GET /{customerKey}/services/qualities',
    run: () => ok(serviceQualities),
  },
  'GET /{customerKey}/visualqueues': () =>
    ok(
      visualQueues.map(({ id, description, queueIds }) => ({
        id,
        description,
        queues: queues
          .filter((queue) => queueIds.includes(queue.id))
          .map(({ id, key, description, serviceId }) => ({ id, key, description, serviceId })),
      })),
    ),
  'GET /{customerKey}/visualqueues/{visualQueueId}/info/{result}': ({ state, args, now }) => {
    const queue = visualQueueById(args.requiredText('visualQueueId'));
    const result = args.word('result', ['UserDetailsOnly', 'UserOverviewOnly', 'UserDetailsAndOverview']);
    const users = agentsOf(state, queue);
    return ok({
      ...(result === 'UserOverviewOnly' ? {} : { usersDetails: users.map((user) => agentLine(state, user, now)) }),
      ...(result === 'UserDetailsOnly' ? {} : { usersOverview: countByState(users, now) }),
    });
  },
  'GET /{customerKey}/users/{userId}/visualqueues': (call) => ok(waitingRequests(call, visibleTo(call.user))),
  'GET /{customerKey}/users/{userId}/visualqueues/{visualQueueId}': (call) => {
    const { queueIds } = visualQueueById(call.args.requiredText('visualQueueId'));
    const isVisible = visibleTo(call.user);
    return ok(waitingRequests(call, (request) => queueIds.includes(request.queueId) && isVisible(request)));
  },
  'GET /{customerKey}/users/{userId}/personalqueue': {
    alternative: 'GET /{customerKey}/users/{userId}/personalqueue/requests',
    run: (call) => ok(personalQueue(call)),
  },
};

/** Agents of a visual queue, counted by what they do. */
export function countAgents(users: User[], now: number) {
  const presences = users.map((user) => presenceOf(user, now));
  const loggedOnPresences = presences.filter(({ contactCentreStatus }) => contactCentreStatus !== 'LoggedOff');
  const agentsInPause = loggedOnPresences.filter(({ contactCentreStatus }) => contactCentreStatus === 'Pause').length;
  const agentsReady = users.filter((user) => isAvailable(user, now)).length;
  return {
    agentsLoggedOn: loggedOnPresences.length,
    agentsInPause,
    agentsReady,
    agentsUnavailable: loggedOnPresences.length - agentsInPause - agentsReady,
  };
}

export function agentsOf(state: PuzzelState, queue: VisualQueue): User[] {
  return [...state.users.values()].filter((user) => serves(user, queue));
}

function visualQueueById(id: string): VisualQueue {
  const queue = visualQueues.find((candidate) => String(candidate.id) === id);
  if (!queue) throw notFound('Visual queue', id);
  return queue;
}

/**
 * The visual queues that a `{result}` and the query parameters ask for: `UserRelevant` and `UserMember` give those that
 * the user answers (inferred: the two are the same here). `userId` is required with these two, and always with a Puzzel
 * ID token (puzzel.md, section 2 and row 37).
 */
export function chosenVisualQueues({ state, args, bearer }: ApiCall): VisualQueue[] {
  const result = args.word('result', ['All', 'UserRelevant', 'UserMember']);
  const userId = args.integer('userId');
  if (userId === undefined && (result !== 'All' || bearer.session.kind === 'oidc')) {
    throw invalid('userId', 'is required');
  }
  const user = userId === undefined ? undefined : state.users.get(userId);
  if (userId !== undefined && !user) throw notFound('User', userId);
  const visualQueueId = args.text('visualQueueId');
  const candidates = visualQueueId === undefined ? visualQueues : [visualQueueById(visualQueueId)];
  return candidates.filter((queue) => result === 'All' || (user && serves(user, queue)));
}

/** inferred: agents see requests of the queues that they answer, and those reserved for them; the API user sees all. */
function visibleTo(user: User): (request: PuzzelRequest) => boolean {
  const servedQueueIds = visualQueues.filter((queue) => serves(user, queue)).flatMap(({ queueIds }) => queueIds);
  return ({ queueId, reservedUserId }) =>
    user.id === demoUser.id || servedQueueIds.includes(queueId) || reservedUserId === user.id;
}

/** Waiting requests that are reserved for the user. */
export function personalQueue(call: ApiCall) {
  return waitingRequests(call, ({ reservedUserId }) => reservedUserId === call.user.id);
}

/** Whether a request waits in a queue, a callback included. */
export function isWaiting({ status }: PuzzelRequest): boolean {
  return status === 'InQueue' || status === 'CallbackInQueue';
}

function waitingRequests({ state, now }: ApiCall, isWanted: (request: PuzzelRequest) => boolean) {
  return state
    .allRequests()
    .filter((request) => isWaiting(request) && isWanted(request))
    .map((request) => queueRequestView(state, request, now));
}

function queueRequestView(state: PuzzelState, request: PuzzelRequest, now: number) {
  const queue = queues.find(({ id }) => id === request.queueId);
  const reservedUser = state.users.get(request.reservedUserId);
  const timeInQueue = state.waitOrTalkSeconds(request, now);
  return {
    // Text here, a number in every path and in the answer of a create (puzzel.md, section 3).
    requestId: String(request.id),
    serviceId: queue?.serviceId ?? 0,
    timeInQueue,
    vip: request.vip,
    mediaType: request.mediaType,
    requestRemoteAddress: request.from,
    destination: request.to,
    reservedUserId: request.reservedUserId,
    requestStatus: request.status,
    sla: queue?.sla ?? 0,
    // inferred: VIP points move a request forward as if it had waited longer.
    adjustedTimeInQueue: timeInQueue + request.vip * 30,
    ciq: request.kind === 'callback' ? 1 : 0,
    reservedUserFlag: reservedUser ? 1 : 0,
    reservedUserName: reservedUser ? fullName(reservedUser) : null,
    category: request.category,
    description: request.description,
    personalType: reservedUser ? 'Pick' : 'Undefined',
    queueId: request.queueId,
    queueDescription: queue?.description ?? null,
    callbackScheduledTime: optionalDate(request.outbound?.scheduled),
  };
}

function agentLine(state: PuzzelState, user: User, now: number) {
  const { contactCentreStatus, userStatus } = presenceOf(user, now);
  const profile = currentProfile(user);
  return {
    userId: user.id,
    firstName: user.firstName,
    lastName: user.lastName,
    contactCentreStatus,
    userStatus,
    statusDescription: statusDescriptionOf(user, now),
    timeInStatus: secondsInStatus(user, now),
    phoneNumber: profile?.phoneNumber ?? null,
    profileName: profile?.name ?? null,
    activeOnQueue: isAvailable(user, now),
    userOwned: 0,
    unblockableMasterId: 0,
    chatCapacityMaxParallel: 3,
    chatConnected: state.chatCountOf(user.id),
    chatConnecting: false,
    chatPhoneThreshold: 1,
  };
}

/** Agents counted by each pair of contact centre status and user status. */
function countByState(users: User[], now: number) {
  const counts = new Map<string, number>();
  for (const user of users) {
    const { contactCentreStatus, userStatus } = presenceOf(user, now);
    const statusPair = `${contactCentreStatus} ${userStatus}`;
    counts.set(statusPair, (counts.get(statusPair) ?? 0) + 1);
  }
  return [...counts].map(([statusPair, numberOfUsers]) => {
    const [contactCentreStatus, userStatus] = statusPair.split(' ');
    return { contactCentreStatus, userStatus, numberOfUsers, unblockableMasterId: 0 };
  });
}
