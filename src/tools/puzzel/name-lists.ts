import type { Route } from '../../api/route.js';
import type { CallContext } from '../define.js';
import type { NameList } from '../names.js';
import { confirmed, get } from '../routes.js';

/*
 * The lists in which names of queues and agents stand. The tools of these names have the same routes.
 */

export const queuesRoute = get('/{customerKey}/queues', confirmed);
export const visualQueuesRoute = get('/{customerKey}/visualqueues', confirmed);
export const userGroupsRoute = get('/{customerKey}/usergroups', confirmed);
export const agentStatesRoute = get('/{customerKey}/users/stateinformation/{ticker_period_window}', confirmed);

/** Reads the list of a tool as it is: the client fills in who asks. */
const listOf = (name: string, route: Route, args: Record<string, unknown> = {}, self: string[] = []) => ({
  tool: name,
  read: (context: CallContext): Promise<unknown> =>
    context.clients.puzzel.call({ name, route, read: true, self }, args, context),
});

const queues = listOf('list_all_puzzel_queues', queuesRoute);

/** A system queue where its id is wanted. */
export const queueIds: NameList = {
  ...queues,
  thing: 'system queue',
  isId: /^\d+$/,
  idOf: ({ id }) => id,
  namesOf: ({ description, key }) => [description, key],
};

/** A system queue where its key is wanted; keys that public clients show begin with q_ (puzzel.md, section 10). */
export const queueKeys: NameList = {
  ...queues,
  thing: 'system queue',
  isId: /^q_\w+$/,
  idOf: ({ key }) => key,
  namesOf: ({ description, id }) => [description, id],
};

export const visualQueueIds: NameList = {
  ...listOf('list_all_puzzel_visual_queues', visualQueuesRoute),
  thing: 'visual queue',
  isId: /^\d+$/,
  idOf: ({ id }) => id,
  namesOf: ({ description }) => [description],
};

export const agentIds: NameList = {
  ...listOf('list_all_puzzel_state_information', agentStatesRoute, { ticker_period_window: 'Today' }, ['userId']),
  thing: 'user',
  isId: /^\d+$/,
  idOf: ({ userId }) => userId,
  namesOf: ({ firstName, lastName }) => [`${firstName ?? ''} ${lastName ?? ''}`.trim()],
};

/** A user group where its name is wanted, whole. */
export const userGroupNames: NameList = {
  ...listOf('list_all_puzzel_user_groups', userGroupsRoute),
  thing: 'user group',
  isId: /^$/,
  idOf: ({ name }) => name,
  namesOf: ({ name, id }) => [name, id],
};
