import { optionalDate, puzzelDate } from './dates.js';
import { notFound } from './envelope.js';
import type { PuzzelRequest } from './model.js';
import type { ApiCall } from './routes.js';
import { queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { fullName, userById } from './users.js';

/** The request that the call names, as it is now. @throws the 404 with an envelope */
export function requestOf({ state, args }: ApiCall): PuzzelRequest {
  const request = state.requestById(args.id('requestId'));
  if (!request) throw notFound('Request', args.requiredText('requestId'));
  return request;
}

export function addHistory(request: PuzzelRequest, { now, bearer }: ApiCall, type: string, message: string): void {
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

/** Position in the queue, from 1; 0 unless the status is `InQueue`. */
export function queuePosition(state: PuzzelState, request: PuzzelRequest): number {
  if (request.status !== 'InQueue') return 0;
  const requestsAhead = state.allRequests().filter(({ queueId, status, queueEntered }) => {
    return queueId === request.queueId && status === 'InQueue' && queueEntered < request.queueEntered;
  });
  return requestsAhead.length + 1;
}

/** inferred: `additionalInfo` holds these fields of an eTask; a get has no members for its subject and uri. */
export function additionalInfo({ subject, category, description, uri }: PuzzelRequest): string {
  return [`Subject: ${subject}`, `Category: ${category}`, `Description: ${description}`, `Uri: ${uri}`].join('\n');
}

export function requestView(state: PuzzelState, request: PuzzelRequest) {
  const { outbound } = request;
  return {
    id: request.id,
    remoteAddress: request.kind === 'callout' || request.kind === 'outbound' ? request.to : request.from,
    destination: request.kind === 'callout' || request.kind === 'outbound' ? request.from : request.to,
    requestStart: puzzelDate(request.queueEntered),
    queueEntryTime: puzzelDate(request.queueEntered),
    status: request.status,
    queueId: request.queueId,
    queuePosition: queuePosition(state, request),
    serviceId: queues.find(({ id }) => id === request.queueId)?.serviceId ?? 0,
    currentUserId: request.connectedUserId ?? 0,
    additionalInfo: request.kind === 'eTask' ? additionalInfo(request) : request.description,
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
