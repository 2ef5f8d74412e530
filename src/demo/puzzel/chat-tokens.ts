import { randomUUID } from 'node:crypto';
import { chatClientId } from './accounts.js';
import { second } from './dates.js';
import { TokenSigner } from './sessions.js';

/** Tokens of the web chat's visitors. There is no client secret: a token alone says who the visitor is. */
export class ChatTokens {
  readonly #accessTokens = new Map<string, { visitorId: string; expiresAt: number }>();
  readonly #visitorsByRefreshToken = new Map<string, string>();
  readonly #signer = new TokenSigner();

  constructor(readonly tokenSeconds: number) {}

  /** Issues tokens to a visitor; the answer has the fields that a public client reads (puzzel.md, section 10). */
  issue(visitorId: string, tenantId: string) {
    const now = Date.now();
    const issuedAt = Math.floor(now / second);
    const accessToken = this.#signer.sign({
      iss: 'https://app-consumeridp.puzzel.com',
      client_id: chatClientId,
      sub: visitorId,
      tenant_id: tenantId,
      iat: issuedAt,
      exp: issuedAt + this.tokenSeconds,
    });
    const refreshToken = randomUUID().replaceAll('-', '').toUpperCase();
    this.#accessTokens.set(accessToken, { visitorId, expiresAt: now + this.tokenSeconds * second });
    this.#visitorsByRefreshToken.set(refreshToken, visitorId);
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: this.tokenSeconds,
      scope: 'engage offline_access',
      token_type: 'Bearer',
      visitor_id: visitorId,
    };
  }

  /** The visitor of a refresh token, which works only once (inferred: OAuth 2.0 advises it). */
  redeem(refreshToken: string): string | undefined {
    const visitorId = this.#visitorsByRefreshToken.get(refreshToken);
    this.#visitorsByRefreshToken.delete(refreshToken);
    return visitorId;
  }

  /** The visitor of an Authorization header; undefined when it holds no token that is valid now. */
  visitorOf(authorization: string | undefined): string | undefined {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const storedToken = this.#accessTokens.get(token);
    return storedToken && storedToken.expiresAt > Date.now() ? storedToken.visitorId : undefined;
  }
}
