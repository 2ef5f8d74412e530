import { seededRandom } from '../random.js';
import type { Variable } from './arguments.js';
import type { TodayCall } from './calls-today.js';
import { day, hour, second, startOfDay } from './dates.js';
import type { User } from './model.js';
import { archiveComments, complaints, enquiryCategories } from './seed/archive.js';
import { accessPointOf, mediaOf, type Queue, queues, visualQueues } from './seed/queues.js';
import { serves } from './users.js';

/** One archived call or chat. */
export interface ArchiveRecord {
  /**
   * Call id and session id are one here (inferred: whether they are is open, puzzel.md, section 12).
   * Digits only.
   */
  callId: string;
  requestId: number;
  mediaType: 'Phone' | 'Chat';
  start: number;
  seconds: number;
  accessPoint: string;
  remoteAddress: string;
  queue: Queue;
  userId: number;
  /** Recordings, counted from 1 (inferred, as Puzzel's file delivery numbers them). 0: none, or a chat. */
  recordings: number;
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
 * Forty records, newest first: the last call of everybody who is at work, five calls of yesterday, 13 to 16 UTC, that
 * are tagged as complaints, and others of the last five days.
 */
export function seedArchive(
  startedAt: number,
  users: Map<number, User>,
  answered: TodayCall[],
  enquiries: Map<string, EnquiryRegistration>,
): ArchiveRecord[] {
  const random = seededRandom(8840);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)];
  const midnight = startOfDay(startedAt);
  const agents = [...users.values()].filter(({ groupId }) => groupId !== 39);
  const last = agents.flatMap(({ id }) => {
    return (
      answered.findLast(({ userId, queueId, ended }) => {
        return userId === id && mediaOf(queueId) !== 'EMail' && ended <= startedAt;
      }) ?? []
    );
  });
  const today = last.map((call) => ({
    ...call,
    at: call.left,
    seconds: Math.round((call.ended - call.left) / second),
  }));
  const before = Array.from({ length: 40 - today.length }, (_, index) => {
    const complaint = complaints[index];
    const queueId = complaint?.queueId ?? (index % 9 === 8 ? 401 : (pick([101, 111, 121, 201]) ?? 101));
    const able = agents.filter((user) => {
      return visualQueues.some((queue) => queue.queueIds.includes(queueId) && serves(user, queue));
    });
    // Everybody works from seven to fifteen, UTC.
    const hours = complaint ? 13.2 + index * 0.6 : 7 + random() * 8;
    return {
      complaint,
      callId: String(8_840_310_000 + index * 137),
      requestId: 57_000 + index * 3,
      queueId,
      userId: complaint?.userId ?? pick(able)?.id ?? 0,
      from: complaint?.from ?? `+447700900${300 + Math.floor(random() * 100)}`,
      at: Math.round(midnight - (complaint ? 1 : 1 + (index % 5)) * day + hours * hour),
      seconds: 70 + Math.floor(random() * 540),
    };
  });
  return [...today.map((call) => ({ ...call, complaint: undefined })), ...before]
    .map(({ complaint, callId, requestId, queueId, userId, from, at, seconds }, index): ArchiveRecord => {
      const queue = queues.find(({ id }) => id === queueId);
      if (!queue) throw new Error('the seed has no such queue');
      if (index % 4 === 1) enquiries.set(callId, seedEnquiry(index, at + seconds * second, userId, queue));
      const chat = mediaOf(queueId) === 'Chat';
      return {
        callId,
        requestId,
        mediaType: chat ? 'Chat' : 'Phone',
        start: at,
        seconds,
        accessPoint: accessPointOf(queueId),
        remoteAddress: from,
        queue,
        userId,
        recordings: chat ? 0 : 1 + (index % 11 === 3 ? 1 : 0),
        tags: complaint ? [{ name: 'Reason', value: 'Complaint' }] : [],
        comment: complaint?.comment ?? (random() < 0.3 ? (pick(archiveComments) ?? '') : ''),
        ...(complaint ? { survey: complaint.survey } : {}),
        ...(complaint === undefined && index % 5 === 2 ? { survey: { score: 6 + (index % 5), comment: '' } } : {}),
      };
    })
    .sort((a, b) => b.start - a.start);
}

/** Noted when the call has ended: what its queue is for. */
function seedEnquiry(index: number, ended: number, agentId: number, queue: Queue): EnquiryRegistration {
  const category = enquiryCategories.find(({ queueIds }) => queueIds.includes(queue.id));
  const topic = category?.topics[index % category.topics.length];
  return {
    id: 410_000 + index,
    time: ended + 30 * second,
    agentId,
    queue,
    categories: category && topic ? [{ id: category.id, description: category.description, topics: [topic] }] : [],
    data: [],
  };
}
