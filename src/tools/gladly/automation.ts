import type { Failure } from '../../failure.js';
import { id, object, oneOf, text } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, post } from '../routes.js';
import { checkedContent, choices } from './content-rules.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { olderApi } from './older-api.js';
import { botCustomer } from './targets.js';

const sessionsPath = '/api/v1/message-automation/sessions';
const sessionId = () => id('from an AUTOMATION event');

const message = {
  id: 'string',
  sessionId: 'string',
  type: 'TEXT, MENU or HTML',
  content: record({ value: 'text', prompt: 'question of a MENU', menuItems: 'array of {id, label}' }),
  from: record({ type: 'who', id: 'string' }),
  createdAt: 'ISO time',
  context: 'object',
};

/** Handoff and close answer 400 for a session that does not exist (gladly.md, d). */
const asNotFound = (failure: Failure): Failure =>
  failure.kind === 'invalid_input' && failure.code === 'not_exist' ? failure.with({ kind: 'not_found' }) : failure;

const reason = () => text('why; agents read it', { max: 240 });

export const automationTools = [
  defineGladlyTool({
    name: 'get_single_gladly_automation_session_by_id',
    title: 'One automation session',
    tag: 'automation',
    effect: 'get',
    ...olderApi('Who a bot session is with and whether bot or agent has it.'),
    input: { id: sessionId() },
    output: record({
      id: 'string',
      conversationId: 'string',
      customerId: 'string',
      companyAddress: 'string',
      customerAddress: 'string',
      endpointType: 'CHAT',
      target: record({ targetType: 'AGENT or AUTOMATION: who has it' }),
      createdAt: 'ISO time',
      updatedAt: 'ISO time',
    }),
    route: get(`${sessionsPath}/{id}`, documented),
    example: { id: demo.session },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'gladly_automation_typing_indicators_set',
    title: 'Typing indicator',
    tag: 'automation',
    effect: 'custom-write',
    idempotent: true,
    ...olderApi('Shows or hides the typing indicator of a bot session.'),
    input: { session_id: sessionId(), state: oneOf(['STARTED', 'STOPPED'], 'shown or hidden') },
    route: post(`${sessionsPath}/{session_id}/typing-indicators`, documented),
    example: { session_id: demo.session, state: 'STARTED' },
  }),
  defineGladlyTool({
    name: 'create_a_gladly_automation_message',
    title: 'Send a bot message',
    tag: 'automation',
    effect: 'create',
    sends: true,
    ...olderApi('Sends a message to the customer of a bot session.'),
    input: {
      session_id: sessionId(),
      type: oneOf(['TEXT', 'MENU', 'HTML'], 'kind'),
      content: object(
        {
          value: text('for TEXT and HTML', { max: 2048 }).optional(),
          prompt: text('question, for MENU', { max: 50 }).optional(),
          menuItems: choices('choices, for MENU', { id: { max: 50 }, label: { max: 256 } }).optional(),
        },
        'by type',
      ),
    },
    prepare: (args) =>
      checkedContent(args, args.type, { TEXT: ['value'], HTML: ['value'], MENU: ['prompt', 'menuItems'] }),
    output: record(message),
    route: post(`${sessionsPath}/{session_id}/messages`, documented),
    example: { session_id: demo.session, type: 'TEXT', content: { value: 'One moment, please.' } },
    target: botCustomer,
  }),
  defineGladlyTool({
    name: 'list_all_gladly_automation_messages',
    title: 'Messages of a bot session',
    tag: 'automation',
    effect: 'list',
    ...olderApi('What bot and customer wrote in a session.'),
    input: { session_id: sessionId() },
    output: rows(message),
    route: get(`${sessionsPath}/{session_id}/messages`, documented),
    example: { session_id: demo.session },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'get_single_gladly_automation_message_by_id',
    title: 'One bot message',
    tag: 'automation',
    effect: 'get',
    ...olderApi('One message of a bot session.'),
    input: { session_id: sessionId(), id: id('message') },
    output: record(message),
    route: get(`${sessionsPath}/{session_id}/messages/{id}`, documented),
    example: { session_id: demo.session, id: demo.automationMessage },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'gladly_automation_sessions_handoff',
    title: 'Hand a bot session to an agent',
    tag: 'automation',
    effect: 'custom-write',
    ...olderApi("Ends the bot's part: an agent takes over."),
    input: { id: sessionId(), description: reason() },
    route: post(`${sessionsPath}/{id}/handoff`, documented),
    example: { id: demo.session, description: 'The customer asks for a person' },
    explainRefusal: asNotFound,
  }),
  defineGladlyTool({
    name: 'gladly_automation_sessions_close',
    title: 'Close a bot session',
    tag: 'automation',
    effect: 'custom-write',
    ...olderApi('Ends a bot session without an agent.'),
    input: { id: sessionId(), description: reason() },
    route: post(`${sessionsPath}/{id}/close`, documented),
    example: { id: demo.session, description: 'The question is answered' },
    explainRefusal: asNotFound,
  }),
];
