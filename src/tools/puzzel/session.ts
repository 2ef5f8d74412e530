import { type Members, record, rows } from '../output.js';
import { confirmed, get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';

const token: Members = {
  customerKey: 'string',
  userId: 'integer: the logged-in user',
  accessTokenExpiry: 'ISO time at which the token ends; the server renews it by itself',
};

/** puzzel.md also names a route on auth.puzzel.com, which only `close` of the client tries (puzzel/client.ts). */
const logoutRoute = post('/auth/logout', inferred('/accesstoken/logout', 'DELETE /accesstoken'));

export const sessionTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_token_info',
    title: 'Logged-in user',
    tag: 'session',
    effect: 'list',
    description:
      'Who is logged in: userId, userGroupId, customerKey, languageCode, accessTokenExpiry, passwordValidDaysLeft.',
    input: {},
    output: record({
      ...token,
      customerId: 'integer',
      userGroupId: 'integer',
      languageId: 'integer',
      languageCode: 'string',
      passwordValidDaysLeft: 'integer: days until the password ends',
    }),
    route: get('/accesstokeninformation', confirmed),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_token_extended_information',
    title: 'Logged-in user with settings',
    tag: 'session',
    effect: 'list',
    description: 'Like list_all_puzzel_token_info, with pause types and queues. Unverified.',
    input: {},
    output: record({
      ...token,
      language: 'language of the user',
      pauseTypes: rows({ id: 'integer', description: 'string' }),
      queues: rows({ id: 'integer', key: 'string', description: 'string' }),
    }),
    route: get(
      '/accesstokenextendedinformation',
      inferred('/accesstokeninformation/extended', '/accesstokeninformationextended'),
    ),
  }),
  definePuzzelTool({
    name: 'puzzel_access_token_logout',
    title: 'Log out',
    tag: 'session',
    effect: 'custom-write',
    destructive: true,
    description: 'Ends the Puzzel session and its token; the next call logs in afresh. Unverified.',
    input: {},
    route: logoutRoute,
    run: async (_, context) => ({
      data: await context.clients.puzzel.logout(
        { name: 'puzzel_access_token_logout', route: logoutRoute, isRead: false, self: [] },
        context,
      ),
    }),
  }),
];
