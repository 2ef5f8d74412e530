import type { Route } from '../../api/route.js';
import type { CallContext } from '../define.js';
import type { NameList } from '../names.js';
import { confirmed, get } from '../routes.js';

/*
 * The lists that hold the names of queues, user groups and agents. The tools that show these lists use the same routes.
 */

export const queuesRoute = get('/{customerKey}/queues', confirmed);
export const visualQueuesRoute = get('/{customerKey}/visualqueues', confirmed);
export const userGroupsRoute = get('/{customerKey}/usergroups', confirmed);
export const agentStatesRoute = get('/{customerKey}/users/stateinformation/{ticker_period_window}', confirmed);

/** The tool that shows a list, and how to read it. The client sends the logged-in user for the arguments named in `self`. */
const listFrom = (name: string, route: Route, args: Record<string, unknown> = {}, self: string[] = []) => ({
  tool: name,
  read: (context: CallContext): Promise<unknown> =>
    context.clients.puzzel.call({ name, route, isRead: true, self }, args, context),
});

const queues = listFrom('list_all_puzzel_queues', queuesRoute);

/** System queues, for an argument that takes the id. */
export const queueIds: NameList = {
  ...queues,
  thing: 'system queue',
  idPattern: /^\d+$/,
  idOf: ({ id }) => id,
  namesOf: ({ description, key }) => [description, key],
};

/** System queues, for an argument that takes the key; keys in public clients begin with q_ (puzzel.md, section 10). */
export const queueKeys: NameList = {
  ...queues,
  thing: 'system queue',
  idPattern: /^q_\w+$/,
  idOf: ({ key }) => key,
  namesOf: ({ description, id }) => [description, id],
};

export const visualQueueIds: NameList = {
  ...listFrom('list_all_puzzel_visual_queues', visualQueuesRoute),
  thing: 'visual queue',
  idPattern: /^\d+$/,
  idOf: ({ id }) => id,
  namesOf: ({ description }) => [description],
};

export const agentIds: NameList = {
  ...listFrom('list_all_puzzel_state_information', agentStatesRoute, { ticker_period_window: 'Today' }, ['userId']),
  thing: 'user',
  idPattern: /^\d+$/,
  idOf: ({ userId }) => userId,
  namesOf: ({ firstName, lastName }) => [`${firstName ?? ''} ${lastName ?? ''}`.trim()],
};

/** User groups, for an argument that takes the whole name. */
export const userGroupNames: NameList = {
  ...listFrom('list_all_puzzel_user_groups', userGroupsRoute),
  thing: 'user group',
  // The argument takes a name, so every text is looked up.
  idPattern: /^$/,
  isOptional: true,
  idOf: ({ name }) => name,
  namesOf: ({ name, id }) => [name, id],
};
