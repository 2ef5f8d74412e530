import { id, object, text } from '../arguments.js';
import type { NamedArguments } from '../names.js';
import { agents, inboxes } from './name-lists.js';

/** Who is to deal with it. */
export const assignee = () =>
  object(
    {
      inboxId: id('id or name'),
      agentId: text('id or name; "" = nobody').optional(),
    },
    'who gets it',
  );

export const assigneeNames: NamedArguments = { 'assignee.inboxId': inboxes, 'assignee.agentId': agents };

export interface Assignee {
  inboxId: string;
  agentId?: string | null | undefined;
}

/** Gladly wants null to hand back to the inbox (webhook-examples); arguments have one type each, so "" stands for it. */
export function cleanAssignee<T extends { assignee?: Assignee | undefined }>(args: T): T {
  return args.assignee?.agentId === '' ? { ...args, assignee: { ...args.assignee, agentId: null } } : args;
}
