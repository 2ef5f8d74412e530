import { id, numericId } from '../arguments.js';
import { rows } from '../output.js';
import { confirmed, get, inferred } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { filterRecords, same } from './filters.js';
import { visualQueueIds } from './name-lists.js';
import { askingUser, tickerWindow, visualQueueResult } from './shared-arguments.js';

const visualQueueId = () => id('one visual queue: id or name').optional();

export const tickerTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_visual_queue_state_info',
    title: 'Live state of visual queues',
    tag: 'realtime',
    effect: 'list',
    description:
      'Live figures per visual queue: id, description, queueSize, waitTimeMaxSeconds, waitTimeAverageSeconds, agentsLoggedOn, agentsReady, agentsInPause, callsOfferedToday, callsAnsweredToday, callsAbandonedToday (drop rate = abandoned / offered), sla = PER CENT answered in time (target: list_all_puzzel_queues). "calls" = requests in mail and chat queues. Call-backs (queueSizeCiq) and reserved ones (queueSizePreferred) count apart (demo): list_all_puzzel_user_visual_queues.',
    input: { visual_queue_result: visualQueueResult(), userId: askingUser(), visualQueueId: visualQueueId() },
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
    named: { visualQueueId: visualQueueIds },
    shape: (data, { visualQueueId }) => filterRecords(data, { id: same(visualQueueId) }),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_visual_queue_ticker',
    title: 'Counters of visual queues',
    tag: 'realtime',
    effect: 'list',
    description:
      'Counters per visual queue: callsOffered, callsAnswered, callsAnsweredWithinSla, ciqsOffered (call-backs), speakTimeAverageSeconds, waitTimeAnsweredAverageSeconds, surveys. Nothing live, no abandoned calls.',
    input: {
      ticker_period_window: tickerWindow(),
      visual_queue_result: visualQueueResult(),
      userId: askingUser(),
      visualQueueId: visualQueueId(),
    },
    output: rows({
      id: 'integer: visual queue id',
      description: 'string: its name',
      callsOffered: 'integer',
      callsAnswered: 'integer',
      callsAnsweredWithinSla: 'integer',
      ciqsOffered: 'integer: call-backs offered',
      ciqsAnswered: 'integer: call-backs answered',
      ciqsAnsweredWithinSla: 'integer',
      speakTimeAverageSeconds: 'integer: seconds',
      waitTimeAnsweredAverageSeconds: 'integer: seconds until an answer',
      waitTimeNotAnsweredAverageSeconds: 'integer: seconds until giving up',
    }),
    route: get(
      '/{customerKey}/visualqueues/ticker/{ticker_period_window}/{visual_queue_result}',
      inferred(
        '/{customerKey}/visualqueues/ticker/{visual_queue_result}/{ticker_period_window}',
        '/{customerKey}/visualqueues/tickers/{ticker_period_window}/{visual_queue_result}',
      ),
    ),
    named: { visualQueueId: visualQueueIds },
    shape: (data, { visualQueueId }) => filterRecords(data, { id: same(visualQueueId) }),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_access_point_tickers',
    title: 'Counters of access numbers',
    tag: 'realtime',
    effect: 'list',
    description:
      'Offered and answered requests per access point: accesspoint = number or address that customers use (`to` of an eTask).',
    input: { ticker_period_window: tickerWindow(), serviceId: numericId('service').optional() },
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
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_connected_requests',
    title: 'Conversations going on',
    tag: 'realtime',
    effect: 'list',
    description:
      'Conversations going on now, all agents: userId, userName (login), requestRemoteAddress (customer), queueName, durationSeconds. Unverified.',
    input: { user_id: askingUser() },
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
      inferred('/{customerKey}/users/{user_id}/requests/connected', '/{customerKey}/users/{user_id}/requestsconnected'),
    ),
    untrustedContent: true,
    whenEmpty: 'Nobody is in conversation now. Handled ones: list_all_puzzel_user_call_logs.',
  }),
];
