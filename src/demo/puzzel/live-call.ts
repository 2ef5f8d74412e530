import { optionalDate } from './dates.js';
import { done, invalid, notFound, ok } from './envelope.js';
import { availablePresence } from './model.js';
import { addHistory, requestView } from './request-record.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { accessPoints, queues } from './seed/queues.js';
import { userById } from './users.js';

/** From the names of operations in the SOAP contract of 2015, such as CallHangup; today's spelling is not known (puzzel.md, row 63). */
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
const targetFields: Partial<Record<(typeof sessionCommands)[number], string>> = {
  ConsultWithAgent: 'consultUserId',
  ConsultWithPhone: 'phoneNumber',
  TransferToAgent: 'transferUserId',
  TransferToPhone: 'phoneNumber',
  TransferToService: 'nodeName',
};

const userPath = '/{customerKey}/users/{userId}';

/** The live call of an agent: its state, commands, and the targets of a transfer. */
export const liveCallRoutes: PuzzelRoutes = {
  [`GET ${userPath}/iqsessionstateinformation`]: {
    alternative: `GET ${userPath}/session/stateinformation`,
    run: (call) => ok(callSession(call)),
  },
  [`POST ${userPath}/sessions/{sessionId}/command`]: {
    alternative: `POST ${userPath}/session/{sessionId}/command`,
    // The alternative also matches `session/recorder/command`, which must be a 404 in a tenant that uses alternatives.
    accepts: ({ sessionId }) => sessionId !== 'recorder',
    run: runSessionCommand,
  },
  [`GET ${userPath}/session/servicelabel`]: ({ state, user }) =>
    ok(state.connectedRequest(user.id) ? serviceLabels() : []),
  [`POST ${userPath}/session/servicelabel/search`]: ({ args }) => {
    const searchString = args.text('searchString');
    if (searchString === undefined) throw invalid('searchString', 'is required');
    const text = searchString.replaceAll('%', '').toLowerCase();
    const labels = serviceLabels().filter(({ label }) => label.toLowerCase().includes(text));
    return ok(labels.slice(0, args.integer('maxMatches') ?? labels.length));
  },
};

/** The session of the call that the user is in: id and state as in the SOAP contract of 2015. inferred: the other members. */
export function callSession({ state, user }: ApiCall) {
  const request = state.connectedRequest(user.id);
  return {
    iqSessionId: request?.iqSessionId ?? null,
    iqSessionState: request ? 'JoinedToCaller' : 'NoRequestsInSession',
    requestIds: request ? [request.id] : [],
    sessionStart: optionalDate(request?.connectedAt),
    request: request ? requestView(state, request) : null,
  };
}

function runSessionCommand(call: ApiCall) {
  const { state, user, args, now } = call;
  const sessionId = args.requiredText('sessionId');
  const request = state.connectedRequest(user.id);
  if (!request || request.iqSessionId !== sessionId) throw notFound(`For user ${user.id}, session`, sessionId);
  const command = args.word('command', sessionCommands);
  const targetField = targetFields[command];
  const target = targetField === undefined ? undefined : args.requiredText(targetField);
  if (targetField?.endsWith('UserId')) userById(state, Number(target), target);
  const service = command === 'TransferToService' ? serviceLabels().find(({ label }) => label === target) : undefined;
  if (command === 'TransferToService' && !service) throw invalid('nodeName', `'${target}' is not a transfer target`);
  const endsCall = command === 'Hangup' || command.startsWith('Transfer');
  if (service) {
    request.queueId = service.queueId;
    request.status = 'InQueue';
    request.queueEntered = now;
    delete request.connectedUserId;
    delete request.connectedAt;
  } else if (endsCall) {
    state.requests.delete(request.id);
  }
  // inferred: half a minute of wrap-up follows a call that a command ends, then the agent is free again.
  if (endsCall) {
    state.calls.end(request.id, now, command !== 'Hangup');
    user.presence = {
      ...availablePresence,
      userStatus: 'WrapUp',
      since: now,
      until: { at: now + 30_000, next: availablePresence },
    };
  }
  addHistory(request, call, command, target === undefined ? command : `${command}: ${target}`);
  return done(request.id);
}

/** Targets of a transfer. As nodeType only `queue` has been seen; `menu` is inferred. */
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
