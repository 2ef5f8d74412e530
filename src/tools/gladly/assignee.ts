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
function withoutAddedNames(input: unknown): unknown {
  if (!isObject(input)) return input;
  return without(
    input,
    ['inbox', 'agent'].filter((thing) => isFilled(input[`${thing}Id`])).map((thing) => `${thing}Name`),
  );
}

export const assigneeNames: NamedArguments = { 'assignee.inboxId': inboxes, 'assignee.agentId': agents };

export interface Assignee {
  inboxId: string;
  agentId?: string | null | undefined;
}

const withAgentOr =
  (nobody: null | undefined) =>
  <T extends { assignee?: Assignee | undefined }>(args: T): T =>
    args.assignee ? { ...args, assignee: { ...args.assignee, agentId: args.assignee.agentId || nobody } } : args;

/** Gladly takes null for "no agent" (gladly/webhook-examples); whether it reads an absent agentId as null is unproven. */
export const cleanAssignee = withAgentOr(null);

/** A new task has no agent yet that null would take away: without one, `agentId` is left out, as in Gladly's document. */
export const cleanNewAssignee = withAgentOr(undefined);
