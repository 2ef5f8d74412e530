import { scalarText } from '../../json.js';
import { isZoned, parseDate } from '../../puzzel/dates.js';
import { listOf, membersOf } from '../members.js';

/** Whether the value of a member fits what was asked for. */
type Condition = (value: unknown) => boolean;

/**
 * Keeps the records of an answer that meet every condition; the answer is a list, or an object that holds one (`listOf`).
 * Under which names Puzzel takes these filters, and whether it applies them, is unproven, so they are applied here as
 * well. The member may be in the record or in an entry of the record's own list. A record without it stays: Puzzel may
 * use another name for it.
 */
export function filterRecords(data: unknown, conditions: Record<string, Condition | undefined>): unknown {
  const activeConditions = Object.entries(conditions).flatMap(([member, fits]) => (fits ? [{ member, fits }] : []));
  const meetsAll = (record: unknown) =>
    typeof record !== 'object' || activeConditions.every(({ member, fits }) => meets(record, member, fits));
  if (Array.isArray(data)) return data.filter(meetsAll);
  const list = listOf(data);
  if (list === undefined) return data;
  const members = Object.entries(membersOf(data));
  return Object.fromEntries(members.map(([name, value]) => [name, value === list ? list.filter(meetsAll) : value]));
}

function meets(record: unknown, member: string, fits: Condition): boolean {
  const values = [record, ...(listOf(record) ?? [])]
    .map((part) => membersOf(part)[member])
    .filter((value) => value !== undefined && value !== null);
  return values.length === 0 || values.some(fits);
}

/** Milliseconds between UTC and the time zone farthest from it. */
const maxOffsetMs = 14 * 60 * 60 * 1000;

/**
 * Accepts a time within a span, both ends included, and every value that is no time. A time without a zone is accepted
 * when it may lie within the span.
 */
export function between(from: string | undefined, to: string | undefined): Condition | undefined {
  if (from === undefined && to === undefined) return undefined;
  const [earliest, latest] = [parseDate(from), parseDate(to)];
  return (value) => {
    const time = parseDate(value);
    if (time === undefined) return true;
    const slackMs = isZoned(value) ? 0 : maxOffsetMs;
    return (earliest === undefined || time + slackMs >= earliest) && (latest === undefined || time - slackMs <= latest);
  };
}

/** Accepts the same number or word; case does not matter. */
export function same(wanted: unknown): Condition | undefined {
  if (wanted === undefined) return undefined;
  const text = String(wanted).toLowerCase();
  return (value) => scalarText(value).toLowerCase() === text;
}
