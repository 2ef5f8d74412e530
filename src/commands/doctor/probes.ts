import type { Arguments } from '../../api/route.js';
import type { Vendor } from '../../tools/effect.js';

/** The records that earlier probes answered, by tool: later probes take their ids from them. */
export type Answers = ReadonlyMap<string, readonly Record<string, unknown>[]>;

/** A cheap read that shows whether a tag can be read. */
export interface Probe {
  tool: string;
  arguments?: () => Arguments;
  /** Ids out of another probe's answer; undefined when there is none. */
  from?: (answers: Answers) => Arguments | undefined;
}

const minute = 60_000;
/** The time so many minutes ago, or in so many when negative, in ISO 8601. */
export const ago = (minutes: number): string => new Date(Date.now() - minutes * minute).toISOString();

/** The value of a member in the first record that has it, itself or inside its `content`. */
function first(answers: Answers, tool: string, member: string): unknown {
  const rows = (answers.get(tool) ?? []).flatMap((row) => [row, contentOf(row)]);
  return rows.find((row) => row[member] !== undefined && row[member] !== null)?.[member];
}

const contentOf = ({ content }: Record<string, unknown>): Record<string, unknown> =>
  typeof content === 'object' && content !== null ? { ...content } : {};

/** Takes the argument from a member of the records that a list has answered. */
export const taking =
  (argument: string, tool: string, member: string): NonNullable<Probe['from']> =>
  (answers) => {
    const value = first(answers, tool, member);
    return value === undefined ? undefined : { [argument]: value };
  };

/**
 * Which reads to try for a tag, the best first: few records, a confirmed route. A tag that is not here, or whose
 * reads the owner's filters took away, is tried with any list that needs no argument.
 */
export const probes: Record<Vendor, Record<string, readonly Probe[]>> = {
  puzzel: {
    realtime: [{ tool: 'list_all_puzzel_visual_queue_state_info' }],
    queues: [{ tool: 'list_all_puzzel_queues' }],
    requests: [
      {
        tool: 'get_single_puzzel_request_by_id',
        from: taking('id', 'list_all_puzzel_personal_queue_requests', 'requestId'),
      },
    ],
    tasks: [{ tool: 'list_all_puzzel_scheduled_tasks', arguments: () => ({ from: ago(5), to: ago(0) }) }],
    'missed-calls': [
      { tool: 'list_all_puzzel_missed_calls', from: taking('queue_id', 'list_all_puzzel_queues', 'id') },
      { tool: 'list_all_puzzel_user_missed_calls' },
    ],
    calls: [{ tool: 'list_all_puzzel_user_service_labels' }],
    users: [{ tool: 'list_all_puzzel_users_search' }, { tool: 'list_all_puzzel_user_groups' }],
    archive: [
      { tool: 'list_all_puzzel_archive_records', arguments: () => ({ from: ago(5), to: ago(0), maxMatches: 1 }) },
    ],
    recordings: [{ tool: 'list_all_puzzel_call_recordings' }],
    catalog: [{ tool: 'list_all_puzzel_catalog_timezone' }],
    system: [
      {
        tool: 'get_single_puzzel_system_property_by_id',
        arguments: () => ({ property_group: 'prof_call', id: 'prof_call_prop_00005' }),
      },
      { tool: 'list_all_puzzel_languages' },
    ],
    audit: [{ tool: 'list_all_puzzel_access_logs', arguments: () => ({ from: ago(5), to: ago(0) }) }],
    session: [{ tool: 'list_all_puzzel_token_info' }],
  },
  gladly: {
    agents: [{ tool: 'list_all_gladly_teams' }, { tool: 'list_all_gladly_agents' }],
    answers: [{ tool: 'list_all_gladly_audiences' }],
    'business-hours': [{ tool: 'list_all_gladly_business_hours' }],
    conversations: [
      {
        tool: 'get_single_gladly_conversation_by_id',
        from: taking('id', 'list_all_gladly_events', 'conversationId'),
      },
    ],
    customers: [
      { tool: 'get_single_gladly_customer_by_id', from: taking('id', 'list_all_gladly_events', 'customerId') },
    ],
    tasks: [
      {
        tool: 'list_all_gladly_customer_tasks',
        from: taking('customer_id', 'list_all_gladly_events', 'customerId'),
      },
    ],
    webhooks: [
      { tool: 'list_all_gladly_events', arguments: () => ({ startAt: ago(60), entities: ['CONVERSATION'] }) },
      { tool: 'list_all_gladly_webhooks' },
    ],
    exports: [{ tool: 'list_all_gladly_export_schedules' }],
    topics: [{ tool: 'list_all_gladly_topics' }],
    inboxes: [{ tool: 'list_all_gladly_inboxes' }],
    organization: [{ tool: 'list_all_gladly_organization' }],
  },
  chat: {
    chat: [{ tool: 'list_all_puzzel_chat_queue_info', from: taking('id', 'list_all_puzzel_queues', 'key') }],
  },
};
