import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { takeLostFocus } from './focus.js';
import { formatIn, usableZone } from './format.js';
import { useDirectory } from './gladly-directory.js';
import { type Item, itemFields, readItems } from './item.js';
import { ItemView } from './item-view.js';
import type { ViewProps } from './live.js';
import { Empty, Failure, Freshness, Incomplete, Loading } from './notices.js';
import { isOpenedWithPart, isWhole, useWholeList } from './whole-list.js';

const tool = 'list_all_gladly_conversation_items';
/** Entries that are shown of a long conversation, and how many more "Show earlier" asks for. */
const step = 50;

/** A conversation as people know it: who said what, where, when. It always ends with the newest entry. */
export function Timeline(props: ViewProps) {
  const { connection, shown } = props;
  const format = formatIn(shown.locale, shown.timeZone);
  const [fromEnd, setFromEnd] = useState<number>();
  const asked = typeof shown.args.from_end === 'number' ? shown.args.from_end : undefined;
  const wanted = fromEnd ?? asked ?? (isOpenedWithPart(shown) ? step : undefined);
  const live = useWholeList(props, tool, {
    fields: itemFields,
    args: wanted === undefined ? {} : { from_end: wanted },
  });
  const items = useMemo(() => readItems(live.answer?.result), [live.answer]);
  const directory = useDirectory(connection, items);
  const tenantZone = directory.timeZone;
  const whole = isWhole(live, shown);
  useEffect(() => {
    if (fromEnd !== undefined) live.refresh(true);
  }, [fromEnd]);
  useNewestFirstSeen(whole && items.length > 0);

  // Of the answer that is shown: what is wanted now may be under way.
  const isFull = useMemo(() => whole && wanted !== undefined && items.length >= wanted, [live.answer]);
  const canShowEarlier = isFull && connection.canCall;
  const showEarlier = () => {
    if (!live.calling) setFromEnd((wanted ?? 0) + step);
  };
  const list = useRef<HTMLOListElement>(null);
  // The button goes with the first entry of all.
  useEffect(() => {
    if (fromEnd !== undefined && !canShowEarlier) takeLostFocus(list.current);
  }, [canShowEarlier]);
  return (
    <main class="timeline">
      {live.failure && <Failure failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <Loading what="the conversation" />}
      {live.answer && items.length === 0 && <Empty>Nothing has been said in this conversation yet.</Empty>}
      {items.length > 0 && (
        <>
          <h1 class="unseen">Conversation</h1>
          {canShowEarlier && (
            <p class="centre">
              <button type="button" onClick={showEarlier} aria-disabled={live.calling}>
                {live.calling ? 'Asking …' : 'Show earlier entries'}
              </button>
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
          {!whole && <Incomplete count={items.length} live={live} format={format} />}
          {live.answer?.limited && (
            <p class="notice notice-plain">
              Gladly hands out no more than 1,000 entries of a conversation: newer ones than these are missing.
            </p>
          )}
        </>
      )}
      <Freshness live={live} format={format}>
        {tenantZone !== undefined && tenantZone !== usableZone(shown.timeZone) && (
          <span class="quiet">
            Times in {shown.timeZone}; the tenant's are in {tenantZone}.
          </span>
        )}
      </Freshness>
    </main>
  );
}

/** Scrolls to the newest entry once, when it is there; a page that is as high as its entries does not scroll. */
function useNewestFirstSeen(ready: boolean): void {
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    window.scrollTo(0, document.documentElement.scrollHeight);
  }, [ready]);
}

function dayHeading(before: Item | undefined, item: Item, day: (time: Date) => string): string | undefined {
  const of = (one: Item | undefined) => {
    const time = new Date(one?.timestamp ?? '');
    return Number.isNaN(time.getTime()) ? undefined : day(time);
  };
  const [own, previous] = [of(item), of(before)];
  return own !== previous ? own : undefined;
}
