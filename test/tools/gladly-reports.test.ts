import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import type { HttpRequest } from '../../src/http/request.js';
import { reportNames } from '../../src/tools/gladly/report-catalogue.js';
import { checkedReport, type ReportRequest, reportTimes } from '../../src/tools/gladly/report-rules.js';
import { frameRows, readTable } from '../../src/tools/gladly/table.js';
import { failureOf } from '../support/failure-of.js';
import { type Answer, fakeGladly, toolRunner } from '../support/fake-gladly.js';
import { toolNamed } from '../support/tool-named.js';

const dates = { startAt: '2026-01-01', endAt: '2026-01-31' };
const times = { startAtTime: '2026-01-01T00:00Z', endAtTime: '2026-01-02T00:00Z' };

describe('a report request', () => {
  it('of any name takes dates, and a phone number if it needs one', () => {
    const needsNumber = (name: string) => name.toLowerCase().startsWith('ivr');
    const numbered = (metricSet: string, phoneNumber: string): ReportRequest => ({
      metricSet,
      ...dates,
      filters: needsNumber(metricSet) ? { phoneNumber } : {},
    });
    expect(reportNames.map((name) => checkedReport(numbered(name, '+1 555 010 0200')))).toEqual(
      reportNames.map((name) => numbered(name, '+15550100200')),
    );
    const withNumber = reportNames.filter(needsNumber);
    expect(withNumber.length).toBeGreaterThan(0);
    for (const metricSet of withNumber) {
      expect(() => checkedReport({ metricSet, ...dates })).toThrow('phoneNumber');
    }
  });

  it('may take as long as a slow call', async () => {
    const requests: HttpRequest[] = [];
    const call = toolRunner('http://127.0.0.1:9', (request) => {
      requests.push(request);
      throw new Failure('read_only', 'Seen.');
    });
    for (const name of ['create_a_gladly_report', 'create_a_gladly_work_session_report'])
      await failureOf(call(name, toolNamed(name).example));
    expect(requests.map(({ slow }) => slow)).toEqual([true, true]);
  });

  it('keeps timezone, level and filters that belong to the report', () => {
    const request: ReportRequest = {
      metricSet: 'ContactSummaryReportV2',
      ...dates,
      timezone: 'Europe/Oslo',
      aggregationLevel: 'weekly',
      filters: { channel: 'voice', inboxes: ['i'] },
    };
    expect(checkedReport(request)).toEqual(request);
    const ofAllChannels: ReportRequest = { ...request, filters: { channel: 'allChannels' } };
    expect(checkedReport(ofAllChannels)).toEqual(ofAllChannels);
  });

  it('takes times for the two reports that have them, without seconds', () => {
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

  it('leaves out the default level or channel that the report does not take', () => {
    const request = { metricSet: 'ConversationExportReport', ...dates, filters: { inboxes: ['i'] } };
    expect(checkedReport({ ...request, aggregationLevel: 'daily' })).toEqual(request);
    expect(checkedReport({ ...request, filters: { channel: 'allChannels', inboxes: ['i'] } })).toEqual(request);
  });

  it('is refused when it breaks a rule of its report', () => {
    const refused: [what: string, request: ReportRequest, words: string][] = [
      ['an unknown name', { metricSet: 'ConversationExport', ...dates }, 'Did you mean "ConversationExportReport"?'],
      ['a name from a text of Gladly', { metricSet: 'AgentSummaryReport', ...dates }, 'It is called "AgentSummary"'],
      ['a former name', { metricSet: 'ContactExportReportV2', ...dates }, 'It is called "ContactExportReportV3"'],
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
      ['times for a report of dates', { metricSet: 'TaskExportReport', ...times }, 'does not take startAtTime'],
      ['one time', { metricSet: 'AgentSummary', startAtTime: times.startAtTime }, 'go together'],
      ['times and dates', { metricSet: 'AgentSummary', ...times, ...dates }, 'either'],
      ['times and a timezone', { metricSet: 'AgentSummary', ...times, timezone: 'Europe/Oslo' }, 'without timezone'],
      [
        'a time without zone',
        { metricSet: 'AgentSummary', startAtTime: '2026-01-01T00:00', endAtTime: '2026-01-02T00:00' },
        'needs the form',
      ],
      [
        'a level where none applies',
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
    ];
    for (const [what, request, words] of refused) {
      const failure = { kind: 'invalid_input', message: expect.stringContaining(words) };
      expect.soft(() => checkedReport(request), what).toThrow(expect.objectContaining(failure));
    }
  });

  it('is refused, without another name, for a property that every object has', () => {
    const request = { metricSet: 'constructor', ...dates };
    expect(() => checkedReport(request)).toThrow(/^There is no report "constructor"\.$/);
  });

  it('needs times that exist, and has them in the form of the reports', () => {
    const end = '2030-01-01T00:00Z';
    for (const startAtTime of [
      '2026-02-20T25:61Z',
      '2026-02-20T24:00Z',
      '2026-02-20T09:00+99:00',
      '2026-02-30T00:00Z',
    ]) {
      expect(() => reportTimes({ startAtTime, endAtTime: end })).toThrow('startAtTime needs the form');
    }
    expect(reportTimes({ startAtTime: '2026-01-31t09:00:00,5z', endAtTime: '2026-02-01T09:00:00+01' })).toEqual({
      startAtTime: '2026-01-31T09:00Z',
      endAtTime: '2026-02-01T09:00+01:00',
    });
  });
});

describe('a report', () => {
  const request = { metricSet: 'TaskExportReport', ...dates };
  const csv = (text: string): Answer => ({ body: text, headers: { 'content-type': 'text/csv' } });
  const tasks = 'Task ID,Status,Body\n1,OPEN,"two\nlines, one cell"\n2,closed,"say ""hi"""\n3,OPEN,x\n';
  const run = async (text: string, args: object = {}) => {
    const outcome = await (await fakeGladly(csv(text))).call('create_a_gladly_report', { ...request, ...args });
    return { ...outcome, table: outcome.frame?.(outcome.data as unknown[], String) };
  };

  it('is columns and rows', async () => {
    const gladly = await fakeGladly(csv(`\uFEFF\n\n${tasks}`));
    const { data, file, frame } = await gladly.call('create_a_gladly_report', request);
    expect(frame?.(data as unknown[], String)).toEqual({
      columns: ['Task ID', 'Status', 'Body'],
      rows: [
        ['1', 'OPEN', 'two\nlines, one cell'],
        ['2', 'closed', 'say "hi"'],
        ['3', 'OPEN', 'x'],
      ],
    });
    expect(file).toBeUndefined();
    expect(gladly.seen).toEqual([{ method: 'POST', target: '/api/v1/reports', body: request }]);
  });

  it('is empty when the vendor sends nothing, and has rows of equal length and unique column names', async () => {
    const table = async (text: string) => {
      const { columns, rows } = await readTable(text);
      return frameRows(columns, rows);
    };
    expect(await table('')).toEqual({ columns: [], rows: [] });
    expect(await table('\n\n')).toEqual({ columns: [], rows: [] });
    for (const end of ['\n', '\r\n', '\r']) {
      const lines = `\n${end}a,b${end}1,"2${end}3"${end}4,5${end}`;
      expect(await table(lines)).toEqual({
        columns: ['a', 'b'],
        rows: [
          ['1', `2${end}3`],
          ['4', '5'],
        ],
      });
    }
    expect(await table('a,b\n')).toEqual({ columns: ['a', 'b'], rows: [] });
    expect(await table('a,a\n1\n1,2,3\n')).toEqual({
      columns: ['a', 'a (2)', '(3)'],
      rows: [
        ['1', '', ''],
        ['1', '2', '3'],
      ],
    });
    expect(await table('\n\n\ufeffA,B\u200bC\n1,2\n')).toEqual({ columns: ['A', 'B\ufffdC'], rows: [['1', '2']] });
    expect((await table('A,A,A (2)\n1,2,3\n')).columns).toEqual(['A', 'A (3)', 'A (2)']);
    expect(await table('__proto__,constructor\n1,2\n')).toEqual({
      columns: ['__proto__', 'constructor'],
      rows: [['1', '2']],
    });
  });

  it('keeps a character that needs two code units, wherever it stands in a long text', async () => {
    for (const length of [65_529, 65_530, 65_531]) {
      const cell = `${'x'.repeat(length)}😀`;
      expect((await readTable(`Name\n${cell}`)).rows).toEqual([{ Name: cell }]);
    }
  });

  it('is refused when it is wider than any report', async () => {
    const wide = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`).join(',');
    expect((await readTable(`${wide(2_000)}\n1`)).columns).toHaveLength(2_000);
    for (const text of [wide(2_001), `a\n${wide(2_001)}`]) {
      await expect(readTable(text)).rejects.toMatchObject({
        kind: 'upstream',
        message: expect.stringContaining('2000'),
      });
    }
  });

  it('is filtered by columns, values and parts of texts', async () => {
    const filters = [
      [{ columns: ['status', 'Task ID', 'Status'] }, ['Status', 'Task ID'], ['OPEN', 'closed', 'OPEN']],
      [{ rows: ['Status = open'] }, ['Task ID', 'Status', 'Body'], ['1', '3']],
      [{ rows: ['Status = OPEN', 'Status = CLOSED', 'Task ID=2'] }, ['Task ID', 'Status', 'Body'], ['2']],
      [{ rows: [{ column: 'Body', value: 'x' }], columns: ['Task ID'] }, ['Task ID'], ['3']],
      [{ rows: { Status: 'CLOSED' }, columns: ['Task ID'] }, ['Task ID'], ['2']],
      [{ rows: { 'Task ID': 2 }, columns: ['Task ID'] }, ['Task ID'], ['2']],
      [{ rows: ['body ~ Lines', 'Body ~ HI'], columns: ['Task ID'] }, ['Task ID'], ['1', '2']],
      [{ rows: ['Body ~ "'], columns: ['Task ID'] }, ['Task ID'], ['2']],
      [{ rows: ['Body = = x'], columns: ['Task ID'] }, ['Task ID'], []],
      [{ rows: ['Task ID >= 2', 'Task ID<3'], columns: ['Task ID'] }, ['Task ID'], ['2']],
      [{ rows: ['Task ID > 1', 'Status=OPEN'], columns: ['Task ID'] }, ['Task ID'], ['3']],
    ] as const;
    const filtered = filters.map(async ([args]) => {
      const { columns, rows } = (await run(tasks, args)).table as { columns: string[]; rows: string[][] };
      return [args, columns, rows.map(([id]) => id)];
    });
    expect(await Promise.all(filtered)).toEqual(filters);
  });

  it('is filtered by a comparison, in which a day includes its times and an empty cell never matches', async () => {
    const comparisons = [
      ['At >= 2026-01-31', ['b', 'c', 'd']],
      ['At > 2026-01-31', ['d']],
      ['At <= 2026-01-31', ['a', 'b', 'c']],
      ['At < 2026-01-31T10', ['a', 'b']],
      ['At >= 2026-01-31T11:00:00+01:00', ['c', 'd']],
      ['At < 2026-01-31T00:30:00+01:00', []],
      ['At <= 2026-01-31T01:00+01:00', ['a', 'b']],
      ['At >= 2026-01-31 10:00', ['c', 'd']],
      ['At = 2026-01-31 10:00:00Z', ['c']],
      ['Opened >= 2026-01-31T09:00', ['c']],
      ['Seconds >= 100', ['b', 'c']],
      ['Seconds < 1e2', ['a']],
      ['Share >= 80', ['b', 'c']],
      ['Share <= 81.5%', ['a', 'b']],
      ['Share > 1,000', ['c']],
    ] as const;
    const text = `ID,At,Seconds,Opened,Share
a,2026-01-30T23:59:59Z,9,2026-01-30 09:00:00,9%
b,2026-01-31T00:00:00Z,100,2026-01-31 08:59:59,81.5 %
c,2026-01-31T10:00:00Z,1000,2026-01-31 10:00:00,"1,200"
d,2026-02-01,,,N/A
e,,,,
`;
    const filtered = comparisons.map(async ([comparison]) => {
      const { table } = await run(text, { rows: [comparison], columns: ['ID'] });
      return [comparison, table];
    });
    const expected = comparisons.map(([comparison, ids]) => [
      comparison,
      { columns: ['ID'], rows: ids.map((id) => [id]) },
    ]);
    expect(await Promise.all(filtered)).toEqual(expected);
  });

  it('has only the columns that its page has', async () => {
    const { frame, data } = await run(tasks);
    const picked = (data as { Status: string }[]).map(({ Status }) => ({ Status }));
    expect(frame?.(picked.slice(0, 1), String)).toEqual({ columns: ['Status'], rows: [['OPEN']] });
  });

  it('names the unknown and the existing columns, and fails only when none of the given ones exists', async () => {
    const { table, hint } = await run(tasks, { columns: ['Status', 'Owner'] });
    expect(table).toMatchObject({ columns: ['Status'] });
    expect(hint).toContain('No such column: "Owner". There are "Task ID", "Status", "Body".');
    for (const args of [{ columns: ['Stauts'] }, { rows: ['Stauts = OPEN'] }]) {
      await expect(run(tasks, args)).rejects.toMatchObject({
        kind: 'invalid_input',
        message: expect.stringContaining('Did you mean "Status"?'),
        hint: 'Its columns: "Task ID", "Status", "Body".',
      });
    }
  });

  it('that is empty says what left no row', async () => {
    expect((await run(tasks, { rows: ['Status = gone'] })).hint).toContain('None of 3 rows match');
    expect((await run('Task ID\n')).hint).toContain('nothing in this period passes the filters');
  });

  it('with as many rows as Gladly gives at most counts as cut', async () => {
    const outcomeOf = async (count: number) => {
      const text = `ID\n${'1\n'.repeat(count)}`;
      return (await run(text, { rows: ['ID = 2'] })) as { limited?: boolean; hint?: string };
    };
    expect(await outcomeOf(99_999)).not.toHaveProperty('limited');
    const full = await outcomeOf(100_000);
    expect(full).toMatchObject({ limited: true, hint: expect.stringContaining('exactly 100000 rows') });
    const file = await run(`ID\n${'12345\n'.repeat(100_000)}`);
    expect(file.hint).toContain('cuts a report at 100,000 rows');
  });

  it('is saved when it is large, and returned with its columns and first rows', async () => {
    const text = `\uFEFF\nid,note\n${Array.from({ length: 5000 }, (_, row) => `${row},"a, b"\n`).join('')}`;
    const gladly = await fakeGladly({
      body: text,
      headers: { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename=tasks.csv' },
    });
    const { data, file, frame } = await gladly.call('create_a_gladly_report', request);
    expect(frame).toBeUndefined();
    expect(data).toEqual({
      columns: ['id', 'note'],
      preview: Array.from({ length: 10 }, (_, row) => [String(row), 'a, b']),
    });
    expect(file).toMatchObject({ filename: 'tasks.csv', bytes: Buffer.byteLength(text) });
    expect(readFileSync(file?.path ?? '', 'utf8')).toBe(text);
  });

  it('that is large is filtered in this process, from its file when it is larger still', async () => {
    const lines = (count: number, note: string) =>
      `id,note\n${Array.from({ length: count }, (_, row) => `${row},${row % 1000 === 7 ? 'x' : note}\n`).join('')}`;
    const unsaved = await run(lines(5000, 'y'), { rows: ['note = x'] });
    expect(unsaved.file).toBeUndefined();
    expect(unsaved.table).toMatchObject({
      rows: [
        ['7', 'x'],
        ['1007', 'x'],
        ['2007', 'x'],
        ['3007', 'x'],
        ['4007', 'x'],
      ],
    });
    const saved = await run(lines(30_000, 'y'.repeat(200)), { columns: ['id'] });
    expect(saved.table).toMatchObject({ columns: ['id'], path: saved.file?.path, filename: saved.file?.filename });
    expect(saved).toMatchObject({ limited: true, hint: expect.stringContaining('30000 rows match, the first 10000') });
  });

  it('is read in the charset of its file', async () => {
    async function* bytes() {
      yield Buffer.from('Name\nBj', 'latin1');
      yield Buffer.from('ørn\n', 'latin1');
    }
    for (const charset of ['iso-8859-1', 'windows-1252']) {
      expect((await readTable({ bytes: bytes(), charset })).rows).toEqual([{ Name: 'Bjørn' }]);
    }
    expect((await readTable({ bytes: bytes(), charset: 'nobody knows' })).rows).toHaveLength(1);
  });

  it('that exceeds a rate limit says which one', async () => {
    const gladly = await fakeGladly({
      status: 429,
      body: 'Too Many Requests',
      headers: { 'content-type': 'text/plain', 'ratelimit-limit-second': '10', 'ratelimit-remaining-second': '9' },
    });
    await expect(gladly.call('create_a_gladly_work_session_report', times)).rejects.toMatchObject({
      kind: 'rate_limited',
      rateLimit: { 'ratelimit-reset': 60 },
      hint: expect.stringMatching(/2 at a time and 10 a minute.*60 seconds/),
    });
  });

  it('with the name "?" is an explanation of all reports, without a request', async () => {
    const gladly = await fakeGladly(csv(tasks));
    const { data } = await gladly.call('create_a_gladly_report', { metricSet: '?' });
    const { columns, rows } = data as { columns: string[]; rows: string[][] };
    expect(columns).toEqual(['metricSet', 'one row is', 'chosen by', 'takes']);
    expect(rows.map(([name]) => name)).toEqual(reportNames);
    expect(rows.find(([name]) => name === 'ConversationExportReport')).toEqual([
      'ConversationExportReport',
      'conversation',
      'creation',
      'inboxes',
    ]);
    expect(rows.filter((row) => row[1] === '' || row[2] === '')).toEqual([]);
    const some = await gladly.call('create_a_gladly_report', {
      metricSet: '?',
      rows: ['metricSet = ConversationExportReport'],
      columns: ['chosen by'],
    });
    expect(some.data).toEqual({ columns: ['chosen by'], rows: [['creation']] });
    expect(gladly.seen).toEqual([]);
  });
});
