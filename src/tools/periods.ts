import { membersOf } from './members.js';
import type { JsonSchema } from './schema.js';

/** Pairs of arguments that give the beginning and the end of one period. */
export const periods: readonly (readonly [begin: string, end: string])[] = [
  ['from', 'to'],
  ['beginTime', 'endTime'],
  ['start', 'stop'],
  ['startAt', 'endAt'],
  ['startAtTime', 'endAtTime'],
  ['startAfter', 'endBefore'],
];

/** The problem of the first period, at any depth, that does not end after it begins; undefined when every period does. */
export function periodProblem(args: unknown, schema: JsonSchema | undefined, parentPath = ''): string | undefined {
  if (typeof args !== 'object' || args === null || schema === undefined) return undefined;
  const members = membersOf(args);
  const pathOf = (name: string) => (parentPath === '' ? name : `${parentPath}.${name}`);
  for (const [begin, end] of periods) {
    const areTimes = [begin, end].every((name) => schema.properties?.[name]?.format === 'date-time');
    if (!areTimes || !(Date.parse(String(members[end])) <= Date.parse(String(members[begin])))) continue;
    return `${pathOf(end)} (${members[end]}) does not come after ${begin} (${members[begin]})`;
  }
  for (const [name, member] of Object.entries(args)) {
    const problem = periodProblem(member, schema.items ?? schema.properties?.[name], pathOf(name));
    if (problem !== undefined) return problem;
  }
  return undefined;
}
