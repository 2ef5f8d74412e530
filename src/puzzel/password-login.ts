import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import { membersOf, parseJson } from '../http/json.js';
import type { HttpAnswer } from '../http/request.js';
import { statusFailure } from '../http/status.js';
import { type IssuedToken, TokenKeeper } from '../http/token.js';
import { parseDate } from './dates.js';
import { envelopeOf } from './envelope.js';
import { jwtLife } from './jwt.js';
import { LoginHold, type PuzzelSession } from './session.js';

export interface PasswordCredentials {
  customerKey: string;
  userName: string;
  password: string;
}

interface RefreshSession {
  customerKey: string;
  sessionId: string;
}

/** Puzzel's advice when nothing says how long a token lives (puzzel.md, 2). */
const defaultLifeMs = 15 * 60_000;

/**
 * LogIn gives an access token and a refresh session; GetAccessToken turns the session into new access tokens until it
 * is dead, then LogIn is called once more (puzzel.md, 2: confirmed).
 */
export class PasswordLogin implements PuzzelSession {
  readonly userId = undefined;
  readonly #http: Http;
  readonly #authUrl: string;
  readonly #credentials: PasswordCredentials;
  readonly #onSecret: (secret: string) => void;
  readonly #expiryOf: (token: string) => Promise<unknown>;
  readonly #keeper = new TokenKeeper(() => this.#issue());
  readonly #hold = new LoginHold();
  #refresh: RefreshSession | undefined;

  /** @param expiryOf asks the API when a token ends, for tokens that do not say so themselves */
  constructor(
    http: Http,
    authUrl: string,
    credentials: PasswordCredentials,
    onSecret: (secret: string) => void,
    expiryOf: (token: string) => Promise<unknown>,
  ) {
    this.#http = http;
    this.#authUrl = authUrl;
    this.#credentials = credentials;
    this.#onSecret = onSecret;
    this.#expiryOf = expiryOf;
  }

  token(signal: AbortSignal): Promise<string> {
    return this.#keeper.get(signal);
  }

  refuse(token: string): void {
    this.#keeper.refuse(token);
  }

  get open(): boolean {
    return this.#keeper.held !== undefined || this.#refresh !== undefined;
  }

  get sessionId(): string | undefined {
    return this.#refresh?.sessionId;
  }

  forget(): void {
    this.#keeper.forget();
    this.#refresh = undefined;
  }

  async #issue(): Promise<IssuedToken> {
    const token = (this.#refresh && (await this.#renew(this.#refresh))) ?? (await this.#logIn());
    this.#onSecret(token);
    // It outlives many tokens, and only the latest secrets are remembered.
    if (this.#refresh) this.#onSecret(this.#refresh.sessionId);
    return { token, lifeMs: jwtLife(token) ?? (await this.#lifeFromApi(token)) };
  }

  /** A new access token, or undefined when the refresh session is dead. */
  async #renew(session: RefreshSession): Promise<string | undefined> {
    const answer = await this.#post('GetAccessToken', session);
    if (answer.status === 429 || answer.status >= 500) throw statusFailure('Puzzel login', answer, {});
    const token = answer.status === 200 ? tokenIn(answer.text) : undefined;
    if (token === undefined) this.#refresh = undefined;
    return token;
  }

  async #logIn(): Promise<string> {
    this.#hold.check();
    const answer = await this.#post('LogIn', { ...this.#credentials, clientName: 'puzzel-mcp' });
    if (answer.status === 429 || answer.status >= 500 || (answer.status >= 300 && answer.status < 400)) {
      throw statusFailure('Puzzel login', answer, {});
    }
    const said = lowerCaseKeys(membersOf(answer.text));
    if (answer.status !== 200) throw this.#hold.set(refusedLogin(answer.status, messageIn(answer.text)));
    if (said.twofactorrequired === true) throw this.#hold.set(twoFactor());
    const token = said.accesstoken;
    if (typeof token !== 'string' || token === '') {
      throw this.#hold.set(refusedLogin(answer.status, messageIn(answer.text)));
    }
    this.#refresh = refreshSessionIn(said.refreshtoken, this.#credentials.customerKey);
    return token;
  }

  async #lifeFromApi(token: string): Promise<number> {
    const ends = parseDate(await this.#expiryOf(token).catch(() => undefined));
    const life = ends === undefined ? defaultLifeMs : ends - Date.now();
    return life > 0 ? life : defaultLifeMs;
  }

  #post(operation: 'LogIn' | 'GetAccessToken', body: object): Promise<HttpAnswer> {
    return this.#http.send({
      method: 'POST',
      url: `${this.#authUrl}/api/Authenticate/${operation}`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      // The login belongs to every caller, not to the one who happened to come first.
      signal: new AbortController().signal,
      repeatable: false,
      session: operation === 'LogIn' ? 'login' : 'renewal',
    });
  }
}

/** GetAccessToken answers a bare JSON string. */
function tokenIn(text: string): string | undefined {
  try {
    const parsed = parseJson(text);
    return typeof parsed === 'string' && parsed !== '' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The members by lower-case name: the service matches keys without case. */
function lowerCaseKeys(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

function refreshSessionIn(value: unknown, customerKey: string): RefreshSession | undefined {
  const { sessionid, customerkey } = lowerCaseKeys(value);
  if (typeof sessionid !== 'string' || sessionid === '') return undefined;
  return {
    customerKey: typeof customerkey === 'string' && customerkey !== '' ? customerkey : customerKey,
    sessionId: sessionid,
  };
}

function messageIn(text: string): string | undefined {
  const message = envelopeOf(text)?.message ?? lowerCaseKeys(membersOf(text)).message;
  return typeof message === 'string' && message !== '' ? message : undefined;
}

function refusedLogin(status: number, message: string | undefined): Failure {
  return new Failure('unauthorized', `Puzzel refused the login${message === undefined ? '' : `: ${message}`}`, {
    status,
    hint: 'Check PUZZEL_CUSTOMER_KEY, PUZZEL_USERNAME and PUZZEL_PASSWORD, and that the account is not locked. No further login is tried for a minute; repeating the call before does not help.',
  });
}

function twoFactor(): Failure {
  return new Failure('unauthorized', 'Puzzel wants a second factor for this user, which a program cannot give.', {
    hint: 'Use a Puzzel user without two-factor login, or Puzzel ID client credentials (PUZZEL_CLIENT_ID, PUZZEL_CLIENT_SECRET, PUZZEL_USER_ID).',
  });
}
