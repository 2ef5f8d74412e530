import { second } from './dates.js';
import type { PuzzelRequest } from './model.js';

/** Milliseconds that a callout rings, and that the conversation takes afterwards. */
export const ringing = 5 * second;
export const talking = 90 * second;

/** Brings a request up to date: reservations run out, callouts are answered and end. */
export function settle(request: PuzzelRequest, now: number): void {
  if (request.reservedUntil !== undefined && request.reservedUntil <= now) {
    request.reservedUserId = 0;
    delete request.reservedUntil;
  }
  if (request.kind !== 'callout' || request.status === 'Setup' || request.status === 'Disconnected') return;
  const passed = now - request.queueEntered;
  if (passed >= ringing + talking) {
    request.status = 'Disconnected';
    delete request.connectedUserId;
    delete request.connectedAt;
  } else if (passed >= ringing && request.status === 'Connecting') {
    request.status = 'Connected';
    request.connectedUserId = request.reservedUserId;
    request.connectedAt = request.queueEntered + ringing;
    request.iqSessionId = `88405${request.id}`;
  }
}

/** Holds the request for one user; 0 sets it free. */
export function reserve(request: PuzzelRequest, userId: number, now: number, seconds: number): void {
  request.reservedUserId = userId;
  if (userId === 0) delete request.reservedUntil;
  else request.reservedUntil = now + seconds * second;
}
