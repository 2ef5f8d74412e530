import { day, puzzelDate } from './dates.js';
import { ok } from './envelope.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';

/** The three logs, newest entry first. */
export const auditRoutes: PuzzelRoutes = {
  'GET /{customerKey}/accesslog': {
    // The vendor's list of tools says 14 days, its help page 92: here a search without a time span covers 14 days.
    moved: 'GET /{customerKey}/accesslogs',
    run: (call) =>
      ok({ entries: select(call, call.state.logs.accesses, 14, ['userName', 'clientType', 'logInResult', 'ip']) }),
  },
  'GET /{customerKey}/changelog': {
    moved: 'POST /{customerKey}/changelog/search',
    run: (call) => ok({ entries: select(call, call.state.logs.changes, 92, ['userId', 'auditType']) }),
  },
  'GET /{customerKey}/archive/auditlog': {
    moved: 'POST /{customerKey}/archive/auditlog/search',
    run: (call) => ok({ entries: select(call, call.state.logs.audits, 92, ['userId', 'operation', 'mediaType']) }),
  },
};

/** Entries of a span of time that agree with every filter that was sent; words in any case. */
function select<Entry extends { dateTime: number }>(
  { args, now }: PuzzelCall,
  log: Entry[],
  days: number,
  filters: (keyof Entry & string)[],
) {
  const from = args.moment('from') ?? now - days * day;
  const to = args.moment('to') ?? Number.POSITIVE_INFINITY;
  const wanted = filters.map((name) => ({ name, value: args.text(name)?.toLowerCase() }));
  return log
    .filter(({ dateTime }) => dateTime >= from && dateTime <= to)
    .filter((entry) => {
      return wanted.every(({ name, value }) => value === undefined || String(entry[name]).toLowerCase() === value);
    })
    .map((entry) => ({ ...entry, dateTime: puzzelDate(entry.dateTime) }));
}
