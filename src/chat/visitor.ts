import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import { membersOf } from '../http/json.js';
import { statusFailure } from '../http/status.js';
import { type IssuedToken, TokenKeeper } from '../http/token.js';

/** The identity that a token stands for. */
export interface Visitor {
  visitorId: string | undefined;
  expiresAt: Date;
}

/** Lifetime to go by when the answer does not say it: that of the other Puzzel tokens (inferred). */
const defaultLifeMs = 900_000;

/**
 * The end customer's session: there is no secret, the token is the session (puzzel.md, 10). It is made by
 * `grant_type=visitor` (confirmed) and renewed by its refresh token (the fields of that are inferred from OIDC).
 */
export class VisitorLogin {
  readonly #http: Http;
  readonly #idUrl: string;
  readonly #tenantId: string;
  readonly #onSecret: (secret: string) => void;
  readonly #keeper = new TokenKeeper(() => this.#issue());
  #refreshToken: string | undefined;
  #visitor: Visitor = { visitorId: undefined, expiresAt: new Date(0) };

  constructor(http: Http, idUrl: string, tenantId: string, onSecret: (secret: string) => void) {
    this.#http = http;
    this.#idUrl = idUrl;
    this.#tenantId = tenantId;
    this.#onSecret = onSecret;
  }

  token(signal: AbortSignal): Promise<string> {
    return this.#keeper.get(signal);
  }

  refuse(token: string): void {
    this.#keeper.refuse(token);
  }

  async visitor(signal: AbortSignal): Promise<Visitor> {
    await this.#keeper.get(signal);
    return this.#visitor;
  }

  async #issue(): Promise<IssuedToken> {
    const renewed =
      this.#refreshToken === undefined
        ? undefined
        : await this.#ask({ grant_type: 'refresh_token', refresh_token: this.#refreshToken });
    return renewed ?? (await this.#begin());
  }

  async #begin(): Promise<IssuedToken> {
    const issued = await this.#ask({ grant_type: 'visitor', tenant_id: this.#tenantId });
    if (issued) return issued;
    throw new Failure('unauthorized', 'The chat token server refused this tenant.', {
      hint: 'Check PUZZEL_CHAT_TENANT_ID.',
    });
  }

  /** A token, or undefined when the server refuses. */
  async #ask(grant: Record<string, string>): Promise<IssuedToken | undefined> {
    const answer = await this.#http.send({
      method: 'POST',
      url: `${this.#idUrl}/connect/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_id: 'oneplatform_engage', ...grant }).toString(),
      signal: new AbortController().signal,
      repeatable: false,
    });
    if (answer.status === 429 || answer.status >= 500) throw statusFailure('The chat token server', answer, {});
    const said = membersOf(answer.text);
    if (answer.status !== 200 || typeof said.access_token !== 'string') {
      this.#refreshToken = undefined;
      return undefined;
    }
    const seconds = Number(said.expires_in);
    const lifeMs = seconds > 0 ? seconds * 1000 : defaultLifeMs;
    this.#refreshToken = typeof said.refresh_token === 'string' ? said.refresh_token : undefined;
    const visitorId = said.visitor_id === undefined ? this.#visitor.visitorId : String(said.visitor_id);
    this.#visitor = { visitorId, expiresAt: new Date(Date.now() + lifeMs) };
    for (const secret of [said.access_token, this.#refreshToken]) if (secret !== undefined) this.#onSecret(secret);
    return { token: said.access_token, lifeMs };
  }
}
