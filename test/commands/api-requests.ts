import type { FakePuzzel } from '../support/fake-puzzel.js';

/** Methods and paths of the requests that came, without those of logins and of the login check. */
export const apiRequests = ({ seen }: FakePuzzel): string[] =>
  seen
    .map(({ method, target }) => `${method} ${target.replace('/ContactCentre5', '').replace(/\?.*/, '')}`)
    .filter((request) => !/Authenticate|accesstokeninformation|auth\/logout/.test(request));
