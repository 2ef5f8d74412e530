import { type Arguments, placeholdersOf } from '../../api/route.js';
import { readTime } from '../../iso-time.js';
import type { CallContext } from '../define.js';
import { membersOf } from '../members.js';
import { entriesWithin, inboxes } from './name-lists.js';
import { maxWaitMs, withNames } from './name-members.js';

/** Largest number of characters of a text, and of entries of a list, that are repeated: enough to recognise them. */
const maxTextLength = 300;
const maxListLength = 20;

/**
 * What a write sent, for an answer that does not repeat it: names beside ids, times in UTC, long texts cut.
 * @param secrets arguments that are never repeated
 */
export async function summaryOfSent(
  path: string,
  sent: Arguments,
  secrets: readonly string[],
  context: CallContext,
): Promise<Record<string, unknown> | undefined> {
  const omittedNames = [...placeholdersOf(path), 'id', ...secrets];
  const entries = Object.entries(sent).filter(([name, value]) => value !== undefined && !omittedNames.includes(name));
  if (entries.length === 0) return undefined;
  return membersOf(await withNames(summarize(Object.fromEntries(entries)), context));
}

function summarize(value: unknown): unknown {
  if (typeof value === 'string') {
    const time = readTime(value);
    if (time?.isComplete) return new Date(time.text).toISOString();
    return value.length > maxTextLength ? `${value.slice(0, maxTextLength)}… [${value.length} characters]` : value;
  }
  if (Array.isArray(value)) {
    const firstEntries = value.slice(0, maxListLength).map(summarize);
    return value.length > maxListLength ? [...firstEntries, `… [${value.length} entries]`] : firstEntries;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, summarize(inside)]));
}

/** A hint when a write assigned work to a disabled inbox, where nobody sees it. */
export async function disabledInboxHint(sent: Arguments, context: CallContext): Promise<string | undefined> {
  const { inboxId } = membersOf(sent.assignee);
  if (typeof inboxId !== 'string') return undefined;
  const inbox = (await entriesWithin(inboxes, context, maxWaitMs))?.find(({ id }) => id === inboxId);
  if (!inbox?.isDisabled) return undefined;
  return 'This inbox is disabled: nobody sees the work there. list_all_gladly_inboxes has the others; assign it again.';
}
