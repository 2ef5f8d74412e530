import { Sparkline } from './chart.js';
import type { Format } from './format.js';
import type { Sample } from './history.js';
import type { JudgedQueue, Level, Targets } from './queue.js';
import { reasons } from './queue-words.js';

const levelLabels = {
  breach: 'Breach',
  watch: 'Keep an eye on',
  good: 'On target',
  unknown: 'Not enough figures',
} satisfies Record<Level, string>;
const levelMarks = { breach: '▲', watch: '◆', good: '●', unknown: '?' } satisfies Record<Level, string>;

interface Props {
  judged: JudgedQueue;
  targets: Targets;
  samples: readonly Sample[];
  isChosen: boolean;
  choose: () => void;
  format: Format;
}

/** One queue: what is happening now, who answers it, and its figures of today. */
export function QueueCard({ judged, targets, samples, isChosen, choose, format }: Props) {
  const { queue, level, waitLevel, slaLevel, abandonedLevel, hasAlarm, abandonedPercent, slaPercent } = judged;
  const reasonTexts = reasons(judged, targets, format);
  return (
    <li class={`queue queue-${level}`} data-level={level}>
      <header>
        <h2>
          <button type="button" class="bare" aria-expanded={isChosen} onClick={choose} title="Show the last hour">
            <bdi>{queue.name}</bdi>
          </button>
        </h2>
        <span class="badge">
          <span aria-hidden="true">{levelMarks[level]}</span> {levelLabels[level]}
          {hasAlarm && ' · alarm'}
        </span>
      </header>
      <div class="queue-now">
        <Figure label="waiting" value={format.number(queue.queueSize)} />
        <Figure
          label={`longest wait · target ${format.duration(targets.waitSeconds)}`}
          value={format.duration(queue.waitTimeMaxSeconds)}
          level={waitLevel}
        />
        <Sparkline samples={samples} format={format} />
      </div>
      <Gauge
        label="Answered in time"
        value={slaPercent}
        note={queue.callsOfferedToday === 0 ? 'no calls yet' : `target ${format.percent(targets.slaPercent)}`}
        target={targets.slaPercent}
        level={slaLevel}
        format={format}
      />
      <dl class="people">
        <Pair name="ready" value={format.number(queue.agentsReady)} strong />
        <Pair name="busy" value={format.number(queue.agentsUnavailable)} />
        <Pair name="in pause" value={format.number(queue.agentsInPause)} />
        <Pair name="logged on" value={format.number(queue.agentsLoggedOn)} />
      </dl>
      <p class="today-label">Today</p>
      <dl class="today" aria-label="Today">
        <Pair name="offered" value={format.number(queue.callsOfferedToday)} />
        <Pair name="answered" value={format.number(queue.callsAnsweredToday)} />
        <Pair
          name="abandoned"
          value={`${format.number(queue.callsAbandonedToday)}${abandonedPercent === undefined ? '' : ` (${format.percent(abandonedPercent, targets.abandonedPercent)})`}`}
          level={abandonedLevel}
        />
      </dl>
      {reasonTexts.length > 0 && (
        <p class="queue-note">
          {level === 'watch' && queue.queueSize === 0 && 'Nobody waits now. '}
          {reasonTexts.join(' · ')}
        </p>
      )}
    </li>
  );
}

function Figure({ label, value, level = 'good' }: { label: string; value: string; level?: Level }) {
  return (
    <p class={`figure level-${level}`}>
      <span class="figure-large">{value}</span>
      <span class="figure-label">{label}</span>
    </p>
  );
}

function Pair(props: { name: string; value: string; level?: Level; strong?: boolean }) {
  const { name, value, level = 'good', strong } = props;
  return (
    <div class={`pair level-${level} ${strong ? 'pair-strong' : ''}`}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Gauge(props: {
  label: string;
  value: number | undefined;
  note: string;
  target: number;
  level: Level;
  format: Format;
}) {
  const { label, value, note, target, level, format } = props;
  return (
    <div class={`gauge level-${level}`}>
      <p>
        <span>{label}</span> <strong>{format.percent(value, target)}</strong> <span class="quiet">{note}</span>
      </p>
      {value !== undefined && (
        <div class="gauge-bar" aria-hidden="true">
          <div class="gauge-value" style={{ inlineSize: `${Math.min(100, Math.max(0, value))}%` }} />
          <div class="gauge-target" style={{ insetInlineStart: `${target}%` }} />
        </div>
      )}
    </div>
  );
}
