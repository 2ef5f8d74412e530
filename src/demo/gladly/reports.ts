import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { e164, nonBlank, parseBody, timezone } from './body.js';
import { badRequest, type Problem, refusal } from './errors.js';
import { hexOf } from './ids.js';
import type { Library } from './library.js';
import { ReportLimit } from './limits.js';
import { factsOf, type ReportQuery } from './report-facts.js';
import { periodsOf } from './report-periods.js';
import { type MetricSet, metricSets, phoneNumberSets, tables, timedSets } from './report-sets.js';
import { isoTime } from './report-table.js';
import type { Store } from './store.js';

/** Real reports take seconds to minutes; here they take long enough that a third one at the same time is refused. */
const reportMilliseconds = 120;
const day = 86_400_000;

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must have the form YYYY-mm-dd');
/** A time to the minute, with Z or an offset. */
const timeToTheMinute = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(Z|[+-]\d\d:?\d\d)$/, 'must have the form YYYY-mm-ddThh:mmZ');

const reportBody = z.object({
  metricSet: z.string().optional(),
  startAt: date.optional(),
  endAt: date.optional(),
  timezone: timezone.optional(),
  startAtTime: timeToTheMinute.optional(),
  endAtTime: timeToTheMinute.optional(),
  aggregationLevel: z.string().optional(),
  filters: z
    .object({
      channel: z
        .enum(['allChannels', 'chat', 'email', 'fbMessenger', 'sms', 'twitter', 'voice', 'whatsapp', 'instagramDirect'])
        .optional(),
      inboxes: z.array(nonBlank()).optional(),
      teams: z.array(nonBlank()).optional(),
      phoneNumber: e164.optional(),
    })
    .optional(),
});
type ReportBody = z.infer<typeof reportBody>;

const workSessionBody = z.object({ startAtTime: timeToTheMinute, endAtTime: timeToTheMinute });

/** Both report operations; they share one limit. */
export function reportRoutes(store: Store, library: Library): DemoRoutes {
  const limit = new ReportLimit();
  return {
    'POST /reports': (request) => {
      const body = parseBody(request, reportBody);
      const { set, from, to, query } = checkedQuery(store, body);
      const level = body.aggregationLevel ?? 'daily';
      const name = `${query.metricSet}-${compactDate(from)}-${compactDate(to - 1)}-${capitalized(level)}.csv`;
      return limit.run(() => csvResponse(() => reportRows(store, library, set, query), query.metricSet, name));
    },
    'POST /reports/work-session-events': (request) => {
      const { startAtTime, endAtTime } = parseBody(request, workSessionBody);
      const from = Date.parse(startAtTime);
      const lastMinute = Date.parse(endAtTime);
      if (lastMinute <= from) {
        throw badRequest({ attr: 'startAtTime', code: 'invalid', detail: 'endAtTime must occur after startAtTime' });
      }
      const periods = [{ start: from, from, to: lastMinute + 60_000 }];
      const query: ReportQuery = { metricSet: 'WorkSessionsReport', periods, inboxIds: [], teamIds: [] };
      const set = { table: 'workSessions', isAggregated: false } as const;
      const name = `WorkSessionEventsReport-${compactTime(startAtTime)}-${compactTime(endAtTime)}.csv`;
      return limit.run(() => csvResponse(() => reportRows(store, library, set, query), query.metricSet, name));
    },
  };
}

/** Header and rows of a report. */
function reportRows(
  store: Store,
  library: Library,
  { table, isAggregated }: MetricSet,
  query: ReportQuery,
): string[][] {
  const { columns, rows } = tables[table];
  const dataRows = factsOf(store, library, query).flatMap((facts) => {
    const start = isoTime(facts.period.start);
    return rows(facts).map((row) => (isAggregated ? [start, ...row] : row).map((value) => String(value ?? '')));
  });
  return [isAggregated ? ['Period Start', ...columns] : columns, ...dataRows];
}

async function csvResponse(rows: () => string[][], metricSet: string, filename: string) {
  await sleep(reportMilliseconds);
  const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows().map((row) => `${row.map(quoted).join(',')}\n`);
  // Real reports may begin with a byte order mark (gladly.md, section f), so one metric set of the demo tenant always does.
  const byteOrderMark = metricSet === 'ContactTimestampsReport' ? '\uFEFF' : '';
  return {
    status: 200,
    headers: { 'content-type': 'text/csv', 'Content-Disposition': `attachment; filename=${filename}` },
    body: byteOrderMark + lines.join(''),
  };
}

