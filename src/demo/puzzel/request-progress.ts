import { second } from './dates.js';
import type { PuzzelRequest } from './model.js';

/** How long a callout rings, and how long the conversation takes afterwards, in milliseconds. */
export const ringMs = 5 * second;
export const talkMs = 90 * second;

/** Brings a request up to date: reservations run out, callouts are answered and end. */
export function updateProgress(request: PuzzelRequest, now: number): void {
  if (request.reservedUntil !== undefined && request.reservedUntil <= now) release(request);
  if (request.kind !== 'callout' || !['Connecting', 'Connected'].includes(request.status)) return;
  const elapsed = now - request.queueEntered;
  if (elapsed >= ringMs + talkMs) {
    request.status = 'Disconnected';
    delete request.connectedUserId;
    delete request.connectedAt;
  } else if (elapsed >= ringMs && request.status === 'Connecting') {
    request.status = 'Connected';
    request.connectedUserId = request.reservedUserId;
    request.connectedAt = request.queueEntered + ringMs;
    request.iqSessionId = `88405${request.id}`;
  }
}

/** Reserves the request for one user; 0 releases it. */
export function reserve(request: PuzzelRequest, userId: number, now: number, seconds: number): void {
  request.reservedUserId = userId;
  request.reservedUntil = now + seconds * second;
  if (userId === 0) release(request);
}

export function release(request: PuzzelRequest): void {
  request.reservedUserId = 0;
  delete request.reservedUntil;
}
