import { rows } from '../output.js';

/** Requests that wait in a queue (QueueRequest in puzzel.md, section 9). */
export const waitingRequests = rows({
  requestId: 'string: request id',
  serviceId: 'integer',
  queueId: 'integer: system queue',
  queueDescription: 'string: name of the queue; may be missing',
  timeInQueue: 'integer: seconds waited',
  adjustedTimeInQueue: 'integer: seconds waited, with priorities counted in',
  sla: 'integer: target in seconds; the unit is unproven',
  vip: 'integer: VIP score',
  mediaType: 'string: Phone, EMail, Sms, Web, Chat, Social, …',
  requestRemoteAddress: 'string: number or address of the customer',
  destination: 'string: number or address that the customer contacted',
  requestStatus: 'string: InQueue, CallbackInQueue, Alerting, Connected, …',
  reservedUserId: 'integer: agent that it is reserved for',
  reservedUserName: 'string',
  reservedUserFlag: 'integer',
  ciq: 'integer: whether it is a call-back in queue',
  callbackScheduledTime: 'ISO time of the planned call-back',
  personalType: 'string: Undefined, Auto or Pick',
  category: 'string',
  description: 'string',
});
