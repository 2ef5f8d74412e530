import { day, puzzelDate } from './dates.js';
import { ok } from './envelope.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';

/** The access log, the change log and the archive audit log, newest entry first. */
export const auditRoutes: PuzzelRoutes = {
  // Puzzel's documents disagree: this log has 14 days, or 92 (puzzel.md, section 8). inferred: it shows 14 without `from`.
  'GET /{customerKey}/accesslog': {
    alternative: 'GET /{customerKey}/accesslogs',
    run: (call) =>
      ok({ entries: entriesOf(call, call.state.logs.accesses, 14, ['userName', 'clientType', 'logInResult', 'ip']) }),
  },
  'GET /{customerKey}/changelog': {
    alternative: 'POST /{customerKey}/changelog/search',
    run: (call) => ok({ entries: entriesOf(call, call.state.logs.changes, 92, ['userId', 'auditType']) }),
  },
  'GET /{customerKey}/archive/auditlog': {
    alternative: 'POST /{customerKey}/archive/auditlog/search',
    run: (call) => ok({ entries: entriesOf(call, call.state.logs.audits, 92, ['userId', 'operation', 'mediaType']) }),
  },
};

/** Entries between `from` (by default `defaultDays` ago) and `to` that match the filters that were sent, ignoring case. */
function entriesOf<Entry extends { dateTime: number }>(
  { args, now }: ApiCall,
  log: Entry[],
  defaultDays: number,
  filters: (keyof Entry & string)[],
) {
  const from = args.moment('from') ?? now - defaultDays * day;
  const to = args.moment('to') ?? Number.POSITIVE_INFINITY;
  const wantedValues = filters.flatMap((name) => {
    const value = args.text(name)?.toLowerCase();
    return value === undefined ? [] : [{ name, value }];
  });
  return log
    .filter(({ dateTime }) => dateTime >= from && dateTime <= to)
    .filter((entry) => wantedValues.every(({ name, value }) => String(entry[name]).toLowerCase() === value))
    .map((entry) => ({ ...entry, dateTime: puzzelDate(entry.dateTime) }));
}
