import { agentId, id, integer, namedUser, text, user, variables } from '../arguments.js';
import { type Members, record, rows } from '../output.js';
import { confirmed, get, inferred, orElse, post } from '../routes.js';
import { singleEntry } from './answer-shapes.js';
import { definePuzzelTool } from './define.js';
import { queueKeys } from './name-lists.js';
import { requestOf } from './targets.js';

const requestId = () => id('request id');

const endedHint =
  'The id may be right: a request that has ended is gone from here. list_all_puzzel_user_call_logs, list_all_puzzel_missed_calls and list_all_puzzel_archive_records tell of those.';

/** The members of a request by the SOAP contract of 2015 (puzzel.md, section 9). */
const request: Members = {
  id: 'request id',
  remoteAddress: 'string: number or address of the customer',
  destination: 'string: number or address that the customer contacted',
  requestStart: 'ISO time',
  queueEntryTime: 'ISO time at which it entered the queue',
  status: 'string: InQueue, Alerting, Connected, …',
  queueId: 'integer: system queue',
  queuePosition: 'integer: place in the queue',
  mediaType: 'string: Phone, EMail, Chat, …',
  vip: 'integer: VIP score',
  serviceId: 'integer',
  currentUserId: 'integer: agent who has it now',
  reservedUserId: 'integer: agent it is reserved for',
  iqSessionId: 'string: session id',
  additionalInfo: 'string',
  variables: rows({ name: 'string', value: 'string' }),
  extendedInformations: 'list: history, as in list_all_puzzel_request_extended_information',
};

