import { randomUUID } from 'node:crypto';
import { chatClientId } from './accounts.js';
import { second } from './dates.js';
import { TokenSigner } from './sessions.js';

/** Tokens of the web chat's visitors. There is no client secret: whoever has a token is its visitor. */
export class ChatTokens {
  readonly #access = new Map<string, { visitorId: string; expiresAt: number }>();
  readonly #refresh = new Map<string, string>();
  readonly #signer = new TokenSigner();

  constructor(readonly tokenSeconds: number) {}

  /** A token answer for this visitor, in the fields that a public client reads (puzzel.md, section 10). */
  issue(visitorId: string, tenantId: string) {
    const now = Date.now();
    const issued = Math.floor(now / second);
    const token = this.#signer.sign({
      iss: 'https://app-consumeridp.puzzel.com',
      client_id: chatClientId,
      sub: visitorId,
      tenant_id: tenantId,
      iat: issued,
      exp: issued + this.tokenSeconds,
    });
    const refresh = randomUUID().replaceAll('-', '').toUpperCase();
    this.#access.set(token, { visitorId, expiresAt: now + this.tokenSeconds * second });
    this.#refresh.set(refresh, visitorId);
    return {
      access_token: token,
      refresh_token: refresh,
      expires_in: this.tokenSeconds,
      scope: 'engage offline_access',
      token_type: 'Bearer',
      visitor_id: visitorId,
    };
  }

  /** The visitor of a refresh token, which works only once (inferred: OAuth 2.0 advises it). */
  redeem(refreshToken: string): string | undefined {
    const visitorId = this.#refresh.get(refreshToken);
    this.#refresh.delete(refreshToken);
    return visitorId;
  }

  /** The visitor of an Authorization header; undefined when it holds no token that is valid now. */
  visitorOf(authorization: string | undefined): string | undefined {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const found = this.#access.get(token);
    return found && found.expiresAt > Date.now() ? found.visitorId : undefined;
  }
}
