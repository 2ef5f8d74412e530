import { demoCustomerId, demoCustomerKey } from './accounts.js';
import { puzzelDate } from './dates.js';
import { done, ok } from './envelope.js';
import type { PuzzelRoutes } from './routes.js';
import { pauseTypes } from './seed/people.js';
import { queues } from './seed/queues.js';

/** Information on the access token, and the logout. */
export const accessTokenRoutes: PuzzelRoutes = {
  'GET /accesstokeninformation': ({ user, bearer }) =>
    ok({
      customerKey: demoCustomerKey,
      customerId: demoCustomerId,
      userGroupId: user.groupId,
      userId: user.id,
      languageId: 2,
      languageCode: 'EN',
      passwordValidDaysLeft: 61,
      accessTokenExpiry: puzzelDate(bearer.expiresAt),
    }),
  'GET /accesstokenextendedinformation': {
    alternative: 'GET /accesstokeninformation/extended',
    run: ({ user, bearer }) =>
      ok({
        customerKey: demoCustomerKey,
        customerId: demoCustomerId,
        userId: user.id,
        userName: user.userName,
        userGroupId: user.groupId,
        accessTokenExpiry: puzzelDate(bearer.expiresAt),
        language: { id: 2, code: 'EN', description: 'English' },
        pauseTypes,
        queues: queues.map(({ id, key, description }) => ({ id, key, description })),
      }),
  },
  'POST /auth/logout': {
    alternative: 'POST /accesstoken/logout',
    // inferred: the whole session ends, so that its id renews no token afterwards.
    run: ({ state, bearer }) => {
      state.sessions.end(bearer.session.id);
      return done();
    },
  },
};
