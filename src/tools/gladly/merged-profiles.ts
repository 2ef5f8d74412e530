import { Failure } from '../../failure.js';
import type { GladlyOperation } from '../../gladly/client.js';
import type { CallContext, Outcome } from '../define.js';
import { membersOf } from '../members.js';
import { documented, get } from '../routes.js';

/** Largest number of found profiles that are each read again; a search rarely finds more. */
const maxProfiles = 3;

const profileRead: GladlyOperation = {
  name: 'get_single_gladly_customer_by_id',
  route: get('/api/v1/customer-profiles/{id}', documented),
  isRead: true,
  customer: 'id',
};

/**
 * The found profiles, with `merged_into` beside the id of one that was merged: a search may still return an old id,
 * under which no profile can be read. Each profile is read once for this; a list longer than {@link maxProfiles} stays as it is.
 */
export async function markMerged(outcome: Outcome, context: CallContext): Promise<Outcome> {
  const { data } = outcome;
  if (!Array.isArray(data) || data.length === 0 || data.length > maxProfiles) return outcome;
  const successors = await Promise.all(data.map((profile: unknown) => successorOf(membersOf(profile).id, context)));
  if (successors.every((successor) => successor === undefined)) return outcome;
  const markedProfiles = data.map((profile: unknown, index) => {
    const successor = successors[index];
    const { id, ...rest } = membersOf(profile);
    return successor === undefined ? profile : { id, merged_into: successor, ...rest };
  });
  const hint = 'A profile with merged_into was found under an old id: use merged_into instead of id.';
  return { ...outcome, data: markedProfiles, hint: [outcome.hint, hint].filter(Boolean).join(' ') };
}

/** The new id of a merged profile; undefined for any other, also when it cannot be read. */
async function successorOf(id: unknown, { clients, signal }: CallContext): Promise<string | undefined> {
  if (typeof id !== 'string') return undefined;
  try {
    await clients.gladly.call(profileRead, { id }, { signal });
    return undefined;
  } catch (error) {
    const successor = error instanceof Failure && error.kind === 'merged' ? membersOf(error.details).new : undefined;
    return typeof successor === 'string' ? successor : undefined;
  }
}
