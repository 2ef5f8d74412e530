import { isPlainId } from '../../api/plain-id.js';
import type { Failure } from '../../failure.js';
import { scalarText } from '../../json.js';
import { flag, id, integer, list, object, oneOf, text, texts } from '../arguments.js';
import { membersOf } from '../members.js';
import { changed, record, rows } from '../output.js';
import { documented, get, patch, post, remove } from '../routes.js';
import { assignee, assigneeNames, cleanAssignee } from './assignee.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { lastOf } from './from-end.js';
import { withTextAndFetch } from './items.js';
import { topics } from './name-lists.js';
import { topicOfConversation } from './targets.js';
import { itemOutput } from './timeline.js';

const conversation = {
  id: 'string',
  customerId: 'string',
  status: 'OPEN (needs us), WAITING (for the customer) or CLOSED',
  createdAt: 'ISO time',
  closedAt: 'ISO time',
  inboxId: 'string',
  inboxName: 'string',
  agentId: 'string: absent when no agent has it',
  agentName: 'string',
  topicIds: 'array of topic ids',
  topicNames: 'array of their names',
  customAttributes: 'array of {id, value}; keys: get_single_gladly_custom_attribute_by_id',
};

const conversationId = () => id('conversation');
const pairs = (about: string) => list(object({ key: text('e.g. ORDER_ID'), value: text('value') }), about).optional();

/** The hint when the list is cut. Conversations come oldest first, so the report has to begin where the list ends. */
function newestMissingHint(
  { customer_id, from_end }: { customer_id: string; from_end?: number | undefined },
  data: unknown,
) {
  const lastCreatedAt = Array.isArray(data) ? membersOf(data.at(-1)).createdAt : undefined;
  const [since = 'YYYY-MM-DD'] = /^\d{4}-\d\d-\d\d/.exec(scalarText(lastCreatedAt)) ?? [];
  const call = {
    metricSet: 'ConversationExportReport',
    startAt: since,
    endAt: new Date().toISOString().slice(0, 10),
    timezone: 'UTC',
    rows: [`Customer ID = ${isPlainId(customer_id) ? customer_id : 'the customer id'}`],
  };
  const fromEndNote =
    from_end === undefined ? '' : ' from_end counted from what Gladly showed: these are NOT the newest.';
  return `the newest conversations are missing.${fromEndNote} For all since ${since} call create_a_gladly_report with ${JSON.stringify(call)}.`;
}

/** Says what has to be done first. Gladly gives the reason only in the text of its error. */
function explainInvalidState(failure: Failure): Failure {
  if (failure.code !== 'invalid_state') return failure;
  const reason = JSON.stringify(failure.details ?? '') + failure.message;
  if (/topics (are )?required/i.test(reason)) {
    return failure.with({
      hint: '1. list_all_gladly_topics. 2. create_a_gladly_conversation_topic with the same conversation_id. 3. Close it again.',
    });
  }
  if (/customer waiting/i.test(reason)) {
    return failure.with({
      hint: 'Answer the customer first (gladly_conversation_items_reply), or close with status.force true.',
    });
  }
  if (/closed conversation/i.test(reason)) {
    return failure.with({ hint: 'Reopen it first with status {"value":"OPEN"}, or leave it.' });
  }
  if (!/assignee|agent/i.test(reason)) return failure;
  return failure.with({ hint: 'Choose an agent who belongs to that inbox, or leave agentId out.' });
}

export const conversationTools = [
  defineGladlyTool({
    name: 'list_all_gladly_customer_conversations',
    title: 'Conversations of a customer',
    tag: 'conversations',
    effect: 'list',
    description:
      'Conversations of one customer, oldest first: id, status (a text: OPEN needs us, WAITING for the customer, CLOSED), createdAt, closedAt, inboxName, agentName, topicNames and ids; no subject, no words (list_all_gladly_conversation_items). Beyond 100 the newest are missing, also from from_end; the hint has the ready ConversationExportReport call.',
    input: {
      customer_id: id('customer'),
      from_end: integer('only the last N', { min: 1 }).optional(),
    },
    local: ['from_end'],
    customer: 'customer_id',
    cap: { maxRecords: 100, missing: newestMissingHint },
    addNames: true,
    whenEmpty:
      'This profile has no conversation. The person may have another profile: search with another e-mail or number. Puzzel calls are not here.',
    output: rows(conversation),
    route: get('/api/v1/customers/{customer_id}/conversations', documented),
    example: { customer_id: demo.customer },
    shape: (data, { from_end }) => (Array.isArray(data) ? lastOf(data, from_end) : data),
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'get_single_gladly_conversation_by_id',
    title: 'One conversation',
    tag: 'conversations',
    effect: 'get',
    addNames: true,
    description:
      'status, inbox, agent and topics of a conversation, with names. Its words: list_all_gladly_conversation_items.',
    input: { id: conversationId() },
    output: record(conversation),
    route: get('/api/v1/conversations/{id}', documented),
    example: { id: demo.conversation },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'update_a_gladly_conversation_by_id',
    title: 'Assign, close or reopen',
    tag: 'conversations',
    effect: 'update',
    description:
      'Assigns, closes or reopens a conversation. Reply first, then assign: a reply makes an unassigned one yours. Closing may need a topic (create_a_gladly_conversation_topic).',
    input: {
      id: conversationId(),
      assignee: assignee().optional(),
      status: object(
        {
          value: oneOf(['CLOSED', 'OPEN'], 'status'),
          force: flag('close although the customer waits').optional(),
        },
        'new status',
      ).optional(),
    },
    named: assigneeNames,
    prepare: cleanAssignee,
    route: patch('/api/v1/conversations/{id}', documented),
    example: { id: demo.conversation, assignee: { inboxId: demo.inbox } },
    explainRefusal: explainInvalidState,
  }),
];

