import { seededRandom } from '../random.js';
import { minute, second } from './dates.js';
import type { User } from './model.js';
import { secondsLoggedOnAtStart, shiftsBefore } from './roster.js';
import { knownCallers, missedCallSeeds } from './seed/calls.js';
import { requestsPerShift } from './seed/people.js';
import { mediaOf, queues } from './seed/queues.js';

/** A call, chat or written item: waiting, in conversation or over. Times are milliseconds since 1970. */
export interface CallRecord {
  requestId: number;
  callId: string;
  queueId: number;
  from: string;
  description: string;
  category: string;
  vip: number;
  /** The user whom the caller wanted; 0: anybody. */
  reservedUserId: number;
  enteredAt: number;
  /** When it leaves the queue: it is answered, or the customer gives up. */
  leftQueueAt: number;
  endedAt: number;
  /** Who answers; 0: nobody. */
  userId: number;
  /** The customer chose a callback instead of waiting. */
  isCallback?: boolean;
  isTransferred?: boolean;
  surveyOffered: boolean;
  survey?: { score: number; comment: string };
}

/** The empty value of each member that may be unknown. */
export const noDetails = { description: '', category: '', vip: 0, reservedUserId: 0, userId: 0, surveyOffered: false };

/** The survey of a call: three of five callers are offered one, and one of the three answers it. */
export function surveyOf(requestId: number): Pick<CallRecord, 'surveyOffered' | 'survey'> {
  const callNumber = Math.floor(requestId / 3);
  return {
    surveyOffered: callNumber % 5 < 3,
    ...(callNumber % 5 === 0 && { survey: { score: 6 + ((callNumber / 5) % 4), comment: '' } }),
  };
}

/** The phone number that a call comes from. No agent and no contact of the demo has one from +44 7700 900400 to 900599. */
export function callerOf(requestId: number): string {
  return knownCallers[requestId] ?? `+447700900${400 + (requestId % 200)}`;
}

/**
 * The calls before the start: today's, until each agent's present status began, and those of the six days before. Only
 * today has missed calls, so that it stands out.
 */
export function callsBefore(startedAt: number, users: Map<number, User>) {
  const random = seededRandom(8841);
  const answeredCalls: CallRecord[] = [];
  const earlierCalls: CallRecord[] = [];
  for (const { id, presence } of users.values()) {
    if (presence.contactCentreStatus !== 'LoggedOff') {
      const shift = { userId: id, from: startedAt - secondsLoggedOnAtStart(id) * second, to: presence.since, load: 1 };
      addShift(answeredCalls, shift, [60_000, 8_840_320_000], random);
    }
  }
  for (const id of users.keys()) {
    for (const { daysAgo, from, to } of shiftsBefore(id, startedAt, 6)) {
      const shift = { userId: id, from, to, load: 1.2 + ((daysAgo * 3) % 5) / 10 };
      addShift(earlierCalls, shift, [20_000, 8_840_200_000], random);
    }
  }
  const missedCalls = missedCallSeeds.map(
    ([queueId, requestId, minutesAgo, waitSeconds, description, reservedUserId = 0]) => {
      const enteredAt = startedAt - minutesAgo * minute;
      const leftQueueAt = enteredAt + waitSeconds * second;
      const category = queueId === 201 ? 'Sales' : 'Service';
      const call = { ...noDetails, requestId, callId: '', queueId, from: callerOf(requestId), description, category };
      return { ...call, reservedUserId, enteredAt, leftQueueAt, endedAt: leftQueueAt };
    },
  );
  return { answeredCalls, missedCalls, earlierCalls };
}

interface AnsweringShift {
  userId: number;
  /** Begin and end, in milliseconds since 1970. */
  from: number;
  to: number;
  /** The agent answers this many times `requestsPerShift`. */
  load: number;
}

/**
 * Adds the calls that an agent answered in a shift, spread over it.
 * Request ids and call ids are counted up from those of the first call in `calls`.
 */
function addShift(
  calls: CallRecord[],
  { userId, from, to, load }: AnsweringShift,
  [firstRequestId, firstCallId]: [number, number],
  random: () => number,
): void {
  const queueIds = Object.entries(requestsPerShift[userId] ?? {}).flatMap(([id, count]) => {
    return Array<number>(Math.round(count * load)).fill(Number(id));
  });
  const msPerCall = (to - from) / queueIds.length;
  // A prime stride that does not divide the number of calls reaches each of them once, and mixes the queues.
  const stride = queueIds.length % 23 === 0 ? 29 : 23;
  queueIds.forEach((_, index) => {
    const queue = queues.find(({ id }) => id === queueIds[(index * stride) % queueIds.length]);
    if (!queue) return;
    const endedAt = from + (index + 1) * msPerCall - 20 * second;
    const leftQueueAt = endedAt - Math.min(msPerCall * 0.7, (140 + random() * 220) * second);
    const waitSeconds = random() < shareWithinSla(queue.id) ? random() * queue.sla : queue.sla * (1 + random());
    const callIndex = calls.length;
    const requestId = firstRequestId + callIndex * 3;
    calls.push({
      requestId,
      callId: String(firstCallId + callIndex * 7),
      queueId: queue.id,
      from: queue.category === 2 ? `customer${requestId % 1000}@postbox.example` : callerOf(requestId),
      ...noDetails,
      enteredAt: leftQueueAt - Math.round(waitSeconds) * second,
      leftQueueAt,
      endedAt,
      userId,
      isCallback: mediaOf(queue.id) === 'Phone' && callIndex % 16 === 7,
      isTransferred: callIndex % 9 === 4,
      ...surveyOf(requestId),
    });
  });
}

/** Share of the answered calls of a queue that were answered in time. */
const shareWithinSla = (queueId: number) => (queueId === 101 ? 0.71 : 0.93);
