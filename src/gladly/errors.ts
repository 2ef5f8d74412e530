import { statusFailure } from '../api/status.js';
import { vendorWords } from '../api/vendor-words.js';
import { Failure } from '../failure.js';
import type { HttpAnswer } from '../http/request.js';
import { isObject, jsonIn } from '../json.js';

/** One error as Gladly reports it. */
export interface GladlyError {
  attr?: string;
  code?: string;
  detail?: string;
  meta?: Record<string, unknown>;
}

/**
 * The errors in a body. Gladly's documents show three shapes: `{errors: [...]}`, `{errors: {...}}` and a bare list
 * (gladly.md, a, defect 8); many refusals have no body at all.
 */
export function errorsIn(text: string): GladlyError[] {
  const parsed = jsonIn(text);
  const errors = isObject(parsed) && 'errors' in parsed ? parsed.errors : parsed;
  return (Array.isArray(errors) ? errors : [errors]).filter(isObject);
}

/** A refused answer as a Failure: every error in words, the first one's code, all of them as details. */
export const refusal = (answer: HttpAnswer): Failure => statusFailure('Gladly', answer, vendorWords(answer));

export const notAList = (): Failure => new Failure('upstream', 'Gladly answered something other than a list.');

export const expiredLinkHint =
  'The link to the file is good for a short time only. Call the tool again, which asks for a fresh one.';

/** The failure when the file store, not Gladly, refused a signed link, which has most likely expired unless the store failed. */
export function storeRefusal(store: string, answer: HttpAnswer): Failure {
  const failure = statusFailure(store, answer, vendorWords(answer));
  return answer.status >= 500 || answer.status === 429
    ? failure
    : failure.with({ kind: 'upstream', hint: expiredLinkHint });
}
