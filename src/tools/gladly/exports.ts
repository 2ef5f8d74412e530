import { createReadStream } from 'node:fs';
import type { Failure } from '../../failure.js';
import type { SavedFile } from '../../http/download.js';
import { scalarText } from '../../json.js';
import { id, oneOf, text, time } from '../arguments.js';
import type { Outcome } from '../define.js';
import { membersOf } from '../members.js';
import { record, rows, savedFile } from '../output.js';
import { documented, get, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { readLines, unreadableHint } from './json-lines.js';
import { exportJob } from './targets.js';

const statuses = ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED'] as const;
const jobId = () => id('export job');

const job = {
  id: 'string',
  scheduleId: 'string: run by the schedule; absent for one-time jobs',
  status: statuses.join(', '),
  updatedAt: 'ISO time of the last change',
  parameters: record({ type: 'CONVERSATIONS', startAt: 'ISO time: start of the period', endAt: 'ISO time: its end' }),
  files: 'array of file names for gladly_export_files_download',
};

/** Gladly's own order is not documented. */
const sortLatestFirst = (jobs: unknown): unknown =>
  Array.isArray(jobs) ? jobs.toSorted((a, b) => changedAt(b) - changedAt(a)) : jobs;

const changedAt = (job: unknown): number => Date.parse(scalarText(membersOf(job).updatedAt)) || 0;

/** Gladly answers 400 while the job runs; no argument is wrong, and the job can be deleted when it has ended. */
function explainRunning(failure: Failure, args: { id: string }): Failure {
  if (failure.code !== 'temporary_failure') return failure;
  return failure.with({
    kind: 'locked',
    message: `Export job ${args.id} is still running; only COMPLETED and FAILED jobs can be deleted.`,
    details: { export_job: { id: args.id } },
    hint: `Look with get_single_gladly_export_job_by_id (id "${args.id}") until it has ended, then delete it again.`,
  });
}

/** How many records, and how many characters of records, are kept for paging. Those beyond are still counted. */
const pagingLimits = { maxRecords: 1_000, maxCharacters: 4_000_000 };

/**
 * The filter for records that contain a text, as options of `readLines`. It looks at the text of a line first, since
 * parsing every line of a large file takes long.
 * @param contains one text, or several alternatives with `|` between them; blank for every record
 */
function textFilter(contains = '') {
  const alternatives = contains
    .toLowerCase()
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (alternatives.length === 0) return {};
  const escapedAlternatives = alternatives.map((one) => JSON.stringify(one).slice(1, -1));
  // A file may write letters beyond ASCII, and signs such as & or /, with an escape: \u0026, \/.
  const mayBeEscaped = /[^a-z\d ._-]/.test(alternatives.join(''));
  return {
    mayBeWanted: (line: string) => {
      const lowerCaseLine = line.toLowerCase();
      return escapedAlternatives.some((one) => lowerCaseLine.includes(one)) || (mayBeEscaped && /\\[u/]/.test(line));
    },
    isWanted: (record: unknown) => alternatives.some((text) => containsText(record, text, 0)),
  };
}

/** Whether a text or number anywhere in the record contains the text (in lower case); names of members do not count. */
function containsText(value: unknown, text: string, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'number') return String(value).toLowerCase().includes(text);
  if (typeof value !== 'object' || value === null || depth > 20) return false;
  return Object.values(value).some((inside) => containsText(inside, text, depth + 1));
}

/** The records of a saved file as a paged list, with the file. */
async function recordsIn(file: SavedFile, contains: string | undefined, signal: AbortSignal): Promise<Outcome> {
  const filter = textFilter(contains);
  const lines = await readLines(createReadStream(file.path), { ...pagingLimits, ...filter, signal });
  const hasMore = lines.hiddenCount > 0;
  const hints = [
    unreadableHint(lines),
    hasMore &&
      `${lines.matchCount} records match, the first ${lines.matchCount - lines.hiddenCount} can be paged through here: narrow them with contains, or read the file.`,
    filter.isWanted !== undefined &&
      lines.matchCount === 0 &&
      lines.total > 0 &&
      `None of ${lines.total} records contains it. A file holds only its job's period (parameters).`,
  ].filter(Boolean);
  return {
    data: lines.records,
    file,
    frame: (records) => ({ ...file, records: lines.total, preview: records }),
    ...(hasMore && { limited: true }),
    ...(hints.length > 0 && { hint: hints.join(' ') }),
  };
}

export const exportTools = [
  defineGladlyTool({
    name: 'list_all_gladly_export_schedules',
    title: 'The export schedule',
    tag: 'exports',
    effect: 'list',
    description: 'When Gladly exports by itself.',
    input: {},
    output: rows({
      id: 'string',
      frequency: 'HOURLY or DAILY',
      type: 'CONVERSATIONS',
      nextStartAt: 'ISO time',
      updatedAt: 'ISO time',
    }),
    route: get('/api/v1/export/schedules', documented),
  }),
  defineGladlyTool({
    name: 'list_all_gladly_export_jobs',
    title: 'Export jobs',
    tag: 'exports',
    effect: 'list',
    description:
      'Exports of the last 14 days, last changed first: id, scheduleId (none = one-off), status, parameters (the period), updatedAt, files. No tool starts one.',
    input: {
      status: oneOf(statuses, 'status').optional(),
      startAt: time('updated since; at most 14 days ago').optional(),
      endAt: time('updated until').optional(),
    },
    whenEmpty:
      'No such job in the last 14 days. No tool starts one: Gladly exports by its schedule (list_all_gladly_export_schedules).',
    output: rows(job),
    shape: sortLatestFirst,
    route: get('/api/v1/export/jobs', documented),
    example: { status: 'COMPLETED' },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_export_job_by_id',
    title: 'One export job',
    tag: 'exports',
    effect: 'get',
    description: 'Status, period (parameters) and file names of one export job.',
    input: { id: jobId() },
    output: record(job),
    route: get('/api/v1/export/jobs/{id}', documented),
    example: { id: demo.exportJob },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_export_job_by_id',
    title: 'Delete an export job',
    tag: 'exports',
    effect: 'delete',
    description: 'Deletes a COMPLETED or FAILED export job and its files for good.',
    input: { id: jobId() },
    route: remove('/api/v1/export/jobs/{id}', documented),
    example: { id: demo.failedExportJob },
    explainRefusal: explainRunning,
    target: exportJob,
  }),
  defineGladlyTool({
    name: 'gladly_export_files_download',
    title: 'Download an export file',
    tag: 'exports',
    effect: 'custom-read',
    description:
      'Saves a file of an export job (JSON lines, may be huge); preview pages through its records: customers.jsonl (id, name, address, emailAddresses, phoneNumbers; which customers is unproven), conversation_items.jsonl, agents.jsonl, topics.jsonl.',
    paged: true,
    input: {
      job_id: jobId(),
      filename: text('of the job'),
      contains: text('only records with this text; a|b: either').optional(),
    },
    local: ['contains'],
    output: record({
      ...savedFile.properties,
      records: 'integer: lines in the file',
      preview: 'array: the records of this page',
    }),
    route: get('/api/v1/export/jobs/{job_id}/files/{filename}', documented),
    example: { job_id: demo.exportJob, filename: 'agents.jsonl' },
    download: { name: ({ filename }) => filename },
    send: async (operation, sent, { filename, contains }, context) => {
      const file = await context.clients.gladly.download(operation, sent, filename, context);
      return recordsIn(file, contains, context.signal);
    },
    untrustedContent: true,
  }),
];
