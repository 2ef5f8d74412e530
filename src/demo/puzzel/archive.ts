import type { ArchiveRecord } from './archive-records.js';
import { day, puzzelDate } from './dates.js';
import { done, invalid, notFound, ok } from './envelope.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import type { PuzzelState } from './state.js';
import { fullName, groupName } from './users.js';

const archivePath = '/{customerKey}/users/{userId}/archive';

export const archiveRoutes: PuzzelRoutes = {
  [`POST ${archivePath}/search`]: { alternative: `GET ${archivePath}`, run: (call) => ok({ entries: search(call) }) },
  [`POST ${archivePath}/{recordId}/delete`]: {
    alternative: `DELETE ${archivePath}/{recordId}`,
    run: (call) => {
      const record = recordOf(call, 'recordId');
      call.state.archive.splice(call.state.archive.indexOf(record), 1);
      call.state.enquiries.delete(record.callId);
      recordAudit(call, 'Delete', record, 0);
      return done(record.requestId);
    },
  },
  [`GET ${archivePath}/{callId}/survey`]: {
    alternative: 'GET /{customerKey}/users/{userId}/surveys/{callId}',
    run: (call) => {
      const { callId, survey, start, durationSeconds, userId, queue } = recordOf(call, 'callId');
      if (!survey) throw notFound('Survey of call', callId);
      // Help pages name a score from 0 to 10 and a comment; the other names are inferred.
      const time = puzzelDate(start + (durationSeconds + 60) * 1000);
      return ok({ callId, time, score: survey.score, comment: survey.comment, agentId: userId, queueKey: queue.key });
    },
  },
  [`POST ${archivePath}/{callId}/tags/update`]: {
    alternative: `PUT ${archivePath}/{callId}/tags`,
    run: (call) => {
      const record = recordOf(call, 'callId');
      const tags = call.args.pairs('tags');
      if (!tags) throw invalid('tags', 'is required');
      // inferred: the new list replaces the old one.
      record.tags = tags;
      record.comment = call.args.text('comment') ?? record.comment;
      return done(record.requestId);
    },
  },
};

/** The record that a path parameter names. @throws the 404 with an envelope */
export function recordOf({ state, args }: ApiCall, parameter: string): ArchiveRecord {
  const callIdAsSent = args.requiredText(parameter);
  const record = state.archive.find(({ callId }) => callId === callIdAsSent);
  if (!record) throw notFound('Archive record', callIdAsSent);
  return record;
}

/** Adds an entry to the archive audit log: somebody listened to or downloaded a recording, or deleted a record (index 0). */
export function recordAudit(call: ApiCall, operation: string, record: ArchiveRecord, recIndex: number): void {
  const { bearer, state, now } = call;
  state.logs.audits.unshift({
    id: state.nextLogId(),
    dateTime: now,
    operation,
    iqSessionId: record.callId,
    recIndex,
    mediaType: record.mediaType,
    userId: bearer.session.userId,
  });
}

function search({ state, args, now }: ApiCall) {
  // inferred: without `from` the search covers 92 days, as long as the logs are kept.
  const from = args.moment('from') ?? now - 92 * day;
  const to = args.moment('to') ?? Number.POSITIVE_INFINITY;
  const userGroupId = args.integer('userGroupId');
  const queueId = args.integer('queueId');
  const mediaType = args.text('mediaType')?.toLowerCase();
  const searchText = (args.text('searchString') ?? '').replaceAll('%', '').toLowerCase();
  const records = state.archive.filter((record) => {
    const agent = state.users.get(record.userId);
    const tagValues = record.tags.map(({ value }) => value);
    const agentName = agent ? fullName(agent) : '';
    const searchedText = [record.callId, record.remoteAddress, record.comment, ...tagValues, agentName].join(' ');
    return (
      record.start >= from &&
      record.start <= to &&
      (userGroupId === undefined || agent?.groupId === userGroupId) &&
      (queueId === undefined || record.queue.id === queueId) &&
      // inferred: the media type `Undefined` asks for any.
      (mediaType === undefined || mediaType === 'undefined' || record.mediaType.toLowerCase() === mediaType) &&
      searchedText.toLowerCase().includes(searchText)
    );
  });
  return records.slice(0, args.integer('maxMatches') ?? records.length).map((record) => recordView(state, record));
}

function recordView(state: PuzzelState, record: ArchiveRecord) {
  const agent = state.users.get(record.userId);
  return {
    recordStart: puzzelDate(record.start),
    accessPoint: record.accessPoint,
    callId: record.callId,
    recordingType: record.mediaType === 'Chat' ? 'Chat' : 'Audio',
    contentAvailable: true,
    surveyExist: record.survey !== undefined,
    enquiryRegistrationExists: state.enquiries.has(record.callId),
    // inferred: a chat has one entry, a call one for each recording, with the session id and index that stream and download
    // take. A recording starts where the one before it ended; together they are as long as the call.
    entries: partsOf(record).map(([begin, end], index) => ({
      iqSessionId: record.callId,
      recIndex: index + 1,
      requestId: String(record.requestId),
      mediaType: record.mediaType,
      start: puzzelDate(record.start + begin * 1000),
      lengthSeconds: end - begin,
      remoteAddress: record.remoteAddress,
      queueId: record.queue.id,
      queueKey: record.queue.key,
      queueDescription: record.queue.description,
      userId: record.userId,
      userFullName: agent ? fullName(agent) : null,
      userGroupName: agent ? groupName(agent) : null,
    })),
    tags: record.tags,
    comment: record.comment,
  };
}

/** Seconds from the start of the call at which each part begins and ends. */
function partsOf({ durationSeconds, recordingCount }: ArchiveRecord): [number, number][] {
  const partCount = Math.max(1, recordingCount);
  const at = (part: number) => Math.round((durationSeconds * part) / partCount);
  return Array.from({ length: partCount }, (_, index) => [at(index), at(index + 1)]);
}
