import { createReadStream } from 'node:fs';
import * as z from 'zod';
import type { Arguments } from '../../api/route.js';
import type { Failure } from '../../failure.js';
import type { GladlyOperation } from '../../gladly/client.js';
import { texts, time } from '../arguments.js';
import type { CallContext, Outcome } from '../define.js';
import { record } from '../output.js';
import { documented, post } from '../routes.js';
import { quoted } from '../words.js';
import { comparisons } from './comparisons.js';
import { defineGladlyTool } from './define.js';
import { inboxes, teams } from './name-lists.js';
import { reportList } from './report-catalogue.js';
import { checkedReport, reportArguments, reportTimes } from './report-rules.js';
import { frameRows, readTable, type Selection, type Table } from './table.js';

/** Bytes above which a report without `columns` and `rows` becomes a file: its JSON would be three times as long. */
const inlineBytes = 32_000;
/** Bytes above which a report with `columns` or `rows` is read from a file instead of from memory. */
const inMemoryBytes = 4_000_000;
const previewRowCount = 10;

const table = record({
  columns: 'array of column titles',
  rows: 'array of rows, each an array of texts in the order of columns',
  preview: `first ${previewRowCount} rows of a large report, which is the CSV file at path`,
  path: 'string: the file, for a large report',
  bytes: 'integer',
  mime_type: 'string',
  filename: 'string',
});

const conditionSyntax = `each is a text "column = value", with one of ${comparisons.join(' ')} between the two`;
const condition = z.strictObject(
  { column: z.string(), is: z.enum(comparisons).optional(), value: z.string(conditionSyntax) },
  conditionSyntax,
);

/** `Status = OPEN` as column, comparison and value; an object with a value for each column is accepted, too. */
function asConditions(input: unknown): unknown {
  if (!Array.isArray(input))
    return typeof input === 'object' && input !== null
      ? Object.entries(input).map(([column, value]) => ({
          column,
          value: typeof value === 'number' ? `${value}` : value,
        }))
      : input;
  return input.map((one: unknown) => {
    if (typeof one !== 'string') return one;
    const [, column, is, value] = /^([^=<>~]*)([<>]=|[=<>~])(.*)$/s.exec(one) ?? [];
    return column === undefined ? one : { column: column.trim(), is, value: value?.trim() };
  });
}

/** Arguments by which this server, not Gladly, selects from a report. @param examples of conditions, for the description */
const selectionArguments = (examples: string) => ({
  columns: texts('titles to keep').optional(),
  rows: z
    .preprocess(asConditions, z.array(condition, conditionSyntax))
    .meta({ description: examples, items: { type: 'string' } })
    .optional(),
});

async function runReport(
  name: string,
  operation: GladlyOperation,
  args: Arguments,
  selection: Selection,
  context: CallContext,
): Promise<Outcome> {
  const isNarrowed = (selection.columns?.length ?? 0) + (selection.rows?.length ?? 0) > 0;
  const fetchOptions = { name: `${name}.csv`, maxBytes: isNarrowed ? inMemoryBytes : inlineBytes };
  const answer = await context.clients.gladly.textOrFile(operation, args, fetchOptions, context);
  if (!('file' in answer)) return pagedTable(await readTable(answer.text, selection));
  const { file, charset } = answer;
  const savedTable = () => ({ bytes: createReadStream(file.path), charset });
  if (isNarrowed) return { ...pagedTable(await readTable(savedTable(), selection), file), file };
  const { titles, rows: firstRows } = await readTable(savedTable(), {}, previewRowCount);
  return {
    data: { columns: titles, preview: frameRows(titles, firstRows).rows },
    file,
    hint: 'The file is the report. To read it here, call again with columns or rows (column = value); pages follow. Gladly cuts a report at 100,000 rows without saying so.',
  };
}

/** Gladly cuts most reports at the first number of rows, some at the second, without saying so (gladly.md, f). */
const rowCaps = [100_000, 1_000_000];

/** Largest number of titles in a hint. */
const maxTitles = 60;

/** The table of all reports, which is not paged. */
async function listReports(selection: Selection): Promise<Outcome> {
  const { columns, rows } = await readTable(reportList(), selection);
  return {
    data: frameRows(columns, rows),
    hint: '? = concluded from the name, unproven. Every report takes startAt and endAt.',
  };
}

