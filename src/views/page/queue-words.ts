import type { Format } from './format.js';
import type { JudgedQueue, Level, Targets } from './queue.js';

export const queuesInWords = (count: number, format: Format): string =>
  `${format.number(count)} ${count === 1 ? 'queue' : 'queues'}`;

/** The headline while no queue is in breach. @param isWhole false until the whole list has been read */
export function noBreachHeadline(judgedQueues: readonly JudgedQueue[], isWhole: boolean, format: Format): string {
  const unknownCount = judgedQueues.filter(({ level }) => level === 'unknown').length;
  const knownCount = judgedQueues.length - unknownCount;
  const areOnTarget = !judgedQueues.some(({ level }) => level === 'watch');
  if (knownCount === 0) return 'Not enough figures';
  if (!isWhole) return `No breach in the ${queuesInWords(judgedQueues.length, format)} read so far`;
  if (unknownCount > 0) {
    const state = areOnTarget ? 'on target' : 'without a breach';
    return `${queuesInWords(knownCount, format)} ${state}, ${format.number(unknownCount)} without enough figures`;
  }
  if (!areOnTarget) return 'No queue needs help now';
  if (knownCount === 1) return 'The queue is on target';
  return knownCount === 2 ? 'Both queues are on target' : `All ${format.number(knownCount)} queues are on target`;
}

/** Why the level of a queue is breach or watch: nobody to answer, targets that it misses or comes near, Puzzel's alarm. */
export function reasons(
  judged: JudgedQueue,
  { waitSeconds, slaPercent: slaTarget, abandonedPercent: abandonedTarget }: Targets,
  format: Format,
): string[] {
  const { queue, waitLevel, slaLevel, abandonedLevel, hasAlarm, whyUnattended, abandonedPercent, slaPercent } = judged;
  const isMissedOrNear = (level: Level) => level === 'breach' || level === 'watch';
  return [
    whyUnattended && `${format.number(queue.queueSize)} waiting, ${whyUnattended}`,
    isMissedOrNear(waitLevel) &&
      `Longest wait ${format.duration(queue.waitTimeMaxSeconds)} (target ${format.duration(waitSeconds)})`,
    isMissedOrNear(slaLevel) &&
      `${format.percent(slaPercent, slaTarget)} answered in time today (target ${format.percent(slaTarget)})`,
    isMissedOrNear(abandonedLevel) &&
      `${format.percent(abandonedPercent, abandonedTarget)} abandoned today (at most ${format.percent(abandonedTarget)})`,
    hasAlarm && "Puzzel's alarm is on",
  ].filter((reason) => typeof reason === 'string');
}
