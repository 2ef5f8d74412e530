import { agentId, atMost, futureTime, id, integer, namedUser, text, user, variables } from '../arguments.js';
import { rows, value } from '../output.js';
import { confirmed, get, inferred, post } from '../routes.js';
import { newId } from './answer-shapes.js';
import { definePuzzelTool } from './define.js';
import { queueKeys } from './name-lists.js';
import { calledNumber, requestOf } from './targets.js';

const serviceLabels = rows({
  nodeType: 'string: queue, …',
  label: 'string: name shown to the agent',
  nodeId: 'string or integer',
  queueId: 'integer: queue behind it',
});

export const callTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_user_call_logs',
    title: 'Call log of an agent',
    tag: 'calls',
    effect: 'list',
    description:
      'The last 20 requests an agent handled: requestRemoteAddress (customer), queueName, answeredAt, speakTimeSeconds. Older archived ones: list_all_puzzel_archive_records.',
    input: { user_id: namedUser },
    output: rows({
      requestId: 'integer or null',
      queueId: 'integer or null',
      queueName: 'string',
      accessPoint: 'string: number or address that the customer contacted',
      mediaType: 'string: Phone, Chat, …',
      callType: 'string: IncomingCall, ConsultationCall, CiqCallAgentFirst, Undefined, …',
      requestRemoteAddress: 'string: number or address of the customer',
      answeredAt: 'ISO time',
      speakTimeSeconds: 'integer: seconds of conversation',
    }),
    route: get(
      '/{customerKey}/users/{user_id}/calllog',
      inferred('/{customerKey}/users/{user_id}/calllogs', '/{customerKey}/users/{user_id}/requestlog'),
    ),
    example: { user_id: '9948' },
    untrustedContent: true,
    whenEmpty: 'Nothing in the last 20: the log does not reach back further. list_all_puzzel_archive_records does.',
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_user_callout_request',
    title: 'Call a number for an agent',
    tag: 'calls',
    effect: 'create',
    sends: true,
    description:
      'The SYSTEM dials a customer and connects the agent, at once or at scheduledDateTime; planned ones are in no list. The agent shall dial: create_a_puzzel_scheduled_task. Fields after requestCategory are unverified.',
    input: {
      user_id: user(),
      destination: text('number, e.g. 00…'),
      maxAttempts: integer('attempts').optional(),
      listName: text('call list').optional(),
      requestDescription: text('note for the agent').optional(),
      requestCategory: text('category').optional(),
      secondsBetweenAttempts: integer('seconds').optional(),
      scheduledDateTime: futureTime('with offset').optional(),
      ciqType: text('CallRequestFirst, CallAgentFirst, NotCallback or Undefined').optional(),
      queueKey: text('system queue: key or name').optional(),
      variables: variables().optional(),
    },
    output: value('request id of the callout, a number or digits'),
    // An older client sent the first five fields in the query string; JSON binds to the same request object.
    route: post('/{customerKey}/users/{user_id}/callout', confirmed),
    example: { user_id: 9948, destination: '+447700900461', requestDescription: 'VIP SLA recovery' },
    target: calledNumber,
    named: { queueKey: queueKeys },
    shape: newId,
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_user_callout_request_by_id',
    title: 'Cancel a callout',
    tag: 'calls',
    effect: 'delete',
    description: 'Cancels a callout that has not been made yet.',
    input: { user_id: user(), id: id('request id') },
    route: post(
      '/{customerKey}/users/{user_id}/callout/{id}/delete',
      inferred('DELETE /{customerKey}/users/{user_id}/callout/{id}', '/{customerKey}/callout/{id}/delete'),
    ),
    example: { user_id: 9948, id: '88501' },
    whenNotFound: 'The callout may have been made already, or be that of another agent (user_id).',
    target: requestOf('Callout'),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_outbound_request_feedback',
    title: 'Report the outcome of a dialler call',
    tag: 'calls',
    effect: 'update',
    // Reporting twice may make the dialler call twice.
    idempotent: false,
    description:
      'WRITES, despite its name: reports the outcome of an outbound dialler call; with nextAttempt the customer may be called again. Unverified.',
    input: {
      user_id: user(),
      requestId: id('dialler request'),
      feedback: text('outcome; values unknown'),
      comment: text('note').optional(),
      nextAttempt: futureTime('with offset').optional(),
    },
    route: post(
      '/{customerKey}/users/{user_id}/outboundrequest/feedback',
      inferred('/{customerKey}/users/{user_id}/outbound/requests/{requestId}/feedback'),
    ),
    example: { user_id: 9949, requestId: '90511', feedback: 'NoAnswer' },
  }),
  definePuzzelTool({
    name: 'puzzel_user_sessions_command',
    title: 'Command a live call',
    tag: 'calls',
    effect: 'custom-write',
    // A customer may be on the line.
    destructive: true,
    description: 'Acts on the live call of an agent: a customer on the line may be cut off or moved. Unverified.',
    input: {
      user_id: user(),
      session_id: id('from list_all_puzzel_iq_session_state_info'),
      command: text(
        'guesses: Hangup, MuteOn, MuteOff, ConsultWithAgent, ConsultWithPhone, ConsultEnd, TransferToAgent, TransferToPhone, TransferToService, TransferToConsultant, TransferToPersonalQueue',
      ),
      phoneNumber: text('for ConsultWithPhone, TransferToPhone').optional(),
      consultUserId: agentId('for ConsultWithAgent').optional(),
      transferUserId: agentId('for TransferToAgent').optional(),
      nodeName: text('for TransferToService; perhaps a label').optional(),
    },
    route: post(
      '/{customerKey}/users/{user_id}/sessions/{session_id}/command',
      inferred(
        '/{customerKey}/users/{user_id}/session/{session_id}/command',
        '/{customerKey}/users/{user_id}/session/{session_id}/{command}',
      ),
    ),
    example: { user_id: 9105, session_id: '8840501105', command: 'MuteOn' },
    whenNotFound:
      'The call may have ended. Another session of this agent is another call, perhaps with another customer: ask the person first.',
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_user_service_labels',
    title: 'Transfer targets of the current call',
    tag: 'calls',
    effect: 'list',
    description: 'Where an agent can transfer the current call: label, nodeType (queue, …), queueId.',
    input: { user_id: namedUser },
    output: serviceLabels,
    route: get('/{customerKey}/users/{user_id}/session/servicelabel', confirmed),
    example: { user_id: '9949' },
    whenEmpty: 'There are transfer targets only while the agent is in a call.',
  }),
  definePuzzelTool({
    name: 'puzzel_user_service_labels_search',
    title: 'Search transfer targets',
    tag: 'calls',
    effect: 'custom-read',
    description: "Searches an agent's transfer targets by name: label, nodeType, queueId.",
    input: {
      user_id: user(),
      searchString: text('part of the name; default all').optional(),
      maxMatches: atMost().optional(),
    },
    output: serviceLabels,
    route: post('/{customerKey}/users/{user_id}/session/servicelabel/search', confirmed),
    // An empty search text lists all targets.
    run: ({ searchString = '', ...args }, _, call) => call({ searchString, ...args }),
    example: { user_id: 9949, searchString: 'sales' },
  }),
];
