import type { Arguments } from '../api/route.js';
import { type IsoTime, readTime } from '../iso-time.js';
import { periodProblem, periods } from '../tools/periods.js';
import type { JsonSchema } from '../tools/schema.js';
import { ArgumentProblem } from './coerce.js';

/**
 * The arguments with each time completed (`2026-01-31T09:00:00Z`): every argument of the format `date-time` has to be ISO
 * 8601. Times of a write need `Z` or an offset: a misread time could ring a customer at night. Those of a read may lack it
 * and are taken as UTC, which the hint says. A period must end after it begins: a vendor answers any other with an empty
 * list, which reads as "there are none".
 * @throws ArgumentProblem
 */
export function checkTimes(args: Arguments, schema: JsonSchema, isRead: boolean): { args: Arguments; hint?: string } {
  const pathsWithoutOffset: string[] = [];
  let dayHint = '';
  const checkedArgs = mapTimes(args, schema, '', (text, path) => {
    const time = readTime(text);
    if (time === undefined || (!isRead && !time.isComplete)) throw new ArgumentProblem(problemWith(text, path, time));
    if (!time.hasOffset) pathsWithoutOffset.push(path);
    if (text.trim().length === 10 && periods.some(([, end]) => end === path.split('.').at(-1)))
      dayHint = ' A day without a time begins at 00:00, so as an end it is not included: give the next day.';
    return time.text;
  });
  const problem = periodProblem(checkedArgs, schema);
  if (problem !== undefined) throw new ArgumentProblem(problem + (dayHint && `.${dayHint}`));
  const hint = `${pathsWithoutOffset.join(' and ')} came without a time zone and ${pathsWithoutOffset.length === 1 ? 'was' : 'were'} taken as UTC.${dayHint}`;
  return { args: checkedArgs as Arguments, ...(pathsWithoutOffset.length > 0 && { hint }) };
}

function mapTimes(
  value: unknown,
  schema: JsonSchema,
  path: string,
  check: (text: string, path: string) => string,
): unknown {
  if (typeof value === 'string') return schema.format === 'date-time' ? check(value, path) : value;
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item, index) => mapTimes(item, items, `${path}.${index}`, check)) : value;
  }
  const { properties } = schema;
  if (typeof value !== 'object' || value === null || !properties) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const node = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [name, node ? mapTimes(member, node, path === '' ? name : `${path}.${name}`, check) : member];
    }),
  );
}

function problemWith(text: string, path: string, time: IsoTime | undefined): string {
  const quoted = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (time?.hasOffset) return `${path}: "${quoted}" lacks the T between day and time: ${time.text}`;
  return time
    ? `${path}: "${quoted}" has no time zone; add Z or an offset, such as 2026-01-31T09:00:00+01:00`
    : `${path}: "${quoted}" is no time in ISO 8601, or names a day that does not exist; give one with Z or an offset, such as 2026-01-31T09:00:00+01:00`;
}
