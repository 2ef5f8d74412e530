import type { Failure } from '../failure.js';
import { parseJson } from '../http/json.js';
import type { HttpAnswer } from '../http/request.js';
import { statusFailure } from '../http/status.js';

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
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch {
    return [];
  }
  const errors = isObject(parsed) && 'errors' in parsed ? parsed.errors : parsed;
  return (Array.isArray(errors) ? errors : [errors]).filter(isObject);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A refused answer as a Failure: every error in words, the first one's code, all of them as details. */
export function refusal(answer: HttpAnswer): Failure {
  const errors = errorsIn(answer.text);
  return statusFailure('Gladly', answer, {
    message: errors.map(inWords).filter(Boolean).join('; '),
    code: typeof errors[0]?.code === 'string' ? errors[0].code : undefined,
    details: errors.length === 0 ? undefined : errors,
  });
}

function inWords({ attr, code, detail }: GladlyError): string {
  const what = [attr, code].filter((part) => typeof part === 'string').join(' ');
  return typeof detail === 'string' ? `${what === '' ? '' : `${what}: `}${detail}` : what;
}
