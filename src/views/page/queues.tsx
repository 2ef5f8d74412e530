import { useEffect, useMemo, useState } from 'preact/hooks';
import { HistoryChart } from './chart.js';
import { formatIn } from './format.js';
import { History } from './history.js';
import { useLive, type ViewProps } from './live.js';
import { Cut, Empty, Failure, Freshness, Loading } from './notices.js';
import { type Judged, judge, readQueues, type Targets, usualTargets, worstFirst } from './queue.js';
import { QueueCard } from './queue-card.js';
import { QueueHeadline } from './queue-headline.js';

const tool = 'list_all_puzzel_visual_queue_state_info';
const everyMs = 10_000;
/** As many queues as a tool hands out at once. */
const most = 1_000;

/** The wallboard. */
export function Queues(props: ViewProps) {
  const { connection, shown } = props;
  const [whole, setWhole] = useState(false);
  const [targets, setTargets] = useState(usualTargets);
  const [chosen, setChosen] = useState<string>();
  const history = useMemo(() => new History(), []);
  const live = useLive(props, () => connection.call(tool, refreshed(shown.args, whole)), everyMs);
  const format = formatIn(shown.locale, shown.timeZone);
  const queues = useMemo(() => readQueues(live.answer?.result), [live.answer]);
  useMemo(() => {
    if (live.asOf) history.add(live.asOf, queues);
  }, [live.asOf, queues, history]);
  const judged = worstFirst(queues.map((queue) => judge(queue, targets)));
  // A page that was opened with few fields, or from the middle of the list, asks for the whole at once.
  const partial = shown.args.fields !== undefined || shown.args.cursor !== undefined;
  useEffect(() => {
    if (partial && shown.answer?.ok && connection.canCall) live.refresh();
  }, [partial, shown.answer]);
  useEffect(() => {
    if (whole) live.refresh();
  }, [whole]);

  const choose = (one: Judged) => {
    const next = one.queue.key === chosen ? undefined : one.queue.key;
    setChosen(next);
    if (next !== undefined) {
      connection.tellModel(
        `On the queue wallboard the person chose visual queue id ${one.queue.key} (state: ${one.level}).`,
      );
    }
  };
  const focused = judged.find(({ queue }) => queue.key === chosen);
  const more = live.answer?.nextCursor !== undefined;
  return (
    <main class="queues">
      {live.failure && <Failure failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <Loading what="the queues" />}
      {live.answer && judged.length === 0 && <Empty>There is no visual queue that this login may see.</Empty>}
      {judged.length > 0 && (
        <>
          <QueueHeadline judged={judged} targets={targets} format={format} />
          <ul class="queue-grid" aria-label="Queues, the worst first">
            {judged.map((one) => (
              <QueueCard
                key={one.queue.key}
                judged={one}
                targets={targets}
                samples={history.of(one.queue.key)}
                chosen={one.queue.key === chosen}
                choose={() => choose(one)}
                format={format}
              />
            ))}
          </ul>
          {focused && (
            <HistoryChart
              name={focused.queue.name}
              samples={history.of(focused.queue.key)}
              target={targets.waitSeconds}
              format={format}
            />
          )}
          {more && (
            <Cut
              shown={judged.length}
              total={live.answer?.total}
              format={format}
              label="Show all"
              {...(connection.canCall && !whole && { more: () => setWhole(true) })}
            />
          )}
          <TargetFields targets={targets} change={setTargets} />
        </>
      )}
      <Freshness live={live} format={format} />
    </main>
  );
}

/** The same call again, from the start of the list and with all figures. */
function refreshed(args: Record<string, unknown>, whole: boolean): Record<string, unknown> {
  const { cursor: _cursor, fields: _fields, ...rest } = args;
  return whole ? { ...rest, limit: most } : rest;
}

function TargetFields({ targets, change }: { targets: Targets; change: (targets: Targets) => void }) {
  const field = (name: keyof Targets, label: string, max: number) => (
    <label>
      {label}
      <input
        type="number"
        min={1}
        max={max}
        value={targets[name]}
        onInput={({ currentTarget }) => {
          if (currentTarget.validity.valid && currentTarget.value !== '') {
            change({ ...targets, [name]: currentTarget.valueAsNumber });
          }
        }}
      />
    </label>
  );
  return (
    <details class="targets">
      <summary>Targets</summary>
      <div class="fields">
        {field('waitSeconds', 'Longest wait, seconds', 36_000)}
        {field('slaPercent', 'Answered in time, at least %', 100)}
        {field('abandonedPercent', 'Abandoned, at most %', 100)}
      </div>
      <p class="quiet">They hold for this page. A limit exceeded in Puzzel itself counts as a breach too.</p>
    </details>
  );
}
