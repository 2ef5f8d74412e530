import * as z from 'zod';
import { Failure } from '../failure.js';
import { scalarText } from '../json.js';
import type { Outcome } from './define.js';
import { listOf, membersOf } from './members.js';

/** Largest number of ids in the list argument. */
const maxIds = 20;

/** Number of requests that are under way at the same time. */
const batchSize = 4;

/** An optional list of ids, beside an argument for one id: the request is made for that id and for each of the list. */
export const moreIds = (about: string) =>
  z
    .array(z.string())
    .refine((ids) => ids.length <= maxIds, `at most ${maxIds} in one call`)
    .meta({ description: about })
    .optional();

/**
 * Makes the same request for each id and puts the answers into one list, in the order of the ids.
 * @param member the member that holds the id; added to a record that lacks it, unless the record's `id` is the same
 * @throws Failure when the request of one id fails, naming the id: a list without the records of that id would look complete
 */
export async function askEach(
  ids: readonly unknown[],
  member: string,
  ask: (id: unknown) => Promise<Outcome>,
): Promise<Outcome> {
  const distinctIds = [...new Map(ids.map((id) => [String(id), id])).values()];
  const outcomes: Outcome[] = [];
  for (let start = 0; start < distinctIds.length; start += batchSize) {
    const batch = distinctIds.slice(start, start + batchSize).map(async (id) => {
      const outcome = await ask(id).catch((error: unknown) => {
        throw error instanceof Failure ? error.with({ message: `${member} ${String(id)}: ${error.message}` }) : error;
      });
      return { ...outcome, data: recordsIn(outcome.data).map((record) => withMember(record, member, id)) };
    });
    outcomes.push(...(await Promise.all(batch)));
  }
  const hint = [...new Set(outcomes.flatMap((outcome) => outcome.hint ?? []))].join(' ');
  const [firstOutcome] = outcomes;
  return {
    ...(firstOutcome?.transform && { transform: firstOutcome.transform }),
    data: outcomes.flatMap(({ data }) => data),
    ...(outcomes.some(({ limited }) => limited) && { limited: true }),
    ...(hint !== '' && { hint }),
  };
}

function recordsIn(data: unknown): readonly unknown[] {
  return data === null || data === undefined ? [] : (listOf(data) ?? [data]);
}

function withMember(record: unknown, member: string, id: unknown): unknown {
  const members = membersOf(record);
  return members[member] === undefined && scalarText(members.id) !== String(id) ? { [member]: id, ...members } : record;
}
