import type { DemoRoutes } from '../router.js';
import { queryTime } from './body.js';
import { badRequest, notExist, refusal } from './errors.js';
import { demoExportJobs, demoExportSchedule } from './ids.js';
import type { Customer } from './model.js';
import { noContent, ok } from './responses.js';
import type { Store } from './store.js';

const day = 86_400_000;
/** "Files older than 14 days are removed from Gladly and jobs older than 14 days are not available from the API." */
const retentionMs = 14 * day;
/** Added to the 14 days, so that a client may ask for exactly the last 14. */
const graceMs = 60_000;

const statuses = ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED'] as const;

interface Job {
  id: string;
  /** Absent for one-time jobs. */
  scheduleId?: string | undefined;
  status: (typeof statuses)[number];
  updatedAt: string;
  parameters: { type: 'CONVERSATIONS'; startAt: string; endAt: string };
  files: string[];
}

/** The export schedule, the export jobs and their JSONL files. */
export function exportRoutes(store: Store): DemoRoutes {
  const jobs = seededJobs();
  const jobById = (id = ''): Job => {
    const job = jobs.get(id);
    if (!job) throw notExist(`job [${id}] does not exist`);
    return job;
  };
  return {
    'GET /export/schedules': () => {
      const midnight = Math.floor(Date.now() / day) * day;
      const nextStartAt = new Date(midnight + day).toISOString();
      const updatedAt = new Date(midnight).toISOString();
      return ok([{ id: demoExportSchedule, frequency: 'DAILY', type: 'CONVERSATIONS', nextStartAt, updatedAt }]);
    },
    'GET /export/jobs': ({ query }) => ok(matchingJobs([...jobs.values()], query)),
    'GET /export/jobs/{jobId}': ({ params }) => ok(jobById(params.jobId)),
    'DELETE /export/jobs/{jobId}': ({ params }) => {
      const { id, status } = jobById(params.jobId);
      if (status === 'COMPLETED' || status === 'FAILED') {
        jobs.delete(id);
        return noContent;
      }
      const detail = `unable to delete job with status [${status}]. Please try again after it has finished`;
      throw refusal(400, { attr: 'status', code: 'temporary_failure', detail }, 'bare');
    },
    'GET /export/jobs/{jobId}/files/{filename}': ({ params: { jobId, filename = '' } }) => {
      const job = jobById(jobId);
      const recordsOf = recordsByFile[filename];
      if (!recordsOf || !job.files.includes(filename)) throw notExist(`file [${filename}] does not exist`);
      const lines = recordsOf(store, job).map((record) => `${JSON.stringify(record)}\n`);
      return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: lines.join('') };
    },
  };
}

/** What each file of a job contains. */
const recordsByFile: Record<string, (store: Store, job: Job) => unknown[]> = {
  'agents.jsonl': ({ agents }) => agents,
  'conversation_items.jsonl': ({ items }, { parameters: { startAt, endAt } }) =>
    [...items.values()].filter(({ timestamp }) => timestamp >= startAt && timestamp < endAt),
  'customers.jsonl': ({ customers }) => [...customers.values()].map(flatCustomer),
  'topics.jsonl': ({ topics }) => [...topics.values()],
};

/** An exported customer: flat, unlike a profile of the API. */
function flatCustomer({ id, name, address, emails, phones, externalCustomerId, externalCustomerIds }: Customer) {
  const emailAddresses = emails.map(({ original }) => original);
  const phoneNumbers = phones.map(({ normalized }) => normalized);
  return { id, name, address, emailAddresses, phoneNumbers, externalCustomerId, externalCustomerIds };
}

/** The jobs of the last 14 days that the query selects; the query's startAt and endAt limit `updatedAt`. */
function matchingJobs(jobs: Job[], query: URLSearchParams): Job[] {
  const now = Date.now();
  const status = query.get('status');
  if (status !== null && !statuses.some((candidate) => candidate === status)) {
    throw badRequest({ attr: 'status', code: 'invalid', detail: `status must be one of ${statuses.join(', ')}` });
  }
  const oldest = new Date(now - retentionMs).toISOString();
  const startAt = queryTime(query, 'startAt') ?? oldest;
  const endAt = queryTime(query, 'endAt') ?? new Date(now).toISOString();
  if (Date.parse(startAt) < now - retentionMs - graceMs) {
    throw badRequest({ attr: 'startAt', code: 'invalid', detail: 'startAt cannot be more than 14 days ago' });
  }
  if (endAt < startAt) throw badRequest({ attr: 'endAt', code: 'invalid', detail: "endAt cannot be before 'startAt'" });
  return jobs.filter(
    (job) => (status === null || job.status === status) && job.updatedAt >= startAt && job.updatedAt <= endAt,
  );
}

function seededJobs(): Map<string, Job> {
  const now = Date.now();
  const midnight = (daysAgo: number) => new Date(Math.floor(now / day - daysAgo) * day).toISOString();
  // A job was last updated 20 minutes after its period, or just now.
  const job = (id: string, status: Job['status'], fromDaysAgo: number, toDaysAgo: number, isOneTime = false): Job => ({
    id,
    ...(!isOneTime && { scheduleId: demoExportSchedule }),
    status,
    updatedAt: new Date(Math.min(now, Date.parse(midnight(toDaysAgo)) + 20 * 60_000)).toISOString(),
    parameters: { type: 'CONVERSATIONS', startAt: midnight(fromDaysAgo), endAt: midnight(toDaysAgo) },
    files: status === 'COMPLETED' ? Object.keys(recordsByFile) : [],
  });
  const jobs = [
    job(demoExportJobs.completed, 'COMPLETED', 2, 1),
    job(demoExportJobs.year, 'COMPLETED', 365, 0, true),
    job(demoExportJobs.failed, 'FAILED', 3, 2),
    job(demoExportJobs.inProgress, 'IN_PROGRESS', 1, 0),
    job(demoExportJobs.pending, 'PENDING', 30, 0, true),
  ];
  return new Map(jobs.map((one) => [one.id, one]));
}
