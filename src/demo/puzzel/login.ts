import type { DemoApi } from '../api.js';
import { type DemoRequest, type DemoResponse, DemoRouter } from '../router.js';
import { demoCustomerKey, demoOidc, demoUser, lockedUserName, twoFactorUserName } from './accounts.js';
import { norwegianLocal } from './dates.js';
import { answerUnrouted } from './routes.js';
import type { Session } from './sessions.js';
import type { PuzzelState } from './state.js';

/** auth.puzzel.com: password login, renewal and logout. No envelope here (puzzel.md, section 2). */
export function loginApi(state: PuzzelState): DemoApi {
  return {
    base: '/api/Authenticate',
    answerUnrouted,
    router: new DemoRouter({
      'POST /LogIn': (request) => logIn(state, request),
      'POST /GetAccessToken': (request) => renew(state, request),
      'POST /LogOut': (request) => logOut(state, request),
    }),
  };
}

/** app.puzzel.com/id: client credentials of Puzzel ID. */
export function puzzelIdApi(state: PuzzelState): DemoApi {
  return {
    base: '/id',
    answerUnrouted,
    router: new DemoRouter({ 'POST /connect/token': (request) => grantToken(state, request) }),
  };
}

function logIn(state: PuzzelState, request: DemoRequest): DemoResponse {
  const fields = readFields(request, ['customerKey', 'userName', 'password']);
  if (!(fields instanceof Map)) return fields;
  const userName = (fields.get('username') ?? '').toLowerCase();
  const isKnown = [demoUser.userName, lockedUserName, twoFactorUserName].includes(userName);
  const isCorrect =
    fields.get('customerkey') === demoCustomerKey && fields.get('password') === demoUser.password && isKnown;
  const isLocked = userName === lockedUserName;
  // The access log has password logins only, no Puzzel ID sign-ins (puzzel.md, section 2).
  state.logs.accesses.unshift({
    id: state.nextLogId(),
    dateTime: Date.now(),
    ip: '127.0.0.1',
    clientType: 'Api',
    clientInfo: [fields.get('clientname'), fields.get('clientversion')].filter(Boolean).join(' ') || 'Api',
    logInResult: isCorrect && !isLocked ? 'OK' : 'Rejected',
    userId: userName === demoUser.userName ? demoUser.id : 0,
    userName,
  });
  if (!isCorrect) return errorAnswer(401, 'The customer key, user name or password is wrong.');
  if (isLocked) return errorAnswer(403, 'The user account is locked. Contact your administrator.');
  const twoFactorRequired = userName === twoFactorUserName;
  const session = twoFactorRequired ? undefined : state.sessions.open(demoUser.id, 'password');
  return {
    status: 200,
    body: {
      accessToken: session ? state.sessions.issue(session) : null,
      refreshToken: session
        ? { customerKey: demoCustomerKey, sessionId: session.id, expiryDate: norwegianLocal(session.expiresAt) }
        : null,
      languageCode: 'EN',
      twoFactorRequired,
      // inferred: no source describes the second step; these members say where a code was sent.
      twoFactor: twoFactorRequired ? { type: 'Sms', destination: '*****042' } : null,
      logoutFromExternalIdentityProvider: false,
    },
  };
}

function renew(state: PuzzelState, request: DemoRequest): DemoResponse {
  const session = renewableSession(state, request);
  if (!('userId' in session)) return session;
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(state.sessions.issue(session)),
  };
}

function logOut(state: PuzzelState, request: DemoRequest): DemoResponse {
  const session = renewableSession(state, request);
  if (!('userId' in session)) return session;
  state.sessions.end(session.id);
  return { status: 200, body: true };
}

/** The session that a request names, or the error answer. */
function renewableSession(state: PuzzelState, request: DemoRequest): Session | DemoResponse {
  const fields = readFields(request, ['customerKey', 'sessionId']);
  if (!(fields instanceof Map)) return fields;
  const session = state.sessions.findRenewable(fields.get('sessionid') ?? '');
  if (session && fields.get('customerkey') === demoCustomerKey) return session;
  return errorAnswer(401, 'The session is unknown or has ended.');
}

function grantToken(state: PuzzelState, request: DemoRequest): DemoResponse {
  const form = new URLSearchParams(request.text);
  if (form.get('grant_type') !== 'client_credentials') {
    return oauthError('unsupported_grant_type', 'Only client_credentials is allowed');
  }
  if (form.get('client_id') !== demoOidc.clientId || form.get('client_secret') !== demoOidc.clientSecret) {
    return oauthError('invalid_client', 'Unknown client or wrong secret');
  }
  const scope = form.get('scope') ?? '';
  if (scope !== `contact-centre:${demoCustomerKey}:${demoOidc.userId}`) {
    return oauthError('invalid_scope', 'The client has no product access for this scope');
  }
  const token = state.sessions.issue(state.sessions.open(demoOidc.userId, 'oidc'));
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { access_token: token, token_type: 'Bearer', expires_in: state.sessions.tokenSeconds, scope },
  };
}

/** An error of a token endpoint, as OAuth 2.0 (RFC 6749, section 5.2) writes it. */
export function oauthError(error: string, description: string): DemoResponse {
  return { status: 400, body: { error, error_description: description } };
}

/** JSON fields under lower-case names, or the 400 that names the first missing one. */
function readFields(request: DemoRequest, required: string[]): Map<string, string> | DemoResponse {
  const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
  const fields = new Map(Object.entries(body).map(([key, value]) => [key.toLowerCase(), String(value ?? '')]));
  const missingField = required.find((name) => !fields.get(name.toLowerCase()));
  return missingField === undefined ? fields : errorAnswer(400, `The ${missingField} field is required.`);
}

/** inferred: the login service answers errors as an ASP.NET Web API does, `{message}`. */
function errorAnswer(status: number, message: string): DemoResponse {
  return { status, body: { message } };
}