/** Applies the rules about times, aggregation and filters. @throws a 400 about the metricSet, or with all other problems */
function checkedQuery(
  store: Store,
  body: ReportBody,
): { set: MetricSet; from: number; to: number; query: ReportQuery } {
  const { metricSet = '', filters = {} } = body;
  if (metricSet === '') throw badRequest({ attr: 'metricSet', code: 'blank', detail: 'metricSet must be specified' });
  const set = metricSets.get(metricSet);
  if (!set) throw badRequest({ attr: 'metricSet', code: 'invalid', detail: `unknown metricSet [${metricSet}]` });
  const problems: Problem[] = [];
  const needsNumber = phoneNumberSets.includes(metricSet);
  if (needsNumber && !filters.phoneNumber) {
    problems.push({ attr: 'filters.phoneNumber', code: 'blank', detail: 'phoneNumber must be specified' });
  }
  if (!needsNumber && filters.phoneNumber) {
    const detail = `the phoneNumber filter cannot be applied to the ${metricSet} metricSet`;
    problems.push({ attr: 'filters.phoneNumber', code: 'invalid', detail });
  }
  const inboxIds = (filters.inboxes ?? []).map((idOrHex) => filterId(store.inboxes, idOrHex, 'inbox', problems));
  const teamIds = (filters.teams ?? []).map((idOrHex) => filterId(store.teams, idOrHex, 'team', problems));
  const interval = intervalOf(metricSet, body, problems);
  const level = body.aggregationLevel;
  const { isAggregated } = set;
  const periods = isAggregated ? periodsOf(interval, level ?? 'daily') : [{ start: interval.from, ...interval }];
  if (periods === undefined || (level !== undefined && !isAggregated)) {
    const detail = 'the specified value is not a valid aggregation level';
    problems.push({ attr: 'aggregationLevel', code: 'invalid', detail });
  }
  if (problems.length > 0) throw refusal(400, problems);
  const { channel, phoneNumber } = filters;
  const query = { metricSet, periods: periods ?? [], inboxIds, teamIds, channel, phoneNumber };
  return { set, ...interval, query };
}

/** The interval: dates (in UTC, whatever `timezone` says), or times for the two sets that take them. Adds to `problems`. */
function intervalOf(metricSet: string, body: ReportBody, problems: Problem[]): { from: number; to: number } {
  const { startAt, endAt, startAtTime, endAtTime, timezone: zone } = body;
  const isTimed = startAtTime !== undefined || endAtTime !== undefined;
  const [start, end, suffix] = isTimed ? [startAtTime, endAtTime, 'Time'] : [startAt, endAt, ''];
  for (const [attr, value] of Object.entries({ [`startAt${suffix}`]: start, [`endAt${suffix}`]: end })) {
    if (value === undefined) problems.push({ attr, code: 'blank', detail: `${attr} must be specified` });
  }
  if (isTimed && (startAt ?? endAt ?? zone) !== undefined) {
    const detail = 'startAtTime cannot be combined with startAt, endAt or timezone';
    problems.push({ attr: 'startAtTime', code: 'invalid', detail });
  }
  if (isTimed && !timedSets.includes(metricSet)) {
    const detail = `startAtTime cannot be applied to the ${metricSet} metricSet`;
    problems.push({ attr: 'startAtTime', code: 'invalid', detail });
  }
  const from = Date.parse(start ?? '');
  const to = Date.parse(end ?? '') + (isTimed ? 0 : day);
  if (start !== undefined && end !== undefined && !(to > from)) {
    problems.push({
      attr: `startAt${suffix}`,
      code: 'invalid',
      detail: `endAt${suffix} must occur after startAt${suffix}`,
    });
  }
  return { from, to };
}

/** The id of the record that a filter names by its id or, as in the vendor's example, by 32 hex digits. Adds to `problems`. */
function filterId(records: { id: string }[], idOrHex: string, noun: 'inbox' | 'team', problems: Problem[]): string {
  const record = records.find(({ id }) => id === idOrHex || hexOf(id) === idOrHex.toLowerCase());
  if (record) return record.id;
  const attr = noun === 'inbox' ? 'filters.inboxes' : 'filters.teams';
  problems.push({ attr, code: 'present', detail: `the requested ${noun} does not exist` });
  return idOrHex;
}

function compactDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
}

function compactTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}

function capitalized(level: string): string {
  return level.charAt(0).toUpperCase() + level.slice(1);
}
