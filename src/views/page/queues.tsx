import { Fragment } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { HistoryChart } from './chart.js';
import { localizedForPerson, useFormat } from './format.js';
import { History } from './history.js';
import type { ViewProps } from './live.js';
import { EmptyState, FailureNotice, Freshness, IncompleteNotice, LoadingState, OldDataNotice } from './notices.js';
import { NumberField } from './number-field.js';
import { oldAfterPolls } from './poller.js';
import {
  defaultTargets,
  type JudgedQueue,
  judge,
  type Queue,
  queueFields,
  readQueues,
  type Targets,
  worstFirst,
} from './queue.js';
import { QueueCard } from './queue-card.js';
import { QueueHeadline } from './queue-headline.js';
import { hasWholeList, useWholeList } from './whole-list.js';

const tool = 'list_all_puzzel_visual_queue_state_info';
const pollIntervalMs = 10_000;

/** The wallboard: all visual queues, the worst first, under a headline that names it. */
export function Queues(props: ViewProps) {
  const { connection, host } = props;
  const [targets, setTargets] = useState(defaultTargets);
  const [chosenKey, setChosenKey] = useState<string>();
  const live = useWholeList(props, tool, { fields: queueFields, pollIntervalMs });
  const format = useFormat(host);
  const queues = useMemo(() => readQueues(live.answer?.result), [live.answer]);
  const history = useHistory(live.answer?.asOf, queues);
  const judgedQueues = worstFirst(queues.map((queue) => judge(queue, targets)));

  const choose = (one: JudgedQueue) => {
    const next = one.queue.key === chosenKey ? undefined : one.queue.key;
    setChosenKey(next);
    if (next !== undefined) {
      connection.tellModel(
        `On the queue wallboard the person chose visual queue id ${one.queue.key} (state: ${one.level}).`,
      );
    }
  };
  const isWhole = hasWholeList(live, host);
  return (
    <main class={live.isOld ? 'queues is-old' : 'queues'}>
      {live.failure && <FailureNotice failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <LoadingState what="the queues" />}
      {live.answer && judgedQueues.length === 0 && (
        <EmptyState>
          There is no {host.args.visualQueueId === undefined ? 'visual queue' : 'such visual queue'} that this login may
          see. {localizedForPerson(live.answer.hint ?? '', format)}
        </EmptyState>
      )}
      {judgedQueues.length > 0 && (
        <>
          <OldDataNotice live={live} format={format} />
          <QueueHeadline judgedQueues={judgedQueues} isWhole={isWhole} targets={targets} format={format} />
          <ul class="queue-grid" aria-label="Queues, the worst first">
            {judgedQueues.map((one) => (
              <Fragment key={one.queue.key}>
                <QueueCard
                  judged={one}
                  targets={targets}
                  samples={history.samplesOf(one.queue.key)}
                  isChosen={one.queue.key === chosenKey}
                  choose={() => choose(one)}
                  format={format}
                />
                {one.queue.key === chosenKey && (
                  <li class="queue-history" ref={scrollIntoSight}>
                    <HistoryChart
                      name={one.queue.name}
                      samples={history.samplesOf(chosenKey)}
                      targetSeconds={targets.waitSeconds}
                      format={format}
                    />
                  </li>
                )}
              </Fragment>
            ))}
          </ul>
          {!isWhole && <IncompleteNotice count={judgedQueues.length} live={live} format={format} />}
          <TargetFields targets={targets} change={setTargets} />
        </>
      )}
      <Freshness live={live} format={format} />
    </main>
  );
}

/** The history opens under its card, which may be at the lower edge of the window. */
const scrollIntoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

/** What this page has seen of its queues. A new answer is added while the page renders, so that the charts show it at once. */
function useHistory(readAt: Date | undefined, queues: readonly Queue[]): History {
  const history = useMemo(() => new History(oldAfterPolls * pollIntervalMs), []);
  useMemo(() => {
    if (readAt) history.add(readAt, queues);
  }, [readAt, queues, history]);
  return history;
}

function TargetFields({ targets, change }: { targets: Targets; change: (targets: Targets) => void }) {
  const field = (name: keyof Targets, label: string, max: number) => (
    <NumberField
      label={label}
      value={targets[name]}
      max={max}
      change={(value) => change({ ...targets, [name]: value })}
    />
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
