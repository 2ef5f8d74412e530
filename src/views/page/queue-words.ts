import type { Format } from './format.js';
import type { JudgedQueue, Level, Targets } from './queue.js';

export const queueCount = (count: number, format: Format): string =>
  `${format.number(count)} ${count === 1 ? 'queue' : 'queues'}`;

/** The headline while no queue is in breach. @param isWhole false until the whole list has been read */
export function noBreachHeadline(judged: readonly JudgedQueue[], isWhole: boolean, format: Format): string {
  const unknown = judged.filter(({ level }) => level === 'unknown').length;
  const known = judged.length - unknown;
  const isOnTarget = !judged.some(({ level }) => level === 'watch');
  if (known === 0) return 'Not enough figures';
  if (!isWhole) return `No breach in the ${queueCount(judged.length, format)} read so far`;
  if (unknown > 0) {
    const state = isOnTarget ? 'on target' : 'without a breach';
    return `${queueCount(known, format)} ${state}, ${format.number(unknown)} without enough figures`;
  }
  if (!isOnTarget) return 'No queue needs help now';
  if (known === 1) return 'The queue is on target';
  return known === 2 ? 'Both queues are on target' : `All ${format.number(known)} queues are on target`;
}

/** Which targets a queue misses or comes near, in words. */
export function reasons(
  { queue, wait, sla, abandoned, hasAlarm, unattended, abandonedPercent, slaPercent }: JudgedQueue,
  { waitSeconds, slaPercent: slaTarget, abandonedPercent: abandonedTarget }: Targets,
  format: Format,
): string[] {
  const isNear = (level: Level) => level === 'breach' || level === 'watch';
  return [
    unattended &&
      `${format.number(queue.queueSize)} waiting, nobody ${unattended === 'nobody-logged-on' ? 'logged on' : 'ready'}`,
    isNear(wait) &&
      `Longest wait ${format.duration(queue.waitTimeMaxSeconds)} (target ${format.duration(waitSeconds)})`,
    isNear(sla) &&
      `${format.percent(slaPercent, slaTarget)} answered in time today (target ${format.percent(slaTarget)})`,
    isNear(abandoned) &&
      `${format.percent(abandonedPercent, abandonedTarget)} abandoned today (at most ${format.percent(abandonedTarget)})`,
    hasAlarm && "Puzzel's alarm is on",
  ].filter((reason) => typeof reason === 'string');
}
