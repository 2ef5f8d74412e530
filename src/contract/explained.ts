import * as z from 'zod';
import { type Vendor, vendors } from '../tools/effect.js';
import { misfitKinds } from './misfits.js';
import type { Operation } from './operations.js';
import { readPath } from './path.js';

const rowSchema = z.object({
  vendor: z.enum(vendors),
  /** The tool, or an operation that no tool calls (`POST /gladly/webhook`). */
  what: z.string().min(1),
  kind: z.enum([...misfitKinds, 'missing', 'not offered']),
  /** Argument or field; '' when the difference is about the whole tool or operation. */
  name: z.string(),
  reason: z.string().min(1),
});

/** A difference that is known and intended: the report names it, with the reason, and does not count it. */
export type ExplainedDifference = z.infer<typeof rowSchema>;

const table = `
gladly | gladly_conversation_custom_attributes_update | unknown | add | The schema is {body}, the example {add, remove}: the example decides.
gladly | gladly_conversation_custom_attributes_update | unknown | remove | As add.
gladly | gladly_conversation_custom_attributes_update | lacking | content | The schema demands a member that it does not have.
gladly | create_a_gladly_conversation_note | wrapper | content | The schema has body at the top but demands content, and the example wraps it: the example decides.
gladly | create_a_gladly_task_comment | lacking | message | The schema demands message, its property is comment.
gladly | create_a_gladly_report | optional | startAt | Must be left out when startAtTime and endAtTime are given.
gladly | create_a_gladly_report | optional | endAt | As startAt.
gladly | create_a_gladly_task | unknown | customer_id | Our addition: with it the call goes to POST /customers/{customerId}/tasks.
gladly | create_a_gladly_task | optional | customer | May be left out when customer_id is given.
gladly | list_all_gladly_events | optional | startAt | Is always sent: 24 hours ago when left out.
gladly | POST /gladly/webhook | not offered |  | The address at your side that Gladly calls, no operation to call.
puzzel | GET /{customerKey}/users | not offered |  | Known, but not offered: list_all_puzzel_users_search and list_all_puzzel_query_users are.
puzzel | POST /{customerKey}/users/{userId}/pauseon | not offered |  | Known, but not offered.
puzzel | POST /{customerKey}/requests | not offered |  | RequestAdd, the older form of create_a_puzzel_etask with another body.
chat | create_a_puzzel_chat_session | missing |  | On the token server, which has a document of its own.
chat | puzzel_chat_visitor_authenticate | missing |  | On the token server, which has a document of its own.
`;

export const explainedDifferences: readonly ExplainedDifference[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [vendor, what = '', kind, name = '', reason = ''] = line.split('|').map((cell) => cell.trim());
    return rowSchema.parse({ vendor, what, kind, name, reason });
  });

const normalisedRows = explainedDifferences.map((row) => ({ row, key: normalise(row.vendor, row.what) }));

/** The explanation of a difference, if there is one. */
export function explanationOf(
  vendor: Vendor,
  what: string,
  kind: ExplainedDifference['kind'],
  name: string,
): ExplainedDifference | undefined {
  const wantedKey = normalise(vendor, what);
  const isWanted = (one: ExplainedDifference) => one.vendor === vendor && one.kind === kind && one.name === name;
  return normalisedRows.find(({ row, key }) => isWanted(row) && key === wantedKey)?.row;
}

/** Whether the route of an operation is known and intended to have no tool. */
export const isExplainedOperation = (vendor: Vendor, { verb, fullPath }: Operation): boolean =>
  explanationOf(vendor, `${verb} ${fullPath}`, 'not offered', '') !== undefined;

/** An operation without base, prefix and names of placeholders, so that it can be compared; a tool's name unchanged. */
function normalise(vendor: Vendor, what: string): string {
  const [verb = '', path] = what.split(' ');
  if (path === undefined) return what;
  const words = readPath(vendor, '', path).core.map(({ text, parameter }) =>
    parameter === undefined ? text.toLowerCase() : '{}',
  );
  return `${verb} ${words.join('/')}`;
}
