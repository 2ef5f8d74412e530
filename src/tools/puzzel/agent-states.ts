import { Failure } from '../../failure.js';
import { namedUser, text } from '../arguments.js';
import { moreIds } from '../ask-each.js';
import type { CallContext, Outcome } from '../define.js';
import { listOf, membersOf } from '../members.js';
import { findByName } from '../names.js';
import { record, rows } from '../output.js';
import { confirmed, get, inferred } from '../routes.js';
import { quoted } from '../words.js';
import { currentRecording } from './answer-shapes.js';
import { definePuzzelTool } from './define.js';
import { userStateRoute } from './logged-off.js';
import { agentStatesRoute, userGroupNames } from './name-lists.js';
import { askingUser, tickerWindow } from './shared-arguments.js';

const state = {
  contactCentreStatus: 'string: LoggedOff, LoggedOn or Pause',
  userStatus: 'string: Available, Alerting, Connected, Busy, NoAnswer, WrapUp, …',
};

/** Members known from the SOAP contract of 2015 alone; a tenant may leave them out. */
const chat = {
  chatCapacity: 'integer: chats at a time',
  chatConnected: 'integer: chats going on',
  chatConnecting: 'boolean: a chat is being connected',
  chatPhoneThreshold: 'integer: chats beside which calls are still offered',
};

const userState = {
  userId: 'integer',
  ...state,
  statusSeconds: 'integer: seconds in the status',
  statusRemainingSeconds: 'integer: seconds until it ends by itself',
  statusTimeout: 'ISO time at which it ends by itself',
  profileName: 'string: profile in use',
  pauseTypeId: 'integer: from list_all_puzzel_pause_types',
  supervising: 'boolean: listens in to another agent',
  ...chat,
};

const figures = {
  requestsOffered: 'integer',
  requestsAnswered: 'integer',
  loggedOnSeconds: 'integer: seconds logged on',
  inPauseSeconds: 'integer: seconds in pause',
};

/**
 * Sends the name of a group as it was given. When Puzzel does not know it, or answers no agents (how it reports an
 * unknown group is unproven), the group is looked up; when its name is spelled otherwise, the call is made with that.
 */
async function withGroup<A extends { userGroupName?: string | undefined }>(
  args: A,
  context: CallContext,
  call: (args: A) => Promise<Outcome>,
): Promise<Outcome> {
  const { userGroupName } = args;
  if (userGroupName === undefined) return call(args);
  const answer = await call(args).catch((error: unknown) => {
    if (error instanceof Failure && ['not_found', 'invalid_input'].includes(error.kind)) return error;
    throw error;
  });
  const isRefused = answer instanceof Failure;
  if (!isRefused && answer.data !== null && listOf(answer.data)?.length !== 0) return answer;
  const group = await findByName(userGroupName, 'userGroupName', userGroupNames, context);
  if (group === undefined) {
    if (isRefused) throw answer;
    const hint = `Nobody is in a group of exactly the name ${quoted(userGroupName)}; the list of groups is empty or not readable here.`;
    return { hint, ...answer };
  }
  if (group.name !== userGroupName) {
    const outcome = await withGroup({ ...args, userGroupName: group.name }, context, call);
    const note = `${quoted(userGroupName)} was taken for ${quoted(group.name)}.`;
    return { ...outcome, hint: [note, outcome.hint].filter(Boolean).join(' ') };
  }
  // The group exists, so what was refused is another argument.
  if (isRefused && answer.kind === 'invalid_input') throw answer;
  return { hint: `Nobody is in the group ${quoted(group.name)}.`, data: [], ...(isRefused ? {} : answer) };
}

