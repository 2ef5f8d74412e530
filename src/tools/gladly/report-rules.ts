import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { readTime } from '../../iso-time.js';
import { didYouMean } from '../../nearest.js';
import { object, oneOf, text, texts, time, timeZone } from '../arguments.js';
import type { ArgumentsOf } from '../define.js';
import { e164 } from './phone.js';
import {
  currentNames,
  isReportName,
  optionsOf,
  type ReportName,
  type ReportOption,
  reportNames,
  takesOption,
} from './report-catalogue.js';

/** What a model says of the report that it wants. */
export const reportArguments = {
  metricSet: text('report; "?" explains all 55'),
  startAt: text('YYYY-MM-DD').optional(),
  endAt: text('included').optional(),
  timezone: timeZone('IANA; default own').optional(),
  startAtTime: time('instead, for some').optional(),
  endAtTime: time('same').optional(),
  aggregationLevel: oneOf(['halfHourly', 'daily', 'weekly', 'monthly', 'quarterly'], 'summaries only').optional(),
  filters: object(
    {
      channel: oneOf(
        ['allChannels', 'chat', 'email', 'fbMessenger', 'sms', 'twitter', 'voice', 'whatsapp', 'instagramDirect'],
        'channel',
      ).optional(),
      inboxes: texts('ids or names').optional(),
      teams: texts('ids or names').optional(),
      phoneNumber: text('for IVR').optional(),
    },
    'by report',
  ).optional(),
};

export type ReportRequest = ArgumentsOf<typeof reportArguments>;

/**
 * The request in the vendor's form. A report may take minutes and only ten a minute are allowed, so its rules are
 * checked before it is requested.
 * @throws Failure `invalid_input` naming what does not go together
 */
export function checkedReport(request: ReportRequest): Arguments {
  const name = reportNameOf(request.metricSet);
  const period =
    request.startAtTime !== undefined || request.endAtTime !== undefined
      ? timePeriod(name, request)
      : datePeriod(request);
  const level = request.aggregationLevel;
  // The vendor's own example has the default level for a report that does not aggregate: it is accepted, but not sent.
  const isLeftOut = level === 'daily' && !takesOption(name, 'aggregationLevel');
  if (level !== undefined && !isLeftOut) requireOption(name, 'aggregationLevel');
  const filters = request.filters === undefined ? undefined : checkedFilters(name, request.filters);
  if (takesOption(name, 'phoneNumber') && request.filters?.phoneNumber === undefined) {
    throw new Failure('invalid_input', `${name} needs filters.phoneNumber: the number that was called, E.164.`);
  }
  return {
    metricSet: name,
    ...period,
    ...(level === undefined || isLeftOut ? {} : { aggregationLevel: level }),
    ...(filters === undefined ? {} : { filters }),
  };
}

function reportNameOf(metricSet: string): ReportName {
  const name = metricSet.trim();
  if (isReportName(name)) return name;
  const currentName = currentNames.get(name);
  const suggestion =
    currentName === undefined ? didYouMean(name.slice(0, 64), reportNames) : ` It is called "${currentName}".`;
  throw new Failure('invalid_input', `There is no report "${name.slice(0, 100)}".${suggestion}`, {
    hint: 'metricSet "?" lists all reports: what a row is, which date chooses it, what it takes.',
  });
}

function datePeriod({ startAt, endAt, timezone }: ReportRequest): Arguments {
  if (startAt === undefined || endAt === undefined) {
    throw new Failure('invalid_input', 'The period is missing: give startAt and endAt as dates (YYYY-MM-DD).');
  }
  for (const [argument, date] of Object.entries({ startAt, endAt })) {
    if (dayExists(date)) continue;
    throw new Failure('invalid_input', `${argument} is a date, YYYY-MM-DD, not "${excerpt(date)}".`);
  }
  if (endAt < startAt) throw new Failure('invalid_input', `endAt (${endAt}) lies before startAt (${startAt}).`);
  return { startAt, endAt, ...(timezone === undefined ? {} : { timezone }) };
}

/** Times cannot be combined with dates or a timezone, and only two reports take them (2026 document). */
function timePeriod(name: ReportName, request: ReportRequest): Arguments {
  requireOption(name, 'times');
  const { startAtTime, endAtTime } = request;
  if (startAtTime === undefined || endAtTime === undefined) {
    throw new Failure('invalid_input', 'startAtTime and endAtTime go together.');
  }
  if (request.startAt !== undefined || request.endAt !== undefined || request.timezone !== undefined) {
    throw new Failure(
      'invalid_input',
      'Give either startAt and endAt or startAtTime and endAtTime, the latter without timezone.',
    );
  }
  return reportTimes({ startAtTime, endAtTime });
}

/**
 * Both times in the form of the reports, `YYYY-MM-DDThh:mm` with zone and without seconds.
 * @throws Failure `invalid_input` for a time without zone
 */
export function reportTimes({ startAtTime, endAtTime }: { startAtTime: string; endAtTime: string }) {
  return { startAtTime: reportTime(startAtTime, 'startAtTime'), endAtTime: reportTime(endAtTime, 'endAtTime') };
}

function reportTime(time: string, argument: string): string {
  const trimmed = time.trim();
  const [, zone, minutes = '00'] = /(Z|[+-]\d\d)(?::?(\d\d))?$/i.exec(trimmed.slice(16)) ?? [];
  if (readTime(trimmed)?.isComplete && zone !== undefined) {
    return `${trimmed.slice(0, 16).toUpperCase()}${/^z$/i.test(zone) ? 'Z' : `${zone}:${minutes}`}`;
  }
  throw new Failure(
    'invalid_input',
    `${argument} needs the form 2026-01-31T09:00Z or 2026-01-31T09:00+01:00, not "${excerpt(time)}".`,
  );
}

/** Whether a text is a date that exists: JavaScript reads February 30 as March 2. */
function dayExists(date: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** What was given as a date or time, for a message. */
const excerpt = (text: string): string => text.slice(0, 40);

/** @throws Failure `invalid_input` for a filter that the report does not take */
function checkedFilters(name: ReportName, filters: NonNullable<ReportRequest['filters']>): Arguments {
  const { channel, ...otherFilters } = filters;
  // allChannels is the default; it is dropped for a report that has no filter by channel.
  if (channel === 'allChannels' && !takesOption(name, 'channel')) return checkedFilters(name, otherFilters);
  if (channel !== undefined) requireOption(name, 'channel');
  const { inboxes, teams, phoneNumber } = filters;
  if (inboxes !== undefined && inboxes.length > 0) requireOption(name, 'inboxes');
  if (teams !== undefined && teams.length > 0) requireOption(name, 'teams');
  if (phoneNumber === undefined) return filters;
  requireOption(name, 'phoneNumber');
  return { ...filters, phoneNumber: e164(phoneNumber, 'filters.phoneNumber') };
}

/** @throws Failure `invalid_input` when the report does not take the option; names the reports that do */
function requireOption(name: ReportName, option: ReportOption): void {
  if (takesOption(name, option)) return;
  const label = option === 'times' ? 'startAtTime and endAtTime' : option;
  const reportsWithOption = reportNames.filter((report) => takesOption(report, option));
  const options = optionsOf(name).filter((one) => one !== 'times');
  throw new Failure('invalid_input', `${name} does not take ${label}.`, {
    hint: `It takes ${options.length === 0 ? 'nothing but a period of dates' : options.join(', ')}. Reports with ${label}: ${reportsWithOption.join(', ')}.`,
  });
}
