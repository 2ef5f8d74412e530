import type { Failure } from '../../failure.js';
import type { GladlyOperation } from '../../gladly/client.js';
import type { Arguments } from '../../http/route.js';
import { object, oneOf, text, texts } from '../arguments.js';
import type { CallContext, Outcome } from '../define.js';
import { record } from '../output.js';
import { documented, post } from '../routes.js';
import { parseTable, peekTable } from './csv.js';
import { defineGladlyTool } from './define.js';
import { checkedReport, minutes } from './report-rules.js';

/** So large that its JSON, at worst three times as long, stays below the 100,000 characters of a result. */
const inlineBytes = 32_000;
const previewRows = 10;

const table = record({
  columns: 'array of column titles',
  rows: 'array of rows, each an array of texts in the order of columns',
  preview: `first ${previewRows} rows of a large report, which is the CSV file at path`,
  path: 'string: the file, for a large report',
  bytes: 'integer',
  mime_type: 'string',
  filename: 'string',
});

async function report(operation: GladlyOperation, args: Arguments, context: CallContext): Promise<Outcome> {
  const wanted = { name: `${String(args.metricSet ?? 'WorkSessionEvents')}.csv`, maxBytes: inlineBytes };
  const answer = await context.clients.gladly.textOrFile(operation, args, wanted, context);
  if ('text' in answer) return { data: await parseTable(answer.text) };
  const { file } = answer;
  const { columns, rows } = await peekTable(file.path, previewRows);
  return { data: { columns, preview: rows }, file };
}

function refused(failure: Failure): Failure {
  if (failure.kind !== 'rate_limited') return failure;
  return failure.with({
    hint: 'Reports have a limit of their own: 10 per minute and 2 at a time for the whole organization. Wait a minute, then ask for one report.',
  });
}

export const reportTools = [
  defineGladlyTool({
    name: 'create_a_gladly_report',
    title: 'Run a report',
    tag: 'reports',
    effect: 'custom-read',
    idempotent: false,
    description:
      'Figures of a period as {columns, rows}, or a CSV file when large. Needs startAt and endAt, or startAtTime and endAtTime (AgentSummary and ContactExportReportV3 only). Needs an Administrator. 10 per minute.',
    input: {
      metricSet: text(
        'e.g. ContactSummaryReportV2, ConversationExportReport, AgentSummaryV2, ChannelWaitTimeReportV2, TaskExportReport, TopicSummaryReport; "?" answers all 55',
      ),
      startAt: text('first day, YYYY-MM-DD').optional(),
      endAt: text('last day, included').optional(),
      timezone: text('IANA name').optional(),
      startAtTime: text('2026-01-31T09:00Z').optional(),
      endAtTime: text('as startAtTime').optional(),
      aggregationLevel: oneOf(['halfHourly', 'daily', 'weekly', 'monthly', 'quarterly'], 'summaries only').optional(),
      filters: object(
        {
          channel: oneOf(
            ['allChannels', 'chat', 'email', 'fbMessenger', 'sms', 'twitter', 'voice', 'whatsapp', 'instagramDirect'],
            'channel',
          ).optional(),
          inboxes: texts('inbox ids').optional(),
          teams: texts('team ids').optional(),
          phoneNumber: text('number called, for IVR').optional(),
        },
        'depends on the report',
      ).optional(),
    },
    prepare: checkedReport,
    output: table,
    route: post('/api/v1/reports', documented),
    example: { metricSet: 'ContactSummaryReportV2', startAt: '2026-01-01', endAt: '2026-01-07' },
    send: report,
    slow: true,
    refused,
    customerText: true,
  }),
  defineGladlyTool({
    name: 'create_a_gladly_work_session_report',
    title: 'Work sessions',
    tag: 'reports',
    effect: 'custom-read',
    idempotent: false,
    description:
      'Contacts and the time agents worked on them: {columns, rows}, or a CSV file when large. A contact counts when it ended, so set endAtTime to now. Needs an Administrator. 10 per minute.',
    input: {
      startAtTime: text('2026-01-31T09:00Z or with offset'),
      endAtTime: text('same form, included'),
    },
    prepare: minutes,
    output: table,
    route: post('/api/v1/reports/work-session-events', documented),
    example: { startAtTime: '2026-01-31T00:00Z', endAtTime: '2026-01-31T23:59Z' },
    send: report,
    slow: true,
    refused,
  }),
];
