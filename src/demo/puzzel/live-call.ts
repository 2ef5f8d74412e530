import { optionalDate } from './dates.js';
import { done, invalid, ok, unknown } from './envelope.js';
import type { User } from './model.js';
import { addHistory, requestView } from './request-record.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';
import { accessPoints, queues } from './seed/queues.js';
import { userById } from './users.js';

export interface CallSession {
  iqSessionId: string | null;
  iqSessionState: string;
  requestIds: number[];
  sessionStart: string | null;
  request: ReturnType<typeof requestView> | null;
}

/** Suffixes of the Call operations of 2015. How today's command field spells them is not known (puzzel.md, row 63). */
const sessionCommands = [
  'Hangup',
  'MuteOn',
  'MuteOff',
  'ConsultWithAgent',
  'ConsultWithPhone',
  'ConsultEnd',
  'TransferToAgent',
  'TransferToPhone',
  'TransferToService',
  'TransferToConsultant',
  'TransferToPersonalQueue',
] as const;

/** The field that names the target of a command. */
const targets: Partial<Record<(typeof sessionCommands)[number], string>> = {
  ConsultWithAgent: 'consultUserId',
  ConsultWithPhone: 'phoneNumber',
  TransferToAgent: 'transferUserId',
  TransferToPhone: 'phoneNumber',
  TransferToService: 'nodeName',
};

const own = '/{customerKey}/users/{userId}';

/** The live call of an agent: what it is, what may be done with it, where it may go. */
export const liveCallRoutes: PuzzelRoutes = {
  [`GET ${own}/iqsessionstateinformation`]: {
    moved: `GET ${own}/session/stateinformation`,
    run: (call) => ok(sessionOf(call)),
  },
  [`POST ${own}/sessions/{sessionId}/command`]: {
    moved: `POST ${own}/session/{sessionId}/command`,
    // The moved pattern would also take the recorder's primary path.
    fits: ({ sessionId }) => sessionId !== 'recorder',
    run: command,
  },
  [`GET ${own}/session/servicelabel`]: ({ state, user }) => ok(state.connectedRequest(user.id) ? serviceLabels() : []),
  [`POST ${own}/session/servicelabel/search`]: ({ args }) => {
    const wanted = args.text('searchString');
    if (wanted === undefined) throw invalid('searchString', 'is required');
    const text = wanted.replaceAll('%', '').toLowerCase();
    const found = serviceLabels().filter(({ label }) => label.toLowerCase().includes(text));
    return ok(found.slice(0, args.integer('maxMatches') ?? found.length));
  },
};

/** The session of the call that the user is in, in the words of 2015. */
export function sessionOf({ state, user }: PuzzelCall): CallSession {
  const request = state.connectedRequest(user.id);
  return {
    iqSessionId: request?.iqSessionId ?? null,
    iqSessionState: request ? 'JoinedToCaller' : 'NoRequestsInSession',
    requestIds: request ? [request.id] : [],
    sessionStart: optionalDate(request?.connectedAt),
    request: request ? requestView(state, request) : null,
  };
}

function command(call: PuzzelCall) {
  const { state, user, args, now } = call;
  const sessionId = args.requiredText('sessionId');
  const request = state.connectedRequest(user.id);
  if (!request || request.iqSessionId !== sessionId) throw unknown(`For user ${user.id}, session`, sessionId);
  const word = args.word('command', sessionCommands);
  const field = targets[word];
  const target = field === undefined ? undefined : args.requiredText(field);
  if (field?.endsWith('UserId')) userById(state, Number(target), target);
  const queue = word === 'TransferToService' ? serviceLabels().find(({ label }) => label === target) : undefined;
  if (word === 'TransferToService' && !queue) throw invalid('nodeName', `'${target}' is not a transfer target`);
  const ends = word === 'Hangup' || word.startsWith('Transfer');
  if (queue) {
    request.queueId = queue.queueId;
    request.status = 'InQueue';
    request.queueEntered = now;
    delete request.connectedUserId;
    delete request.connectedAt;
  } else if (ends) {
    state.requests.delete(request.id);
  }
  // inferred: half a minute of wrap-up follows a call, then the agent is free again.
  if (ends) {
    state.calls.end(request.id, now, word !== 'Hangup');
    user.presence = wrapUp(now);
  }
  addHistory(request, call, word, target === undefined ? word : `${word}: ${target}`);
  return done(request.id);
}

function wrapUp(now: number): User['presence'] {
  const next = { contactCentreStatus: 'LoggedOn', userStatus: 'Available', pauseTypeId: 0 } as const;
  return { ...next, userStatus: 'WrapUp', since: now, until: { at: now + 30_000, next } };
}

/** Menu points of the services: only `queue` is seen as a nodeType, `menu` is inferred. */
function serviceLabels() {
  return queues.flatMap(({ id, description, key }, index) => [
    { nodeType: 'queue', label: description, nodeId: String(3000 + index), queueId: id },
    ...accessPoints
      .filter(({ queueId, address }) => queueId === id && address.startsWith('+'))
      .map(() => ({
        nodeType: 'menu',
        label: `${description} (menu ${key})`,
        nodeId: String(3100 + index),
        queueId: id,
      })),
  ]);
}
