import { puzzelDate } from './dates.js';
import { done, invalid, ok, refused, unknown } from './envelope.js';
import { queueByKey } from './request-changes.js';
import { addHistory, requestView } from './request-record.js';
import type { PuzzelCall, PuzzelRoute } from './routes.js';
import { accessPoints, queues } from './seed/queues.js';

export interface CallSession {
  iqSessionId: string | null;
  iqSessionState: string;
  requestIds: number[];
  sessionStart: string | null;
  request: ReturnType<typeof requestView> | null;
}

/** Only guesses exist for these words (puzzel.md, section 12); they follow the actions of the agent widget. */
const sessionCommands = ['Answer', 'HangUp', 'Transfer', 'Consult', 'EndConsultation', 'Hold', 'Unhold'] as const;

const own = '/{customerKey}/users/{userId}';

/** The live call of an agent: what it is, what may be done with it, where it may go. */
export const liveCallRoutes: PuzzelRoute[] = [
  {
    at: `GET ${own}/iqsessionstateinformation`,
    moved: `GET ${own}/session/stateinformation`,
    run: (call) => ok(sessionOf(call)),
  },
  {
    at: `POST ${own}/sessions/{sessionId}/command`,
    moved: `POST ${own}/session/{sessionId}/command`,
    // The moved pattern would also take the recorder's primary path.
    fits: ({ sessionId }) => sessionId !== 'recorder',
    run: command,
  },
  {
    at: `GET ${own}/session/servicelabel`,
    run: ({ state, user }) => ok(state.connectedRequest(user.id) ? serviceLabels() : []),
  },
  {
    at: `POST ${own}/session/servicelabel/search`,
    run: ({ args }) => {
      const wanted = args.text('searchString');
      if (wanted === undefined) throw invalid('searchString', 'is required');
      const text = wanted.replaceAll('%', '').toLowerCase();
      const found = serviceLabels().filter(({ label }) => label.toLowerCase().includes(text));
      return ok(found.slice(0, args.integer('maxMatches') ?? found.length));
    },
  },
];

/** The session of the call that the user is in; `Idle` without one (inferred: the states are not public). */
export function sessionOf({ state, user, now }: PuzzelCall): CallSession {
  const request = state.connectedRequest(user.id);
  return {
    iqSessionId: request?.iqSessionId ?? null,
    iqSessionState: request?.status ?? 'Idle',
    requestIds: request ? [request.id] : [],
    sessionStart: request ? puzzelDate(state.startOf(request, now)) : null,
    request: request ? requestView(state, request) : null,
  };
}

function command(call: PuzzelCall) {
  const { state, user, args, now } = call;
  const sessionId = args.requiredText('sessionId');
  const request = state.connectedRequest(user.id);
  if (!request || request.iqSessionId !== sessionId) throw unknown(`For user ${user.id}, session`, sessionId);
  const word = args.word('command', sessionCommands);
  const needsDestination = word === 'Transfer' || word === 'Consult';
  const destination = needsDestination ? args.requiredText('destination') : undefined;
  if (word === 'Answer') throw refused('The call is answered already');
  if (word === 'Hold') request.status = 'OnHold';
  if (word === 'Unhold') request.status = 'Connected';
  if (word === 'Transfer' && destination?.startsWith('q_')) {
    request.queueId = queueByKey(destination).id;
    request.status = 'InQueue';
    request.queueEntered = now;
    delete request.connectedUserId;
  }
  if (word === 'HangUp' || (word === 'Transfer' && !destination?.startsWith('q_'))) state.requests.delete(request.id);
  if (word === 'HangUp' || word === 'Transfer') {
    // inferred: half a minute of wrap-up follows a call, then the agent is free again.
    user.presence = {
      contactCentreStatus: 'LoggedOn',
      userStatus: 'WrapUp',
      pauseTypeId: 0,
      since: now,
      until: {
        at: now + 30_000,
        next: { contactCentreStatus: 'LoggedOn', userStatus: 'Available', pauseTypeId: 0 },
      },
    };
  }
  addHistory(request, call, word, destination === undefined ? word : `${word} to ${destination}`);
  return done(request.id);
}

/** Menu points of the services: only `queue` is seen as a nodeType, `menu` is inferred. */
function serviceLabels() {
  return queues.flatMap(({ id, description, key }, index) => [
    { nodeType: 'queue', label: description, nodeId: 3000 + index, queueId: id },
    ...accessPoints
      .filter(({ queueId, address }) => queueId === id && address.startsWith('+'))
      .map(() => ({ nodeType: 'menu', label: `${description} (menu ${key})`, nodeId: 3100 + index, queueId: id })),
  ]);
}
