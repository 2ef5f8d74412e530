import type { ServerResponse } from 'node:http';
import { basicCredentials, canaries, everyForm, gladlyEmail } from './canaries.js';
import { type FakeServer, fakeServer, json, type SeenRequest } from './fake-server.js';

/** Both vendors. They issue canaries as tokens; a test has them repeat secrets with `echoedRecord` and `refusedLogins`. */
export interface EchoingVendor extends FakeServer {
  /** Settings for a login with a password. */
  passwordEnv: Record<string, string>;
  /** Settings for a login with client credentials. */
  clientEnv: Record<string, string>;
  /** Secrets that the server under test knows by now: Gladly's, the proxy's, and the tokens that it got. Tests add others. */
  known: string[];
  /** Answers every request except logins. */
  api: (request: SeenRequest, response: ServerResponse) => void;
  /** Answers logins when a test sets it; otherwise they get canaries as tokens. */
  login: ((response: ServerResponse) => void) | undefined;
}

export async function echoingVendor(): Promise<EchoingVendor> {
  const server = await fakeServer();
  const { url } = server;
  const gladly = { GLADLY_API_URL: url, GLADLY_EMAIL: gladlyEmail, GLADLY_API_TOKEN: canaries.gladlyToken };
  const puzzel = {
    PUZZEL_CUSTOMER_KEY: '12345',
    PUZZEL_API_URL: `${url}/ContactCentre5`,
    PUZZEL_AUTH_URL: url,
    PUZZEL_ID_URL: `${url}/id`,
    PUZZEL_CHAT_TENANT_ID: 'tenant',
    PUZZEL_CHAT_API_URL: url,
    PUZZEL_CHAT_ID_URL: `${url}/chat`,
    HTTPS_PROXY: `http://proxy:${canaries.proxyPassword}@127.0.0.1:9`,
  };
  const vendor: EchoingVendor = Object.assign(server, {
    passwordEnv: { ...gladly, ...puzzel, PUZZEL_USERNAME: 'api.user', PUZZEL_PASSWORD: canaries.password },
    clientEnv: {
      ...gladly,
      ...puzzel,
      PUZZEL_CLIENT_ID: 'client',
      PUZZEL_CLIENT_SECRET: canaries.clientSecret,
      PUZZEL_USER_ID: '77',
    },
    api: (_request: SeenRequest, response: ServerResponse) => json(response, {}),
    login: undefined,
    known: [canaries.gladlyToken, basicCredentials, canaries.proxyPassword],
  });
  server.answer((request, response) => {
    const { target, headers } = request;
    const isLogin = /Authenticate|connect\/token/.test(target);
    if (isLogin && vendor.login) return vendor.login(response);
    if (target.endsWith('/LogIn')) {
      vendor.known.push(canaries.accessToken, canaries.sessionId);
      const refreshToken = { customerKey: '12345', sessionId: canaries.sessionId };
      return json(response, { accessToken: canaries.accessToken, refreshToken });
    }
    if (target.startsWith('/chat/')) {
      vendor.known.push(canaries.chatToken, canaries.chatRefreshToken);
      return json(response, {
        access_token: canaries.chatToken,
        refresh_token: canaries.chatRefreshToken,
        expires_in: 900,
      });
    }
    if (isLogin) {
      vendor.known.push(canaries.accessToken);
      return json(response, { access_token: canaries.accessToken, expires_in: 900 });
    }
    if (target.startsWith('/api/v1') && headers.authorization !== `Basic ${basicCredentials}`)
      return json(response, {}, 401);
    vendor.api(request, response);
  });
  return vendor;
}

/** Data with the secrets in every form, in a list and in JSON within it, and Gladly's token as the name of a member. */
export const echoedRecord = (secrets: readonly string[]): Record<string, unknown> => ({
  id: 'rec-1',
  name: everyForm(secrets),
  [canaries.gladlyToken]: canaries.gladlyToken,
  nested: { list: secrets.map((secret) => ({ secret, json: JSON.stringify({ secret }) })) },
  userId: 77,
});

/** Ways to refuse a login while repeating every known secret. */
export const refusedLogins = {
  'in words':
    ({ known }) =>
    (response) => {
      const words = everyForm(known);
      json(response, { message: words, error: words, error_description: words }, 400);
    },
  'with an unreadable body':
    ({ known }) =>
    (response) =>
      void response.writeHead(500).end(everyForm(known)),
  'with a redirect':
    ({ known }) =>
    (response) =>
      void response.writeHead(302, { location: everyForm(known).replace(/\s|[^ -~]/g, '') }).end(),
} satisfies Record<string, (vendor: EchoingVendor) => EchoingVendor['login']>;
