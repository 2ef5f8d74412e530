import type { FakePuzzel } from '../support/fake-puzzel.js';

/** Method and path, without the query, of each API request that came; logins, logouts and login checks are left out. */
export const apiRequests = ({ seen }: FakePuzzel): string[] =>
  seen
    .map(({ method, target }) => `${method} ${target.replace('/ContactCentre5', '').replace(/\?.*/, '')}`)
    .filter((request) => !/Authenticate|accesstokeninformation|auth\/logout/.test(request));
