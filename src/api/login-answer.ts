import { Failure } from '../failure.js';
import type { HttpAnswer } from '../http/request.js';
import { isJson, jsonMembers } from '../json.js';
import { statusFailure } from './status.js';
import { vendorWords, wordsOf } from './vendor-words.js';

/**
 * Checks that the login itself has answered, if only to refuse; the caller then explains the refusal.
 * @param addressVariable the setting that holds the address
 * @throws Failure of the status for 429, 3xx and 5xx; `upstream` for a page or nothing where JSON belongs: the address
 * may be wrong, or a proxy answered
 */
export function expectLoginAnswer(vendor: string, answer: HttpAnswer, addressVariable: string): void {
  const { status, text } = answer;
  if (status === 429 || status >= 500 || (status >= 300 && status < 400)) {
    throw statusFailure(vendor, answer, vendorWords(answer));
  }
  if (isJson(text) || ![200, 404, 405].includes(status)) return;
  throw new Failure('upstream', `${vendor} answered ${status} with something other than JSON.`, {
    status,
    hint: `Check ${addressVariable}: a sign-in page or a proxy may have answered. \`puzzel-mcp doctor\` tests the login.`,
  });
}

/** The failure of a login that refused, with its words. A 200 may hold a token in a form that is not known. */
export function refusedLogin(what: string, answer: HttpAnswer, hint: string): Failure {
  const { message: said } = answer.status === 200 ? wordsOf(withoutTokens(answer.text)) : vendorWords(answer);
  const message = said?.replace(/\beyJ[\w-]+\.[\w.-]+/g, '[redacted]');
  return new Failure('unauthorized', message === undefined ? `${what}.` : `${what}: ${message}`, {
    status: answer.status,
    hint,
  });
}

const withoutTokens = (text: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(jsonMembers(text)).filter(([name]) => !/token|session|jwt/i.test(name)));
