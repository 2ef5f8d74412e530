import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { parseTable } from '../../src/tools/gladly/csv.js';
import { reportNames } from '../../src/tools/gladly/report-names.js';
import { checkedReport, minutes, type ReportRequest } from '../../src/tools/gladly/report-rules.js';
import { type Answer, startVendor, type Vendor } from './gladlyServer.js';

const vendors: Vendor[] = [];
afterEach(async () => {
  await Promise.all(vendors.splice(0).map((vendor) => vendor.close()));
});

async function vendor(answer: Answer): Promise<Vendor> {
  const started = await startVendor(answer);
  vendors.push(started);
  return started;
}

const dates = { startAt: '2026-01-01', endAt: '2026-01-31' };
const times = { startAtTime: '2026-01-01T00:00Z', endAtTime: '2026-01-02T00:00Z' };

function refusalOf(request: ReportRequest): Failure {
  try {
    checkedReport(request);
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error(`taken: ${JSON.stringify(request)}`);
}

describe('a report request', () => {
  it.each(reportNames)('for %s takes dates, and its number if it needs one', (metricSet) => {
    const needsNumber = metricSet.toLowerCase().startsWith('ivr');
    const filters = needsNumber ? { phoneNumber: '+1 555 010 0200' } : {};
    expect(checkedReport({ metricSet, ...dates, filters })).toEqual({
      metricSet,
      ...dates,
      filters: needsNumber ? { phoneNumber: '+15550100200' } : {},
    });
    if (needsNumber) expect(refusalOf({ metricSet, ...dates }).message).toContain('phoneNumber');
  });

  it('keeps timezone, level and filters that belong to the report', () => {
    const request = {
      metricSet: 'ContactSummaryReportV2',
      ...dates,
      timezone: 'Europe/Oslo',
      aggregationLevel: 'weekly',
      filters: { channel: 'voice', inboxes: ['i'] },
    };
    expect(checkedReport(request)).toEqual(request);
  });

  it('takes times for the two reports that know them, without seconds', () => {
    expect(checkedReport({ metricSet: 'AgentSummary', ...times })).toEqual({ metricSet: 'AgentSummary', ...times });
    expect(
      checkedReport({
        metricSet: 'ContactExportReportV3',
        startAtTime: '2026-01-01T09:00:30+01:00',
        endAtTime: '2026-01-01T10:00:59.5Z',
      }),
    ).toMatchObject({
      startAtTime: '2026-01-01T09:00+01:00',
      endAtTime: '2026-01-01T10:00Z',
    });
  });

  it('leaves the default level out where a report does not aggregate', () => {
    expect(checkedReport({ metricSet: 'ConversationExportReport', ...dates, aggregationLevel: 'daily' })).toEqual({
      metricSet: 'ConversationExportReport',
      ...dates,
    });
  });

  it.each<[string, ReportRequest, string]>([
    ['an unknown name', { metricSet: 'ConversationExport', ...dates }, 'Did you mean "ConversationExportReport"?'],
    ['the name that the text uses', { metricSet: 'AgentSummaryReport', ...dates }, 'It is called "AgentSummary"'],
    ['a name of 2025', { metricSet: 'ContactExportReportV2', ...dates }, 'It is called "ContactExportReportV3"'],
    ['a property of objects', { metricSet: 'constructor', ...dates }, 'no report'],
    ['no period', { metricSet: 'TaskExportReport' }, 'period is missing'],
    ['half a period', { metricSet: 'TaskExportReport', startAt: '2026-01-01' }, 'period is missing'],
    [
      'a time as date',
      { metricSet: 'TaskExportReport', startAt: '2026-01-01T00:00Z', endAt: '2026-01-02' },
      'YYYY-MM-DD',
    ],
    [
      'a date that does not exist',
      { metricSet: 'TaskExportReport', startAt: '2026-13-01', endAt: '2026-12-02' },
      'YYYY-MM-DD',
    ],
    [
      'an end before its start',
      { metricSet: 'TaskExportReport', startAt: '2026-01-02', endAt: '2026-01-01' },
      'lies before',
    ],
    ['times elsewhere', { metricSet: 'TaskExportReport', ...times }, 'does not take startAtTime'],
    ['one time', { metricSet: 'AgentSummary', startAtTime: times.startAtTime }, 'go together'],
    ['times and dates', { metricSet: 'AgentSummary', ...times, ...dates }, 'either'],
    ['times and a timezone', { metricSet: 'AgentSummary', ...times, timezone: 'Europe/Oslo' }, 'without timezone'],
    [
      'a time without zone',
      { metricSet: 'AgentSummary', startAtTime: '2026-01-01T00:00', endAtTime: '2026-01-02T00:00' },
      'needs the form',
    ],
    [
      'a level for rows',
      { metricSet: 'TaskExportReport', ...dates, aggregationLevel: 'weekly' },
      'does not take aggregationLevel',
    ],
    [
      'a channel where none applies',
      { metricSet: 'TaskExportReport', ...dates, filters: { channel: 'voice' } },
      'does not take channel',
    ],
    [
      'teams where none apply',
      { metricSet: 'ContactSummaryReport', ...dates, filters: { teams: ['t'] } },
      'does not take teams',
    ],
    [
      'inboxes where none apply',
      { metricSet: 'AgentSummary', ...dates, filters: { inboxes: ['i'] } },
      'does not take inboxes',
    ],
    [
      'a number where none applies',
      { metricSet: 'AgentSummary', ...dates, filters: { phoneNumber: '+15550100200' } },
      'does not take phoneNumber',
    ],
  ])('is refused for %s', (_, request, said) => {
    const failure = refusalOf(request);
    expect(failure.kind).toBe('invalid_input');
    expect(failure.message).toContain(said);
  });

  it('names all reports when one does not exist', () => {
    const { hint } = refusalOf({ metricSet: '?', ...dates });
    for (const name of reportNames) expect(hint).toContain(name);
  });

  it('of work sessions ends after it starts', () => {
    expect(minutes(times)).toEqual(times);
    expect(() => minutes({ startAtTime: times.endAtTime, endAtTime: times.startAtTime })).toThrow('lies before');
  });
});

describe('a report', () => {
  const request = { metricSet: 'TaskExportReport', ...dates };

  it('is columns and rows', async () => {
    const gladly = await vendor({
      body: '\uFEFF\n\nTask ID,Body\n1,"two\nlines, one cell"\n2,"say ""hi"""\n',
      headers: { 'content-type': 'text/csv' },
    });
    const { data, file } = await gladly.call('create_a_gladly_report', request);
    expect(data).toEqual({
      columns: ['Task ID', 'Body'],
      rows: [
        ['1', 'two\nlines, one cell'],
        ['2', 'say "hi"'],
      ],
    });
    expect(file).toBeUndefined();
    expect(gladly.seen[0]).toEqual({ method: 'POST', target: '/api/v1/reports', body: request });
  });

  it('is empty when the vendor sends nothing', async () => {
    expect(await parseTable('')).toEqual({ columns: [], rows: [] });
    expect(await parseTable('\n\n')).toEqual({ columns: [], rows: [] });
    expect(await parseTable('a,b\n')).toEqual({ columns: ['a', 'b'], rows: [] });
    expect(await parseTable('a,b\n1\n1,2,3\n')).toEqual({ columns: ['a', 'b'], rows: [['1'], ['1', '2', '3']] });
  });

  it('goes to disk when it is large, with its columns and first rows', async () => {
    const csv = `\uFEFF\nid,note\n${Array.from({ length: 5000 }, (_, row) => `${row},"a, b"\n`).join('')}`;
    const gladly = await vendor({
      body: csv,
      headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename=tasks.csv' },
    });
    const { data, file } = await gladly.call('create_a_gladly_report', request);
    expect(data).toEqual({
      columns: ['id', 'note'],
      preview: Array.from({ length: 10 }, (_, row) => [String(row), 'a, b']),
    });
    expect(file).toMatchObject({ filename: 'tasks.csv', bytes: Buffer.byteLength(csv) });
    expect(readFileSync(file?.path ?? '', 'utf8')).toBe(csv);
  });

  it('is complete even when a small one of unannounced length went to disk', async () => {
    const gladly = await vendor({ body: 'a,b\n1,2\n', headers: { 'content-type': 'text/csv' }, chunked: true });
    const { data } = await gladly.call('create_a_gladly_report', request);
    expect(data).toEqual({ columns: ['a', 'b'], rows: [['1', '2']] });
  });

  it('that may not be asked for now says which limit was hit', async () => {
    const gladly = await vendor({ status: 429, body: 'Too Many Requests', headers: { 'content-type': 'text/plain' } });
    const failure = await gladly.call('create_a_gladly_work_session_report', times).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      kind: 'rate_limited',
      hint: expect.stringContaining('10 per minute and 2 at a time'),
    });
  });
});
