import type { Variable } from './arguments.js';
import type { CallRecord } from './call-history.js';
import type { CallSimulation } from './call-simulation.js';
import { hour, second, startOfDay } from './dates.js';
import { archiveComments, complaints, enquiryCategories } from './seed/archive.js';
import { accessPointOf, mediaOf, type Queue, queues } from './seed/queues.js';

// Times in this file are milliseconds since 1970.

/** One archived call or chat. */
export interface ArchiveRecord {
  /** Digits only. inferred: it is also the id of the record and of the session (puzzel.md, section 12). */
  callId: string;
  requestId: number;
  mediaType: 'Phone' | 'Chat';
  /** When it was answered. */
  start: number;
  durationSeconds: number;
  accessPoint: string;
  remoteAddress: string;
  queue: Queue;
  userId: number;
  /** At least 1 for a call, 0 for a chat. Indexes begin with 1 (inferred: Puzzel's file delivery numbers recordings so). */
  recordingCount: number;
  tags: Variable[];
  comment: string;
  survey?: { score: number; comment: string };
}

export interface EnquiryRegistration {
  id: number;
  time: number;
  agentId: number;
  queue: Queue | undefined;
  categories: { id: number; description: string; topics: { id: number; description: string }[] }[];
  data: Variable[];
}

/**
 * Forty of the calls and chats before the start, newest first: the last one of each agent who is logged on, five of
 * yesterday afternoon that are tagged as complaints, and others of the six days before today.
 * Adds to `enquiries`. The chosen calls of the days before get new call ids, the complaints also their caller and survey.
 */
export function seedArchive(
  startedAt: number,
  { answeredCalls, earlierCalls }: CallSimulation,
  enquiries: Map<string, EnquiryRegistration>,
): ArchiveRecord[] {
  const isEndedCallOrChat = (call: CallRecord) => mediaOf(call.queueId) !== 'EMail' && call.endedAt <= startedAt;
  const lastCalls = [...new Set(answeredCalls.map(({ userId }) => userId))].flatMap((id) => {
    return answeredCalls.findLast((call) => call.userId === id && isEndedCallOrChat(call)) ?? [];
  });
  const yesterdayAt13 = startOfDay(startedAt) - 11 * hour;
  const complaintCalls = complaints.flatMap(({ userId, queueId, from, survey }) => {
    const call = earlierCalls.find(
      (one) => one.userId === userId && one.queueId === queueId && one.leftQueueAt > yesterdayAt13,
    );
    if (!call) return [];
    call.from = from;
    call.survey = survey;
    call.surveyOffered = true;
    return call;
  });
  const otherCalls = earlierCalls
    .filter((call) => isEndedCallOrChat(call) && !complaintCalls.includes(call))
    .sort((a, b) => b.leftQueueAt - a.leftQueueAt);
  const chats = otherCalls.filter(({ queueId }) => mediaOf(queueId) === 'Chat');
  const phoneCalls = otherCalls.filter(({ queueId }) => mediaOf(queueId) === 'Phone');
  const chosenCalls = Array.from({ length: 40 - lastCalls.length - complaintCalls.length }, (_, index) => {
    const calls = index % 9 === 3 ? chats : phoneCalls;
    return calls[(index * 97) % calls.length] ?? [];
  }).flat();
  const archivedEarlierCalls = [...complaintCalls, ...chosenCalls];
  archivedEarlierCalls.forEach((call, index) => {
    call.callId = String(8_840_310_000 + index * 137);
  });
  return [...lastCalls, ...archivedEarlierCalls]
    .map((call, index): ArchiveRecord => {
      const { callId, requestId, queueId, userId, from, leftQueueAt, survey } = call;
      const queue = queues.find(({ id }) => id === queueId);
      if (!queue) throw new Error('the seed has no such queue');
      if (index % 4 === 1) enquiries.set(callId, seedEnquiry(index, call.endedAt, userId, queue));
      const complaint = complaints[complaintCalls.indexOf(call)];
      const comment = index % 3 === 1 ? archiveComments[index % archiveComments.length] : undefined;
      const isChat = mediaOf(queueId) === 'Chat';
      return {
        callId,
        requestId,
        mediaType: isChat ? 'Chat' : 'Phone',
        start: leftQueueAt,
        durationSeconds: Math.round((call.endedAt - leftQueueAt) / second),
        accessPoint: accessPointOf(queueId),
        remoteAddress: from,
        queue,
        userId,
        recordingCount: isChat ? 0 : 1 + (index % 11 === 3 ? 1 : 0),
        tags: complaint ? [{ name: 'Reason', value: 'Complaint' }] : [],
        comment: complaint?.comment ?? comment ?? '',
        ...(survey && { survey }),
      };
    })
    .sort((a, b) => b.start - a.start);
}

/** The enquiry that the agent registers after the call: a category and topic that suit its queue. */
function seedEnquiry(index: number, endedAt: number, agentId: number, queue: Queue): EnquiryRegistration {
  const category = enquiryCategories.find(({ queueIds }) => queueIds.includes(queue.id));
  const topic = category?.topics[index % category.topics.length];
  return {
    id: 410_000 + index,
    time: endedAt + 30 * second,
    agentId,
    queue,
    categories: category && topic ? [{ id: category.id, description: category.description, topics: [topic] }] : [],
    data: [],
  };
}
