import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { demoCustomerId, demoCustomerKey } from './accounts.js';
import { hour, second } from './dates.js';
import { codes, PuzzelFault } from './envelope.js';

/** A sign-in. A password login hands out its id, with which a client renews the token; Puzzel ID does not. */
export interface Session {
  id: string;
  userId: number;
  kind: 'password' | 'oidc';
  /** Tokens can be renewed until this moment: about twelve hours after login (puzzel.md, section 2). */
  expiresAt: number;
}

/** The session of a valid access token, and when the token expires. */
export interface Bearer {
  session: Session;
  expiresAt: number;
}

/** Signs JWTs with a key of its own, with ES256 as Puzzel does. */
export class TokenSigner {
  #key: KeyObject | undefined;

  sign(claims: Record<string, unknown>): string {
    this.#key ??= generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const kid = createHash('sha1').update(demoCustomerKey).digest('hex').toUpperCase();
    const content = `${encode({ alg: 'ES256', kid, typ: 'JWT' })}.${encode({ jti: randomUUID(), ...claims })}`;
    const signature = sign('sha256', Buffer.from(content), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  }
}

/** The sign-ins and access tokens of ContactCentre5. Only tokens that are stored here are valid. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #tokens = new Map<string, Bearer>();
  readonly #signer = new TokenSigner();

  constructor(readonly tokenSeconds: number) {}

  open(userId: number, kind: Session['kind']): Session {
    const session: Session = { id: randomUUID(), userId, kind, expiresAt: Date.now() + 12 * hour };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** A new access token of the session; tokens issued before stay valid until they expire. */
  issue(session: Session): string {
    const now = Date.now();
    for (const [token, { expiresAt }] of this.#tokens) if (expiresAt <= now) this.#tokens.delete(token);
    const issuedAt = Math.floor(now / second);
    const token = this.#signer.sign({
      iss: 'https://auth.puzzel.com',
      aud: 'contact-centre',
      sub: String(session.userId),
      sid: session.id,
      'urn:puzzel:cc:slid': String(demoCustomerId),
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + this.tokenSeconds,
    });
    this.#tokens.set(token, { session, expiresAt: now + this.tokenSeconds * second });
    return token;
  }

  /** The session with this id, if its token can still be renewed. */
  findRenewable(sessionId: string): Session | undefined {
    const session = this.#sessions.get(sessionId);
    return session && session.expiresAt > Date.now() ? session : undefined;
  }

  /** Ends the session and every token of it. */
  end(sessionId: string): void {
    this.#sessions.delete(sessionId);
    for (const [token, { session }] of this.#tokens) if (session.id === sessionId) this.#tokens.delete(token);
  }

  /** The valid token of an Authorization header. @throws the 401 with an envelope when there is none */
  authenticate(authorization: string | undefined): Bearer {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new PuzzelFault(401, codes.unauthorised, 'Access token is missing');
    const bearer = this.#tokens.get(token);
    if (!bearer || bearer.expiresAt <= Date.now()) {
      throw new PuzzelFault(401, codes.unauthorised, 'Access token is invalid or has expired');
    }
    return bearer;
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
