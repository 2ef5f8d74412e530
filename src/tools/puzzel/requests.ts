import { id, integer, numericId, text, user, variables } from '../arguments.js';
import { type Members, puzzelDone, record, rows } from '../output.js';
import { confirmed, get, inferred, orElse, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { requestOf } from './targets.js';

const requestId = () => id('request');

const request: Members = {
  remoteAddress: 'string: number or address of the customer',
  destination: 'string: number or address that the customer contacted',
  status: 'string: InQueue, Alerting, Connected, …',
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
      'One request (call, chat, e-mail, task): customer, status, variables, history. Ids: queue, missed-call and call-log tools.',
    input: { id: requestId() },
    output: record({ ...request, requestStart: 'ISO time', outboundInfo: 'object: of dialler requests' }),
    route: get('/customers/{customerKey}/requests/{id}', inferred('/{customerKey}/requests/{id}')),
    example: { id: '88392' },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_user_request_by_id',
    title: 'Request as an agent sees it',
    tag: 'requests',
    effect: 'get',
    description: 'One request as an agent sees it, with queue and VIP score.',
    input: { user_id: user(), id: requestId() },
    output: record({ ...request, queueId: 'integer', vip: 'integer: VIP score', mediaType: 'string' }),
    route: get('/{customerKey}/users/{user_id}/requests/{id}', inferred()),
    example: { id: '88392' },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_request_extended_information',
    title: 'History of a request',
    tag: 'requests',
    effect: 'list',
    description: 'History of one request: time, type, message, user.',
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
    customerText: true,
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_request_by_id',
    title: 'Change a request',
    tag: 'requests',
    effect: 'update',
    description:
      'Changes a request in queue, e.g. escalates it. Only variables has been seen to work: read the request afterwards.',
    input: {
      id: requestId(),
      variables: variables().optional(),
      category: text('category').optional(),
      description: text('note').optional(),
      vipScore: integer('priority').optional(),
      queueKey: text('new queue').optional(),
      reservedUserId: numericId('agent').optional(),
    },
    output: puzzelDone,
    // The client that shows this route sends `variables` alone.
    route: post(
      '/customers/{customerKey}/requests/{id}/update',
      orElse(confirmed, 'PUT /{customerKey}/requests/{id}'),
      {
        wrap: 'requestUpdateObject',
      },
    ),
    example: { id: '88392', category: 'Critical Escalation', description: 'A review is under way.' },
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_request_by_id',
    title: 'Remove a request from its queue',
    tag: 'requests',
    effect: 'delete',
    description:
      'Removes a request from its queue: the customer loses the place. A reservation: delete_a_puzzel_user_request_by_id.',
    input: { id: requestId() },
    output: puzzelDone,
    route: post('/customers/{customerKey}/requests/{id}/delete', inferred('DELETE /{customerKey}/requests/{id}')),
    example: { id: '88415' },
    target: requestOf('Request'),
  }),
  definePuzzelTool({
    name: 'puzzel_user_requests_reserve',
    title: 'Reserve a request',
    tag: 'requests',
    effect: 'custom-write',
    description: 'Reserves a queued request for an agent. Unverified.',
    input: {
      user_id: user(),
      request_id: requestId(),
      reservedSecondsFromNow: integer('seconds').optional(),
    },
    output: puzzelDone,
    route: post('/{customerKey}/users/{user_id}/requests/{request_id}/reserve', inferred()),
    example: { user_id: 9948, request_id: '88413', reservedSecondsFromNow: 600 },
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_user_request_by_id',
    title: 'Give back a reserved request',
    tag: 'requests',
    effect: 'delete',
    description: "Gives back an agent's reservation; the request stays in queue. Unverified.",
    input: { user_id: user(), id: requestId() },
    output: puzzelDone,
    route: post(
      '/{customerKey}/users/{user_id}/requests/{id}/reserve/delete',
      inferred(
        'DELETE /{customerKey}/users/{user_id}/requests/{id}/reserve',
        'DELETE /{customerKey}/users/{user_id}/requests/{id}',
        '/{customerKey}/users/{user_id}/requests/{id}/delete',
      ),
    ),
    example: { user_id: 9949, id: '90511' },
    target: requestOf('Reservation of the request'),
  }),
  definePuzzelTool({
    name: 'puzzel_user_requests_events',
    title: 'Add an event to a request',
    tag: 'requests',
    effect: 'custom-write',
    description: "Adds an event to a request in an agent's session. Unverified.",
    input: {
      user_id: user(),
      request_id: requestId(),
      type: text('values unknown'),
      message: text('text').optional(),
    },
    output: puzzelDone,
    route: post(
      '/{customerKey}/users/{user_id}/requests/{request_id}/events',
      inferred('/{customerKey}/users/{user_id}/session/requests/{request_id}/events'),
    ),
    example: { request_id: '88392', type: 'Note', message: 'Customer asked for a call before noon.' },
  }),
];
