import { Failure } from '../failure.js';
import type { HttpAnswer } from '../http/request.js';
import { looksLikeJson } from '../json.js';
import { statusFailure } from './status.js';
import { type VendorWords, vendorWords, wordsOf } from './vendor-words.js';

/**
 * Checks that the login service has answered, even if with a refusal, which the caller explains.
 * @param setting the setting that holds the address
 * @throws Failure of the status for 429, 3xx and 5xx; `upstream` for a success, 404 or 405 without JSON: the address may
 * be wrong, or a proxy answered
 */
export function expectLoginAnswer(vendor: string, answer: HttpAnswer, setting: string): void {
  const { status, text } = answer;
  if (status === 429 || status >= 500 || (status >= 300 && status < 400)) {
    throw statusFailure(vendor, answer, loginWords(answer));
  }
  if (looksLikeJson(text) || !(status < 300 || status === 404 || status === 405)) return;
  throw new Failure('upstream', `${vendor} answered ${status} with something other than JSON.`, {
    status,
    hint: `Check ${setting}: a sign-in page or a proxy may have answered. \`puzzel-mcp doctor\` tests the login.`,
  });
}

/**
 * The failure of a refused login, with the vendor's words.
 * @param beginning the beginning of the message, without its full stop
 */
export function refusedLogin(beginning: string, answer: HttpAnswer, hint: string): Failure {
  const { message } = loginWords(answer);
  return new Failure('unauthorized', message === undefined ? `${beginning}.` : `${beginning}: ${message}`, {
    status: answer.status,
    hint,
  });
}

/**
 * The words of a login answer in which no token was found. Whatever looks like a token is left out: there may be one
 * in a member that we do not know, or in an answer whose status says failure.
 */
export function loginWords(answer: HttpAnswer): VendorWords {
  const isSuccess = answer.status < 300;
  try {
    const parsed: unknown = JSON.parse(answer.text, (name, value: unknown) => {
      if (/token|session|jwt/i.test(name)) return undefined;
      if (typeof value !== 'string') return value;
      return isSuccess && /^\S{16,}$/.test(value) ? undefined : withoutTokens(value);
    });
    return wordsOf(parsed);
  } catch {
    const { message } = vendorWords(answer);
    return isSuccess ? {} : { message: message && withoutTokens(message) };
  }
}

/** The text without what looks like a token: a JWT, or the value after a name such as `token=`. */
const withoutTokens = (text: string): string =>
  text
    .replace(/\beyJ[\w-]{1,2000}\.[\w.-]+/g, '[redacted]')
    .replace(/((?:token|session|jwt)\w{0,40}["']?\s*[=:]\s*["']?)[^\s"'&,;]{8,}/gi, '$1[redacted]');
