import { text, user } from '../arguments.js';
import { record, rows } from '../output.js';
import { confirmed, get, inferred } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { askingUser, tickerWindow } from './windows.js';

const state = {
  contactCentreStatus: 'string: LoggedOff, LoggedOn or Pause',
  userStatus: 'string: Available, Alerting, Connected, Busy, NoAnswer, WrapUp, …',
};

export const agentStateTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_state_information',
    title: 'Live state of agents',
    tag: 'realtime',
    effect: 'list',
    description:
      'Live status of all agents or a user group (contactCentreStatus LoggedOff, LoggedOn, Pause; userStatus Available, Connected, WrapUp, …) and call counters. For how long: list_all_puzzel_user_state_information.',
    input: {
      ticker_period_window: tickerWindow(),
      userGroupName: text('exact, from list_all_puzzel_user_groups').optional(),
      userId: user(askingUser),
    },
    output: rows({
      userId: 'integer',
      firstName: 'string',
      lastName: 'string',
      userGroupName: 'string',
      ...state,
      callsOffered: 'integer: calls offered in the window',
      callsAnswered: 'integer: calls answered in the window',
    }),
    route: get('/{customerKey}/users/stateinformation/{ticker_period_window}', confirmed),
    example: { userGroupName: 'Tier 2 Support' },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_user_state_information',
    title: 'Live state of one agent',
    tag: 'realtime',
    effect: 'list',
    description:
      'Live status of one agent and for how long: finds over-long pauses and wrap-ups. Also chats, silent monitoring.',
    input: { user_id: user() },
    output: record(state),
    route: get('/{customerKey}/users/{user_id}/stateinformation', inferred()),
    example: { user_id: 9948 },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_extended_user_state_info',
    title: 'Everything live about one agent',
    tag: 'realtime',
    effect: 'list',
    description: 'Live state of one agent with current session, request, recording and personal queue. Unverified.',
    input: { user_id: user() },
    output: record({
      userStateInformation: record(state),
      systemDateTime: 'ISO time of the server',
      iqSessionStateInformation: 'object: the current session, as in list_all_puzzel_iq_session_state_info',
      recordingInfo: 'recordings of the current call, as in list_all_puzzel_call_recordings',
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
    example: { user_id: 9948 },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_iq_session_state_info',
    title: 'Current session of an agent',
    tag: 'realtime',
    effect: 'list',
    description: "An agent's current call session: iqSessionId, state, request ids. Unverified.",
    input: { user_id: user() },
    output: record({
      iqSessionId: 'string: session id',
      iqSessionState: 'string: state of the session',
      requestIds: 'list: ids of its requests',
    }),
    route: get(
      '/{customerKey}/users/{user_id}/iqsessionstateinformation',
      inferred('/{customerKey}/users/{user_id}/session/stateinformation', '/{customerKey}/users/{user_id}/session'),
    ),
    example: { user_id: 9949 },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_available_users',
    title: 'Agents that are ready',
    tag: 'realtime',
    effect: 'list',
    description: 'Agents logged on and ready now: whom to move or transfer to.',
    input: { user_id: user() },
    output: rows({ id: 'integer: user id', firstName: 'string', lastName: 'string', ...state }),
    route: get('/{customerKey}/users/{user_id}/usersavailable', confirmed),
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_agents_stats',
    title: 'Day statistics of an agent',
    tag: 'realtime',
    effect: 'list',
    description:
      "One agent's figures today: requests offered and answered, seconds logged on and in pause, surveys. Unverified.",
    input: { user_id: user(), ticker_period_window: tickerWindow() },
    output: record({
      queuesTotal: 'figures of all queues together',
      pause: 'figures per pause type',
      overview: record({
        requestsOffered: 'integer',
        requestsAnswered: 'integer',
        loggedOnSeconds: 'integer: seconds logged on',
        inPauseSeconds: 'integer: seconds in pause',
      }),
    }),
    route: get(
      '/{customerKey}/users/{user_id}/stats/{ticker_period_window}',
      inferred(
        '/{customerKey}/users/{user_id}/ticker/{ticker_period_window}',
        '/{customerKey}/users/{user_id}/stateinformation/{ticker_period_window}',
      ),
    ),
    example: { user_id: 9948 },
  }),
];