/** The rows as a list to be paged; each page is shown with the titles of its columns. */
function pagedTable({ columns, rows, matchCount, total, unknownColumns, titles }: Table, file?: object): Outcome {
  const isCut = rowCaps.includes(total);
  const hints = [
    unknownColumns.length > 0 &&
      `No such column: ${unknownColumns.map(quoted).join(', ')}. There are ${titles
        .slice(0, maxTitles)
        .map(quoted)
        .join(', ')}${titles.length > maxTitles ? ', …' : ''}.`,
    isCut && `It has exactly ${total} rows, at which Gladly cuts a report: ask for shorter periods.`,
    matchCount > rows.length &&
      `${matchCount} rows match, the first ${rows.length} are kept here: narrow them with rows.`,
    matchCount === 0 &&
      total > 0 &&
      `None of ${total} rows match: = compares cells whole, ~ finds a part, >= and <= compare; case does not matter.`,
    total === 0 &&
      'The report has no rows: nothing in this period passes the filters. Which date chooses rows: ask with ? as metricSet.',
  ].filter(Boolean);
  return {
    data: rows,
    frame: (records, redactedName) => ({ ...frameRows(columns, records, redactedName), ...file }),
    ...((isCut || matchCount > rows.length) && { limited: true }),
    ...(hints.length > 0 && { hint: hints.join(' ') }),
  };
}

/** The headers of a 429 describe the per-second limit, but a report runs into a different limit (gladly.md, e). */
function explainReportLimit(failure: Failure): Failure {
  if (failure.kind !== 'rate_limited') return failure;
  const seconds = failure.rateLimit?.['ratelimit-reset'] ?? 0;
  return failure.with({
    rateLimit: { 'ratelimit-reset': seconds > 1 ? seconds : 60 },
    hint: 'Reports have a limit of their own: 2 at a time and 10 a minute for the whole organization. Wait 60 seconds, then ask for one report.',
  });
}

export const reportTools = [
  defineGladlyTool({
    name: 'create_a_gladly_report',
    title: 'Run a report',
    tag: 'reports',
    effect: 'custom-read',
    paged: true,
    idempotent: false,
    description:
      'The only list of all conversations or tasks; figures. ConversationExportReport: a row per conversation CREATED in it (Customer ID, Status, WAITING = for the customer, inbox, current agent, not who closed it); closed in a period: begin earlier, filter Closed At. TaskExportReport: tasks. {columns, rows}; a large one: a CSV file. Administrators only.',
    input: {
      ...reportArguments,
      ...selectionArguments('"Status = OPEN", "Topics ~ part of it", "Closed At >= 2026-01-31"'),
    },
    local: ['columns', 'rows'],
    named: { 'filters.inboxes': inboxes, 'filters.teams': teams },
    output: table,
    route: post('/api/v1/reports', documented),
    example: { metricSet: 'ContactSummaryReportV2', startAt: '2026-01-01', endAt: '2026-01-07' },
    prepare: (args) => (args.metricSet.trim() === '?' ? {} : checkedReport(args)),
    send: async (operation, sent, args, context) =>
      args.metricSet.trim() === '?'
        ? listReports(args)
        : runReport(String(sent.metricSet), operation, sent, args, context),
    slow: true,
    explainRefusal: explainReportLimit,
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'create_a_gladly_work_session_report',
    title: 'Work sessions',
    tag: 'reports',
    effect: 'custom-read',
    paged: true,
    idempotent: false,
    description:
      'Contacts and how long agents worked on them (agent_id, channel, agent_accepted_at, within_sla, work_session_handle_time_sec, …): {columns, rows}; large and not narrowed: a CSV file. A contact counts when it ENDED (running: began): set endAtTime to now. Administrators only.',
    input: {
      startAtTime: time('with offset'),
      endAtTime: time('included'),
      ...selectionArguments('"agent_id = …"; ~ part of it, >= from'),
    },
    local: ['columns', 'rows'],
    prepare: reportTimes,
    output: table,
    route: post('/api/v1/reports/work-session-events', documented),
    example: { startAtTime: '2026-01-31T00:00Z', endAtTime: '2026-01-31T23:59Z' },
    send: (operation, sent, args, context) => runReport('WorkSessionEvents', operation, sent, args, context),
    slow: true,
    explainRefusal: explainReportLimit,
  }),
];
