import { jsonMembers } from '../json.js';

/**
 * How long a JWT lives from when it was issued, in milliseconds; undefined when it does not say. Counted from `iat`
 * where that is given, so that a clock that is off does not matter.
 */
export function jwtLifeMs(token: string, now: number = Date.now()): number | undefined {
  const [, payload = ''] = token.split('.');
  const { exp, iat } = jsonMembers(Buffer.from(payload, 'base64url').toString('utf8'));
  if (typeof exp !== 'number') return undefined;
  const start = typeof iat === 'number' ? iat * 1000 : now;
  return exp * 1000 - start;
}
