import { z } from 'zod';
import { nonBlank } from './body.js';
import { badRequest } from './errors.js';
import type { Assignee } from './model.js';
import type { Store } from './store.js';

/** `inboxId` must come with every assignee; without `agentId` the work goes back to the inbox. */
export const assigneeBody = z.object({ inboxId: nonBlank(), agentId: z.string().optional() });

/** Refuses unknown inboxes and agents (`present`) and agents who do not work in the inbox (`invalid_state`). */
export function checkAssignee(store: Store, assignee: Assignee): void {
  const { inboxId, agentId } = assignee;
  if (!store.inboxes.some(({ id }) => id === inboxId)) {
    throw badRequest({ attr: 'assignee.inboxId', code: 'present', detail: 'the requested inbox does not exist' });
  }
  if (agentId === undefined) return;
  if (!store.agents.some(({ id }) => id === agentId)) {
    throw badRequest({ attr: 'assignee.agentId', code: 'present', detail: 'the requested agent does not exist' });
  }
  if (!store.inboxAgents.get(inboxId)?.includes(agentId)) {
    throw badRequest({ attr: 'assignee.agentId', code: 'invalid_state', detail: 'agent does not belong to inbox' });
  }
}
