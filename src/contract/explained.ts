import type { Vendor } from '../tools/define.js';
import type { Misfit } from './fit.js';
import { readPath } from './path.js';

/** A difference that is known and meant. docs/contract.md lists them; a test compares. */
export interface Explained {
  vendor: Vendor;
  /** The tool, or the operation that no tool of ours is (`POST /gladly/webhook`). */
  what: string;
  kind: Misfit['kind'] | 'missing' | 'not offered';
  /** Argument or field; '' when the whole is meant. */
  name: string;
  reason: string;
}

export const explained: readonly Explained[] = [
  {
    vendor: 'gladly',
    what: 'gladly_conversation_custom_attributes_update',
    kind: 'unknown',
    name: 'add',
    reason: 'The schema is {body}, the example {add, remove}: the example decides (gladly.md, defect 4).',
  },
  {
    vendor: 'gladly',
    what: 'gladly_conversation_custom_attributes_update',
    kind: 'unknown',
    name: 'remove',
    reason: 'As add.',
  },
  {
    vendor: 'gladly',
    what: 'gladly_conversation_custom_attributes_update',
    kind: 'lacking',
    name: 'content',
    reason: 'The schema demands a member that it does not have (gladly.md, defect 4).',
  },
  {
    vendor: 'gladly',
    what: 'create_a_gladly_conversation_note',
    kind: 'wrapper',
    name: 'content',
    reason:
      'The schema has body at the top but demands content, and the example wraps it: the example decides (gladly.md, defect 3).',
  },
  {
    vendor: 'gladly',
    what: 'create_a_gladly_task_comment',
    kind: 'lacking',
    name: 'message',
    reason: 'The schema demands message, its property is comment (gladly.md, defect 2).',
  },
  {
    vendor: 'gladly',
    what: 'create_a_gladly_report',
    kind: 'optional',
    name: 'startAt',
    reason: 'Must be left out when startAtTime and endAtTime are given (gladly.md, defect 9).',
  },
  { vendor: 'gladly', what: 'create_a_gladly_report', kind: 'optional', name: 'endAt', reason: 'As startAt.' },
  {
    vendor: 'gladly',
    what: 'create_a_gladly_task',
    kind: 'unknown',
    name: 'customer_id',
    reason: 'Our addition: with it the call goes to POST /customers/{customerId}/tasks.',
  },
  {
    vendor: 'gladly',
    what: 'create_a_gladly_task',
    kind: 'optional',
    name: 'customer',
    reason: 'May be left out when customer_id is given.',
  },
  {
    vendor: 'gladly',
    what: 'list_all_gladly_events',
    kind: 'unknown',
    name: 'types',
    reason: 'Our addition: filters here and is never sent.',
  },
  {
    vendor: 'gladly',
    what: 'POST /gladly/webhook',
    kind: 'not offered',
    name: '',
    reason: 'The address at your side that Gladly calls, no operation to call.',
  },
  {
    vendor: 'puzzel',
    what: 'GET /{customerKey}/users',
    kind: 'not offered',
    name: '',
    reason:
      'Known, but none of the 84 tools: list_all_puzzel_users_search and list_all_puzzel_query_users are (puzzel.md, section 11).',
  },
  {
    vendor: 'puzzel',
    what: 'POST /{customerKey}/users/{userId}/pauseon',
    kind: 'not offered',
    name: '',
    reason: 'Known, but none of the 84 tools (puzzel.md, section 11).',
  },
  {
    vendor: 'puzzel',
    what: 'POST /{customerKey}/requests',
    kind: 'not offered',
    name: '',
    reason: 'RequestAdd, the older form of create_a_puzzel_etask with another body (puzzel.md, section 9).',
  },
  {
    vendor: 'chat',
    what: 'create_a_puzzel_chat_session',
    kind: 'missing',
    name: '',
    reason: 'On the token server, which has a document of its own.',
  },
  {
    vendor: 'chat',
    what: 'puzzel_chat_visitor_authenticate',
    kind: 'missing',
    name: '',
    reason: 'On the token server, which has a document of its own.',
  },
];

/** The explanation of a difference, if there is one. */
export function explanationOf(
  vendor: Vendor,
  what: string,
  kind: Explained['kind'],
  name: string,
): Explained | undefined {
  return explained.find(
    (one) =>
      one.vendor === vendor &&
      one.kind === kind &&
      one.name === name &&
      sameThing(vendor, one.what) === sameThing(vendor, what),
  );
}

/** An operation without its base, prefix and placeholder names; a tool by its name. */
function sameThing(vendor: Vendor, what: string): string {
  const [verb = '', path] = what.split(' ');
  if (path === undefined) return what;
  const words = readPath(vendor, '', path).core.map(({ text, parameter }) =>
    parameter === undefined ? text.toLowerCase() : '{}',
  );
  return `${verb} ${words.join('/')}`;
}
