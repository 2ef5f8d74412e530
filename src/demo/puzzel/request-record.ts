import type { Variable } from './arguments.js';
import { optionalDate, puzzelDate, second } from './dates.js';
import { unknown } from './envelope.js';
import type { PuzzelCall } from './routes.js';
import type { PuzzelState } from './state.js';
import { fullName, userById } from './users.js';

export type RequestKind = 'call' | 'callback' | 'eTask' | 'callout' | 'outbound';
export type MediaType = 'Undefined' | 'Phone' | 'EMail' | 'Sms' | 'Web' | 'Chat' | 'Social';
export type RequestStatus =
  | 'Alerting'
  | 'Allocated'
  | 'CallbackInQueue'
  | 'Connected'
  | 'Connecting'
  | 'Disconnected'
  | 'InQueue'
  | 'OnHold'
  | 'Setup';

/** A request: a call, a written item or a callout, from its arrival until it is done or deleted. */
export interface PuzzelRequest {
  id: number;
  kind: RequestKind;
  mediaType: MediaType;
  status: RequestStatus;
  queueId: number;
  from: string;
  to: string;
  subject: string;
  uri: string;
  description: string;
  category: string;
  vip: number;
  variables: Variable[];
  xdrCopy: unknown;
  /** Milliseconds since 1970. */
  queueEntered: number;
  /** Always this many seconds in queue. */
  waits?: number;
  reservedUserId: number;
  reservedUntil?: number;
  connectedUserId?: number;
  iqSessionId: string;
  history: HistoryLine[];
  outbound?: OutboundInfo;
}

export interface HistoryLine {
  time: number;
  type: string;
  message: string;
  userId: number;
}

export interface OutboundInfo {
  listName: string;
  maxAttempts: number;
  attempts: number;
  secondsBetweenAttempts: number;
  scheduled?: number;
  ciqType: string;
  feedback: string | null;
  comment: string | null;
  nextAttempt?: number;
}

/** Milliseconds that a callout rings, and that the conversation takes afterwards. */
export const ringing = 5 * second;
export const talking = 90 * second;

/** The request of the path, or the 404 with an envelope. A reservation that has run out is gone by then. */
export function requestOf({ state, args }: PuzzelCall): PuzzelRequest {
  const request = state.requestById(args.id('requestId'));
  if (!request) throw unknown('Request', args.requiredText('requestId'));
  return request;
}

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
  } else if (passed >= ringing && request.status === 'Connecting') {
    request.status = 'Connected';
    request.connectedUserId = request.reservedUserId;
    request.iqSessionId = `88405${request.id}`;
  }
}

/** Holds the request for one user; 0 sets it free. */
export function reserve(request: PuzzelRequest, userId: number, now: number, seconds: number): void {
  request.reservedUserId = userId;
  if (userId === 0) delete request.reservedUntil;
  else request.reservedUntil = now + seconds * second;
}

export function addHistory(request: PuzzelRequest, { now, bearer }: PuzzelCall, type: string, message: string): void {
  request.history.push({ time: now, type, message, userId: bearer.session.userId });
}

export function historyView(state: PuzzelState, request: PuzzelRequest) {
  return request.history.map(({ time, type, message, userId }) => {
    const user = userId === 0 ? undefined : userById(state, userId);
    return {
      time: puzzelDate(time),
      message,
      fullUserName: user ? fullName(user) : null,
      userId,
      type,
      userName: user?.userName ?? null,
    };
  });
}

export function requestView(state: PuzzelState, request: PuzzelRequest) {
  const { outbound } = request;
  return {
    id: request.id,
    remoteAddress: request.kind === 'callout' || request.kind === 'outbound' ? request.to : request.from,
    destination: request.kind === 'callout' || request.kind === 'outbound' ? request.from : request.to,
    requestStart: puzzelDate(state.startOf(request, state.now())),
    status: request.status,
    queueId: request.queueId,
    vip: request.vip,
    mediaType: request.mediaType,
    category: request.category,
    description: request.description,
    reservedUserId: request.reservedUserId,
    reservedUserExpiry: optionalDate(request.reservedUntil),
    iqSessionId: request.iqSessionId,
    variables: request.variables,
    extendedInformations: historyView(state, request),
    outboundInfo: outbound
      ? { ...outbound, scheduled: optionalDate(outbound.scheduled), nextAttempt: optionalDate(outbound.nextAttempt) }
      : null,
  };
}
