import { id, object, text } from '../arguments.js';
import type { NamedArguments } from '../names.js';
import { agents, inboxes } from './name-lists.js';

/** The inbox, and perhaps the agent, that gets a conversation or task. */
export const assignee = () =>
  object(
    {
      inboxId: id('id or name'),
      agentId: text('id or name; left out or "" = nobody').optional(),
    },
    'who gets it',
  );

export const assigneeNames: NamedArguments = { 'assignee.inboxId': inboxes, 'assignee.agentId': agents };

export interface Assignee {
  inboxId: string;
  agentId?: string | null | undefined;
}

/** Gladly wants null for "no agent" (webhook-examples). An argument has only one type, so "" stands for null. */
export function cleanAssignee<T extends { assignee?: Assignee | undefined }>(args: T): T {
  return args.assignee?.agentId === '' ? { ...args, assignee: { ...args.assignee, agentId: null } } : args;
}
