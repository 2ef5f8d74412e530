import { Sparkline } from './chart.js';
import type { Format } from './format.js';
import type { Sample } from './history.js';
import type { FigureLevel, Judged, Level, Targets } from './queue.js';
import { reasons } from './queue-headline.js';

const levelWords = {
  breach: 'Breach',
  watch: 'Keep an eye on',
  good: 'On target',
  unknown: 'No figures',
} satisfies Record<Level, string>;
const levelMarks = { breach: '▲', watch: '◆', good: '●', unknown: '?' } satisfies Record<Level, string>;

interface Props {
  judged: Judged;
  targets: Targets;
  samples: readonly Sample[];
  chosen: boolean;
  choose: () => void;
  format: Format;
}

/** One queue: what is happening now, who answers it, and its figures of today. */
export function QueueCard({ judged, targets, samples, chosen, choose, format }: Props) {
  const { queue, level, wait, sla, abandoned, alarm, unattended, abandonedPercent } = judged;
  const why = reasons(judged, targets, format);
  return (
    <li class={`queue queue-${level}`} data-level={level}>
      <header>
        <h2>
          <button type="button" class="bare" aria-expanded={chosen} onClick={choose} title="Show the last hour">
            <bdi>{queue.name}</bdi>
          </button>
        </h2>
        <span class="badge" title={why.join(', ')}>
          <span aria-hidden="true">{levelMarks[level]}</span> {levelWords[level]}
          {alarm && ' · alarm'}
        </span>
      </header>
      <div class="queue-now">
        <Figure label="waiting" value={format.number(queue.queueSize)} level="good" />
        <Figure
          label={`longest wait · target ${format.duration(targets.waitSeconds)}`}
          value={format.duration(queue.waitTimeMaxSeconds)}
          level={wait}
        />
        <Sparkline samples={samples} format={format} />
      </div>
      <Gauge label="Answered in time" value={queue.sla} target={targets.slaPercent} level={sla} format={format} />
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
          value={`${format.number(queue.callsAbandonedToday)}${abandonedPercent === undefined ? '' : ` (${format.percent(abandonedPercent)})`}`}
          level={abandoned}
        />
      </dl>
      {unattended && (
        <p class="queue-note">Somebody waits, nobody is {unattended === 'nobody-logged-on' ? 'logged on' : 'ready'}.</p>
      )}
      {level === 'watch' && why.length > 0 && <p class="queue-note">Nobody waits now. Today: {why.join(', ')}.</p>}
    </li>
  );
}

function Figure({ label, value, level }: { label: string; value: string; level: FigureLevel }) {
  return (
    <p class={`figure level-${level}`}>
      <span class="figure-large">{value}</span>
      <span class="figure-label">{label}</span>
    </p>
  );
}

function Pair({ name, value, level, strong }: { name: string; value: string; level?: FigureLevel; strong?: boolean }) {
  return (
    <div class={`pair level-${level ?? 'good'} ${strong ? 'pair-strong' : ''}`}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Gauge(props: {
  label: string;
  value: number | undefined;
  target: number;
  level: FigureLevel;
  format: Format;
}) {
  const { label, value, target, level, format } = props;
  const share = Math.min(100, Math.max(0, value ?? 0));
  return (
    <div class={`gauge level-${level}`}>
      <p>
        <span>{label}</span> <strong>{format.percent(value)}</strong>{' '}
        <span class="quiet">target {format.percent(target)}</span>
      </p>
      <div class="gauge-bar" aria-hidden="true">
        <div class="gauge-value" style={{ inlineSize: `${share}%` }} />
        <div class="gauge-target" style={{ insetInlineStart: `${target}%` }} />
      </div>
    </div>
  );
}
