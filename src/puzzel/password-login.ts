import { expectLoginAnswer, loginWords, refusedLogin } from '../api/login-answer.js';
import { statusFailure } from '../api/status.js';
import { type IssuedToken, TokenKeeper } from '../api/token.js';
import { withLowerCaseNames } from '../api/vendor-words.js';
import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import type { HttpAnswer } from '../http/request.js';
import { jsonIn, jsonMembers } from '../json.js';
import { version } from '../version.js';
import { parseDate } from './dates.js';
import { jwtLifeMs } from './jwt.js';
import type { PuzzelSession } from './session.js';
import type { SessionEndpoint } from './session-endpoints.js';

export interface PasswordCredentials {
  customerKey: string;
  userName: string;
  password: string;
}

interface Parts {
  http: Http;
  endpoints: { logIn: SessionEndpoint; renew: SessionEndpoint };
  credentials: PasswordCredentials;
  onSecret: (secret: string) => void;
  /** Asks the API when a token ends, for tokens that do not say so themselves. */
  expiryOf: (token: string) => Promise<unknown>;
}

interface RefreshSession {
  customerKey: string;
  sessionId: string;
}

/** Lifetime of a token, in milliseconds, when nothing says it: clients renew every 15 minutes (puzzel.md, section 2). */
const defaultLifeMs = 15 * 60_000;

/**
 * LogIn gives an access token and a refresh session. GetAccessToken gives new access tokens for that session until it
 * ends; then LogIn is called once more (puzzel.md, section 2: confirmed).
 */
export class PasswordLogin implements PuzzelSession {
  readonly userId = undefined;
  readonly #parts: Parts;
  readonly tokens: TokenKeeper = new TokenKeeper(() => this.#issue());
  #session: RefreshSession | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isOpen(): boolean {
    return this.tokens.currentToken !== undefined || this.#session !== undefined;
  }

  get sessionId(): string | undefined {
    return this.#session?.sessionId;
  }

  forget(): void {
    this.tokens.forget();
    this.#session = undefined;
  }

  async #issue(): Promise<IssuedToken> {
    const token =
      (this.#session && (await this.#renew(this.#session))) ?? (await this.tokens.cooldown.run(() => this.#logIn()));
    this.#parts.onSecret(token);
    // The session outlives many tokens, and the redactor remembers only the latest secrets: add it again.
    if (this.#session) this.#parts.onSecret(this.#session.sessionId);
    return { token, lifeMs: jwtLifeMs(token) ?? (await this.#lifeMsFromApi(token)) };
  }

  /** A new access token; undefined when it is refused, as after the end of the refresh session. */
  async #renew(session: RefreshSession): Promise<string | undefined> {
    // After any failure but a 429 the next attempt is a login: it is not documented how Puzzel reports an ended session.
    this.#session = undefined;
    const answer = await this.#post(this.#parts.endpoints.renew, session);
    if (answer.status === 429) {
      this.#session = session;
      throw statusFailure('Puzzel login', answer, loginWords(answer));
    }
    const token = answer.status < 300 ? tokenIn(answer.text) : undefined;
    if (token !== undefined) this.#session = session;
    return token;
  }

  async #logIn(): Promise<string> {
    const { customerKey, userName, password } = this.#parts.credentials;
    const client = { clientName: 'puzzel-mcp', clientVersion: version };
    const answer = await this.#post(this.#parts.endpoints.logIn, { customerKey, userName, password, ...client });
    expectLoginAnswer('Puzzel login', answer, 'PUZZEL_AUTH_URL');
    const members = withLowerCaseNames(jsonMembers(answer.text));
    if (members.twofactorrequired === true) throw twoFactorFailure();
    const token = members.accesstoken;
    if (answer.status >= 300 || typeof token !== 'string' || token === '') {
      throw refusedLogin(
        'Puzzel refused the login',
        answer,
        'Check PUZZEL_CUSTOMER_KEY, PUZZEL_USERNAME and PUZZEL_PASSWORD, and that the account is not locked. Until then, repeating the call does not help.',
      );
    }
    this.#session = refreshSessionIn(members.refreshtoken, this.#parts.credentials.customerKey);
    return token;
  }

  async #lifeMsFromApi(token: string): Promise<number> {
    const endsAt = parseDate(await this.#parts.expiryOf(token).catch(() => undefined));
    const lifeMs = endsAt === undefined ? defaultLifeMs : endsAt - Date.now();
    return lifeMs > 0 ? lifeMs : defaultLifeMs;
  }

  #post(endpoint: SessionEndpoint, body: object): Promise<HttpAnswer> {
    return this.#parts.http.send({
      ...endpoint,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      // All calls share the login, so the call that came first cannot cancel it.
      signal: new AbortController().signal,
      repeatable: false,
    });
  }
}

/** The token in an answer of GetAccessToken, which is a bare JSON string; undefined when there is none. */
function tokenIn(text: string): string | undefined {
  const token = jsonIn(text);
  return typeof token === 'string' && token !== '' ? token : undefined;
}

function refreshSessionIn(value: unknown, configuredKey: string): RefreshSession | undefined {
  const { sessionid: sessionId, customerkey: answeredKey } = withLowerCaseNames(value);
  if (typeof sessionId !== 'string' || sessionId === '') return undefined;
  return { customerKey: (typeof answeredKey === 'string' && answeredKey) || configuredKey, sessionId };
}

function twoFactorFailure(): Failure {
  return new Failure('unauthorized', 'Puzzel requires a second factor for this user, which a program cannot give.', {
    hint: 'Use a Puzzel user without two-factor login, or Puzzel ID client credentials (PUZZEL_CLIENT_ID, PUZZEL_CLIENT_SECRET, PUZZEL_USER_ID).',
  });
}
