import * as z from 'zod';
import { optionalNumber, records } from './answer.js';

const queueSchema = z.object({
  id: z.union([z.number(), z.string()]).optional().catch(undefined),
  description: z.string().catch(''),
  queueSize: optionalNumber,
  // Whole seconds, as they are shown: the level must not depend on a fraction that nobody sees.
  waitTimeMaxSeconds: z.number().transform(Math.round).optional().catch(undefined),
  sla: optionalNumber,
  agentsLoggedOn: optionalNumber,
  agentsReady: optionalNumber,
  agentsInPause: optionalNumber,
  agentsUnavailable: optionalNumber,
  callsOfferedToday: optionalNumber,
  callsAnsweredToday: optionalNumber,
  callsAbandonedToday: optionalNumber,
  alarmFlag: optionalNumber,
});

/** The members of a queue that the wallboard uses. */
export const queueFields = Object.keys(queueSchema.shape);

export type Queue = z.infer<typeof queueSchema> & { key: string; name: string };

/** What counts as good; the person can change it on the page. */
export interface Targets {
  waitSeconds: number;
  slaPercent: number;
  abandonedPercent: number;
}

/** A wait of 120 seconds and 5 % abandoned are what supervisors ask about; 80 % is the trade's usual service level. */
export const defaultTargets: Targets = { waitSeconds: 120, slaPercent: 80, abandonedPercent: 5 };

/** How a figure compares with its target: misses it, comes near it, meets it, or is not known. For a queue: `levelOf`. */
export type Level = 'breach' | 'watch' | 'good' | 'unknown';

export interface JudgedQueue {
  queue: Queue;
  level: Level;
  /** The longest wait, the service level and the share of abandoned calls against their targets. */
  waitLevel: Level;
  slaLevel: Level;
  abandonedLevel: Level;
  /** Whether Puzzel's own alarm limit is exceeded. */
  hasAlarm: boolean;
  /** Why nobody can take the waiting customers; undefined when somebody can, nobody waits, or it is not known. */
  whyUnattended: 'nobody ready' | 'nobody logged on' | undefined;
  abandonedPercent: number | undefined;
  /** Undefined for a queue that nobody has called today, whatever the vendor's number says. */
  slaPercent: number | undefined;
}

export function readQueues(result: unknown): Queue[] {
  return records(result).map((record, index) => {
    const queue = queueSchema.parse(record);
    const key = String(queue.id ?? index);
    return { ...queue, key, name: queue.description || `Queue ${key}` };
  });
}

/**
 * Compares a queue's figures with the targets. A wait comes near its target above 75 % of it, a service level within 3 points
 * of it, a share of abandoned calls above 80 % of it.
 */
export function judge(queue: Queue, targets: Targets): JudgedQueue {
  const offered = queue.callsOfferedToday;
  const abandonedPercent =
    queue.callsAbandonedToday !== undefined && offered ? (100 * queue.callsAbandonedToday) / offered : undefined;
  const slaPercent = offered === 0 ? undefined : queue.sla;
  const wait = queue.queueSize === 0 && queue.waitTimeMaxSeconds === undefined ? 0 : queue.waitTimeMaxSeconds;
  // The service level is negated, because it must not be below its target while the others must not be above theirs.
  const judged = {
    queue,
    waitLevel: levelAgainst(wait, targets.waitSeconds, targets.waitSeconds * 0.75),
    // A queue that nobody has called today misses no target of the day.
    slaLevel: offered === 0 ? 'good' : levelAgainst(negative(slaPercent), -targets.slaPercent, -targets.slaPercent - 3),
    abandonedLevel:
      offered === 0 ? 'good' : levelAgainst(abandonedPercent, targets.abandonedPercent, targets.abandonedPercent * 0.8),
    hasAlarm: queue.alarmFlag === 1,
    whyUnattended: unattendedReason(queue),
    abandonedPercent,
    slaPercent,
  } as const;
  return { ...judged, level: levelOf(judged) };
}

function levelOf(judged: Omit<JudgedQueue, 'level'>): Level {
  const { queue, waitLevel, slaLevel, abandonedLevel, hasAlarm, whyUnattended } = judged;
  if (hasAlarm || waitLevel === 'breach' || whyUnattended === 'nobody logged on') return 'breach';
  const levelsToday = [slaLevel, abandonedLevel];
  // These are figures of the whole day: while nobody waits, there is nothing that an agent could do about them.
  if (levelsToday.includes('breach')) return queue.queueSize === 0 ? 'watch' : 'breach';
  if (whyUnattended || waitLevel === 'watch' || levelsToday.includes('watch')) return 'watch';
  return waitLevel === 'good' && levelsToday.includes('good') ? 'good' : 'unknown';
}

function unattendedReason({ queueSize, agentsReady, agentsLoggedOn }: Queue): JudgedQueue['whyUnattended'] {
  if (queueSize === undefined || queueSize === 0) return undefined;
  if (agentsLoggedOn === 0) return 'nobody logged on';
  return agentsReady === 0 ? 'nobody ready' : undefined;
}

const negative = (value: number | undefined) => (value === undefined ? undefined : -value);

/** @param near a value above this comes near the limit */
function levelAgainst(value: number | undefined, limit: number, near: number): Level {
  if (value === undefined) return 'unknown';
  return value > limit ? 'breach' : value > near ? 'watch' : 'good';
}

const rank = { breach: 0, watch: 1, unknown: 2, good: 3 } satisfies Record<Level, number>;

/**
 * The worst first. Among queues of one level, those where customers wait too long or nobody is logged on come before the
 * rest; then the queue where more customers wait comes first, then the one that misses more targets.
 * Waits are compared last, because they mean different things: an e-mail may wait longer than a call.
 */
export function worstFirst(judgedQueues: readonly JudgedQueue[]): JudgedQueue[] {
  const isUrgent = ({ waitLevel, whyUnattended }: JudgedQueue) =>
    waitLevel === 'breach' || whyUnattended === 'nobody logged on';
  const missedCount = ({ waitLevel, slaLevel, abandonedLevel }: JudgedQueue) =>
    [waitLevel, slaLevel, abandonedLevel].filter((level) => level === 'breach').length;
  return [...judgedQueues].sort(
    (a, b) =>
      rank[a.level] - rank[b.level] ||
      Number(isUrgent(b)) - Number(isUrgent(a)) ||
      (b.queue.queueSize ?? 0) - (a.queue.queueSize ?? 0) ||
      missedCount(b) - missedCount(a) ||
      (b.queue.waitTimeMaxSeconds ?? 0) - (a.queue.waitTimeMaxSeconds ?? 0),
  );
}

/** Other queues where agents are ready and nobody waits, those with the most ready agents first. */
export function queuesWithFreeAgents(judgedQueues: readonly JudgedQueue[], except: Queue): Queue[] {
  return judgedQueues
    .map(({ queue }) => queue)
    .filter((queue) => queue !== except && (queue.agentsReady ?? 0) > 0 && queue.queueSize === 0)
    .sort((a, b) => (b.agentsReady ?? 0) - (a.agentsReady ?? 0));
}
