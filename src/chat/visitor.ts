import { expectLoginAnswer, refusedLogin } from '../api/login-answer.js';
import type { LoginCooldown } from '../api/login-cooldown.js';
import { type IssuedToken, TokenKeeper } from '../api/token.js';
import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import type { HttpAnswer } from '../http/request.js';
import { jsonMembers, scalarNumber, scalarText } from '../json.js';

/** The identity that a token stands for. */
export interface Visitor {
  visitorId: string | undefined;
  expiresAt: Date;
}

/** What all visitors of one tenant have in common. */
export interface Tenant {
  idUrl: string;
  tenantId: string;
  onSecret: (secret: string) => void;
  /** Shared by all visitors: a refusal of the tenant concerns each of them. */
  cooldown: LoginCooldown;
}

/** Where visitors' sessions begin and are renewed (puzzel.md, section 10). The read-only lock lets this through. */
export const visitorEndpoint = ({ idUrl }: { idUrl: string }) =>
  ({ method: 'POST', url: `${idUrl}/connect/token`, session: 'login' }) as const;

/** The hint when the session of a visitor has ended. */
const endedHint =
  'This call was not carried out. Begin a new chat with create_a_puzzel_chat_session; calling again goes on in this one, but as a new visitor.';

/** Lifetime of a token in milliseconds when the answer has no `expires_in`: that of Puzzel ID tokens (inferred). */
const defaultLifeMs = 900_000;

/**
 * The session of one visitor. There are no credentials: whoever has the token is the visitor (puzzel.md, section 10). A
 * session begins with `grant_type=visitor` (confirmed) and is renewed with its refresh token (fields inferred from OIDC).
 */
export class VisitorSession {
  readonly #http: Http;
  readonly #tenant: Tenant;
  readonly tokens: TokenKeeper = new TokenKeeper(() => this.#issue());
  #refreshToken: string | undefined;
  /** Whether a new visitor may begin: there was none yet, or a call has failed because the visitor's session had ended. */
  #mayBegin = true;
  #visitor: Visitor = { visitorId: undefined, expiresAt: new Date(0) };
  readonly #isInConversation: boolean;

  /** @param isInConversation whether the visitor is in a conversation, where no other visitor may take over unnoticed */
  constructor(http: Http, tenant: Tenant, isInConversation: boolean) {
    this.#http = http;
    this.#tenant = tenant;
    this.#isInConversation = isInConversation;
  }

  async visitor(signal: AbortSignal): Promise<Visitor> {
    await this.tokens.get(signal);
    return this.#visitor;
  }

  async #issue(): Promise<IssuedToken> {
    if (this.#mayBegin || !this.#isInConversation) return this.#begin();
    const tokenOrRefusal = this.#refreshToken && (await this.#renew(this.#refreshToken));
    if (tokenOrRefusal && 'token' in tokenOrRefusal) return tokenOrRefusal;
    // While the old token works, TokenKeeper uses it and tries again. Once this failure is reported, a new visitor begins.
    const stillWorks = this.tokens.currentToken !== undefined && this.#visitor.expiresAt.getTime() > Date.now();
    if (!stillWorks) this.#mayBegin = true;
    const message = 'The visitor of this conversation has ended: its token was not renewed';
    if (!tokenOrRefusal)
      throw new Failure('unauthorized', `${message}, since it came without a refresh token.`, { hint: endedHint });
    throw refusedLogin(message, tokenOrRefusal, endedHint);
  }

  #begin(): Promise<IssuedToken> {
    return this.#tenant.cooldown.run(async () => {
      const tokenOrRefusal = await this.#requestToken({ grant_type: 'visitor', tenant_id: this.#tenant.tenantId });
      if ('token' in tokenOrRefusal) return tokenOrRefusal;
      throw refusedLogin('The chat token server refused this tenant', tokenOrRefusal, 'Check PUZZEL_CHAT_TENANT_ID.');
    });
  }

  #renew(refreshToken: string): Promise<IssuedToken | HttpAnswer> {
    return this.#requestToken({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** A token, or the answer with which the server refuses it. */
  async #requestToken(grant: Record<string, string>): Promise<IssuedToken | HttpAnswer> {
    const answer = await this.#http.send({
      ...visitorEndpoint(this.#tenant),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_id: 'oneplatform_engage', ...grant }).toString(),
      signal: new AbortController().signal,
      repeatable: false,
    });
    const isRenewal = grant.grant_type === 'refresh_token';
    const isTemporary = answer.status === 429 || answer.status >= 500;
    if (!isRenewal || isTemporary) expectLoginAnswer('The chat token server', answer, 'PUZZEL_CHAT_ID_URL');
    const members = jsonMembers(answer.text);
    if (answer.status >= 300 || typeof members.access_token !== 'string' || members.access_token === '') return answer;
    const seconds = scalarNumber(members.expires_in);
    const lifeMs = seconds > 0 ? seconds * 1000 : defaultLifeMs;
    // A renewal may bring no new refresh token: then the present one stays valid (RFC 6749, section 6).
    if (typeof members.refresh_token === 'string') this.#refreshToken = members.refresh_token;
    else if (!isRenewal) this.#refreshToken = undefined;
    const visitorId = members.visitor_id === undefined ? undefined : scalarText(members.visitor_id);
    this.#visitor = { visitorId, expiresAt: new Date(Date.now() + lifeMs) };
    this.#mayBegin = false;
    for (const secret of [members.access_token, this.#refreshToken]) {
      if (secret !== undefined) this.#tenant.onSecret(secret);
    }
    return { token: members.access_token, lifeMs };
  }
}
