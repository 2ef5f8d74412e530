import * as z from 'zod';
import { records } from './answer.js';

/** A figure that the vendor left out, or sent in another form, is unknown, never 0. */
const figure = z.number().optional().catch(undefined);

const queueForm = z.object({
  id: z.union([z.number(), z.string()]).optional().catch(undefined),
  description: z.string().catch(''),
  queueSize: figure,
  queueSizeCiq: figure,
  waitTimeMaxSeconds: figure,
  waitTimeAverageSeconds: figure,
  sla: figure,
  agentsLoggedOn: figure,
  agentsReady: figure,
  agentsInPause: figure,
  agentsUnavailable: figure,
  callsOfferedToday: figure,
  callsAnsweredToday: figure,
  callsAbandonedToday: figure,
  alarmFlag: figure,
});

export type Queue = z.infer<typeof queueForm> & { key: string; name: string };

/** What counts as good, until the person changes it on the page. */
export interface Targets {
  waitSeconds: number;
  slaPercent: number;
  abandonedPercent: number;
}

/** 120 seconds and 5 %: the figures supervisors ask with; 80 % is the trade's usual service level. */
export const usualTargets: Targets = { waitSeconds: 120, slaPercent: 80, abandonedPercent: 5 };

export type Level = 'breach' | 'watch' | 'good';

export interface Judged {
  queue: Queue;
  level: Level;
  /** Which figures miss the target, or come near. */
  wait: Level;
  sla: Level;
  abandoned: Level;
  /** Puzzel's own alarm limit is exceeded. */
  alarm: boolean;
  /** Somebody waits and nobody is ready. */
  unattended: boolean;
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
  const unattended = (queue.queueSize ?? 0) > 0 && queue.agentsReady === 0;
  const all = [wait, sla, abandoned];
  const level = alarm || all.includes('breach') ? 'breach' : unattended || all.includes('watch') ? 'watch' : 'good';
  return { queue, level, wait, sla, abandoned, alarm, unattended, abandonedPercent };
}

const negative = (value: number | undefined) => (value === undefined ? undefined : -value);

function above(value: number | undefined, limit: number, near: number): Level {
  if (value === undefined) return 'good';
  return value > limit ? 'breach' : value > near ? 'watch' : 'good';
}

const rank = { breach: 0, watch: 1, good: 2 } satisfies Record<Level, number>;
const weight = ({ wait, sla, abandoned, alarm }: Judged) =>
  (wait === 'breach' ? 4 : 0) + (alarm ? 2 : 0) + (sla === 'breach' ? 1 : 0) + (abandoned === 'breach' ? 1 : 0);

/** The worst first, so that who looks up sees it at once; equals keep the order of their longest wait. */
export function worstFirst(judged: readonly Judged[]): Judged[] {
  return [...judged].sort(
    (a, b) =>
      rank[a.level] - rank[b.level] ||
      weight(b) - weight(a) ||
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
