import { useEffect, useState } from 'preact/hooks';
import { type Format, joinNames } from './format.js';
import { type JudgedQueue, type Level, queuesWithFreeAgents, type Targets } from './queue.js';
import { noBreachHeadline, queuesInWords, reasons } from './queue-words.js';

interface Props {
  judgedQueues: readonly JudgedQueue[];
  /** False while only a part of the list has been read. */
  isWhole: boolean;
  targets: Targets;
  format: Format;
}

const headlineMarks = { breach: '▲', watch: '◆', good: '✓', unknown: '' } satisfies Record<Level, string>;

/** How many queues are listed with their reasons before the rest is listed by name. */
const maxReasons = 3;

/** The headline, large enough to be read across a room: which queue is in trouble, why, and who could help. */
export function QueueHeadline({ judgedQueues, isWhole, targets, format }: Props) {
  const withLevel = (wanted: Level) => judgedQueues.filter(({ level }) => level === wanted);
  const queuesInBreach = withLevel('breach');
  const [worst] = queuesInBreach;
  const noBreachText = noBreachHeadline(judgedQueues, isWhole, format);
  const announcement = useAnnouncement(
    worst ? `In breach: ${joinNames(queuesInBreach.map(nameOf), format)}.` : `${noBreachText}.`,
  );
  // The queues are sorted by level: the first one has the worst.
  const level = worst || isWhole ? (judgedQueues[0]?.level ?? 'unknown') : 'unknown';
  return (
    <section class={`headline headline-${level}`} aria-label="In one sentence">
      <h1>
        {headlineMarks[level] && (
          <span class="mark" aria-hidden="true">
            {headlineMarks[level]}{' '}
          </span>
        )}
        {worst ? (
          <>
            <bdi>{worst.queue.name}</bdi> needs help
          </>
        ) : (
          noBreachText
        )}
      </h1>
      {worst ? (
        <>
          <p class="headline-why">{reasons(worst, targets, format).join(' · ')}</p>
          <p class="headline-help">
            <Help worst={worst} judgedQueues={judgedQueues} format={format} />
          </p>
          {queuesInBreach.length > 1 && (
            <p class="headline-why">
              In breach as well: <bdi>{joinNames(queuesInBreach.slice(1).map(nameOf), format)}</bdi>
            </p>
          )}
          {!isWhole && <p class="headline-help">Of the {queuesInWords(judgedQueues.length, format)} read so far.</p>}
        </>
      ) : (
        <>
          {level === 'good' && <p class="headline-help">Nobody waits too long.</p>}
          <QueuesToWatch judgedQueues={withLevel('watch')} targets={targets} format={format} />
        </>
      )}
      <p class="unseen" role="status">
        {announcement}
      </p>
    </section>
  );
}

const nameOf = ({ queue }: JudgedQueue): string => queue.name;

/** The queues to keep an eye on: the first ones with their reasons, the rest by name. */
function QueuesToWatch({ judgedQueues, targets, format }: Pick<Props, 'judgedQueues' | 'targets' | 'format'>) {
  return (
    <>
      {judgedQueues.slice(0, maxReasons).map((one) => (
        <p key={one.queue.key} class="headline-help">
          Keep an eye on <bdi>{one.queue.name}</bdi>: {reasons(one, targets, format).join(' · ')}
        </p>
      ))}
      {judgedQueues.length > maxReasons && (
        <p class="headline-help">
          And on <bdi>{joinNames(judgedQueues.slice(maxReasons).map(nameOf), format)}</bdi>
        </p>
      )}
    </>
  );
}

/** A text for a live region. It is set after the region was drawn without it: screen readers announce changes only. */
function useAnnouncement(words: string): string {
  const [text, setText] = useState('');
  useEffect(() => setText(words), [words]);
  return text;
}

/** Who is ready in the queue itself, and in at most two others where nobody waits. */
function Help({ worst, judgedQueues, format }: Pick<Props, 'judgedQueues' | 'format'> & { worst: JudgedQueue }) {
  const readyHere = worst.queue.agentsReady;
  const helpingQueues = queuesWithFreeAgents(judgedQueues, worst.queue).slice(0, 2);
  const readyInWords = (count: number | undefined) =>
    `${format.number(count)} ${count === 1 ? 'agent' : 'agents'} ready`;
  return (
    <>
      {readyHere === undefined && 'How many agents are ready here is unknown. '}
      {readyHere === 0 && 'Nobody is ready here. '}
      {readyHere === 0 && helpingQueues.length === 0 && 'Nobody is ready in a queue without waiting customers either.'}
      {(readyHere || helpingQueues.length > 0) && <strong>Could help: </strong>}
      {readyHere ? <span class="ready">{readyInWords(readyHere)} here</span> : null}
      {helpingQueues.map((queue, index) => (
        <span key={queue.key}>
          {(readyHere || index > 0) && ' · '}
          {readyInWords(queue.agentsReady)} in <bdi>{queue.name}</bdi>, where nobody waits
        </span>
      ))}
    </>
  );
}
