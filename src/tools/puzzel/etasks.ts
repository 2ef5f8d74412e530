import { agentId, id, integer, text, variables } from '../arguments.js';
import { record, rows, value } from '../output.js';
import { confirmed, get, inferred, orElse, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { queueKeys } from './name-lists.js';
import { eTask } from './targets.js';

const requestId = () => id('request id');
const uri = () => text('link or text for the agent');
const queueKey = () => text('system queue: key or name').optional();
const subject = () => text('subject').optional();

const notFoundHint =
  'The task may be finished, and finished tasks cannot be read; or the id is that of a call (get_single_puzzel_request_by_id) or of a planned call (get_single_puzzel_scheduled_task_by_id).';

/** Arguments that creating and changing have in common. */
const commonFields = {
  vipScore: integer('higher = sooner; range unproven').optional(),
  reservedUserId: agentId().optional(),
  category: text('category').optional(),
  description: text('what to do').optional(),
  variables: variables().optional(),
  xdrCopy: text('unknown: leave out').optional(),
};

export const eTaskTools = [
  definePuzzelTool({
    name: 'get_single_puzzel_etask_by_id',
    title: 'eTask',
    tag: 'tasks',
    effect: 'get',
    description:
      'One eTask or mail: additionalInfo (what it is about), status, queuePosition, from, vipScore, variables, reservedUserId, reservedUserExpiry. Calls: get_single_puzzel_request_by_id.',
    input: { id: requestId() },
    output: record({
      id: 'string: request id',
      from: 'string',
      to: 'string',
      status: 'string: InQueue, Alerting, …',
      requestStart: 'ISO time',
      queueEntryTime: 'ISO time at which it entered the queue',
      queueId: 'integer',
      queuePosition: 'integer: place in the queue',
      vipScore: 'integer',
      mediaType: 'string',
      iqSessionId: 'string',
      reservedUserId: 'integer',
      reservedUserExpiry: 'ISO time at which the reservation ends',
      additionalInfo: 'string',
      variables: rows({ name: 'string', value: 'string' }),
      extendedInformations: 'list: history lines',
    }),
    route: get('/customers/{customerKey}/etasks/{id}', inferred('/{customerKey}/etasks/{id}')),
    example: { id: '10934' },
    untrustedContent: true,
    whenNotFound: notFoundHint,
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_etask',
    title: 'Create an eTask',
    tag: 'tasks',
    effect: 'create',
    description:
      'Queues a work item for the next free agent NOW, such as a call-back. At an agreed time: create_a_puzzel_scheduled_task. Answers the request id.',
    input: {
      from: text('sender, e.g. the caller to call back'),
      to: text('access point, e.g. of list_all_puzzel_access_point_tickers'),
      subject: subject(),
      uri: uri(),
      queueKey: queueKey(),
      reservedUserWaitTime: integer('seconds reserved').optional(),
      ...commonFields,
    },
    output: value('request id of the new eTask, a number or digits'),
    // puzzel.md also names POST /{customerKey}/requests (RequestAdd): left out, since its body is a different one.
    route: post('/customers/{customerKey}/etasks', orElse(confirmed, '/{customerKey}/etasks'), { wrap: 'eTask' }),
    example: {
      from: '+447700900461',
      to: 'vip@nordlys.example',
      subject: 'Call back a missed call',
      uri: 'tel:+447700900461',
      queueKey: 'q_vip_sales',
      vipScore: 9,
      description: 'VIP SLA recovery',
    },
    named: { queueKey: queueKeys },
    reservesFor: 'reservedUserId',
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_etask_by_id',
    title: 'Change an eTask',
    tag: 'tasks',
    effect: 'update',
    description:
      'Changes a waiting eTask or mail; what is left out stays (demo). Calls: update_a_puzzel_request_by_id.',
    input: {
      id: requestId(),
      subject: subject(),
      uri: uri().optional(),
      queueKey: queueKey(),
      reservedSecondsFromNow: integer('seconds reserved; default 300 (demo)').optional(),
      ...commonFields,
    },
    output: record({
      subject: 'string',
      uri: 'string',
      vipScore: 'integer',
      reservedUserId: 'integer',
      reservedSecondsFromNow: 'integer',
      category: 'string',
      description: 'string',
      queueKey: 'string',
      variables: rows({ name: 'string', value: 'string' }),
      xdrCopy: 'unknown',
    }),
    route: post('/customers/{customerKey}/etasks/{id}/update', inferred('PUT /customers/{customerKey}/etasks/{id}'), {
      wrap: 'eTask',
    }),
    example: { id: '10934', vipScore: 8 },
    named: { queueKey: queueKeys },
    whenNotFound: notFoundHint,
    reservesFor: 'reservedUserId',
    untrustedContent: true,
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_etask_by_id',
    title: 'Delete an eTask',
    tag: 'tasks',
    effect: 'delete',
    description: 'Deletes a waiting eTask or mail for good.',
    input: { id: requestId() },
    // A POST without a body, not HTTP DELETE (the public client navikt/sf-pubsub).
    route: post('/customers/{customerKey}/etasks/{id}/delete', orElse(confirmed, '/{customerKey}/etasks/{id}/delete')),
    example: { id: '10946' },
    whenNotFound: notFoundHint,
    target: eTask,
  }),
];
