import { useEffect } from 'preact/hooks';
import { type Answer, records } from './answer.js';
import type { Connection, Shown } from './connection.js';
import { type Live, useLive, type ViewProps } from './live.js';

/** What is asked for at once; how many of them fit into one answer is the server's decision. */
const mostRecords = 1_000;
/** Answers that are followed at most. About a hundred agents fit into one. */
const mostPages = 100;

export interface ListOptions {
  /** What the view uses of a record: the less is asked for, the more records fit into one answer. */
  fields?: readonly string[];
  /** Arguments of this list, beside those that the page was opened with. */
  args?: Record<string, unknown>;
}

/**
 * Reads a list from its start to its end, one call after the other. The later pages come from what the server has kept
 * of the first call: the vendor is asked once.
 * @returns one answer with all records, as old as its first page; with `nextCursor` where the list is longer than any
 * that is followed. The first failure, where there is one
 */
async function readWholeList(
  call: Connection['call'],
  tool: string,
  { args = {}, fields }: ListOptions,
  fresh: boolean,
): Promise<Answer> {
  const { cursor: _cursor, fields: _fields, limit: _limit, ...own } = args;
  const first = await call(tool, { ...own, ...(fields && { fields }), limit: mostRecords }, fresh);
  if (!first.ok) return first;
  const all = records(first.result);
  let last = first;
  for (let pages = 1; last.nextCursor !== undefined && pages < mostPages; pages += 1) {
    const next = await call(tool, { ...own, cursor: last.nextCursor });
    if (!next.ok) return next;
    for (const record of records(next.result)) all.push(record);
    last = next;
  }
  return { ...last, result: all, asOf: first.asOf };
}

/** Whether the page was opened with a part of the list, or with a part of each record. */
export const isOpenedWithPart = ({ args, answer }: Shown): boolean =>
  args.fields !== undefined || args.cursor !== undefined || (answer?.ok === true && answer.nextCursor !== undefined);

/** A whole list, kept fresh. A page that was opened with a part of it reads the whole at once. */
export function useWholeList(
  props: ViewProps,
  tool: string,
  { args, everyMs, ...more }: ListOptions & { everyMs?: number },
): Live {
  const { connection, shown } = props;
  const options = { ...more, args: { ...shown.args, ...args } };
  const live = useLive(props, (fresh) => readWholeList(connection.call, tool, options, fresh), everyMs);
  useEffect(() => {
    if (shown.answer?.ok && connection.canCall && isOpenedWithPart(shown)) live.refresh(false);
  }, [shown.answer]);
  return live;
}

/** Whether what is shown is the whole list. */
export function isWhole(live: Live, { args, answer }: Shown): boolean {
  if (live.answer === undefined || live.answer.nextCursor !== undefined) return false;
  return live.answer !== answer || args.cursor === undefined;
}
