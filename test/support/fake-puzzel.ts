import type { ServerResponse } from 'node:http';
import { type FakeServer, fakeServer, json, type SeenRequest } from './fake-server.js';

/** A token that looks like Puzzel's: only its expiry is ever read. */
export function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256' })}.${part(claims)}.c2lnbmF0dXJl`;
}

export interface FakePuzzel extends FakeServer {
  logins: number;
  refreshes: number;
  tokenInformationReads: number;
  logouts: number;
  /** Tokens that are accepted now; a test removes one to let it expire. */
  valid: Set<string>;
  /** The lifetime that a token states, in seconds. */
  tokenSeconds: number;
  /** Whether the refresh session has ended. */
  isSessionEnded: boolean;
  /** Called with each login, before it is answered. */
  beforeLogin: () => void | Promise<void>;
  /** Answers an authorised API request; `path` is below /ContactCentre5. */
  api: (path: string, request: SeenRequest, response: ServerResponse) => void | Promise<void>;
  env: Record<string, string>;
}

const customerKey = '12345';
/** The id of the refresh session that a login opens. */
export const sessionId = 'session-4711';

/** Puzzel's logins and answers by puzzel.md, 2 and 3, written independently of the client's code; the logout is inferred. */
export async function fakePuzzel(): Promise<FakePuzzel> {
  const server = await fakeServer();
  let issued = 0;
  const fake: FakePuzzel = Object.assign(server, {
    logins: 0,
    refreshes: 0,
    tokenInformationReads: 0,
    logouts: 0,
    valid: new Set<string>(),
    tokenSeconds: 900,
    isSessionEnded: false,
    beforeLogin: () => {},
    api: (_path: string, _request: SeenRequest, response: ServerResponse) => json(response, { result: [], code: 0 }),
    env: {
      PUZZEL_CUSTOMER_KEY: customerKey,
      PUZZEL_USERNAME: 'api.user',
      PUZZEL_PASSWORD: 'correct-horse-battery',
      PUZZEL_API_URL: `${server.url}/ContactCentre5`,
      PUZZEL_AUTH_URL: server.url,
      PUZZEL_ID_URL: `${server.url}/id`,
    },
  });
  const issue = () => {
    const now = Math.floor(Date.now() / 1000);
    issued += 1;
    const token = jwt({ iat: now, exp: now + fake.tokenSeconds, jti: issued });
    fake.valid.add(token);
    return token;
  };
  server.answer(async (request, response) => {
    if (request.target === '/api/Authenticate/LogIn') {
      fake.logins += 1;
      await fake.beforeLogin();
      const { userName, password } = JSON.parse(request.body) as Record<string, string>;
      if (userName !== 'api.user' || password !== 'correct-horse-battery') {
        return json(response, { message: 'Wrong user name or password' }, 401);
      }
      fake.isSessionEnded = false;
      const refreshToken = { customerKey, sessionId, expiryDate: '2030-01-01T00:00:00.51' };
      return json(response, { accessToken: issue(), refreshToken, twoFactorRequired: false });
    }
    if (request.target === '/api/Authenticate/GetAccessToken') {
      fake.refreshes += 1;
      if (fake.isSessionEnded) return json(response, { message: 'Session not found' }, 401);
      return json(response, issue());
    }
    if (request.target === '/id/connect/token') {
      fake.logins += 1;
      return json(response, { access_token: issue(), token_type: 'Bearer', expires_in: fake.tokenSeconds });
    }
    const path = request.target.replace('/ContactCentre5', '');
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!fake.valid.has(token)) return json(response, { code: 401, message: 'Unauthorized' }, 401);
    if (path === '/accesstokeninformation') {
      fake.tokenInformationReads += 1;
      return json(response, { result: { userId: 77, customerKey }, code: 0 });
    }
    if (path === '/auth/logout') {
      fake.logouts += 1;
      fake.valid.delete(token);
      return json(response, { result: null, code: 0, id: 0, message: 'OK' });
    }
    await fake.api(path, request, response);
  });
  return fake;
}

export const customerPath = (rest: string): string => `/${customerKey}${rest}`;
