import { useEffect } from 'preact/hooks';
import { type Answer, records } from './answer.js';
import type { Connection, HostState } from './connection.js';
import { type LiveData, useLive, type ViewProps } from './live.js';

/** How many records one call asks for. The server decides how many fit into its answer. */
const askedRecordCount = 1_000;
/** Pages of a list that are read at most. About a hundred agents fit into one. */
const maxPages = 100;

interface ListOptions {
  /** The members of a record that the view uses: the fewer are asked for, the more records fit into one answer. */
  fields: readonly string[];
  /** Further arguments of the tool. */
  args?: Record<string, unknown>;
}

/**
 * Reads a list from its start to its end, one page after the other. The server keeps the list of the first call for the
 * later pages, so that the vendor is asked once.
 * @returns one answer with all records, as of the time of the first page, and with a `nextCursor` when the list has more
 * pages than `maxPages`; or the failure of the first call that failed
 */
export async function readWholeList(
  call: Connection['call'],
  tool: string,
  { args = {}, fields }: ListOptions,
  fresh: boolean,
): Promise<Answer> {
  const { cursor: _cursor, fields: _fields, limit: _limit, ...listArgs } = args;
  const first = await call(tool, { ...listArgs, fields, limit: askedRecordCount }, fresh);
  if (!first.ok) return first;
  const allRecords = records(first.result);
  let last = first;
  for (let pageCount = 1; last.nextCursor !== undefined && pageCount < maxPages; pageCount += 1) {
    const next = await call(tool, { ...listArgs, cursor: last.nextCursor });
    if (!next.ok) return next;
    for (const record of records(next.result)) allRecords.push(record);
    last = next;
  }
  return { ...last, result: allRecords, asOf: first.asOf };
}

/** Whether the page was opened with a part of the list, or with a part of each record. */
export const isOpenedWithPart = ({ args, answer }: HostState): boolean =>
  args.fields !== undefined || args.cursor !== undefined || (answer?.ok === true && answer.nextCursor !== undefined);

/**
 * A whole list, kept fresh. A page that was opened with a part of the list reads the whole at once.
 * @param options.args added to the arguments that the page was opened with
 * @param options.pollIntervalMs milliseconds between two polls; without it, only the person refreshes
 */
export function useWholeList(
  props: ViewProps,
  tool: string,
  { args, pollIntervalMs, ...listOptions }: ListOptions & { pollIntervalMs?: number },
): LiveData {
  const { connection, host } = props;
  const options = { ...listOptions, args: { ...host.args, ...args } };
  const live = useLive(props, (fresh) => readWholeList(connection.call, tool, options, fresh), pollIntervalMs);
  useEffect(() => {
    if (host.answer?.ok && connection.canCall && isOpenedWithPart(host)) live.refresh(false);
  }, [host.answer]);
  return live;
}

/** Whether what is shown is the whole list. */
export function hasWholeList(live: LiveData, { args, answer }: HostState): boolean {
  if (live.answer === undefined || live.answer.nextCursor !== undefined) return false;
  // The answer that the page was opened with may be the last page of a list.
  return live.answer !== answer || args.cursor === undefined;
}
