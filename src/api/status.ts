import { Failure, type FailureKind } from '../failure.js';
import { type Headers, header } from '../http/headers.js';
import { afterWrite } from '../http/network-failure.js';
import { rateLimitOf } from '../http/rate-limit.js';
import type { VendorWords } from './vendor-words.js';

/** The kind of failure for a status that is no success. */
function kindOfStatus(status: number): FailureKind {
  switch (status) {
    case 400:
    case 422:
      return 'invalid_input';
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    case 429:
      return 'rate_limited';
    default:
      return 'upstream';
  }
}

/** A refused request as a Failure, with the vendor's own words and what can be done about it. */
export function statusFailure(
  vendor: string,
  answer: { status: number; headers: Headers },
  { message, code, details }: VendorWords,
): Failure {
  const { status, headers } = answer;
  const kind = kindOfStatus(status);
  const hasRetryAfter = Object.keys(headers).some((name) => name.includes('retry-after'));
  const rateLimit = status === 429 || hasRetryAfter ? rateLimitOf(headers) : undefined;
  const words = message ? `: ${message}` : '';
  return new Failure(kind, `${vendor} ${describe(status)}${words}`, {
    status,
    code,
    details,
    rateLimit,
    hint:
      words === '' && kind === 'invalid_input' ? noReasonHint : hintFor(vendor, answer, rateLimit?.['ratelimit-reset']),
  });
}

function describe(status: number): string {
  const words: Record<number, string> = {
    400: 'refused the request as invalid (400)',
    401: 'did not accept the credentials (401)',
    403: 'does not allow this (403)',
    404: 'knows nothing under this id or address (404)',
    409: 'refused the request because of a conflict (409)',
    422: 'refused the request as invalid (422)',
    429: 'asks to slow down (429)',
  };
  if (words[status] !== undefined) return words[status];
  if (status >= 300 && status < 400) return `answered with a redirect (${status}), which is not followed`;
  return status >= 500 ? `failed on its side (${status})` : `refused the request (${status})`;
}

const noReasonHint = 'No reason was given: compare the arguments with their descriptions, then call again.';

function hintFor(
  vendor: string,
  { status, headers }: { status: number; headers: Headers },
  resetSeconds?: number,
): string {
  switch (status) {
    case 400:
    case 422:
      return 'Correct the arguments that the message names, then call again.';
    case 401:
      return 'Check the credentials: `puzzel-mcp doctor` tests them.';
    case 403:
      return `The user of ${vendor.replace(/^The /, 'the ')} lacks the right for this; an administrator can grant it. Repeating does not help.`;
    case 404:
      return 'Check the id: take it from the answer that listed or showed the record.';
    case 409:
      return 'Read the current state first, then decide.';
    case 429:
      return resetSeconds ? `Wait ${resetSeconds} s, then call again.` : 'Wait a few seconds, then call again.';
    default:
      if (header(headers, 'location') !== undefined)
        return 'The base URL may be wrong: compare it with the address of the tenant.';
      return `Try again ${resetSeconds ? `in ${resetSeconds} s` : 'later'}. ${afterWrite}`;
  }
}
