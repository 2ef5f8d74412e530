import type { Failure } from '../../failure.js';
import type { Arguments } from '../../http/route.js';
import { id, oneOf, text, time } from '../arguments.js';
import { changed, record, rows, savedFile } from '../output.js';
import { documented, get, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { glance } from './jsonl.js';
import { exportJob } from './targets.js';

const statuses = ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED'] as const;
const jobId = () => id('export job');

const job = {
  id: 'string',
  scheduleId: 'string: absent for one-time jobs',
  status: statuses.join(', '),
  updatedAt: 'ISO time',
  parameters: record({ type: 'CONVERSATIONS', startAt: 'ISO time', endAt: 'ISO time' }),
  files: 'array of file names for gladly_export_files_download',
};

/** A job that still runs is no wrong argument: it holds itself until it has ended. */
function running(failure: Failure, args: Arguments): Failure {
  if (failure.code !== 'temporary_failure') return failure;
  return failure.with({
    kind: 'locked',
    message: `Export job ${String(args.id)} is still running; only COMPLETED and FAILED jobs can be deleted.`,
    details: { export_job: { id: args.id } },
    hint: `Look with get_single_gladly_export_job_by_id (id "${String(args.id)}") until it has ended, then delete it again.`,
  });
}

const previewed = { most: 3, bytes: 64 * 1024 };

export const exportTools = [
  defineGladlyTool({
    name: 'list_all_gladly_export_schedules',
    title: 'The export schedule',
    tag: 'exports',
    effect: 'list',
    description: 'When Gladly exports by itself. One schedule per organization, changed only by Gladly Support.',
    input: {},
    output: rows({
      id: 'string',
      frequency: 'HOURLY or DAILY',
      type: 'CONVERSATIONS',
      nextStartAt: 'ISO time',
      updatedAt: 'ISO time',
    }),
    route: get('/api/v1/export/schedules', documented),
    example: {},
  }),
  defineGladlyTool({
    name: 'list_all_gladly_export_jobs',
    title: 'Export jobs',
    tag: 'exports',
    effect: 'list',
    description:
      'Exports of the last 14 days and their files: conversations, customers, agents, topics in bulk. No tool starts one.',
    input: {
      status: oneOf(statuses, 'status').optional(),
      startAt: time('updated since; at most 14 days ago').optional(),
      endAt: time('updated until').optional(),
    },
    output: rows(job),
    route: get('/api/v1/export/jobs', documented),
    example: { status: 'COMPLETED' },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_export_job_by_id',
    title: 'One export job',
    tag: 'exports',
    effect: 'get',
    description: 'State and file names of one export job.',
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
    output: changed,
    route: remove('/api/v1/export/jobs/{id}', documented),
    example: { id: demo.failedExportJob },
    refused: running,
    target: exportJob,
  }),
  defineGladlyTool({
    name: 'gladly_export_files_download',
    title: 'Download an export file',
    tag: 'exports',
    effect: 'custom-read',
    description:
      'Saves a file of an export job (JSON lines, may be huge); answers path, number of records and the first ones.',
    input: { job_id: jobId(), filename: text('of the job, e.g. customers.jsonl') },
    output: record({
      ...savedFile.properties,
      records: 'integer: lines in the file',
      preview: `array: the first ${previewed.most} records`,
    }),
    route: get('/api/v1/export/jobs/{job_id}/files/{filename}', documented),
    example: { job_id: demo.exportJob, filename: 'agents.jsonl' },
    download: { name: ({ filename }) => String(filename) },
    send: async (operation, args, context) => {
      const file = await context.clients.gladly.download(operation, args, String(args.filename), context);
      return { data: await glance(file.path, { ...previewed, signal: context.signal }), file };
    },
    customerText: true,
  }),
];