export const agentStateTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_state_information',
    title: 'Live state of agents',
    tag: 'realtime',
    effect: 'list',
    description:
      'All agents or a user group in one call: userId, firstName, lastName (no userName), userGroupName, contactCentreStatus (LoggedOff, LoggedOn, Pause), userStatus (Available, Connected, WrapUp = after-call work, …), timeInStatus (seconds; if missing: list_all_puzzel_user_state_information), callsOffered, callsAnswered, loggedOnSeconds. No tool changes a status.',
    input: {
      ticker_period_window: tickerWindow(),
      userGroupName: text('user group, or part of its name').optional(),
      userId: askingUser(),
    },
    output: rows({
      userId: 'integer',
      firstName: 'string',
      lastName: 'string',
      userGroupName: 'string',
      ...state,
      statusDescription: 'string',
      timeInStatus: 'integer: seconds in the status',
      phoneNumber: 'string: number where the agent answers',
      profileName: 'string: profile in use',
      loggedOnSeconds: 'integer: seconds logged on',
      inPauseSeconds: 'integer: seconds in pause',
      unblockableMasterId: 'integer',
      ...chat,
      callsOffered: 'integer: calls offered in the window',
      callsAnswered: 'integer: calls answered in the window',
      callsNotAnswered: 'integer: calls offered and not answered (demo)',
      speakTimeAverageSeconds: 'integer: seconds of conversation, on average (demo)',
    }),
    route: agentStatesRoute,
    example: { userGroupName: 'Tier 2 Support' },
    run: withGroup,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_user_state_information',
    title: 'Live state of agents by id',
    tag: 'realtime',
    effect: 'list',
    description:
      'Live status of agents: userStatus, contactCentreStatus, statusSeconds (over-long pauses and wrap-ups), pauseTypeId, chatConnected, supervising (listens in).',
    input: { user_id: namedUser, user_ids: moreIds('several of them') },
    output: record(userState),
    route: userStateRoute,
    example: { user_id: '9948' },
    perId: { idArgument: 'user_id', listArgument: 'user_ids', member: 'userId' },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_extended_user_state_info',
    title: 'Everything live about one agent',
    tag: 'realtime',
    effect: 'list',
    description:
      'Live state of one agent: userStateInformation, iqSessionStateInformation, request (in conversation), recordingInfo, requestPersonalQueueList. Unverified.',
    input: { user_id: namedUser },
    output: record({
      userStateInformation: record(userState),
      systemDateTime: 'ISO time of the server',
      iqSessionStateInformation: 'object: the current session, as in list_all_puzzel_iq_session_state_info',
      recordingInfo: 'object: recording of the current call, as in list_all_puzzel_call_recordings',
      requestPersonalQueueList: 'list: requests waiting in the personal queue',
      request: 'object: the request being handled',
      pauseDisabledList: 'list: pauses that may not be taken now',
    }),
    route: get(
      '/{customerKey}/users/{user_id}/stateinformation/extended',
      inferred(
        '/{customerKey}/users/{user_id}/extendedstateinformation',
        '/{customerKey}/users/{user_id}/stateinformationextended',
      ),
    ),
    example: { user_id: '9948' },
    untrustedContent: true,
    shape: (data) => {
      const { recordingInfo } = membersOf(data);
      return recordingInfo === undefined
        ? data
        : { ...membersOf(data), recordingInfo: currentRecording(recordingInfo) };
    },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_iq_session_state_info',
    title: 'Current session of an agent',
    tag: 'realtime',
    effect: 'list',
    description: "An agent's current call session: iqSessionId (session_id elsewhere), iqSessionState, requestIds.",
    input: { user_id: namedUser },
    output: record({
      iqSessionId: 'string: session id',
      iqSessionState:
        'string: NoRequestsInSession, CallingCaller, JoinedToCaller, CallerOnHold, ConsultationCall, ConsultationCallTransfereeOnHold, UserNotInSession, UserNotConnected, UserNotOnPhone, UserNotCallee, …',
      requestIds: 'list: ids of its requests',
    }),
    route: get(
      '/{customerKey}/users/{user_id}/iqsessionstateinformation',
      inferred('/{customerKey}/users/{user_id}/session/stateinformation', '/{customerKey}/users/{user_id}/session'),
    ),
    example: { user_id: '9949' },
    untrustedContent: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_available_users',
    title: 'Agents that are ready',
    tag: 'realtime',
    effect: 'list',
    description:
      'Agents logged on and ready now: id, name (status may be missing). Skills: list_all_puzzel_users_search with user_ids.',
    input: { user_id: askingUser() },
    output: rows({ id: 'integer: user id', name: 'string', firstName: 'string', lastName: 'string', ...state }),
    route: get('/{customerKey}/users/{user_id}/usersavailable', confirmed),
    whenEmpty: 'No agent is logged on and ready. Who is busy or in pause: list_all_puzzel_state_information.',
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_agents_stats',
    title: 'Statistics of agents',
    tag: 'realtime',
    effect: 'list',
    description:
      "Figures of agents: queuesTotal (requestsOffered, requestsAnswered, loggedOnSeconds, inPauseSeconds), overview[] per queue, pause[] by type. All agents' calls: list_all_puzzel_state_information.",
    input: { user_id: namedUser, user_ids: moreIds('several of them'), ticker_period_window: tickerWindow() },
    output: record({
      queuesTotal: record(figures, 'all queues together'),
      pause: rows({ pauseId: 'integer', pauseDescription: 'string', inPauseSeconds: 'integer: seconds in this pause' }),
      overview: rows({ queueId: 'integer', description: 'string: name of the queue', ...figures }),
    }),
    route: get(
      '/{customerKey}/users/{user_id}/ticker/{ticker_period_window}',
      inferred(
        '/{customerKey}/users/{user_id}/stats/{ticker_period_window}',
        '/{customerKey}/users/{user_id}/stateinformation/{ticker_period_window}',
      ),
    ),
    example: { user_id: '9948' },
    perId: { idArgument: 'user_id', listArgument: 'user_ids', member: 'userId' },
  }),
];