export const requestTools = [
  definePuzzelTool({
    name: 'get_single_puzzel_request_by_id',
    title: 'Request',
    tag: 'requests',
    effect: 'get',
    description:
      'One request that waits or goes on (call, chat, mail, task): remoteAddress (customer), status, queueId, queuePosition, vip, variables, history. Mails, eTasks: get_single_puzzel_etask_by_id.',
    input: { id: requestId() },
    output: record({ ...request, outboundInfo: 'object: of dialler requests' }),
    route: get('/customers/{customerKey}/requests/{id}', inferred('/{customerKey}/requests/{id}')),
    example: { id: '88392' },
    untrustedContent: true,
    whenNotFound: endedHint,
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_user_request_by_id',
    title: 'Request that an agent has now',
    tag: 'requests',
    effect: 'get',
    description:
      'The request an agent has now; id is the USER. null: none. One by its own id: get_single_puzzel_request_by_id. Unverified.',
    // That `id` is the user is inferred (puzzel.md, section 8).
    input: { id: namedUser },
    output: record({ ...request, others: 'list: further requests of the agent, where there are any' }),
    // The first alternative of puzzel.md is left out: it needs a request id, which is no argument here.
    route: get('/{customerKey}/users/{id}/request', inferred('/{customerKey}/users/{id}/requests')),
    example: { id: '9949' },
    untrustedContent: true,
    whenEmpty: 'This agent is in no conversation now.',
    shape: (data) => singleEntry(data, ({ status }) => status === 'Connected'),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_request_extended_information',
    title: 'History of a request',
    tag: 'requests',
    effect: 'list',
    description: 'History of a request not ended: time, type, message, fullUserName.',
    input: { request_id: requestId() },
    output: rows({
      time: 'ISO time',
      type: 'string',
      message: 'string',
      userId: 'integer',
      userName: 'string',
      fullUserName: 'string',
    }),
    route: get(
      '/{customerKey}/requests/{request_id}/extendedinformation',
      inferred('/customers/{customerKey}/requests/{request_id}/extendedinformation'),
    ),
    example: { request_id: '88392' },
    untrustedContent: true,
    whenNotFound: endedHint,
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_request_by_id',
    title: 'Change a request',
    tag: 'requests',
    effect: 'update',
    description:
      'Changes a call, call-back or chat in queue, e.g. escalates it; only variables has been seen to work: read it afterwards. Mails, eTasks: update_a_puzzel_etask_by_id.',
    input: {
      id: requestId(),
      variables: variables().optional(),
      category: text('category').optional(),
      description: text('replaces the old text').optional(),
      vipScore: integer('higher = sooner').optional(),
      queueKey: text('new system queue: key or name').optional(),
      reservedUserId: agentId().optional(),
    },
    // The published program that uses this route sends only `variables`.
    route: post(
      '/customers/{customerKey}/requests/{id}/update',
      orElse(confirmed, 'PUT /{customerKey}/requests/{id}'),
      { wrap: 'requestUpdateObject' },
    ),
    example: { id: '88392', category: 'Critical Escalation', description: 'A review is under way.' },
    named: { queueKey: queueKeys },
    whenNotFound: endedHint,
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_request_by_id',
    title: 'Remove a request from its queue',
    tag: 'requests',
    effect: 'delete',
    description:
      'Removes a request from its queue: the customer loses the place. A reservation: delete_a_puzzel_user_request_by_id.',
    input: { id: requestId() },
    route: post('/customers/{customerKey}/requests/{id}/delete', inferred('DELETE /{customerKey}/requests/{id}')),
    example: { id: '88415' },
    whenNotFound: endedHint,
    target: requestOf('Request'),
  }),
  definePuzzelTool({
    name: 'puzzel_user_requests_reserve',
    title: 'Reserve a request',
    tag: 'requests',
    effect: 'custom-write',
    description: 'Reserves a queued request for an agent; it ends silently after reservationLength. Unverified.',
    input: {
      user_id: user(),
      request_id: requestId(),
      // The SOAP contract of 2015 demanded this argument, so it is always sent. Default and bounds are our choice.
      reservationLength: integer('seconds (assumed)', { min: 1, max: 31_536_000 }).default(300),
    },
    route: post('/{customerKey}/users/{user_id}/requests/{request_id}/reserve', inferred()),
    example: { user_id: 9948, request_id: '88413', reservationLength: 600 },
    whenNotFound: endedHint,
    alsoSent: ({ reservationLength }) => ({
      reservedUntil: new Date(Date.now() + reservationLength * 1000).toISOString(),
    }),
    reservesFor: 'user_id',
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_user_request_by_id',
    title: 'Give back a reserved request',
    tag: 'requests',
    effect: 'delete',
    description: "Gives an agent's reservation back before it ends; the request stays in queue. Unverified.",
    input: { user_id: user('who holds it; default own user'), id: requestId() },
    route: post(
      '/{customerKey}/users/{user_id}/requests/{id}/reserve/delete',
      inferred(
        '/{customerKey}/users/{user_id}/requests/{id}/reservecancel',
        'DELETE /{customerKey}/users/{user_id}/requests/{id}/reserve',
        'DELETE /{customerKey}/users/{user_id}/requests/{id}',
        '/{customerKey}/users/{user_id}/requests/{id}/delete',
      ),
    ),
    example: { user_id: 9949, id: '90511' },
    whenNotFound:
      'The reservation may have ended by itself, or be that of another agent: get_single_puzzel_request_by_id tells.',
    target: requestOf('Reservation of the request'),
  }),
  definePuzzelTool({
    name: 'puzzel_user_requests_events',
    title: 'Add an event to a request',
    tag: 'requests',
    effect: 'custom-write',
    description: "Adds an event to a request of an agent's session. Unverified.",
    input: {
      user_id: user(),
      request_id: requestId(),
      type: text('guesses: Accept, Reject, Finish, TimeOut'),
      message: text('note').optional(),
    },
    route: post(
      '/{customerKey}/users/{user_id}/requests/{request_id}/events',
      inferred('/{customerKey}/users/{user_id}/session/requests/{request_id}/events'),
    ),
    example: { request_id: '88392', type: 'Finish', message: 'Customer asked for a call before noon.' },
    whenNotFound: endedHint,
  }),
];
