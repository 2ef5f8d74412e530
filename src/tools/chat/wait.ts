import { setTimeout } from 'node:timers/promises';
import { abortFailure } from '../../http/deadline.js';
import { integer } from '../arguments.js';
import type { CallContext, Outcome } from '../define.js';
import { membersOf } from '../members.js';

/** The argument `wait_seconds`: 0 to 30 seconds, 0 when left out. */
export const waitSeconds = (until: string) => integer(`wait for ${until}`, { min: 0, max: 30 }).default(0);

/** The public client of the Chat API asks about once a second (puzzel.md, section 10). */
const pollMs = 1000;

/**
 * Asks once a second until the answer is ready or the time is up, and returns the last answer. A cancelled call ends at
 * once and leaves no timer.
 * @param isReady decides by the data of the latest and of the first answer
 * @param intervalMs milliseconds between two requests
 */
export async function waitFor(
  seconds: number,
  { signal, onProgress }: Pick<CallContext, 'signal' | 'onProgress'>,
  ask: () => Promise<Outcome>,
  isReady: (latest: unknown, first: unknown) => boolean,
  intervalMs = pollMs,
): Promise<Outcome> {
  const startedAt = performance.now();
  const passedMs = () => performance.now() - startedAt;
  const leftMs = () => seconds * 1000 - passedMs();
  const first = await ask();
  let latest = first;
  let isLastAnswer = !(leftMs() > 0);
  while (!isReady(latest.data, first.data) && !isLastAnswer) {
    // A timer may fire a little early, so the clock is not read again after the last wait.
    isLastAnswer = leftMs() <= intervalMs;
    await setTimeout(Math.min(intervalMs, leftMs()), undefined, { signal }).catch(() => {
      throw abortFailure(signal);
    });
    onProgress?.(Math.round(passedMs() / 1000), seconds);
    latest = await ask();
  }
  return latest;
}

/** Statuses of a request (puzzel.md, section 5), in lower case: while an agent is sought, and afterwards. */
const searchingStatuses = [
  'alerting',
  'allocated',
  'busy',
  'callbackinqueue',
  'connecting',
  'inqueue',
  'inservice',
  'noanswer',
  'searching',
  'setup',
];
const decidedStatuses = ['connected', 'disconnected', 'failure', 'onhold'];

/**
 * Whether the search for an agent is over. The members of the answer are not public: the search goes on while one of
 * them is a searching status. When the first answer holds no known status, any change ends the wait.
 */
export function isDecided(latest: unknown, first: unknown): boolean {
  if (holdsWord(latest, searchingStatuses)) return false;
  return (
    holdsWord(first, [...searchingStatuses, ...decidedStatuses]) || JSON.stringify(latest) !== JSON.stringify(first)
  );
}

/** Whether somebody other than the visitor wrote, as far as the messages name their sender. */
export const hasAnswer = (messages: unknown): boolean =>
  Array.isArray(messages) && messages.some((message) => !isFromVisitor(message));

const isFromVisitor = (message: unknown): boolean =>
  [message, ...Object.values(membersOf(message))].some((part) => holdsWord(part, ['visitor']));

function holdsWord(value: unknown, words: readonly string[]): boolean {
  return [value, ...Object.values(membersOf(value))].some(
    (member) => typeof member === 'string' && words.includes(member.toLowerCase()),
  );
}