export const conversationTopicTools = [
  defineGladlyTool({
    name: 'create_a_gladly_conversation_topic',
    title: 'Put topics on a conversation',
    tag: 'conversations',
    effect: 'create',
    // Gladly: "If a topic being added already exists on the conversation, that topic is ignored."
    idempotent: true,
    description: 'Adds topics to a conversation; those it has are ignored.',
    input: { conversation_id: conversationId(), topicIds: texts('ids or names') },
    named: { topicIds: topics },
    output: changed,
    // The schema requires topicIDs; its property, its example and three official code bases say topicIds (gladly.md, defect 1).
    route: post('/api/v1/conversations/{conversation_id}/topics', documented),
    example: { conversation_id: demo.conversation, topicIds: [demo.topic] },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_conversation_topic_by_id',
    title: 'Take a topic off a conversation',
    tag: 'conversations',
    effect: 'delete',
    description: 'Takes a topic off a conversation; the topic itself stays.',
    input: { conversation_id: conversationId(), id: id('topic: id or name') },
    named: { id: topics },
    route: remove('/api/v1/conversations/{conversation_id}/topics/{id}', documented),
    example: { conversation_id: demo.conversation, id: demo.topic },
    whenNotFound:
      'Both ids may be right: perhaps the conversation does not have this topic. get_single_gladly_conversation_by_id has topicNames.',
    target: topicOfConversation,
  }),
  defineGladlyTool({
    name: 'gladly_conversation_custom_attributes_update',
    title: 'Freeform topics of a conversation',
    tag: 'conversations',
    effect: 'custom-write',
    // Gladly: "If the freeform topic being added already exists on the conversation, that topic is ignored."
    idempotent: true,
    description:
      'Adds and removes freeform topics (such as an order number) of a conversation. No tool lists the keys.',
    input: {
      customer_id: id('customer'),
      conversation_id: conversationId(),
      add: pairs('those it has are ignored'),
      remove: pairs('to remove'),
    },
    customer: 'customer_id',
    // The schema says {body: string}; the example, followed here, {add, remove} with {key, value} pairs (gladly.md, defect 4).
    route: post('/api/v1/customer-history/{customer_id}/conversations/{conversation_id}/custom-attributes', documented),
    example: {
      customer_id: demo.customer,
      conversation_id: demo.conversation,
      add: [{ key: 'ORDER_ID', value: 'N-1042' }],
    },
  }),
];

export const noteTools = [
  defineGladlyTool({
    name: 'create_a_gladly_conversation_note',
    title: 'Add a note',
    tag: 'conversations',
    effect: 'create',
    description: 'Adds an internal note to a conversation; the customer never sees it. Cannot be deleted.',
    input: { conversation_id: conversationId(), body: text('limited HTML; line break <br>') },
    // The schema requires `content` and lists `body` at the top; the example, followed here, sends {content: {body}}:
    // the only form that holds both names, and the form in which notes are read (gladly.md, defect 3).
    route: post('/api/v1/conversations/{conversation_id}/notes', documented, { wrap: 'content' }),
    example: { conversation_id: demo.conversation, body: 'Called back; the refund is on its way.' },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_conversation_note_by_id',
    title: 'One note',
    tag: 'conversations',
    effect: 'get',
    description: 'One internal note of a conversation, its words in text.',
    input: { conversation_id: conversationId(), id: id('note') },
    output: itemOutput,
    route: get('/api/v1/conversations/{conversation_id}/notes/{id}', documented),
    example: { conversation_id: demo.conversation, id: demo.note },
    transform: withTextAndFetch,
    untrustedContent: true,
  }),
];
