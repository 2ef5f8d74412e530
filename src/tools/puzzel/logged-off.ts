import { Failure } from '../../failure.js';
import type { CallContext } from '../define.js';
import { membersOf } from '../members.js';
import { get, inferred } from '../routes.js';

export const userStateRoute = get('/{customerKey}/users/{user_id}/stateinformation', inferred());

/**
 * Asks for the state of the agent for whom something was just reserved: a hint when the agent is logged off, none when
 * the state cannot or may not be read.
 */
export async function loggedOffHint(userId: unknown, context: CallContext): Promise<{ hint?: string }> {
  const name = 'list_all_puzzel_user_state_information';
  // 0 stands for no user.
  if (userId === undefined || userId === 0 || context.isOffered?.(name) === false) return {};
  const operation = { name, route: userStateRoute, isRead: true, self: [] };
  try {
    const state = await context.clients.puzzel.call(operation, { user_id: userId }, context);
    const { contactCentreStatus } = membersOf(state);
    return contactCentreStatus === 'LoggedOff'
      ? { hint: `User ${userId} is logged off: nobody takes it before the reservation ends.` }
      : {};
  } catch (error) {
    if (error instanceof Failure) return {};
    throw error;
  }
}
