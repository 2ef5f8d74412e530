import type { Method, SessionStep } from '../http/request.js';

/** Where a request about a session goes: its login, renewal, token information or logout. */
export interface SessionEndpoint {
  method: Method;
  url: string;
  /** Absent for the token information, which is a read like any other. */
  session?: SessionStep;
}

interface Hosts {
  apiUrl: string;
  authUrl: string;
  idUrl: string;
}

/** Where Puzzel's sessions begin, are renewed and end (puzzel.md, section 2). The read-only lock lets these through. */
export function sessionEndpoints({ apiUrl, authUrl, idUrl }: Hosts) {
  return {
    logIn: post(`${authUrl}/api/Authenticate/LogIn`, 'login'),
    renew: post(`${authUrl}/api/Authenticate/GetAccessToken`, 'renewal'),
    clientCredentials: post(`${idUrl}/connect/token`, 'login'),
    // A new token's expiry is asked for here, whatever PUZZEL_MCP_ROUTES says about the tool.
    tokenInformation: { method: 'GET', url: `${apiUrl}/accesstokeninformation` },
    // The route of the logout is inferred: these are the likely ones, in the order of puzzel.md, section 2.
    logOut: post(`${apiUrl}/auth/logout`, 'logout'),
    logOutByToken: post(`${apiUrl}/accesstoken/logout`, 'logout'),
    logOutBySession: post(`${authUrl}/api/Authenticate/LogOut`, 'logout'),
    deleteToken: { method: 'DELETE', url: `${apiUrl}/accesstoken`, session: 'logout' },
  } satisfies Record<string, SessionEndpoint>;
}

const post = <S extends SessionStep>(url: string, session: S) => ({ method: 'POST', url, session }) as const;
