import { useEffect, useState } from 'preact/hooks';
import type { Format } from './format.js';
import { type Judged, reserves, type Targets } from './queue.js';

interface Props {
  judged: readonly Judged[];
  /** False while only a part of the list has been read. */
  whole: boolean;
  targets: Targets;
  format: Format;
}

/** The headline, large enough to be read across a room: which queue is in trouble, why, and who could help. */
export function QueueHeadline({ judged, whole, targets, format }: Props) {
  const breaches = judged.filter(({ level }) => level === 'breach');
  const [worst] = breaches;
  const good = goodWords(judged, whole, format);
  const announced = useAnnouncement(
    worst ? `In breach: ${breaches.map(({ queue }) => queue.name).join(', ')}.` : `${good}.`,
  );
  const known = judged.some(({ level }) => level !== 'unknown');
  return (
    <section
      class={`headline headline-${worst ? 'breach' : known && whole ? 'good' : 'unknown'}`}
      aria-label="In one sentence"
    >
      {worst ? (
        <>
          <h1>
            <span class="mark" aria-hidden="true">
              ▲
            </span>{' '}
            <bdi>{worst.queue.name}</bdi> needs help
          </h1>
          <p class="headline-why">{reasons(worst, targets, format).join(' · ')}</p>
          <p class="headline-help">
            <Help worst={worst} judged={judged} format={format} />
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
          {!whole && <p class="headline-help">Of the {queues(judged.length, format)} read so far.</p>}
        </>
      ) : (
        <>
          <h1>
            {known && whole && (
              <span class="mark" aria-hidden="true">
                ✓{' '}
              </span>
            )}
            {good}
          </h1>
          {known && <p class="headline-help">{watched(judged, format)}</p>}
        </>
      )}
      <p class="unseen" role="status">
        {announced}
      </p>
    </section>
  );
}

/** A text for a live region: screen readers announce it when it changes, which it does not with every poll. */
function useAnnouncement(words: string): string {
  const [text, setText] = useState('');
  useEffect(() => setText(words), [words]);
  return text;
}

const queues = (count: number, format: Format) => `${format.number(count)} ${count === 1 ? 'queue' : 'queues'}`;

/** The headline when no queue is in breach. */
function goodWords(judged: readonly Judged[], whole: boolean, format: Format): string {
  const unknown = judged.filter(({ level }) => level === 'unknown').length;
  const known = judged.length - unknown;
  if (known === 0) return 'No figures';
  if (!whole) return `No breach in the ${queues(judged.length, format)} read so far`;
  if (unknown > 0) {
    return `${queues(known, format)} on target, ${format.number(unknown)} without figures`;
  }
  return known === 1 ? 'The queue is on target' : `All ${format.number(known)} queues are on target`;
}

/** Which targets a queue misses, in words. Outside a breach these are figures of the day alone. */
export function reasons(
  { queue, wait, sla, abandoned, alarm, unattended, abandonedPercent }: Judged,
  targets: Targets,
  format: Format,
): string[] {
  return [
    unattended === 'nobody-logged-on' && `${format.number(queue.queueSize)} waiting, nobody logged on`,
    wait === 'breach' &&
      `Longest wait ${format.duration(queue.waitTimeMaxSeconds)} (target ${format.duration(targets.waitSeconds)})`,
    sla === 'breach' && `${format.percent(queue.sla)} answered in time (target ${format.percent(targets.slaPercent)})`,
    abandoned === 'breach' &&
      `${format.percent(abandonedPercent)} abandoned (at most ${format.percent(targets.abandonedPercent)})`,
    alarm && "Puzzel's alarm is on",
  ].filter((reason) => reason !== false);
}

/** Who is ready in the queue itself, and in queues where nobody waits. */
function Help({ worst, judged, format }: { worst: Judged; judged: readonly Judged[]; format: Format }) {
  const own = worst.queue.agentsReady;
  const others = reserves(judged, worst.queue).slice(0, 2);
  const agents = (count: number | undefined) => `${format.number(count)} ${count === 1 ? 'agent' : 'agents'} ready`;
  return (
    <>
      {own === undefined && 'How many agents are ready here is unknown. '}
      {own === 0 && 'Nobody is ready here. '}
      {own === 0 && others.length === 0 && 'Nobody is ready in a queue without waiting customers either.'}
      {(own || others.length > 0) && <strong>Could help: </strong>}
      {own ? <span class="ready">{agents(own)} here</span> : null}
      {others.map((queue, index) => (
        <span key={queue.key}>
          {(own || index > 0) && ' · '}
          {agents(queue.agentsReady)} in <bdi>{queue.name}</bdi>, where nobody waits
        </span>
      ))}
    </>
  );
}

/** The second line when no queue is in breach: which ones come near a target, or missed one earlier today. */
function watched(judged: readonly Judged[], format: Format): string {
  const near = judged.filter(({ level }) => level === 'watch');
  if (near.length === 0) return 'Nobody waits too long.';
  return `${format.number(near.length)} to keep an eye on: ${near.map(({ queue }) => queue.name).join(', ')}.`;
}
