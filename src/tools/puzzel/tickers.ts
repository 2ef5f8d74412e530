import { numericId, user } from '../arguments.js';
import { rows } from '../output.js';
import { confirmed, get, inferred } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { askingUser, tickerWindow, visualQueueResult } from './windows.js';

const visualQueueId = () => numericId('visual queue').optional();

export const tickerTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_visual_queue_state_info',
    title: 'Live state of visual queues',
    tag: 'realtime',
    effect: 'list',
    description:
      'Live queue figures: waiting, longest and average wait (seconds), SLA, agents logged on, ready, in pause; calls offered, answered, abandoned today (drop rate = abandoned / offered).',
    input: { visual_queue_result: visualQueueResult(), userId: user(askingUser), visualQueueId: visualQueueId() },
    output: rows({
      id: 'integer: visual queue id',
      description: 'string: its name',
      queueSize: 'integer: requests waiting',
      queueSizeCiq: 'integer: call-backs waiting',
      queueSizePreferred: 'integer: waiting for a preferred agent',
      waitTimeMaxSeconds: 'integer: longest wait now, seconds',
      waitTimeAverageSeconds: 'integer: average wait, seconds',
      sla: 'integer: percent answered in time (as a public client shows it)',
      agentsLoggedOn: 'integer',
      agentsInPause: 'integer',
      agentsReady: 'integer',
      agentsUnavailable: 'integer',
      unblockedLoggedIn: 'integer',
      unblockedUnavailable: 'integer',
      callsOfferedToday: 'integer',
      callsAnsweredToday: 'integer',
      callsAnsweredWithinSla: 'integer',
      callsAbandonedToday: 'integer',
      callsAbandonedWithinSla: 'integer',
      silentCallsToday: 'integer',
      ciqsOfferedToday: 'integer: call-backs offered',
      ciqsAnsweredToday: 'integer: call-backs answered',
      ciqScheduled: 'integer: call-backs planned',
      alarmFlag: 'integer: 1 while an alarm limit is exceeded, else 0',
    }),
    route: get('/{customerKey}/visualqueues/stateinformation/{visual_queue_result}', confirmed),
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_visual_queue_ticker',
    title: 'Counters of visual queues',
    tag: 'realtime',
    effect: 'list',
    description: 'Call, call-back and survey counters per visual queue; no live waiting times. Unverified.',
    input: {
      ticker_period_window: tickerWindow(),
      visual_queue_result: visualQueueResult(),
      userId: user(askingUser),
      visualQueueId: visualQueueId(),
    },
    output: rows({ id: 'integer: visual queue id', description: 'string: its name' }),
    route: get(
      '/{customerKey}/visualqueues/ticker/{ticker_period_window}/{visual_queue_result}',
      inferred(
        '/{customerKey}/visualqueues/ticker/{visual_queue_result}/{ticker_period_window}',
        '/{customerKey}/visualqueues/tickers/{ticker_period_window}/{visual_queue_result}',
      ),
    ),
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_access_point_tickers',
    title: 'Counters of access numbers',
    tag: 'realtime',
    effect: 'list',
    description: 'Requests offered and answered per access point (number or address customers use). Unverified.',
    input: { ticker_period_window: tickerWindow() },
    output: rows({
      accesspoint: 'string: number or address',
      requestsOffered: 'integer',
      requestsAnswered: 'integer',
    }),
    route: get(
      '/{customerKey}/accesspoints/ticker/{ticker_period_window}',
      inferred(
        '/{customerKey}/accesspoints/tickers/{ticker_period_window}',
        '/{customerKey}/accessnumbers/ticker/{ticker_period_window}',
      ),
    ),
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_connected_requests',
    title: 'Conversations going on',
    tag: 'realtime',
    effect: 'list',
    description: 'Conversations going on now: agent, customer number, queue, durationSeconds. Unverified.',
    input: { user_id: user() },
    output: rows({
      queueName: 'string',
      requestCategory: 'string',
      requestDescription: 'string',
      requestRemoteAddress: 'string: number or address of the customer',
      durationSeconds: 'integer: seconds so far',
      userName: 'string: agent',
      userId: 'integer: agent',
    }),
    route: get(
      '/{customerKey}/users/{user_id}/connectedrequests',
      inferred('/{customerKey}/users/{user_id}/requests/connected'),
    ),
    example: {},
    customerText: true,
  }),
];
