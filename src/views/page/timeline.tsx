import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { takeLostFocus } from './focus.js';
import { useFormat } from './format.js';
import { useDirectory } from './gladly-directory.js';
import { type Item, itemFields, readItems } from './item.js';
import { ItemView } from './item-view.js';
import type { ViewProps } from './live.js';
import { EmptyState, FailureNotice, Freshness, IncompleteNotice, LoadingState } from './notices.js';
import { hasWholeList, isOpenedWithPart, useWholeList } from './whole-list.js';

const tool = 'list_all_gladly_conversation_items';
/** How many entries of a long conversation are shown at first, and how many more "Show earlier entries" adds. */
const entriesPerStep = 50;

/** A conversation: who said what, where and when. It ends with the newest entry that Gladly hands out. */
export function Timeline(props: ViewProps) {
  const { connection, host } = props;
  const format = useFormat(host);
  const list = useRef<HTMLOListElement>(null);
  const { live, items, isWhole, mayHaveEarlier, showEarlier } = useEntries(props, list);
  const directory = useDirectory(connection, items);
  const tenantZone = directory.timeZone;
  useScrollToNewest(isWhole && items.length > 0);
  return (
    <main class="timeline">
      {live.failure && <FailureNotice failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <LoadingState what="the conversation" />}
      {live.answer && items.length === 0 && <EmptyState>Nothing has been said in this conversation yet.</EmptyState>}
      {items.length > 0 && (
        <>
          <h1 class="unseen">Conversation</h1>
          {mayHaveEarlier && (
            <p class="centre">
              {items.length === 1
                ? 'This is the last entry.'
                : `These are the last ${format.number(items.length)} entries.`}{' '}
              {showEarlier && (
                <button type="button" onClick={showEarlier} aria-disabled={live.isCalling}>
                  {live.isCalling ? 'Asking …' : 'Show earlier entries'}
                </button>
              )}
            </p>
          )}
          <ol class="items" aria-label="Entries, the oldest first" tabIndex={-1} ref={list}>
            {items.map((item, index) => (
              <ItemView
                key={item.key}
                item={item}
                dayHeading={dayHeading(items[index - 1], item, (time) => format.day(time))}
                connection={connection}
                format={format}
                directory={directory}
              />
            ))}
          </ol>
          {!isWhole && <IncompleteNotice count={items.length} live={live} format={format} />}
          {live.answer?.limited && (
            <p class="notice notice-plain">
              Gladly hands out no more than 1,000 entries of a conversation: newer ones than these are missing.
            </p>
          )}
        </>
      )}
      <Freshness live={live} format={format}>
        {tenantZone !== undefined && tenantZone !== host.timeZone && (
          <span class="quiet">
            Times in {host.timeZone}; the tenant's are in {tenantZone}.
          </span>
        )}
      </Freshness>
    </main>
  );
}

/**
 * The last entries of the conversation, as many as are wanted, or all.
 * @param list takes the focus over from the button "Show earlier entries" when there is nothing earlier left
 * @returns `mayHaveEarlier`: there may be entries before these; `showEarlier` reads more of them, where the host allows calls
 */
function useEntries(props: ViewProps, list: RefObject<HTMLOListElement | null>) {
  const { connection, host } = props;
  const [chosenCount, setChosenCount] = useState<number>();
  const askedCount = typeof host.args.from_end === 'number' ? host.args.from_end : undefined;
  const wantedCount = chosenCount ?? askedCount ?? (isOpenedWithPart(host) ? entriesPerStep : undefined);
  const live = useWholeList(props, tool, {
    fields: itemFields,
    args: wantedCount === undefined ? {} : { from_end: wantedCount },
  });
  const items = useMemo(() => readItems(live.answer?.result), [live.answer]);
  const isWhole = hasWholeList(live, host);
  useEffect(() => {
    if (chosenCount !== undefined) live.refresh(true);
  }, [chosenCount]);
  // Computed once for each answer: `wantedCount` grows as soon as the button is pressed, the answer comes later.
  const mayHaveEarlier = useMemo(() => isWhole && items.length >= (wantedCount ?? Infinity), [live.answer]);
  const canShowEarlier = mayHaveEarlier && connection.canCall;
  useEffect(() => {
    if (chosenCount !== undefined && !canShowEarlier) takeLostFocus(list.current);
  }, [canShowEarlier]);
  const showEarlier = () => {
    if (!live.isCalling) setChosenCount((wantedCount ?? 0) + entriesPerStep);
  };
  return { live, items, isWhole, mayHaveEarlier, showEarlier: canShowEarlier ? showEarlier : undefined };
}

/** Scrolls to the newest entry once, when it is there. Where the host makes the frame as high as the page, nothing scrolls. */
function useScrollToNewest(isReady: boolean): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!isReady || isDone.current) return;
    isDone.current = true;
    window.scrollTo(0, document.documentElement.scrollHeight);
  }, [isReady]);
}

/** The day as a heading, for the first entry of each day. */
function dayHeading(before: Item | undefined, item: Item, dayInWords: (time: Date) => string): string | undefined {
  const dayOf = (one: Item | undefined) => {
    const time = new Date(one?.timestamp ?? '');
    return Number.isNaN(time.getTime()) ? undefined : dayInWords(time);
  };
  const day = dayOf(item);
  return day === dayOf(before) ? undefined : day;
}
