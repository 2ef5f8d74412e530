import { isPlainId } from '../api/plain-id.js';
import { Failure } from '../failure.js';
import { scalarText } from '../json.js';

type Row = Record<string, unknown>;

/** The records, or why they could not be read; undefined when the owner's filters forbid the tool that lists them. */
type ListOutcome = Row[] | Failure | undefined;

/** What may prevent the deletion of a customer. */
export interface Blockers {
  conversations: ListOutcome;
  tasks: ListOutcome;
  /** Names of the lists of which Gladly gave only a part. */
  cutLists?: readonly string[];
}

/**
 * Explains a deletion that Gladly refused because of open conversations: names them and the calls to make next. Gladly
 * does not give tasks as a reason (gladly.md, c), so open tasks are listed but not called the cause.
 */
export function lockedFailure(
  customer: string,
  refusal: Failure,
  { conversations, tasks, cutLists = [] }: Blockers,
  isOffered: (tool: string) => boolean = () => true,
): Failure {
  const openConversations = rowsOf(conversations)?.filter(({ status }) => status !== 'CLOSED');
  const openTasks = rowsOf(tasks)?.filter(({ status }) => status !== 'CLOSED');
  const isUnread = (list: ListOutcome) => list instanceof Failure;
  const unreadLists = [isUnread(conversations) && 'conversations', isUnread(tasks) && 'tasks'].filter(Boolean);
  const failures = [conversations, tasks].filter((list) => list instanceof Failure);
  const [firstFailure] = failures;
  const rateLimit = failures.find((failure) => failure.rateLimit)?.rateLimit;
  const count = openConversations?.length;
  const countInWords =
    count === undefined ? 'how many is unknown' : count === 0 ? 'Gladly lists none' : `${count} not closed`;
  const message = [
    `Customer ${customer} cannot be deleted while conversations are open: ${countInWords}.`,
    firstFailure && `The customer's ${unreadLists.join(' and ')} could not be read: ${firstFailure.message}`,
    cutLists.length > 0 && `Gladly gave only a part of the customer's ${cutLists.join(' and ')}: more may be open.`,
  ];
  return refusal.with({
    kind: 'locked',
    message: message.filter(Boolean).join(' '),
    ...(rateLimit && { rateLimit }),
    details: {
      ...(openConversations && {
        open_conversations: openConversations.map(
          openConversations.length > maxDetailedRecords ? briefRecord : conversationRecord,
        ),
      }),
      ...(openTasks && {
        open_tasks: openTasks.slice(0, maxTasks).map(openTasks.length > maxDetailedRecords ? briefRecord : taskRecord),
      }),
    },
    hint: isOffered('update_a_gladly_conversation_by_id')
      ? nextCalls(customer, openConversations)
      : 'Nothing here closes conversations: tell the person that they have to be closed in Gladly first.',
  });
}

const rowsOf = (list: ListOutcome): Row[] | undefined => (list instanceof Failure ? undefined : list);

const conversationRecord = ({ id, status, createdAt, inboxId, agentId, topicIds }: Row) => ({
  id,
  status,
  createdAt,
  inboxId,
  agentId,
  topicIds,
});

const taskRecord = ({ id, status, dueAt, body, assignee }: Row) => ({
  id,
  status,
  dueAt,
  body: scalarText(body ?? '').slice(0, 200),
  assignee,
});

/** A record of a long list: all open conversations have to be closed, so their list is not cut, only the records. */
const briefRecord = ({ id, status }: Row) => ({ id, status });

/** In a longer list, records have only id and status. */
const maxDetailedRecords = 15;
/** Only so many tasks are listed, since they do not prevent the deletion. */
const maxTasks = 60;

function nextCalls(customer: string, openConversations: Row[] | undefined): string {
  const plainIds = openConversations?.map(({ id }) => id).filter(isPlainId) ?? [];
  const ids = plainIds.slice(0, 5).map((id) => `"${id}"`);
  const moreInWords =
    (openConversations?.length ?? 0) > ids.length ? ` and ${(openConversations?.length ?? 0) - ids.length} more` : '';
  const closingCalls =
    ids.length === 0
      ? 'list_all_gladly_customer_conversations to find those that are not CLOSED, then update_a_gladly_conversation_by_id for each'
      : `update_a_gladly_conversation_by_id for ${ids.join(', ')}${moreInWords}`;
  return `1. ${closingCalls} with status {"value":"CLOSED","force":true}. 2. delete_a_gladly_customer_by_id with id "${customer}" again. Deleting is final: ask the person first whether these conversations may be closed.`;
}
