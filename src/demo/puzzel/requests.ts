import { done, ok, refused } from './envelope.js';
import { applyChanges } from './request-changes.js';
import { reserve } from './request-progress.js';
import { addHistory, historyView, requestOf, requestView } from './request-record.js';
import type { PuzzelRoutes } from './routes.js';
import { fullName } from './users.js';

const oneOfCustomer = '/customers/{customerKey}/requests/{requestId}';
const oneOfUser = '/{customerKey}/users/{userId}/requests/{requestId}';

export const requestRoutes: PuzzelRoutes = {
  [`GET ${oneOfCustomer}`]: {
    moved: 'GET /{customerKey}/requests/{requestId}',
    run: (call) => ok(requestView(call.state, requestOf(call))),
  },
  [`POST ${oneOfCustomer}/update`]: {
    wrapper: 'requestUpdateObject',
    run: (call) => {
      const request = requestOf(call);
      applyChanges(call, request);
      addHistory(request, call, 'Update', 'Request updated');
      call.state.recordChange(call, 'Request', 'Update', `Request ${request.id}`, request.category);
      return done(request.id);
    },
  },
  [`POST ${oneOfCustomer}/delete`]: {
    moved: 'DELETE /{customerKey}/requests/{requestId}',
    run: (call) => {
      const request = requestOf(call);
      if (request.connectedUserId) throw refused(`Request ${request.id} is in conversation and cannot be deleted`);
      call.state.requests.delete(request.id);
      return done(request.id);
    },
  },
  'GET /{customerKey}/requests/{requestId}/extendedinformation': {
    moved: `GET ${oneOfCustomer}/extendedinformation`,
    run: (call) => ok(historyView(call.state, requestOf(call))),
  },
  'GET /{customerKey}/users/{userId}/request': {
    moved: 'GET /{customerKey}/users/{userId}/requests',
    run: ({ state, user }) => {
      const request = state.connectedRequest(user.id);
      // inferred: nothing is an empty result, not a 404.
      return ok(request ? requestView(state, request) : null);
    },
  },
  [`POST ${oneOfUser}/reserve`]: (call) => {
    const request = requestOf(call);
    const holder = request.reservedUserId;
    if (request.connectedUserId) throw refused(`Request ${request.id} is already in conversation`);
    if (holder !== 0 && holder !== call.user.id) throw refused(`Request ${request.id} is reserved for user ${holder}`);
    // Had to be given in 2015; that it counts seconds is inferred.
    reserve(request, call.user.id, call.now, call.args.requiredInteger('reservationLength'));
    addHistory(request, call, 'Reserved', `Reserved for ${fullName(call.user)}`);
    return done(request.id);
  },
  [`POST ${oneOfUser}/reserve/delete`]: {
    moved: `POST ${oneOfUser}/reservecancel`,
    run: (call) => {
      const request = requestOf(call);
      if (request.reservedUserId !== call.user.id) {
        throw refused(`Request ${request.id} is not reserved for user ${call.user.id}`);
      }
      request.reservedUserId = 0;
      delete request.reservedUntil;
      addHistory(request, call, 'Released', `Given back by ${fullName(call.user)}`);
      return done(request.id);
    },
  },
  [`POST ${oneOfUser}/events`]: {
    moved: 'POST /{customerKey}/users/{userId}/session/requests/{requestId}/events',
    run: (call) => {
      const request = requestOf(call);
      const type = call.args.requiredText('type');
      request.history.push({ time: call.now, type, message: call.args.text('message') ?? '', userId: call.user.id });
      return done(request.id);
    },
  },
};
