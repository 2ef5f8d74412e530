import { Failure, type FailureKind } from '../failure.js';
import { type Headers, header } from '../http/headers.js';
import { afterWrite } from '../http/network-failure.js';
import { rateLimitOf } from '../http/rate-limit.js';
import type { VendorWords } from './vendor-words.js';

/** What a status means: the kind of failure, what the vendor did in words, and what can be done. */
interface Meaning {
  kind: FailureKind;
  words: string;
  hint: (vendor: string, resetSeconds: number | undefined) => string;
}

const invalid: Meaning = {
  kind: 'invalid_input',
  words: 'refused the request as invalid',
  hint: () => 'Correct the arguments that the message names, then call again.',
};

const meanings: Record<number, Meaning> = {
  400: invalid,
  401: {
    kind: 'unauthorized',
    words: 'did not accept the credentials',
    hint: () => 'Check the credentials: `puzzel-mcp doctor` tests them.',
  },
  403: {
    kind: 'forbidden',
    words: 'does not allow this',
    hint: (vendor) =>
      `The user of ${vendor.replace(/^The /, 'the ')} lacks the right for this; an administrator can grant it. Repeating does not help.`,
  },
  404: {
    kind: 'not_found',
    words: 'knows nothing under this id or address',
    hint: () => 'Check the id: take it from the answer that listed or showed the record.',
  },
  409: {
    kind: 'conflict',
    words: 'refused the request because of a conflict',
    hint: () => 'Read the current state first, then decide.',
  },
  422: invalid,
  429: {
    kind: 'rate_limited',
    words: 'asks to slow down',
    hint: (_, resetSeconds) => `Wait ${resetSeconds ? `${resetSeconds} s` : 'a few seconds'}, then call again.`,
  },
};

/** A refused request as a Failure, with the vendor's own words and what can be done about it. */
export function statusFailure(
  vendor: string,
  answer: { status: number; headers: Headers },
  { message, code, details }: VendorWords,
): Failure {
  const { status, headers } = answer;
  const meaning = meanings[status];
  const hasRetryAfter = Object.keys(headers).some((name) => name.includes('retry-after'));
  const rateLimit = status === 429 || hasRetryAfter ? rateLimitOf(headers) : undefined;
  const resetSeconds = rateLimit?.['ratelimit-reset'];
  const outcome = meaning ? `${meaning.words} (${status})` : otherOutcome(status);
  const hint = meaning === invalid && !message ? noReasonHint : meaning?.hint(vendor, resetSeconds);
  return new Failure(meaning?.kind ?? 'upstream', `${vendor} ${outcome}${message ? `: ${message}` : ''}`, {
    status,
    code,
    details,
    rateLimit,
    hint: hint ?? otherHint(headers, resetSeconds),
  });
}

const noReasonHint = 'No reason was given: compare the arguments with their descriptions, then call again.';

function otherOutcome(status: number): string {
  if (status >= 300 && status < 400) return `answered with a redirect (${status}), which is not followed`;
  return status >= 500 ? `failed on its side (${status})` : `refused the request (${status})`;
}

function otherHint(headers: Headers, resetSeconds: number | undefined): string {
  return header(headers, 'location') === undefined
    ? `Try again ${resetSeconds ? `in ${resetSeconds} s` : 'later'}. ${afterWrite}`
    : 'The base URL may be wrong: compare it with the address of the tenant.';
}
