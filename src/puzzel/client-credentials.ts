import { expectLoginAnswer, refusedLogin } from '../api/login-answer.js';
import { type IssuedToken, TokenKeeper } from '../api/token.js';
import type { Http } from '../http/client.js';
import { jsonMembers, scalarNumber } from '../json.js';
import type { PuzzelSession } from './session.js';
import type { SessionEndpoint } from './session-endpoints.js';

export interface ClientCredentials {
  customerKey: string;
  clientId: string;
  clientSecret: string;
  userId: string;
}

interface Parts {
  http: Http;
  endpoint: SessionEndpoint;
  credentials: ClientCredentials;
  onSecret: (secret: string) => void;
}

/** Lifetime of a token in milliseconds when the answer names none: 900 seconds were seen (puzzel.md, section 2). */
const defaultLifeMs = 900_000;

/** Puzzel ID (OIDC client credentials). No refresh tokens: each token is a login (puzzel.md, section 2: confirmed). */
export class ClientCredentialsLogin implements PuzzelSession {
  readonly sessionId = undefined;
  /** These tokens end by themselves, so there is nothing to log out from. */
  readonly isOpen = false;
  readonly userId: string;
  readonly #parts: Parts;
  readonly tokens: TokenKeeper = new TokenKeeper(() => this.tokens.cooldown.run(() => this.#issue()));

  constructor(parts: Parts) {
    this.#parts = parts;
    this.userId = parts.credentials.userId;
  }

  forget(): void {
    this.tokens.forget();
  }

  async #issue(): Promise<IssuedToken> {
    const { http, endpoint, credentials, onSecret } = this.#parts;
    const { clientId, clientSecret, customerKey, userId } = credentials;
    const answer = await http.send({
      ...endpoint,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: `contact-centre:${customerKey}:${userId}`,
      }).toString(),
      signal: new AbortController().signal,
      repeatable: false,
    });
    expectLoginAnswer('Puzzel ID', answer, 'PUZZEL_ID_URL');
    const members = jsonMembers(answer.text);
    if (answer.status < 300 && typeof members.access_token === 'string' && members.access_token !== '') {
      onSecret(members.access_token);
      const seconds = scalarNumber(members.expires_in);
      return { token: members.access_token, lifeMs: seconds > 0 ? seconds * 1000 : defaultLifeMs };
    }
    throw refusedLogin(
      'Puzzel ID refused the client',
      answer,
      'Check PUZZEL_CLIENT_ID, PUZZEL_CLIENT_SECRET, PUZZEL_CUSTOMER_KEY and PUZZEL_USER_ID, and that the client has product access for that user.',
    );
  }
}
