import type { ArchiveRecord } from './archive-records.js';
import { day, puzzelDate } from './dates.js';
import { done, invalid, ok, unknown } from './envelope.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';
import type { PuzzelState } from './state.js';
import { fullName, groupName } from './users.js';

const archive = '/{customerKey}/users/{userId}/archive';

export const archiveRoutes: PuzzelRoutes = {
  [`POST ${archive}/search`]: { moved: `GET ${archive}`, run: (call) => ok({ entries: search(call) }) },
  [`POST ${archive}/{recordId}/delete`]: {
    moved: `DELETE ${archive}/{recordId}`,
    run: (call) => {
      const record = recordOf(call, 'recordId');
      call.state.archive.splice(call.state.archive.indexOf(record), 1);
      call.state.enquiries.delete(record.callId);
      recordAudit(call, 'Delete', record, 0);
      return done(record.requestId);
    },
  },
  [`GET ${archive}/{callId}/survey`]: {
    moved: 'GET /{customerKey}/users/{userId}/surveys/{callId}',
    run: (call) => {
      const { callId, survey, start, seconds, userId, queue } = recordOf(call, 'callId');
      if (!survey) throw unknown('For this call, survey of call', callId);
      // inferred: a score from 0 to 10 and a comment are on the help pages, the other names are not.
      const time = puzzelDate(start + (seconds + 60) * 1000);
      return ok({ callId, time, score: survey.score, comment: survey.comment, agentId: userId, queueKey: queue.key });
    },
  },
  [`POST ${archive}/{callId}/tags/update`]: {
    moved: `PUT ${archive}/{callId}/tags`,
    run: (call) => {
      const record = recordOf(call, 'callId');
      const tags = call.args.pairs('tags');
      if (!tags) throw invalid('tags', 'is required');
      // inferred: the list that is sent takes the place of the one that was there.
      record.tags = tags;
      record.comment = call.args.text('comment') ?? record.comment;
      return done(record.requestId);
    },
  },
};

/** The record that a path parameter names, or the 404 with an envelope. */
export function recordOf({ state, args }: PuzzelCall, parameter: string): ArchiveRecord {
  const asked = args.requiredText(parameter);
  const record = state.archive.find(({ callId }) => callId === asked);
  if (!record) throw unknown('Archive record', asked);
  return record;
}

/** Notes in the archive audit log that somebody listened to a recording, downloaded or deleted it. */
export function recordAudit(call: PuzzelCall, operation: string, record: ArchiveRecord, recIndex: number): void {
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

function search({ state, args, now }: PuzzelCall) {
  // inferred: without a start the search looks back three months, like the other logs.
  const from = args.moment('from') ?? now - 92 * day;
  const to = args.moment('to') ?? Number.POSITIVE_INFINITY;
  const userGroupId = args.integer('userGroupId');
  const queueId = args.integer('queueId');
  const mediaType = args.text('mediaType')?.toLowerCase() ?? 'undefined';
  const wanted = (args.text('searchString') ?? '').replaceAll('%', '').toLowerCase();
  const found = state.archive.filter((record) => {
    const agent = state.users.get(record.userId);
    const words = [record.callId, record.remoteAddress, record.comment, ...record.tags.map(({ value }) => value)];
    return (
      record.start >= from &&
      record.start <= to &&
      (userGroupId === undefined || agent?.groupId === userGroupId) &&
      (queueId === undefined || record.queue.id === queueId) &&
      (mediaType === 'undefined' || record.mediaType.toLowerCase() === mediaType) &&
      [...words, agent ? fullName(agent) : ''].join(' ').toLowerCase().includes(wanted)
    );
  });
  return found.slice(0, args.integer('maxMatches') ?? found.length).map((record) => recordView(state, record));
}

function recordView(state: PuzzelState, record: ArchiveRecord) {
  const agent = state.users.get(record.userId);
  return {
    recordStart: puzzelDate(record.start),
    accessPoint: record.accessPoint,
    callId: record.callId,
    recordingType: record.mediaType === 'Chat' ? 'Chat' : 'Audio',
    contentAvailable: record.mediaType === 'Chat' || record.recordings > 0,
    surveyExist: record.survey !== undefined,
    enquiryRegistrationExists: state.enquiries.has(record.callId),
    // inferred: one entry for each recording or chat log, with the session id and index that stream and download take.
    // One recording starts where the one before ended; together they are as long as the call.
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
function partsOf({ seconds, recordings }: ArchiveRecord): [number, number][] {
  const parts = Math.max(1, recordings);
  const at = (part: number) => Math.round((seconds * part) / parts);
  return Array.from({ length: parts }, (_, index) => [at(index), at(index + 1)]);
}
