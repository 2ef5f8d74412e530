import { done, ok, refused } from './envelope.js';
import { applyChanges } from './request-changes.js';
import { release, reserve } from './request-progress.js';
import { addHistory, historyView, requestOf, requestView } from './request-record.js';
import type { PuzzelRoutes } from './routes.js';
import { fullName } from './users.js';

const requestPath = '/customers/{customerKey}/requests/{requestId}';
const userRequestPath = '/{customerKey}/users/{userId}/requests/{requestId}';

export const requestRoutes: PuzzelRoutes = {
  [`GET ${requestPath}`]: {
    alternative: 'GET /{customerKey}/requests/{requestId}',
    run: (call) => ok(requestView(call.state, requestOf(call))),
  },
  [`POST ${requestPath}/update`]: {
    wrapper: 'requestUpdateObject',
    run: (call) => {
      const request = requestOf(call);
      applyChanges(call, request);
      addHistory(request, call, 'Update', 'Request updated');
      call.state.recordChange(call, 'Request', 'Update', `Request ${request.id}`, request.category);
      return done(request.id);
    },
  },
  [`POST ${requestPath}/delete`]: {
    alternative: 'DELETE /{customerKey}/requests/{requestId}',
    run: (call) => {
      const request = requestOf(call);
      if (request.connectedUserId) throw refused(`Request ${request.id} is in conversation and cannot be deleted`);
      call.state.requests.delete(request.id);
      return done(request.id);
    },
  },
  'GET /{customerKey}/requests/{requestId}/extendedinformation': {
    alternative: `GET ${requestPath}/extendedinformation`,
    run: (call) => ok(historyView(call.state, requestOf(call))),
  },
  'GET /{customerKey}/users/{userId}/request': {
    alternative: 'GET /{customerKey}/users/{userId}/requests',
    run: ({ state, user }) => {
      const request = state.connectedRequest(user.id);
      // inferred: a user without a request gets an empty result, not a 404.
      return ok(request ? requestView(state, request) : null);
    },
  },
  [`POST ${userRequestPath}/reserve`]: (call) => {
    const request = requestOf(call);
    const holder = request.reservedUserId;
    if (request.connectedUserId) throw refused(`Request ${request.id} is already in conversation`);
    if (holder !== 0 && holder !== call.user.id) throw refused(`Request ${request.id} is reserved for user ${holder}`);
    // Required in the SOAP contract of 2015. inferred: it is in seconds.
    reserve(request, call.user.id, call.now, call.args.requiredInteger('reservationLength'));
    addHistory(request, call, 'Reserved', `Reserved for ${fullName(call.user)}`);
    return done(request.id);
  },
  [`POST ${userRequestPath}/reserve/delete`]: {
    alternative: `POST ${userRequestPath}/reservecancel`,
    run: (call) => {
      const request = requestOf(call);
      if (request.reservedUserId !== call.user.id) {
        throw refused(`Request ${request.id} is not reserved for user ${call.user.id}`);
      }
      release(request);
      addHistory(request, call, 'Released', `Given back by ${fullName(call.user)}`);
      return done(request.id);
    },
  },
  [`POST ${userRequestPath}/events`]: {
    alternative: 'POST /{customerKey}/users/{userId}/session/requests/{requestId}/events',
    run: (call) => {
      const request = requestOf(call);
      const type = call.args.requiredText('type');
      request.history.push({ time: call.now, type, message: call.args.text('message') ?? '', userId: call.user.id });
      return done(request.id);
    },
  },
};
