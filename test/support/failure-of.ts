import { Failure } from '../../src/failure.js';

/** The Failure with which a call ends; throws when it ends in any other way. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const outcome = await call.catch((error: unknown) => error);
  if (outcome instanceof Failure) return outcome;
  throw new Error(`no Failure but ${JSON.stringify(outcome)}`);
}
