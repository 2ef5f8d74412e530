import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Answer } from './answer.js';
import { formatIn, usableZone } from './format.js';
import { useDirectory } from './gladly-directory.js';
import { type Item, readItems } from './item.js';
import { ItemView } from './item-view.js';
import { useLive, type ViewProps } from './live.js';
import { Cut, Empty, Failure, Freshness, Loading } from './notices.js';

const tool = 'list_all_gladly_conversation_items';
/** How many more entries "Show earlier" asks for. */
const step = 50;

/** A conversation as people know it: who said what, where, when. */
export function Timeline(props: ViewProps) {
  const { connection, shown } = props;
  const format = formatIn(shown.locale, shown.timeZone);
  const [fromEnd, setFromEnd] = useState<number>();
  const [later, setLater] = useState<{ items: Item[]; cursor: string | undefined }>();
  const [laterFailure, setLaterFailure] = useState<Extract<Answer, { ok: false }>>();
  const asked = typeof shown.args.from_end === 'number' ? shown.args.from_end : undefined;
  const wanted = fromEnd ?? asked;
  const live = useLive(props, () => {
    const { cursor: _cursor, fields: _fields, from_end: _fromEnd, ...rest } = shown.args;
    return connection.call(tool, {
      ...rest,
      ...(wanted !== undefined && { from_end: wanted, limit: Math.min(1_000, wanted) }),
    });
  });
  const items = useMemo(() => [...readItems(live.answer?.result), ...(later?.items ?? [])], [live.answer, later]);
  const directory = useDirectory(connection, items);
  const tenantZone = directory.timeZone;
  useEffect(() => setLater(undefined), [live.answer]);
  useEffect(() => {
    if (fromEnd !== undefined) live.refresh();
  }, [fromEnd]);
  useEffect(() => {
    if (shown.args.fields !== undefined && shown.answer?.ok && connection.canCall) live.refresh();
  }, [shown.answer]);

  const cursor = later ? later.cursor : live.answer?.nextCursor;
  const showLater = async () => {
    const answer = await connection.call(tool, { ...shown.args, cursor });
    if (!answer.ok) return setLaterFailure(answer);
    setLaterFailure(undefined);
    setLater({ items: [...(later?.items ?? []), ...readItems(answer.result)], cursor: answer.nextCursor });
  };
  const canShowEarlier = wanted !== undefined && items.length >= wanted && connection.canCall;
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
              <button type="button" onClick={() => setFromEnd((wanted ?? 0) + step)} aria-disabled={live.calling}>
                {live.calling ? 'Asking …' : 'Show earlier entries'}
              </button>
            </p>
          )}
          <ol class="items" aria-label="Entries, the oldest first">
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
          {laterFailure && <Failure failure={laterFailure.failure} format={format} />}
          {cursor !== undefined && (
            <Cut
              shown={items.length}
              total={live.answer?.total}
              format={format}
              label="Show later entries"
              {...(connection.canCall && { more: () => void showLater() })}
            />
          )}
          {live.answer?.hint && <p class="quiet centre">{live.answer.hint}</p>}
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

function dayHeading(before: Item | undefined, item: Item, day: (time: Date) => string): string | undefined {
  const of = (one: Item | undefined) => {
    const time = new Date(one?.timestamp ?? '');
    return Number.isNaN(time.getTime()) ? undefined : day(time);
  };
  const [own, previous] = [of(item), of(before)];
  return own !== previous ? own : undefined;
}
