import type { Config } from '../config/index.js';
import { Failure } from '../failure.js';
import type { Tool } from '../tools/define.js';
import { needsConfirmation } from '../tools/effect.js';

/** What has to be known of a tool to ask a person about it. */
export type Confirmable = Pick<Tool, 'name' | 'title' | 'effect' | 'sends'>;

/** The failure of a call that was not made, since nobody said yes. */
export const declined = (message: string, cause?: unknown): Failure =>
  new Failure('declined', message, { hint: 'Do not try again unless the person asks for it.', cause });

/**
 * For callers that cannot ask anybody (the command line).
 * @throws Failure `declined` when the tool may run only after a person has confirmed it
 */
export function refuseUnconfirmed(mode: Config['confirm'], tool: Confirmable): void {
  if (mode !== 'always' || !needsConfirmation(tool)) return;
  throw declined('PUZZEL_MCP_CONFIRM=always wants a person to be asked, which is not possible here; nothing was sent.');
}
