import type { DemoRequest, DemoResponse } from '../router.js';

/** E-mail and API token of the demo tenant's one API user. */
export const GLADLY_EMAIL = 'api.user@nordlys.example';
export const GLADLY_API_TOKEN = 'demo-gladly-token';

/** E-mail of a user whose token works but who lacks the API User permission: 403 on every operation that needs a token. */
export const GLADLY_EMAIL_WITHOUT_PERMISSION = 'no.permission@nordlys.example';

/**
 * The 401 or 403 that refuses a request, undefined when it may pass. Credentials are HTTP Basic: user = agent e-mail,
 * password = API token. The public answers below /orgs need none.
 */
export function authenticate(request: DemoRequest): DemoResponse | undefined {
  if (request.path.toLowerCase().startsWith('/orgs/')) return undefined;
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ');
  const credentials = scheme?.toLowerCase() === 'basic' ? Buffer.from(encoded ?? '', 'base64').toString('utf8') : '';
  if (credentials === `${GLADLY_EMAIL}:${GLADLY_API_TOKEN}`) return undefined;
  // The bodies of 401 and 403 are undocumented; not JSON, so that no client depends on them.
  if (credentials === `${GLADLY_EMAIL_WITHOUT_PERMISSION}:${GLADLY_API_TOKEN}`) {
    return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'Forbidden' };
  }
  return {
    status: 401,
    headers: { 'content-type': 'text/plain', 'WWW-Authenticate': 'Basic realm="Gladly"' },
    body: 'Unauthorized',
  };
}
