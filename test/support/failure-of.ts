import { inspect } from 'node:util';
import { Failure } from '../../src/failure.js';

/** The Failure that a call rejects with; throws when the call succeeds, or rejects with anything else. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const outcome = await call.catch((error: unknown) => error);
  if (outcome instanceof Failure) return outcome;
  throw new Error(`no Failure but ${inspect(outcome)}`);
}
