import type { PinnedThing, Pins } from '../config/pins.js';
import { type Effect, reads, writes } from './effect.js';

/** An argument that names something that can be pinned. */
export interface PinnedArgument {
  thing: PinnedThing;
  /** Whether the argument holds the thing's id, or its key or name. */
  by: 'ids' | 'names';
  /** The argument's name; a dot leads into an object. */
  name: string;
  /** The only tools in which the argument has this meaning. Absent: all tools. */
  tools?: readonly string[];
  /** Effects whose calls touch nothing pinned without this argument. For other effects, the pinned value is filled in or demanded. */
  optionalFor?: readonly Effect[];
}

/** All arguments that name something that can be pinned. test/calls/pins.test.ts checks every tool against this table. */
export const pinnedArguments: readonly PinnedArgument[] = [
  { thing: 'user', by: 'ids', name: 'user_id' },
  { thing: 'user', by: 'ids', name: 'user_ids', optionalFor: reads },
  { thing: 'user', by: 'ids', name: 'userId' },
  { thing: 'user', by: 'ids', name: 'id', tools: ['list_all_puzzel_user_missed_calls'] },
  { thing: 'user', by: 'ids', name: 'id', tools: ['get_single_puzzel_user_request_by_id'] },
  { thing: 'user', by: 'ids', name: 'reservedUserId', optionalFor: writes },
  { thing: 'user', by: 'ids', name: 'consultUserId', optionalFor: writes },
  { thing: 'user', by: 'ids', name: 'transferUserId', optionalFor: writes },
  { thing: 'queues', by: 'ids', name: 'queue_id' },
  { thing: 'queues', by: 'ids', name: 'queue_ids', optionalFor: reads },
  { thing: 'queues', by: 'ids', name: 'queueId' },
  { thing: 'queues', by: 'names', name: 'queue_key' },
  { thing: 'queues', by: 'names', name: 'queueKey', optionalFor: ['update'] },
  { thing: 'queues', by: 'names', name: 'id', tools: ['list_all_puzzel_chat_queue_info'] },
  { thing: 'userGroups', by: 'ids', name: 'userGroupId' },
  { thing: 'userGroups', by: 'names', name: 'userGroupName' },
  { thing: 'inboxes', by: 'ids', name: 'assignee.inboxId', optionalFor: ['update'] },
  { thing: 'inboxes', by: 'ids', name: 'filters.inboxes' },
  { thing: 'inboxes', by: 'ids', name: 'id', tools: ['get_single_gladly_inbox_by_id'] },
];

/**
 * Tools whose arguments may mean a pinned thing in words that cannot be compared with a pin (a filter in free text, the
 * name of a transfer target). They are off while the thing is pinned.
 */
export const disabledWhilePinned: Readonly<Record<PinnedThing, readonly string[]>> = {
  user: ['list_all_puzzel_query_users'],
  queues: ['list_all_puzzel_query_users', 'puzzel_user_sessions_command'],
  userGroups: [],
  inboxes: [],
};

/** The setting of the pin that switches a tool off, if any. */
export function pinThatDisables({ name }: { name: string }, pins: Pins): string | undefined {
  return Object.entries(pins).find(([thing]) => disabledWhilePinned[thing as PinnedThing].includes(name))?.[1].setting;
}
