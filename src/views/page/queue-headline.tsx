import { useEffect, useState } from 'preact/hooks';
import type { Format } from './format.js';
import { type Judged, reserves, type Targets } from './queue.js';

interface Props {
  judged: readonly Judged[];
  targets: Targets;
  format: Format;
}

/** One sentence to be read across the room: which queue is in trouble, why, and who could help. */
export function QueueHeadline({ judged, targets, format }: Props) {
  const breaches = judged.filter(({ level }) => level === 'breach');
  const [worst] = judged;
  const names = breaches.map(({ queue }) => queue.name).join(', ');
  const announced = useAnnouncement(names);
  return (
    <section class={`headline headline-${breaches.length > 0 ? 'breach' : 'good'}`} aria-label="In one sentence">
      {breaches.length === 0 || !worst ? (
        <>
          <h1>
            <span class="mark" aria-hidden="true">
              ✓
            </span>{' '}
            {judged.length === 1
              ? 'The queue is on target'
              : `All ${format.number(judged.length)} queues are on target`}
          </h1>
          <p class="headline-help">{watched(judged, format)}</p>
        </>
      ) : (
        <>
          <h1>
            <span class="mark" aria-hidden="true">
              ▲
            </span>{' '}
            <bdi>{worst.queue.name}</bdi> needs help
          </h1>
          <p class="headline-why">{reasons(worst, targets, format).join(' · ')}</p>
          <p class="headline-help">
            <strong>Could help:</strong> <Help worst={worst} judged={judged} format={format} />
          </p>
          {breaches.length > 1 && (
            <p class="headline-why">
              In breach as well:{' '}
              <bdi>
                {breaches
                  .slice(1)
                  .map(({ queue }) => queue.name)
                  .join(', ')}
              </bdi>
            </p>
          )}
        </>
      )}
      <p class="unseen" role="status">
        {announced}
      </p>
    </section>
  );
}

/** Speaks when the queues in breach change, not with every reading. */
function useAnnouncement(names: string): string {
  const [text, setText] = useState('');
  useEffect(() => setText(names === '' ? 'All queues are on target.' : `In breach: ${names}.`), [names]);
  return text;
}

export function reasons(
  { queue, wait, sla, abandoned, alarm, abandonedPercent }: Judged,
  targets: Targets,
  format: Format,
) {
  return [
    wait === 'breach' &&
      `Longest wait ${format.duration(queue.waitTimeMaxSeconds)} (target ${format.duration(targets.waitSeconds)})`,
    sla === 'breach' && `${format.percent(queue.sla)} answered in time (target ${format.percent(targets.slaPercent)})`,
    abandoned === 'breach' &&
      `${format.percent(abandonedPercent)} abandoned (at most ${format.percent(targets.abandonedPercent)})`,
    alarm && "Puzzel's alarm is on",
  ].filter((reason) => reason !== false);
}

function Help({ worst, judged, format }: { worst: Judged; judged: readonly Judged[]; format: Format }) {
  const own = worst.queue.agentsReady;
  const [first, second] = reserves(judged, worst.queue);
  const others = [first, second].filter((queue) => queue !== undefined);
  return (
    <>
      <span class="ready">
        {own === undefined
          ? 'agents ready unknown'
          : `${format.number(own)} ${own === 1 ? 'agent' : 'agents'} ready here`}
      </span>
      {others.map((queue) => (
        <span key={queue.key}>
          {' · '}
          <bdi>{queue.name}</bdi> {format.number(queue.agentsReady)} ready, nobody waiting
        </span>
      ))}
    </>
  );
}

function watched(judged: readonly Judged[], format: Format): string {
  const near = judged.filter(({ level }) => level === 'watch');
  if (near.length === 0) return 'Nobody waits too long.';
  return `${format.number(near.length)} near the limit: ${near.map(({ queue }) => queue.name).join(', ')}.`;
}
