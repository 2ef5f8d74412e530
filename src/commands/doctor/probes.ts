import type { Arguments } from '../../api/route.js';
import type { Vendor } from '../../tools/effect.js';
import { membersOf } from '../../tools/members.js';

/** The records that earlier probes found, by tool: later probes take ids from them. */
export type FoundRecords = ReadonlyMap<string, readonly Record<string, unknown>[]>;

/** A small read that the doctor may make. It has at most one of `arguments` and `idFrom`. */
export interface Probe {
  tool: string;
  arguments?: () => Arguments;
  /** An argument whose value is an id: the member, itself or inside `content`, of the records of another tool. */
  idFrom?: { argument: string; tool: string; member: string };
}

/** The time that many minutes ago, or in the future when negative, in ISO 8601. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** The arguments of a probe; without its id when no record has one. */
export function probeArguments({ idFrom, arguments: makeArguments }: Probe, records: FoundRecords): Arguments {
  if (idFrom === undefined) return makeArguments?.() ?? {};
  const rows = (records.get(idFrom.tool) ?? []).flatMap((row) => [row, membersOf(row.content)]);
  const id = rows.map((row) => row[idFrom.member]).find((value) => value !== undefined && value !== null);
  return id === undefined ? {} : { [idFrom.argument]: id };
}

/**
 * Which reads to try for a tag, the best first: few records, preferably from a confirmed route. When none of them can be
 * made, any small read of the tag that needs no argument is tried.
 */
export const probes: Record<Vendor, Record<string, readonly Probe[]>> = {
  puzzel: {
    realtime: [{ tool: 'list_all_puzzel_visual_queue_state_info' }],
    queues: [{ tool: 'list_all_puzzel_queues' }],
    requests: [
      {
        tool: 'get_single_puzzel_request_by_id',
        idFrom: { argument: 'id', tool: 'list_all_puzzel_personal_queue_requests', member: 'requestId' },
      },
    ],
    tasks: [{ tool: 'list_all_puzzel_scheduled_tasks', arguments: () => ({ from: minutesAgo(5), to: minutesAgo(0) }) }],
    'missed-calls': [
      {
        tool: 'list_all_puzzel_missed_calls',
        idFrom: { argument: 'queue_id', tool: 'list_all_puzzel_queues', member: 'id' },
      },
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
    conversations: [
      {
        tool: 'get_single_gladly_conversation_by_id',
        idFrom: { argument: 'id', tool: 'list_all_gladly_events', member: 'conversationId' },
      },
    ],
    customers: [
      {
        tool: 'get_single_gladly_customer_by_id',
        idFrom: { argument: 'id', tool: 'list_all_gladly_events', member: 'customerId' },
      },
    ],
    tasks: [
      {
        tool: 'list_all_gladly_customer_tasks',
        idFrom: { argument: 'customer_id', tool: 'list_all_gladly_events', member: 'customerId' },
      },
    ],
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
    chat: [
      {
        tool: 'list_all_puzzel_chat_queue_info',
        idFrom: { argument: 'id', tool: 'list_all_puzzel_queues', member: 'key' },
      },
    ],
  },
};
