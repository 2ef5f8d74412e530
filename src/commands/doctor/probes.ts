import type { Arguments } from '../../api/route.js';
import type { Vendor } from '../../tools/effect.js';
import { membersOf } from '../../tools/members.js';

/** The records that earlier probes found, by tool: later probes take ids from them. */
export type FoundRecords = ReadonlyMap<string, readonly Record<string, unknown>[]>;

/** Where ids are: in the member, itself or inside `content`, of the records that a tool lists. */
interface IdSource {
  tool: string;
  member: string;
}

/** A small read that the doctor may make. */
export interface Probe {
  tool: string;
  arguments?: () => Arguments;
  /** Arguments whose values are ids, and where these are. */
  ids?: Readonly<Record<string, IdSource>>;
}

/** The time that many minutes ago, or in the future when negative, in ISO 8601. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** The arguments of a probe; without the ids that no record has. */
export function probeArguments({ ids = {}, arguments: makeArguments }: Probe, records: FoundRecords): Arguments {
  const foundIds = Object.entries(ids).flatMap(([argument, { tool, member }]) => {
    const rows = (records.get(tool) ?? []).flatMap((row) => [row, membersOf(row.content)]);
    const id = rows.map((row) => row[member]).find((value) => value !== undefined && value !== null);
    return id === undefined ? [] : [[argument, id]];
  });
  return { ...makeArguments?.(), ...Object.fromEntries(foundIds) };
}

export const idOfRequest: IdSource = { tool: 'list_all_puzzel_personal_queue_requests', member: 'requestId' };
const idOfQueue: IdSource = { tool: 'list_all_puzzel_queues', member: 'id' };
const keyOfQueue: IdSource = { tool: 'list_all_puzzel_queues', member: 'key' };
const idOfConversation: IdSource = { tool: 'list_all_gladly_events', member: 'conversationId' };
const idOfCustomer: IdSource = { tool: 'list_all_gladly_events', member: 'customerId' };

/**
 * Which reads to try for a tag, the best first: few records, preferably from a confirmed route. When none of them can be
 * made, any small read of the tag that needs no argument is tried.
 */
export const probes: Record<Vendor, Record<string, readonly Probe[]>> = {
  puzzel: {
    realtime: [{ tool: 'list_all_puzzel_visual_queue_state_info' }],
    queues: [{ tool: 'list_all_puzzel_queues' }],
    requests: [{ tool: 'get_single_puzzel_request_by_id', ids: { id: idOfRequest } }],
    tasks: [{ tool: 'list_all_puzzel_scheduled_tasks', arguments: () => ({ from: minutesAgo(5), to: minutesAgo(0) }) }],
    'missed-calls': [
      { tool: 'list_all_puzzel_missed_calls', ids: { queue_id: idOfQueue } },
      { tool: 'list_all_puzzel_user_missed_calls' },
    ],
    calls: [{ tool: 'list_all_puzzel_user_service_labels' }],
    users: [{ tool: 'list_all_puzzel_users_search' }, { tool: 'list_all_puzzel_user_groups' }],
    archive: [
      {
        tool: 'list_all_puzzel_archive_records',
        arguments: () => ({ from: minutesAgo(5), to: minutesAgo(0), maxMatches: 1 }),
      },
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
    audit: [{ tool: 'list_all_puzzel_access_logs', arguments: () => ({ from: minutesAgo(5), to: minutesAgo(0) }) }],
    session: [{ tool: 'list_all_puzzel_token_info' }],
  },
  gladly: {
    agents: [{ tool: 'list_all_gladly_teams' }, { tool: 'list_all_gladly_agents' }],
    answers: [{ tool: 'list_all_gladly_audiences' }],
    'business-hours': [{ tool: 'list_all_gladly_business_hours' }],
    conversations: [{ tool: 'get_single_gladly_conversation_by_id', ids: { id: idOfConversation } }],
    customers: [{ tool: 'get_single_gladly_customer_by_id', ids: { id: idOfCustomer } }],
    tasks: [{ tool: 'list_all_gladly_customer_tasks', ids: { customer_id: idOfCustomer } }],
    webhooks: [
      { tool: 'list_all_gladly_events', arguments: () => ({ startAt: minutesAgo(60), entities: ['CONVERSATION'] }) },
      { tool: 'list_all_gladly_webhooks' },
    ],
    exports: [{ tool: 'list_all_gladly_export_schedules' }],
    topics: [{ tool: 'list_all_gladly_topics' }],
    inboxes: [{ tool: 'list_all_gladly_inboxes' }],
    organization: [{ tool: 'list_all_gladly_organization' }],
  },
  chat: {
    chat: [{ tool: 'list_all_puzzel_chat_queue_info', ids: { id: keyOfQueue } }],
  },
};
