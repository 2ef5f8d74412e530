import { type Answerer, answerData } from '../api/answer-data.js';
import { isGood, isZero, saysRefused } from '../api/refusals.js';
import type { AnsweredBy } from '../api/route-resolver.js';
import { statusFailure } from '../api/status.js';
import { isFilled, lowerCase, vendorWords, wordsOf } from '../api/vendor-words.js';
import { Failure } from '../failure.js';
import type { HttpAnswer } from '../http/request.js';
import { isJson, isObject, parseJson } from '../json.js';

/** What wraps every ContactCentre5 answer; `code` 0 means success, id and message may be missing. */
export interface Envelope {
  result?: unknown;
  code: number | string | null;
  id?: unknown;
  message?: unknown;
}

/**
 * Who answered: an envelope, or JSON or a file with a status of success, comes from the operation, and so does a 404 with
 * an error code in ServiceStack's `responseStatus` (inferred): a record is missing there, not the route.
 */
export function answeredBy(answer: { status: number; text: string; file?: unknown }): AnsweredBy {
  const { status, text, file } = answer;
  // Only refusals are parsed here: data may be long.
  if (file !== undefined || (status < 300 && isJson(text))) return 'operation';
  const body = objectIn(text);
  const { errorcode } = lowerCase(lowerCase(body).responsestatus);
  if (envelopeIn(body) !== undefined || (status === 404 && isFilled(errorcode))) return 'operation';
  return status === 404 || status === 405 ? 'router' : 'unknown';
}

/** The object that a body holds, or undefined when it holds none. */
function objectIn(text: string): unknown {
  if (!/^\s*\{/.test(text.slice(0, 1000))) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/**
 * The envelope with its names in lower case. A code that is an object or a boolean counts only beside no other members
 * than those of an envelope: otherwise it is data.
 */
function envelopeIn(value: unknown): Envelope | undefined {
  if (!isObject(value)) return undefined;
  const members = lowerCase(value);
  const { code } = members;
  if (code === null || typeof code === 'number' || typeof code === 'string') return { ...members, code };
  const isNothingElse = Object.keys(members).every((name) => ['code', 'id', 'message', 'result'].includes(name));
  return code !== undefined && isNothingElse ? { ...members, code: JSON.stringify(code) } : undefined;
}

/** Code 0 is success. With an empty code, a message without a result is none, unless it says that all went well. */
function isSuccess({ code, message, result }: Envelope): boolean {
  if (code === null || code === '')
    return (result ?? undefined) !== undefined || !isFilled(message) || isGood(String(message));
  return isZero(code);
}

/**
 * The data of an answer, dates in Puzzel's form (dates.ts). For an operation without data that is its envelope (`code`,
 * `id`, `message`). Not every operation uses the envelope (login does not): other JSON is data as it is.
 * @throws Failure for every status but 2xx, for `code` other than 0, for a body that is not JSON and for a read without one
 */
export async function unwrap(answer: HttpAnswer, read: boolean): Promise<unknown> {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
  const data = await answerData(answer, answerer, !read);
  if (data === undefined) return null;
  const envelope = envelopeIn(data);
  if (envelope === undefined) {
    if (saysRefused(data, read ? 'read' : 'write') || (data === false && !read)) throw refusal(answer);
    return data;
  }
  const { result, ...rest } = envelope;
  if (!isSuccess(envelope)) throw refusedWith(envelope, answer.status);
  // The envelope says that the operation was carried out, the result that it came to nothing.
  if (!read && (result === false || (isObject(result) && saysRefused(result, 'write')))) {
    throw statusFailure('Puzzel', answer, wordsOf(result === false ? rest : result));
  }
  const empty = result === undefined || result === null;
  return empty && !read ? rest : (result ?? null);
}

/** The refused answer as a Failure, with Puzzel's own code and message. */
export const refusal = (answer: HttpAnswer): Failure => statusFailure('Puzzel', answer, vendorWords(answer));

function refusedWith(envelope: Envelope, status: number): Failure {
  const { code } = envelope;
  const { message = 'no message', details } = wordsOf(envelope);
  return new Failure('upstream', `Puzzel answered with code ${code}: ${message}`, {
    status,
    code: code ?? undefined,
    details,
    hint: 'Puzzel refused this for a reason of its own: read the message, correct the call, then try again.',
  });
}

const answerer: Answerer = { vendor: 'Puzzel', setting: 'PUZZEL_API_URL' };
