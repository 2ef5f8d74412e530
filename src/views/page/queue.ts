import * as z from 'zod';
import { records } from './answer.js';

/** A figure that the vendor left out, or sent in another form, is unknown, never 0. */
const figure = z.number().optional().catch(undefined);

const figures = {
  queueSize: figure,
  waitTimeMaxSeconds: figure,
  sla: figure,
  agentsLoggedOn: figure,
  agentsReady: figure,
  agentsInPause: figure,
  agentsUnavailable: figure,
  callsOfferedToday: figure,
  callsAnsweredToday: figure,
  callsAbandonedToday: figure,
  alarmFlag: figure,
};
const queueForm = z.object({
  id: z.union([z.number(), z.string()]).optional().catch(undefined),
  description: z.string().catch(''),
  ...figures,
});

/** What the wallboard uses of a queue. */
export const queueFields = Object.keys(queueForm.shape);
const figureNames = Object.keys(figures) as (keyof typeof figures)[];

export type Queue = z.infer<typeof queueForm> & { key: string; name: string };

/** What counts as good, until the person changes it on the page. */
export interface Targets {
  waitSeconds: number;
  slaPercent: number;
  abandonedPercent: number;
}

/** 120 seconds and 5 %: the figures supervisors ask with; 80 % is the trade's usual service level. */
export const usualTargets: Targets = { waitSeconds: 120, slaPercent: 80, abandonedPercent: 5 };

/** Of one figure. */
export type FigureLevel = 'breach' | 'watch' | 'good';
/** Of a queue; `unknown` when it has no figures. */
export type Level = FigureLevel | 'unknown';

export interface Judged {
  queue: Queue;
  level: Level;
  /** Which figures miss the target, or come near. */
  wait: FigureLevel;
  sla: FigureLevel;
  abandoned: FigureLevel;
  /** Puzzel's own alarm limit is exceeded. */
  alarm: boolean;
  /** Somebody waits and nobody is ready, or not even logged on. */
  unattended: 'nobody-ready' | 'nobody-logged-on' | undefined;
  abandonedPercent: number | undefined;
}

export function readQueues(result: unknown): Queue[] {
  return records(result).map((record, index) => {
    const queue = queueForm.parse(record);
    const key = String(queue.id ?? index);
    return { ...queue, key, name: queue.description || `Queue ${key}` };
  });
}

export function judge(queue: Queue, targets: Targets): Judged {
  const offered = queue.callsOfferedToday;
  const abandonedPercent =
    queue.callsAbandonedToday !== undefined && offered ? (100 * queue.callsAbandonedToday) / offered : undefined;
  const wait = above(queue.waitTimeMaxSeconds, targets.waitSeconds, targets.waitSeconds * 0.75);
  // A queue that nobody has called today has no service level, whatever the number says.
  const sla = offered === 0 ? 'good' : above(negative(queue.sla), -targets.slaPercent, -targets.slaPercent - 3);
  const abandoned = above(abandonedPercent, targets.abandonedPercent, targets.abandonedPercent * 0.8);
  const alarm = queue.alarmFlag === 1;
  const unattended = unattendedIn(queue);
  const judged = { queue, wait, sla, abandoned, alarm, unattended, abandonedPercent };
  return { ...judged, level: levelOf(judged) };
}

function levelOf({ queue, wait, sla, abandoned, alarm, unattended }: Omit<Judged, 'level'>): Level {
  if (figureNames.every((name) => queue[name] === undefined)) return 'unknown';
  if (alarm || wait === 'breach' || unattended === 'nobody-logged-on') return 'breach';
  const today = [sla, abandoned];
  // The figures of the whole day are past: while nobody waits, nobody can help.
  if (today.includes('breach')) return queue.queueSize === 0 ? 'watch' : 'breach';
  return unattended || wait === 'watch' || today.includes('watch') ? 'watch' : 'good';
}

function unattendedIn({ queueSize, agentsReady, agentsLoggedOn }: Queue): Judged['unattended'] {
  if (queueSize === undefined || queueSize === 0) return undefined;
  if (agentsLoggedOn === 0) return 'nobody-logged-on';
  return agentsReady === 0 ? 'nobody-ready' : undefined;
}

const negative = (value: number | undefined) => (value === undefined ? undefined : -value);

function above(value: number | undefined, limit: number, near: number): FigureLevel {
  if (value === undefined) return 'good';
  return value > limit ? 'breach' : value > near ? 'watch' : 'good';
}

const rank = { breach: 0, watch: 1, unknown: 2, good: 3 } satisfies Record<Level, number>;

/**
 * The worst first. Customers who wait too long, or for nobody, come before figures of the day; then the queue with more
 * of them, then the one that misses more targets: waits alone cannot be compared, an e-mail may wait longer than a call.
 */
export function worstFirst(judged: readonly Judged[]): Judged[] {
  const isUrgent = ({ wait, unattended }: Judged) => wait === 'breach' || unattended === 'nobody-logged-on';
  const missed = ({ wait, sla, abandoned }: Judged) => [wait, sla, abandoned].filter((one) => one === 'breach').length;
  return [...judged].sort(
    (a, b) =>
      rank[a.level] - rank[b.level] ||
      Number(isUrgent(b)) - Number(isUrgent(a)) ||
      (b.queue.queueSize ?? 0) - (a.queue.queueSize ?? 0) ||
      missed(b) - missed(a) ||
      (b.queue.waitTimeMaxSeconds ?? 0) - (a.queue.waitTimeMaxSeconds ?? 0),
  );
}

/** Queues whose agents are ready while nobody waits for them: the largest reserve first. */
export function reserves(judged: readonly Judged[], besides: Queue): Queue[] {
  return judged
    .map(({ queue }) => queue)
    .filter((queue) => queue !== besides && (queue.agentsReady ?? 0) > 0 && (queue.queueSize ?? 0) === 0)
    .sort((a, b) => (b.agentsReady ?? 0) - (a.agentsReady ?? 0));
}
