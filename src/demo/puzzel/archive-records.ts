import { seededRandom } from '../random.js';
import type { Variable } from './arguments.js';
import { day, hour, minute, second, startOfDay } from './dates.js';
import { archiveComments, complaints, enquiryCategories } from './seed/archive.js';
import { accessPoints, type Queue, queues } from './seed/queues.js';
import type { User } from './users.js';

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
  categories: { id: number; name: string; topics: { id: number; name: string }[] }[];
  comment: string;
}

/**
 * About forty records of the last five days, newest first. Five calls of yesterday, 13 to 16 UTC, are tagged as
 * complaints and have recordings.
 */
export function seedArchive(
  startedAt: number,
  users: Map<number, User>,
  enquiries: Map<string, EnquiryRegistration>,
): ArchiveRecord[] {
  const random = seededRandom(8840);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)];
  const yesterday = startOfDay(startedAt) - day;
  const agents = [...users.values()].filter(({ groupId }) => groupId !== 39);
  const moments = complaints.map((_, index) => yesterday + 13 * hour + (11 + index * 37) * minute);
  for (let index = 0; index < 35; index += 1) {
    moments.push(startedAt - (2 + index * 3.1) * hour - Math.floor(random() * 60) * minute);
  }
  const records = moments.map((start, index): ArchiveRecord => {
    const complaint = complaints[index];
    const agent = users.get(complaint?.userId ?? 0) ?? pick(agents);
    const chat = complaint === undefined && index % 9 === 8;
    const phones = queues.filter(({ category }) => category === 1);
    const queue = queues.find(({ id }) => id === (complaint?.queueId ?? (chat ? 401 : 0))) ?? pick(phones);
    if (!agent || !queue) throw new Error('the seed has no agents or queues');
    const callId = String(8_840_310_000 + index * 137);
    const enquiry = index % 4 === 1;
    if (enquiry) enquiries.set(callId, seedEnquiry(index, start, agent.id, queue));
    return {
      callId,
      requestId: 87_000 + index * 3,
      mediaType: chat ? 'Chat' : 'Phone',
      start,
      seconds: 70 + Math.floor(random() * 540),
      accessPoint: chat ? 'chat' : (accessPoints.find(({ queueId }) => queueId === queue.id)?.address ?? ''),
      remoteAddress: complaint?.from ?? `+447700900${String(300 + Math.floor(random() * 600))}`,
      queue,
      userId: agent.id,
      recordings: chat ? 0 : 1 + (index % 11 === 3 ? 1 : 0),
      tags: complaint ? [{ name: 'Reason', value: 'Complaint' }] : [],
      comment: complaint?.comment ?? (random() < 0.3 ? (pick(archiveComments) ?? '') : ''),
      ...(complaint ? { survey: complaint.survey } : {}),
      ...(complaint === undefined && index % 5 === 2 ? { survey: { score: 6 + (index % 5), comment: '' } } : {}),
    };
  });
  return records.sort((a, b) => b.start - a.start);
}

function seedEnquiry(index: number, start: number, agentId: number, queue: Queue): EnquiryRegistration {
  const category = enquiryCategories[index % enquiryCategories.length];
  const topics = category?.topics.slice(0, 1) ?? [];
  return {
    id: 410_000 + index,
    time: start + 30 * second,
    agentId,
    queue,
    categories: category ? [{ id: category.id, name: category.name, topics }] : [],
    comment: '',
  };
}
