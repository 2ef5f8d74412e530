import { id, numericId, text, user } from '../arguments.js';
import { puzzelDone, rows } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';

const missedCalls = rows({
  queueId: 'integer',
  queueName: 'string',
  requestId: 'string: id of the missed request',
  requestRemoteAddress: 'string: number of the caller',
  destination: 'string: number called',
  queueEntered: 'ISO time at which the caller entered the queue',
  inQueueSeconds: 'integer: seconds waited before giving up',
  category: 'string',
  description: 'string',
  reservedUserId: 'integer',
  mediaType: 'string: Phone, Chat, …',
  tagLevel: 'how far the call has been dealt with',
  userIdTagged: 'integer: who tagged it',
  userNameTagged: 'string',
  dateTimeTagged: 'ISO time of the tag',
});

export const missedCallTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_missed_calls',
    title: 'Missed calls of a queue',
    tag: 'missed-calls',
    effect: 'list',
    description:
      'Calls that ended in a queue unanswered. requestRemoteAddress is the caller, destination the number called. No time filter: compare queueEntered. To call back: create_a_puzzel_etask or create_a_puzzel_user_callout_request.',
    input: { queue_id: numericId('system queue') },
    output: missedCalls,
    route: get(
      '/{customerKey}/queues/{queue_id}/missedcalls',
      inferred('/{customerKey}/missedcalls?queueId={queue_id}'),
    ),
    example: { queue_id: 201 },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_user_missed_calls',
    title: 'Missed calls of an agent',
    tag: 'missed-calls',
    effect: 'list',
    description:
      'Calls offered to one agent and not answered; id is the user. Otherwise as list_all_puzzel_missed_calls.',
    // The seed list calls the user `id` here, and only here.
    input: { id: user() },
    output: missedCalls,
    route: get('/{customerKey}/users/{id}/missedcalls', inferred()),
    example: { id: 9948 },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'puzzel_missed_calls_tag',
    title: 'Tag a missed call',
    tag: 'missed-calls',
    effect: 'custom-write',
    description: 'Marks a missed call as dealt with. Unverified.',
    input: {
      missed_call_id: id('requestId of a missed call'),
      tagLevel: text('values unknown'),
      userId: numericId('by whom').optional(),
    },
    output: puzzelDone,
    // The other guess (…/queues/{queueId}/missedcalls/…) needs a queue id, which is no argument here.
    route: post('/{customerKey}/missedcalls/{missed_call_id}/tag', inferred()),
    example: { missed_call_id: '70423', tagLevel: 'CalledBack' },
  }),
];
