import * as z from 'zod';
import { isFilled } from '../../api/vendor-words.js';
import { isObject } from '../../json.js';
import { id, object, text } from '../arguments.js';
import { without } from '../members.js';
import type { NamedArguments } from '../names.js';
import { agents, inboxes } from './name-lists.js';

/**
 * The inbox, and perhaps the agent, that gets a conversation or task. A model may also send the names that our answers
 * show beside these ids: they are dropped.
 */
export const assignee = () =>
  z
    .preprocess(
      withoutAddedNames,
      object({
        inboxId: id('id or name'),
        agentId: text('id or name; left out or "" = nobody').optional(),
      }),
    )
    .meta({ description: 'who gets it' });

/** A name without its id stays, so that the schema refuses it: if it were dropped, the work would go to nobody. */
function withoutAddedNames(given: unknown): unknown {
  if (!isObject(given)) return given;
  return without(
    given,
    ['inbox', 'agent'].filter((who) => isFilled(given[`${who}Id`])).map((who) => `${who}Name`),
  );
}

export const assigneeNames: NamedArguments = { 'assignee.inboxId': inboxes, 'assignee.agentId': agents };

export interface Assignee {
  inboxId: string;
  agentId?: string | null | undefined;
}

/** Gladly wants null for "no agent" (webhook-examples); whether leaving it out is the same is unproven. */
export function cleanAssignee<T extends { assignee?: Assignee | undefined }>(args: T): T {
  return args.assignee ? { ...args, assignee: { ...args.assignee, agentId: args.assignee.agentId || null } } : args;
}
